"""The page of the people, pure: who opens the station, and with what."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An account; ``role`` is a word of ``app.office.places``, ``active`` false once revoked."""

    login: str
    label: str
    title: str
    role: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class LoadPeople:
    """Read who may open the station. Answered by ``PeopleLoaded``."""


@dataclass(frozen=True, slots=True)
class PeopleLoaded:
    """The accounts, in the order they were made."""

    lines: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Show one account of the list."""

    login: str


@dataclass(frozen=True, slots=True)
class People:
    """The page of the people. ``busy`` says in words what is being done, "" when nothing is."""

    lines: tuple[PersonLine, ...] = ()
    selected: str = ""
    busy: str = ""

    @property
    def line(self) -> PersonLine | None:
        """The account chosen."""
        return next((one for one in self.lines if one.login == self.selected), None)


PeopleMessage = PeopleLoaded | PersonShown
PeopleEffect = LoadPeople
Next = tuple[People, tuple[PeopleEffect, ...]]


def arrive(people: People) -> Next:
    """Return the page being loaded."""
    return people, (LoadPeople(),)


def update(people: People, message: PeopleMessage) -> Next:
    """Return the page after ``message``, and what must be done for it."""
    match message:
        case PeopleLoaded(lines):
            known = {one.login for one in lines}
            first = lines[0].login if lines else ""
            chosen = people.selected if people.selected in known else first
            return replace(people, lines=lines, selected=chosen, busy=""), ()
        case PersonShown(login):
            return replace(people, selected=login), ()
