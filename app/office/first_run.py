"""The first run, pure: the station of a pharmacy made, page after page.

A fresh computer opens the demonstration; this begins from there. Secrets travel in one message
and one effect and are never in the state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from app.office.founding_form import PeopleForm, PharmacyForm
from app.office.phrases import Secret

NOTHING: Mapping[str, str] = MappingProxyType({})
SAME = "Les deux comptes demandent deux phrases différentes."


class Step(StrEnum):
    """The pages of the first run, in order."""

    NOT_BEGUN = "not_begun"
    PHARMACY = "pharmacy"
    PEOPLE = "people"
    SECRETS = "secrets"
    MADE = "made"


BEFORE = {Step.PEOPLE: Step.PHARMACY, Step.SECRETS: Step.PEOPLE}


@dataclass(frozen=True, slots=True)
class FoundStation:
    """Make the station of the pharmacy. Answered by ``FoundingMoved``, then ``Founded``."""

    pharmacy: PharmacyForm
    people: PeopleForm
    secret: str = field(repr=False)
    owner_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundingAsked:
    """Begin the station of the pharmacy."""


@dataclass(frozen=True, slots=True)
class PharmacyTold:
    """The page of the pharmacy is filled."""

    pharmacy: PharmacyForm


@dataclass(frozen=True, slots=True)
class PeopleTold:
    """The page of the people is filled."""

    people: PeopleForm


@dataclass(frozen=True, slots=True)
class SecretsTold:
    """The passphrases of both accounts: make the station."""

    pharmacist: Secret
    owner: Secret


@dataclass(frozen=True, slots=True)
class FoundingMoved:
    """What is being made now, in words."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Founded:
    """The station is made."""

    folder: str


@dataclass(frozen=True, slots=True)
class FoundingRefused:
    """Nothing was made; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class FoundingLeft:
    """Go one page back."""


@dataclass(frozen=True, slots=True)
class FoundedOpened:
    """Open the station just made, in a fresh process."""


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The first run; ``made`` is the folder of the station once it is there.

    ``after_session``: a session was closed for it, in this process.
    """

    step: Step = Step.NOT_BEGUN
    pharmacy: PharmacyForm = field(default_factory=PharmacyForm)
    people: PeopleForm = field(default_factory=PeopleForm)
    wrong: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    busy: str = ""
    refused: str = ""
    made: str = ""
    after_session: bool = False


FirstRunMessage = (
    FoundingAsked
    | PharmacyTold
    | PeopleTold
    | SecretsTold
    | FoundingMoved
    | Founded
    | FoundingRefused
    | FoundingLeft
    | FoundedOpened
)
FirstRunEffect = FoundStation
Next = tuple[FirstRun, tuple[FirstRunEffect, ...]]


def update(page: FirstRun, message: FirstRunMessage) -> Next:
    """Return the first run after ``message``, and what must be done for it."""
    match message:
        case FoundingMoved(sentence):
            return replace(page, busy=sentence), ()
        case Founded(folder):
            return replace(page, step=Step.MADE, made=folder, busy="", refused=""), ()
        case FoundingRefused(sentence):
            return replace(page, busy="", refused=sentence), ()
        case _:
            return (page, ()) if page.busy else _turn(page, message)


def _turn(page: FirstRun, message: FirstRunMessage) -> Next:
    match message:
        case FoundingAsked():
            return replace(page, step=Step.PHARMACY, refused="", wrong=NOTHING), ()
        case PharmacyTold(pharmacy):
            wrong = pharmacy.refusals()
            step = page.step if wrong else Step.PEOPLE
            return replace(page, pharmacy=pharmacy, wrong=wrong, step=step), ()
        case PeopleTold(people):
            wrong = people.refusals()
            step = page.step if wrong else Step.SECRETS
            return replace(page, people=people, wrong=wrong, step=step, refused=""), ()
        case SecretsTold():
            return _found(page, message)
        case FoundingLeft():
            back = BEFORE.get(page.step, Step.NOT_BEGUN)
            return replace(page, step=back, refused="", wrong=NOTHING), ()
        case _:
            return page, ()


def _found(page: FirstRun, told: SecretsTold) -> Next:
    same = SAME if told.pharmacist.typed == told.owner.typed else ""
    refused = told.pharmacist.refusal or told.owner.refusal or same
    if refused:
        return replace(page, refused=refused), ()
    doing = replace(page, busy="Ce poste mesure sa vitesse.", refused="")
    made = FoundStation(page.pharmacy, page.people, told.pharmacist.typed, told.owner.typed)
    return doing, (made,)
