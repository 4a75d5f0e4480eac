"""The lock of the product, read: each package, its version, where it is installed, who asks it."""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
ITSELF = "osys-station"
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(?: ; (.*?))? \\")
_ASKER = re.compile(r"#(?: via)? +([A-Za-z0-9._-]+)(?: \(pyproject\.toml\))?$")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock; ``marker`` says on which systems, "" on all of them."""

    name: str
    version: str
    marker: str
    asked_by: tuple[str, ...]

    @property
    def is_here(self) -> bool:
        """Whether this system has it installed."""
        try:
            distribution(self.name)
        except PackageNotFoundError:
            return False
        return True


def locked(text: str = "") -> tuple[Locked, ...]:
    """Return the packages of ``text``, a lock with hashes; of the product's when none is given."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", text or LOCK.read_text(encoding="utf-8"))
    return tuple(_read(entry) for entry in entries if entry.strip())


def plain(name: str) -> str:
    """Return the name of a package as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(entry: str) -> Locked:
    found = _PIN.match(entry)
    if found is None:
        raise ValueError(entry.splitlines()[0])
    askers = (_ASKER.search(line) for line in entry.splitlines()[1:])
    names = tuple(plain(one[1]) for one in askers if one is not None)
    return Locked(plain(found[1]), found[2], found[3] or "", names)
