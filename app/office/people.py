"""The page of the people, pure: who opens the station, and what is changed of it.

Secrets travel in messages and effects and are never in the state.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.office.phrases import Secret
from app.office.places import OWNER, PHARMACIST

RETYPE = "Pour retirer ce compte, retapez son identifiant, lettre pour lettre."


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An account; ``role`` is a word of ``app.office.places``."""

    login: str
    label: str
    title: str
    role: str


class Act(StrEnum):
    """What is being done on the page; the first two are for who changes accounts."""

    ADD = "add"
    REVOKE = "revoke"
    REGRANT = "regrant"
    PASSWORD = "password"  # noqa: S105 - the name of an act
    PIN = "pin"


OWN = frozenset({Act.PASSWORD, Act.PIN})
CHANGING_ROLES = frozenset({PHARMACIST, OWNER})


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person to add; ``rpps`` is 11 digits, for a pharmacist only."""

    login: str
    given: str
    family: str
    title: str
    role: str
    rpps: str = ""

    @property
    def label(self) -> str:
        """The name as colleagues say it."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class LoadPeople:
    """Read who may open the station. Answered by ``PeopleLoaded``."""


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Make an account. Answered by ``PeopleChanged``."""

    person: NewAccount
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RevokePerson:
    """Take an account away and change the keys it opened. Answered by ``PeopleChanged``."""

    login: str


@dataclass(frozen=True, slots=True)
class RegrantPerson:
    """Give a person who forgot their secret a new access. Answered by ``PeopleChanged``."""

    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Seal the account of the session under a new secret. Answered by ``PeopleChanged``."""

    former: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PeopleLoaded:
    """The accounts, in the order they were made."""

    lines: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Show one account of the list."""

    login: str


@dataclass(frozen=True, slots=True)
class ActOpened:
    """Begin an act on the account shown, or on one's own."""

    act: Act


@dataclass(frozen=True, slots=True)
class ActLeft:
    """Give the act up."""


@dataclass(frozen=True, slots=True)
class PersonTold:
    """Add this person, with this secret."""

    person: NewAccount
    secret: Secret


@dataclass(frozen=True, slots=True)
class RevokeTold:
    """Take the account shown away; ``typed`` is its login, typed again."""

    typed: str


@dataclass(frozen=True, slots=True)
class RegrantTold:
    """Give the account shown this new secret."""

    secret: Secret


@dataclass(frozen=True, slots=True)
class PasswordTold:
    """Change the secret of the session's own account."""

    former: str = field(repr=False)
    secret: Secret


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """It is done: the accounts as they are now, and what to know of it."""

    lines: tuple[PersonLine, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class PeopleRefused:
    """It was not done; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class People:
    """The page of the people. ``login`` and ``role`` are those of the session.

    ``busy`` says in words what is being done, ``refused`` why it was not, ``done`` what was;
    each is "" when there is nothing to say.
    """

    login: str = ""
    role: str = ""
    lines: tuple[PersonLine, ...] = ()
    selected: str = ""
    act: Act | None = None
    busy: str = ""
    refused: str = ""
    done: str = ""

    @property
    def line(self) -> PersonLine | None:
        """The account chosen."""
        return next((one for one in self.lines if one.login == self.selected), None)

    @property
    def may_change(self) -> bool:
        """True for a role that changes accounts."""
        return self.role in CHANGING_ROLES

    def may(self, act: Act) -> bool:
        """Tell whether ``act`` can be begun on the account that is shown."""
        if act in OWN:
            return True
        if not self.may_change:
            return False
        return act is Act.ADD or (bool(self.selected) and self.selected != self.login)


PeopleMessage = (
    PeopleLoaded
    | PersonShown
    | ActOpened
    | ActLeft
    | PersonTold
    | RevokeTold
    | RegrantTold
    | PasswordTold
    | PeopleChanged
    | PeopleRefused
)
PeopleEffect = LoadPeople | AddPerson | RevokePerson | RegrantPerson | ChangePassword
Next = tuple[People, tuple[PeopleEffect, ...]]


def arrive(people: People) -> Next:
    """Return the page being loaded, nothing begun on it."""
    return replace(people, act=None, refused="", done=""), (LoadPeople(),)


def update(people: People, message: PeopleMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case PeopleLoaded(lines):
            return _with_lines(people, lines), ()
        case PersonShown(login):
            return replace(people, selected=login, act=None, refused="", done=""), ()
        case ActOpened(act):
            opened = replace(people, act=act, refused="", done="")
            return (opened if people.may(act) and not people.busy else people), ()
        case ActLeft():
            return replace(people, act=None, refused=""), ()
        case PeopleChanged(lines, sentence):
            changed = replace(_with_lines(people, lines), act=None, busy="", refused="")
            return replace(changed, done=sentence), ()
        case PeopleRefused(sentence):
            return replace(people, busy="", refused=sentence), ()
        case _:
            return _begin(people, message)


def _with_lines(people: People, lines: tuple[PersonLine, ...]) -> People:
    known = {one.login for one in lines}
    first = lines[0].login if lines else ""
    chosen = people.selected if people.selected in known else first
    return replace(people, lines=lines, selected=chosen, busy="")


def _begin(people: People, message: PersonTold | RevokeTold | RegrantTold | PasswordTold) -> Next:
    """Return the act begun, unless what was typed already refuses it."""
    if people.busy or people.act is None:
        return people, ()
    refused = _refusal(people, message)
    if refused:
        return replace(people, refused=refused), ()
    match message:
        case PersonTold(person, secret):
            return _doing(people, "Le compte est créé.", AddPerson(person, secret.typed))
        case RevokeTold():
            return _doing(people, "Les clés changent.", RevokePerson(people.selected))
        case RegrantTold(secret):
            regranted = RegrantPerson(people.selected, secret.typed)
            return _doing(people, "L’accès est rendu.", regranted)
        case PasswordTold(former, secret):
            return _doing(people, "La phrase change.", ChangePassword(former, secret.typed))


def _doing(people: People, busy: str, effect: PeopleEffect) -> Next:
    return replace(people, busy=busy, refused="", done=""), (effect,)


def _refusal(people: People, message: PersonTold | RevokeTold | RegrantTold | PasswordTold) -> str:
    match message:
        case PersonTold(person, secret):
            return _incomplete(person) or secret.refusal
        case RevokeTold(typed):
            return "" if typed.strip() == people.selected else RETYPE
        case RegrantTold(secret):
            return secret.refusal
        case PasswordTold(former, secret):
            return secret.refusal if former else "Tapez d’abord la phrase de passe actuelle."


def _incomplete(person: NewAccount) -> str:
    """Return what is missing, in one sentence."""
    told = (
        (person.given, "le prénom"),
        (person.family, "le nom"),
        (person.title, "la fonction"),
        (person.login, "l’identifiant"),
        (person.rpps or person.role != PHARMACIST, "le numéro RPPS"),
    )
    missing = [name for value, name in told if not value]
    return f"Il manque {', '.join(missing)}." if missing else ""
