"""The page where two recovery shares give a pharmacist their access back, before any login."""

from dataclasses import dataclass, field, replace

from app.office.phrases import Secret
from app.office.recovery import TWO

WHO = "Choisissez d’abord à qui l’accès est rendu."


@dataclass(frozen=True, slots=True)
class RunRescue:
    """Make a pharmacist’s account with two shares. Answered by ``Rescued``."""

    login: str
    typed: tuple[str, ...] = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RescueAsked:
    """Show the page."""


@dataclass(frozen=True, slots=True)
class RescueLeft:
    """Go back to the login page."""


@dataclass(frozen=True, slots=True)
class RescueTold:
    """Give ``login`` a new access: two shares as typed, and a new secret."""

    login: str
    typed: tuple[str, ...] = field(repr=False)
    secret: Secret


@dataclass(frozen=True, slots=True)
class Rescued:
    """The access is given back to the person called ``label``."""

    login: str
    label: str


@dataclass(frozen=True, slots=True)
class RescueRefused:
    """It was not; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Rescue:
    """The page: what is being done, and why it was not."""

    busy: str = ""
    refused: str = ""


RescueMessage = RescueAsked | RescueLeft | RescueTold | Rescued | RescueRefused
Next = tuple[Rescue, tuple[RunRescue, ...]]


def update(page: Rescue, message: RescueMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case RescueTold():
            return _begin(page, message)
        case RescueRefused(sentence):
            return Rescue(refused=sentence), ()
        case _:
            return Rescue(), ()


def _begin(page: Rescue, told: RescueTold) -> Next:
    if page.busy:
        return page, ()
    refused = "" if told.login else WHO
    refused = refused or ("" if all(map(str.strip, told.typed)) else TWO) or told.secret.refusal
    if refused:
        return replace(page, refused=refused), ()
    doing = Rescue(busy="Les parts sont lues et les clés retrouvées.")
    return doing, (RunRescue(told.login, told.typed, told.secret.typed),)
