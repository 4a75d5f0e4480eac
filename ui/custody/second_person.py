"""The second person: who they are among the others, and their password, gone once it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desk.model import Account, Desk
from ui.tokens import Colour, TextRole
from ui.widgets.field import Field, Provenance
from ui.widgets.person_card import PersonCard
from ui.widgets.text import Text

CONFIRMING = frozenset({"owner", "pharmacist"})
NOBODY = "Personne d’autre ne peut confirmer sur ce poste. Ajoutez le compte du titulaire."


@dataclass(frozen=True, slots=True)
class Presence:
    """Who confirms: a login and a password."""

    login: str
    secret: str


def others(desk: Desk) -> tuple[Account, ...]:
    """Return who may be the second person beside whoever is logged in."""
    login = desk.person.login if desk.person is not None else ""
    return tuple(one for one in desk.accounts if one.login != login and one.role in CONFIRMING)


class SecondPerson(QWidget):
    """The others as cards, and one password."""

    def __init__(self) -> None:
        super().__init__()
        self._login = ""
        self._cards: dict[str, PersonCard] = {}
        self._nobody = Text(NOBODY, TextRole.DETAIL, Colour.RED)
        self._secret = Field("Son mot de passe", lambda _: None)
        self._secret.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._people = QVBoxLayout()
        self._people.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text("La seconde personne", TextRole.LABEL, Colour.INK_SOFT))
        column.addWidget(self._nobody)
        column.addLayout(self._people)
        column.addWidget(self._secret)

    def show_people(self, people: Sequence[Account]) -> None:
        """Show who may confirm; the first one is chosen until another is."""
        known = {one.login for one in people}
        if self._login not in known:
            self._login = people[0].login if people else ""
        for one in people:
            if one.login not in self._cards:
                card = PersonCard(one.login, one.label, one.title)
                card.clicked.connect(partial(self._choose, one.login))
                self._cards[one.login] = card
                self._people.addWidget(card)
        for login, card in self._cards.items():
            card.setVisible(login in known)
            card.setChecked(login == self._login)
        self._nobody.setVisible(not people)
        self._secret.setVisible(bool(people))

    def take(self) -> Presence:
        """Return who confirms; the password does not stay in the field."""
        presence = Presence(self._login, self._secret.line.text())
        self.forget()
        return presence

    def forget(self) -> None:
        """Empty the password."""
        self._secret.show_value("", Provenance.TYPED, "")

    def _choose(self, login: str, *_: object) -> None:
        self._login = login
        for one, card in self._cards.items():
            card.setChecked(one == login)
        self._secret.line.setFocus()
