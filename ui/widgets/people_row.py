"""The accounts of the login page as cards, three on a line."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from app.desk.model import Account
from ui.look import look
from ui.widgets.person_card import PersonCard

ON_A_LINE, WIDE_ON_A_LINE = 3, 2
ROOM_PX = 632


class PeopleRow(QWidget):
    """One card an account; ``chosen`` is called with its login."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._people: tuple[Account, ...] = ()
        self._cards: tuple[PersonCard, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)

    def show_people(self, people: Sequence[Account], selected: str) -> None:
        """Show ``people`` and which one is chosen; cards are kept while they are the same."""
        if tuple(people) != self._people:
            self._people = tuple(people)
            self._make_cards()
        for card in self._cards:
            card.setChecked(card.login == selected)

    def _make_cards(self) -> None:
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = tuple(PersonCard(one.login, one.label, one.title) for one in self._people)
        on_a_line = self._on_a_line()
        for place, card in enumerate(self._cards):
            card.clicked.connect(partial(self._choose, card.login))
            self._grid.addWidget(card, *divmod(place, on_a_line))
        for place in range(ON_A_LINE):
            self._grid.setColumnStretch(place, int(place < min(on_a_line, len(self._cards))))

    def _on_a_line(self) -> int:
        """Return how many cards stand on a line without a name being cut."""
        widest = max((card.sizeHint().width() for card in self._cards), default=0)
        room = look().px(ROOM_PX) / ON_A_LINE - self._grid.spacing()
        return ON_A_LINE if widest <= room else WIDE_ON_A_LINE

    def beside(self, selected: str, by: int) -> str:
        """Return the login after ``selected`` (1) or before it (-1), around the ends."""
        logins = [card.login for card in self._cards]
        if selected not in logins:
            return ""
        return logins[(logins.index(selected) + by) % len(logins)]

    def _choose(self, login: str, *_: object) -> None:
        self._chosen(login)
