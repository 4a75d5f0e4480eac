"""Programs the tests need, unpacked from Debian packages for this folder alone.

Nobody's system is changed and no right is needed: ``resources/setup/debs.sh`` fetches and
unpacks the packages in ``.runtime/tools/NAME``, once. A second pytest waits for the first one;
once they are there the network is not asked for anything.
"""

import contextlib
import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(".runtime/tools")
LISTS = PLACE / "lists"
"""The lists of Debian's packages, brought once for all the tools."""

LONGEST_S = 300


@dataclass(frozen=True, slots=True)
class Tool:
    """Debian packages, and the file (a pattern) that proves they are unpacked."""

    name: str
    packages: tuple[str, ...]
    proof: str


class ToolAbsent(Exception):
    """The packages could not be fetched: no apt, no network, no such package."""


def unpack(tool: Tool, place: Path = ROOT / PLACE) -> Path:
    """Return the file that ``tool`` is wanted for, its packages unpacked first if need be.

    Raises:
        ToolAbsent: they cannot be had here; asked again by another run, not by this one.
    """
    if (found := _found(tool, place)) is not None:
        return found
    with _alone(place / f"{tool.name}.lock"):
        if _found(tool, place) is None:  # another pytest may have done it while this one waited
            _fetch(tool, place)
    found = _found(tool, place)
    if found is None:
        raise ToolAbsent(f"{tool.name}: {tool.proof} is not in {', '.join(tool.packages)}")
    return found


@cache
def usable(tool: Tool) -> Path | None:
    """Return what ``unpack`` does, or None where the tool cannot be had; tried once a run."""
    try:
        return unpack(tool)
    except ToolAbsent:
        return None


def _found(tool: Tool, place: Path) -> Path | None:
    return next(iter(sorted((place / tool.name).glob(tool.proof))), None)


def _fetch(tool: Tool, place: Path) -> None:
    """Fill the folder aside, then give it its name: one that bears it is whole."""
    aside = place / f"{tool.name}.partial"
    shutil.rmtree(aside, ignore_errors=True)
    into = ("--into", str(aside.relative_to(ROOT)), "--lists", str(LISTS))
    command = ["sh", "resources/setup/debs.sh", *into]
    try:
        done = subprocess.run(
            [*command, *tool.packages],
            cwd=ROOT,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as unfetched:
        raise ToolAbsent(tool.name) from unfetched
    if done.returncode:
        raise ToolAbsent(f"{tool.name}: {done.stderr.decode(errors='replace')[-400:]}")
    shutil.rmtree(place / tool.name, ignore_errors=True)
    aside.rename(place / tool.name)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
