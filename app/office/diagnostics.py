"""The page of the diagnostics, pure: what a person reads aloud to whoever helps them.

Versions, room, ages. Nothing in it names a patient, a colleague or a folder.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Health(StrEnum):
    """How a fact looks."""

    GOOD = "good"
    TOLD = "told"
    LATE = "late"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the station: its key in a file, its name and value on a screen, what to do."""

    key: str
    name: str
    value: str
    health: Health = Health.TOLD
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The page of the diagnostics; ``facts`` are those of the moment it was opened."""

    facts: tuple[Fact, ...] = ()
    busy: str = ""


@dataclass(frozen=True, slots=True)
class LoadDiagnostics:
    """Look at the station, without any key. Answered by ``DiagnosticsLoaded``."""


@dataclass(frozen=True, slots=True)
class DiagnosticsLoaded:
    """What was seen of the station."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DiagnosticsAsked:
    """Look again."""


DiagnosticsMessage = DiagnosticsLoaded | DiagnosticsAsked
DiagnosticsEffect = LoadDiagnostics
Next = tuple[Diagnostics, tuple[DiagnosticsEffect, ...]]


def arrive(page: Diagnostics) -> Next:
    """Return the page being loaded."""
    return replace(page, busy="Le poste se regarde."), (LoadDiagnostics(),)


def update(page: Diagnostics, message: DiagnosticsMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case DiagnosticsLoaded(facts):
            return Diagnostics(facts), ()
        case DiagnosticsAsked():
            return (page, ()) if page.busy else arrive(page)
