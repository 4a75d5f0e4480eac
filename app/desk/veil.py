"""The veil, pure: the screen is hidden, the keys stay, six digits lift it.

Two degrees. Five minutes without a gesture hide the screen of whoever chose a short code for the
session; without one, the station locks. Five wrong codes lock, and four hours under the veil.
Neither comes while somebody calls the 15, a doctor is called, a device measures or a sheet is
being sealed. A call to the 15 nobody touched for an hour is over: its page names a patient and is
hidden like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from app.encounter.model import Encounter

IDLE = timedelta(minutes=5)
WARNED = timedelta(minutes=1)
LONGEST = timedelta(hours=4)
LONGEST_CALL = timedelta(hours=1)
"""How long the page of a call stays in view without a gesture: no call to the 15 lasts that."""
TRIES = 5
DIGITS = 6

SIX = "Le code court a six chiffres."
EASY = "Ce code se devine trop vite. Choisissez six chiffres qui ne se suivent pas."


@dataclass(frozen=True, slots=True)
class VeilFell:
    """Nobody touched the station: hide the screen, or lock where no short code was chosen."""


@dataclass(frozen=True, slots=True)
class PinGiven:
    """The person chooses the short code of this session."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinKept:
    """The short code of this session is known."""


@dataclass(frozen=True, slots=True)
class PinTyped:
    """Lift the veil with this code."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinMatched:
    """It was the code of the session."""


@dataclass(frozen=True, slots=True)
class PinMissed:
    """It was not."""


@dataclass(frozen=True, slots=True)
class KeepPin:
    """Keep the short code, hashed, in memory only. Answered by ``PinKept``."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Compare a code with that of the session. Answered by ``PinMatched`` or ``PinMissed``."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Veil:
    """The veil of one session; ``since`` is None while the screen is shown.

    ``refused`` says why a code was not taken, where it was typed.
    """

    since: datetime | None = None
    has_pin: bool = False
    tries: int = 0
    checking: bool = False
    refused: str = ""

    @property
    def is_down(self) -> bool:
        """True while the screen is hidden."""
        return self.since is not None

    @property
    def left(self) -> int:
        """How many codes may still be tried."""
        return TRIES - self.tries


VeilMessage = VeilFell | PinGiven | PinKept | PinTyped | PinMatched | PinMissed
VeilEffect = KeepPin | CheckPin
Next = tuple[Veil, tuple[VeilEffect, ...]]


def update(veil: Veil, message: VeilMessage, at: datetime) -> Next:
    """Return the veil after ``message``, and what must be done for it."""
    match message:
        case VeilFell():
            fallen = replace(veil, since=at, tries=0, checking=False, refused="")
            return (fallen if veil.has_pin else veil), ()
        case PinGiven(pin):
            refused = pin_refusal(pin)
            return replace(veil, refused=refused), () if refused else (KeepPin(pin),)
        case PinKept():
            return replace(veil, has_pin=True, refused=""), ()
        case PinTyped(pin):
            return _try(veil, pin)
        case PinMatched():
            return replace(veil, since=None, tries=0, checking=False, refused=""), ()
        case PinMissed():
            missed = replace(veil, tries=veil.tries + 1, checking=False)
            return replace(missed, refused=_missed(missed.left)), ()


def _try(veil: Veil, pin: str) -> Next:
    if not veil.is_down or veil.checking:
        return veil, ()
    if len(pin) != DIGITS:
        return replace(veil, refused=SIX), ()
    return replace(veil, checking=True, refused=""), (CheckPin(pin),)


def _missed(left: int) -> str:
    if left == 1:
        return "Ce n’est pas votre code. Dernier essai avant le verrouillage."
    return f"Ce n’est pas votre code. Encore {left} essais avant le verrouillage."


def pin_refusal(pin: str) -> str:
    """Return why ``pin`` cannot be the short code, "" when it can."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        return SIX
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return EASY if len(steps) == 1 and steps <= {0, 1, 9} else ""


@dataclass(frozen=True, slots=True)
class Stillness:
    """What the clock of the window tells: the instant of now, and that of the last gesture."""

    now: datetime
    touched: datetime

    def waited(self) -> timedelta:
        """Return how long nothing was touched; a clock set back counts from now."""
        return max(self.now - self.touched, timedelta())


def is_veil_due(veil: Veil, visit: Encounter | None, still: Stillness) -> bool:
    """True when five minutes passed and nothing under way needs the screen."""
    return not veil.is_down and still.waited() >= IDLE and not _needs_screen(visit, still)


def is_lock_due(veil: Veil, still: Stillness) -> bool:
    """True when the veil was down for four hours, or when the clock was set back under it."""
    if veil.since is None:
        return False
    return not -WARNED <= still.now - veil.since < LONGEST


def warning(veil: Veil, visit: Encounter | None, still: Stillness) -> str:
    """Return the sentence of the last minute, "" before it."""
    left = IDLE - still.waited()
    if veil.is_down or _needs_screen(visit, still) or not timedelta() < left <= WARNED:
        return ""
    what = "voile" if veil.has_pin else "verrouille"
    return f"Sans un geste, le poste se {what} dans {int(left.total_seconds())}\u00a0s."


def _needs_screen(visit: Encounter | None, still: Stillness) -> bool:
    if visit is None:
        return False
    return bool(running(visit) if still.waited() >= LONGEST_CALL else under_way(visit))


def under_way(visit: Encounter) -> str:
    """Return what a person must end before they lock the station, "" when nothing must.

    The sentence says how to end it.
    """
    if visit.stage != "sealing" and visit.step == "emergency":
        return "L’appel est à l’écran. Quittez cette page, puis verrouillez."
    return running(visit)


def running(visit: Encounter) -> str:
    """Return what ends by itself and is never cut, "" when nothing runs."""
    if visit.stage == "sealing":
        return "La fiche est en train d’être scellée. Verrouillez dans un instant."
    if visit.call.is_live:
        return "Un médecin est en ligne ou attendu. Terminez l’appel, puis verrouillez."
    if any(one.state == "running" for one in visit.measures.values()):
        return "Un appareil mesure. Arrêtez-le avec Échap, puis verrouillez."
    return ""
