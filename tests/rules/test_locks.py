"""The two locks say the same as pyproject.toml, each package with its hashes."""

import re
import tomllib

import pytest

from tests.rules.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "resources/setup/uv.txt")
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)")


def _pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return _asked([line for line in text.splitlines() if line[:1].isalnum()])


def _asked(requirements: list[str]) -> dict[str, str]:
    """Return name -> version, names as PEP 503 writes them."""
    found = _PIN.findall("\n".join(requirements))
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def test_everything_asked_for_is_pinned_exactly() -> None:
    asked = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert len(_asked(asked)) == len(asked)


def test_the_product_lock_holds_what_the_product_asks_for() -> None:
    asked = _asked(PROJECT["project"]["dependencies"])
    assert asked.items() <= _pins("requirements.lock").items()


def test_the_lock_of_the_checks_adds_only_to_that_of_the_product() -> None:
    both = _pins("requirements-dev.lock")
    assert _pins("requirements.lock").items() <= both.items()
    assert _asked(PROJECT["dependency-groups"]["dev"]).items() <= both.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert len(entries) == len(_pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
