"""Effects of the page of the people: read the accounts, change them."""

from collections.abc import Iterable

from app.effects.access import Access
from app.office import people as page
from app.records.keys.roster import roster
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

    def _lines(self) -> tuple[page.PersonLine, ...]:
        return tuple(
            page.PersonLine(one.login, one.label, one.title, one.role.value)
            for one in roster(self._access.folder)
        )
