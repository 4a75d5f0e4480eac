"""Effects of the page of the people: read the accounts, change them."""

from collections.abc import Iterable

from app.effects.access import Access
from app.effects.founding import add_pharmacist
from app.office import people as page
from app.records.keys.room import KeyRoom
from app.records.keys.roster import Role, roster
from app.records.people.changes import add_person, change_password, regrant, revoke
from app.records.people.making import NewPerson
from app.records.people.refusals import NotAllowed
from app.station import ASSISTANT_SPECIALTY, Professional
from app.traffic import AnyMessage


class PeopleRoom:
    """What the page of the people asks of the key file."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def answer(self, effect: page.PeopleEffect) -> Iterable[AnyMessage]:
        """Do what the page asks."""
        match effect:
            case page.LoadPeople():
                return [page.PeopleLoaded(self._lines())]
            case page.AddPerson(person, secret):
                self._add(person, secret)
                return self._told(f"Compte ajouté\u00a0: {person.label}.")
            case page.RevokePerson(login):
                label = self._label(login)
                revoke(self._room, login, self._access.now())
                return self._told(f"Le compte de {label} est retiré. Ses clés ont changé.")
            case page.RegrantPerson(login, secret):
                made = regrant(self._room, login, secret, self._access.now())
                return self._told(f"L’accès de {made.label} est rendu.")
            case page.ChangePassword(former, secret):
                session, now = self._access.session, self._access.now()
                change_password(session.own, former, secret, now)
                session.write_changes(now)
                return self._told("Votre phrase de passe a changé.")

    @property
    def _room(self) -> KeyRoom:
        """The keys of the session.

        Raises:
            NotAllowed: this role changes no account.
        """
        room = self._access.session.keys
        if room is None:
            raise NotAllowed
        return room

    def _add(self, person: page.NewAccount, secret: str) -> None:
        role, now = Role(person.role), self._access.now()
        if role is Role.PHARMACIST:
            professional = Professional(
                login=person.login,
                family=person.family,
                given=person.given,
                title=person.title,
                rpps="".join(person.rpps.split()),
                specialty=ASSISTANT_SPECIALTY,  # the owner’s own is chosen at the first run
            )
            add_pharmacist(self._room, professional, secret, now)
        else:
            made = NewPerson(person.login, person.label, person.title, role, secret)
            add_person(self._room, made, now)

    def _told(self, sentence: str) -> Iterable[AnyMessage]:
        return [page.PeopleChanged(self._lines(), sentence)]

    def _label(self, login: str) -> str:
        return next((one.label for one in self._lines() if one.login == login), login)

    def _lines(self) -> tuple[page.PersonLine, ...]:
        return tuple(
            page.PersonLine(one.login, one.label, one.title, one.role.value)
            for one in roster(self._access.folder)
        )
