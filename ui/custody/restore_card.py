"""Bringing the copies back into an empty folder: where, who, and what is known of the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.desk.model import Account
from ui.custody.second_person import Presence, SecondPerson
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.chip import FilterChip
from ui.widgets.field import Field, Provenance
from ui.widgets.text import Text

RESTORE = (
    "La restauration remplit un dossier vide, jamais celui du poste, devant deux personnes. "
    "La ligne du bas de la dernière fiche imprimée montre ce que la copie n’a pas."
)
DAMAGED = "Accepter une copie abîmée"


@dataclass(frozen=True, slots=True)
class Restoring:
    """What was filled in: where to, one’s own password, who else, the printed line."""

    into: str
    secret: str
    second: Presence
    footer: str
    takes_damage: bool


class RestoreCard(Card):
    """The form; ``asked`` is called with what was filled in."""

    def __init__(self, asked: Callable[[Restoring], None]) -> None:
        super().__init__(margin=18, spacing=10)
        self._asked = asked
        self._into = Field("Dossier vide à remplir", lambda _: None)
        self._secret = Field("Votre mot de passe", lambda _: None)
        self._secret.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._second = SecondPerson()
        self._footer = Field("Bas de la dernière fiche imprimée, si vous l’avez", lambda _: None)
        self._damaged = FilterChip(DAMAGED, "alert-triangle")
        self._damaged.clicked.connect(self._turn)
        self._go = Button("Restaurer", Kind.FRAMED, Height.SMALL, "history", "R")
        self.column.addWidget(Text("Restaurer", TextRole.CARD_TITLE))
        self.column.addWidget(Text(RESTORE, TextRole.DETAIL, Colour.INK_SOFT))
        for piece in (self._into, self._footer, self._secret, self._second):
            self.column.addWidget(piece)
        left = Qt.AlignmentFlag.AlignLeft
        self.column.addWidget(self._damaged, 0, left)
        self.column.addWidget(self._go.does(self.ask), 0, left)

    def show_people(self, people: Sequence[Account], busy: str) -> None:
        """Show who may be the second person, and why nothing can be asked now."""
        self._second.show_people(people)
        self._go.forbid(busy)

    def ask(self) -> None:
        """Ask for the restoration; no password stays in the fields."""
        secret = self._secret.line.text()
        self._secret.show_value("", Provenance.TYPED, "")
        asked = Restoring(
            into=self._into.line.text(),
            secret=secret,
            second=self._second.take(),
            footer=self._footer.line.text(),
            takes_damage=self._damaged.isChecked(),
        )
        self._asked(asked)

    def _turn(self, *_: object) -> None:
        self._damaged.setChecked(not self._damaged.isChecked())
