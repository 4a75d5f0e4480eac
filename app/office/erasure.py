"""The early erasure of one sheet, pure: named by its number, confirmed by two people."""

from dataclasses import dataclass, field, replace

from app.office.retention import NUMBER_NEEDED, REASON_NEEDED, SECOND_NEEDED, TYPED_AGAIN


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What would be erased: the sheet of ``number``, for ``reason``; ``phrase`` is typed again."""

    number: int
    reason: str = field(repr=False)
    phrase: str


@dataclass(frozen=True, slots=True)
class PrepareErasure:
    """Find the sheet of this number. Answered by ``ErasurePlanned``."""

    number: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RunErasure:
    """Erase every version of the sheet, in front of ``login``. Answered by ``ErasureDone``."""

    plan: ErasurePlan
    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """Show what the erasure of the sheet of this number would be."""

    number: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ErasurePlanned:
    """The sheet is there: this is what would be erased."""

    plan: ErasurePlan


@dataclass(frozen=True, slots=True)
class ErasurePut:
    """Put the plan away."""


@dataclass(frozen=True, slots=True)
class ErasureConfirmed:
    """Erase what was shown: the second person, and the phrase as typed again."""

    login: str
    secret: str = field(repr=False)
    typed: str


@dataclass(frozen=True, slots=True)
class ErasureDone:
    """The sheet is erased; ``sentence`` tells it."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """The erasure that is being prepared, if any. ``done`` is what was just done."""

    plan: ErasurePlan | None = None
    refused: str = ""
    done: str = ""
    busy: str = ""


ErasureMessage = ErasureAsked | ErasurePlanned | ErasurePut | ErasureConfirmed | ErasureDone
ErasureEffect = PrepareErasure | RunErasure
Next = tuple[Erasure, tuple[ErasureEffect, ...]]


def update(erasure: Erasure, message: ErasureMessage) -> Next:
    """Return the erasure after ``message``, and what must be done for it."""
    match message:
        case ErasureAsked():
            return _prepare(erasure, message)
        case ErasurePlanned(plan):
            return Erasure(plan=plan), ()
        case ErasurePut():
            return (erasure, ()) if erasure.busy else (Erasure(), ())
        case ErasureConfirmed():
            return _erase(erasure, message)
        case ErasureDone(sentence):
            return Erasure(done=sentence), ()


def _prepare(erasure: Erasure, message: ErasureAsked) -> Next:
    typed = message.number.strip()
    if erasure.busy:
        return erasure, ()
    if not (typed.isascii() and typed.isdigit()):
        return replace(erasure, refused=NUMBER_NEEDED), ()
    if not message.reason.strip():
        return replace(erasure, refused=REASON_NEEDED), ()
    asked = Erasure(busy="La fiche se cherche.")
    return asked, (PrepareErasure(int(typed), message.reason.strip()),)


def _erase(erasure: Erasure, message: ErasureConfirmed) -> Next:
    if erasure.plan is None or erasure.busy:
        return erasure, ()
    if not (message.login and message.secret):
        return replace(erasure, refused=SECOND_NEEDED), ()
    if message.typed.strip() != erasure.plan.phrase:
        return replace(erasure, refused=TYPED_AGAIN), ()
    busy = replace(erasure, refused="", busy="L’effacement est en cours.")
    return busy, (RunErasure(erasure.plan, message.login, message.secret),)
