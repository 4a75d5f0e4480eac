"""The library of protocols as the station shows it: what decides, and who answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One protocol of the station.

    ``state``, ``ground`` and ``refusal`` are French words; ``refusal`` is "" when it may run.
    ``signers`` are the people whose signatures count. ``to_validate`` counts the rules no
    committee has confirmed. ``package`` are its exact bytes, ``before`` those of the version it
    replaces, empty when it replaces none.
    """

    protocol_id: str
    title: str
    icon: str
    version: str
    state: str
    is_demonstration: bool
    ground: str
    valid_from: str
    valid_to: str
    sha256: str
    signers: tuple[str, ...]
    to_validate: int
    refusal: str
    package: bytes = field(repr=False)
    before: bytes = field(repr=False, default=b"")
    before_version: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """What leads to a level, weighed the same way: how it weighs, then what it is.

    ``names`` are the causes in a few words, ``causes`` the same ones with when they hold.
    """

    title: str
    names: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LadderRung:
    """One level, by its name, and what leads to it."""

    level: str
    reasons: tuple[Reason, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One property; when it does not hold, ``patient`` is somebody who shows it."""

    title: str
    holds: bool
    patient: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Somebody whose outcome is not that of the version before, told in one sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Study:
    """What was worked out of one protocol, off the thread of the window."""

    sha256: str
    rungs: tuple[LadderRung, ...]
    proofs: tuple[ProofLine, ...]
    changes: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """The page of the protocols; ``studies`` are kept by protocol while the station is open.

    ``studied`` is the protocol being worked out, "" when none is; ``failed`` why it was not.
    """

    lines: tuple[LibraryLine, ...] = ()
    selected: str = ""
    studies: Mapping[str, Study] = field(default_factory=lambda: MappingProxyType({}))
    studied: str = ""
    failed: str = ""

    @property
    def line(self) -> LibraryLine | None:
        """The protocol chosen."""
        return next((one for one in self.lines if one.protocol_id == self.selected), None)

    @property
    def study(self) -> Study | None:
        """What is known of the protocol chosen; a study of other bytes does not count."""
        line, found = self.line, self.studies.get(self.selected)
        return found if line and found and found.sha256 == line.sha256 else None
