"""The emergency page, pure: a lost key, a stolen computer, a suspicion of attack.

One button drops the keys, writes the evidence where it is asked, and says what to do. From then
on this session opens nothing: only the way to the login screen is left.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

WHICH = "Choisissez d’abord ce qui arrive\u00a0: 1, 2 ou 3."
WHERE = "Indiquez le dossier où écrire les preuves, de préférence sur une clé USB vide."


class Danger(StrEnum):
    """What happened."""

    LOST_KEY = "lost_key"
    STOLEN = "stolen"
    ATTACK = "attack"


@dataclass(frozen=True, slots=True)
class RaiseAlarm:
    """Drop the keys, then write the evidence in ``folder``. Answered by ``AlarmRaised``."""

    danger: Danger
    folder: str


@dataclass(frozen=True, slots=True)
class DangerChosen:
    """This is what happened."""

    danger: Danger


@dataclass(frozen=True, slots=True)
class AlarmAsked:
    """Lock, write the evidence in ``folder`` and say what to do."""

    folder: str


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """The keys are dropped. ``written`` is where the evidence is, "" when it could not be.

    ``refused`` says why it could not be written; ``steps`` are what to do now, in order.
    """

    written: str
    steps: tuple[str, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Emergency:
    """The emergency page; ``raised`` is set once the keys are dropped."""

    danger: Danger | None = None
    raised: AlarmRaised | None = None
    refused: str = ""
    busy: str = ""

    @property
    def is_closed(self) -> bool:
        """True from the moment the alarm is raised: nothing else is listened to."""
        return self.raised is not None or bool(self.busy)


EmergencyMessage = DangerChosen | AlarmAsked | AlarmRaised
EmergencyEffect = RaiseAlarm
Next = tuple[Emergency, tuple[EmergencyEffect, ...]]


def update(page: Emergency, message: EmergencyMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case AlarmRaised():
            return replace(page, raised=message, refused="", busy=""), ()
        case DangerChosen() | AlarmAsked() if page.is_closed:
            return page, ()
        case DangerChosen(danger):
            return replace(page, danger=danger, refused=""), ()
        case AlarmAsked(folder):
            return _raise(page, folder.strip())


def _raise(page: Emergency, folder: str) -> Next:
    if page.danger is None:
        return replace(page, refused=WHICH), ()
    if not folder:
        return replace(page, refused=WHERE), ()
    busy = replace(page, refused="", busy="Les clés sont retirées, les preuves s’écrivent.")
    return busy, (RaiseAlarm(page.danger, folder),)
