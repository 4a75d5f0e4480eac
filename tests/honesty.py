"""Tests that cannot run here are counted and named at the end, never skipped in silence.

``cda_rules`` tests need the agency's public kit (``--cda-rules DIR``): without it they are
"non vérifié". ``needs("program")`` tests are "absent" where the program is not installed, and
only if ``[tool.osys.absent]`` of pyproject.toml allows it; elsewhere, and in CI, they fail. What
``tests/tools`` can unpack is unpacked the first time that a test needs it. What only the kernel
can grant (``[tool.osys.granted]``) may be refused in CI too, and is named there as well.

The tests run in several processes: each finds the same names, and the first to end tells them.
"""

import os
import shutil
import tomllib
from collections.abc import Iterator
from typing import Protocol

import pytest

from tests.tools import tools

_UNVERIFIED = pytest.StashKey[list[str]]()
_ABSENT = pytest.StashKey[list[str]]()
_TOLD = {"osys_unverified": _UNVERIFIED, "osys_absent": _ABSENT}


class Process(Protocol):
    """A process that ran tests, as pytest-xdist hands it over."""

    config: pytest.Config


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("osys")
    group.addoption("--cda-rules", metavar="DIR", help="copy of the agency's public kit")
    group.addoption("--pictures", metavar="DIR", help="keep pictures of the screens there")
    group.addoption("--full-faults", action="store_true", help="every round of the fault tests")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_UNVERIFIED] = []
    config.stash[_ABSENT] = []
    kit = config.getoption("--cda-rules")
    if kit and not os.path.isdir(kit):  # noqa: PTH112 - the text of the option, as typed
        raise pytest.UsageError(f"--cda-rules : le dossier {kit} n’existe pas.")


@pytest.fixture(scope="session")
def full_faults(pytestconfig: pytest.Config) -> bool:
    """Whether the fault tests run all their rounds (``./run faults``)."""
    return bool(pytestconfig.getoption("--full-faults"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    needed = (name for item in items for one in item.iter_markers("needs") for name in one.args)
    tools.prepare(set(needed))
    kept = []
    for item in items:
        if item.get_closest_marker("cda_rules") and not config.getoption("--cda-rules"):
            config.stash[_UNVERIFIED].append(item.nodeid)
        elif missing := [name for name in _lacking(item) if name in _allowed(config)]:
            config.stash[_ABSENT].append(f"{item.nodeid} ({', '.join(missing)})")
        else:
            kept.append(item)
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_runtest_setup(item: pytest.Item) -> None:
    lacking = ", ".join(_lacking(item))
    if lacking:
        pytest.fail(f"absent et non toléré par [tool.osys.absent] : {lacking}", pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)  # only in a process of pytest-xdist
    if told is not None:
        told.update({name: session.config.stash[key] for name, key in _TOLD.items()})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Process) -> None:
    told: dict[str, list[str]] = getattr(node, "workeroutput", {})  # none from one that crashed
    for name, key in _TOLD.items():
        node.config.stash[key] = told.get(name) or node.config.stash[key]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for title, names in (
        ("non vérifié (donner --cda-rules DIR)", config.stash[_UNVERIFIED]),
        ("absent (programme non installé)", config.stash[_ABSENT]),
    ):
        if names:
            terminalreporter.section(f"{len(names)} {title}")
            terminalreporter.write("".join(f"{name}\n" for name in names))


def _lacking(item: pytest.Item) -> Iterator[str]:
    for marker in item.iter_markers("needs"):
        yield from (name for name in marker.args if not _is_there(name))


def _is_there(name: str) -> bool:
    return tools.is_there(name) if tools.knows(name) else shutil.which(name) is not None


def _allowed(config: pytest.Config) -> list[str]:
    settings = tomllib.loads((config.rootpath / "pyproject.toml").read_text(encoding="utf-8"))
    osys = settings["tool"]["osys"]
    granted = list(osys.get("granted", ()))
    return granted if os.environ.get("CI") == "true" else [*granted, *osys["absent"]]
