"""A new passphrase: typed twice, drawn by the station when asked, gone once it is given."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.office.phrases import Secret
from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Tinted
from ui.widgets.field import Field, Provenance
from ui.widgets.flow_row import FlowRow
from ui.widgets.text import Text

RULE = (
    "7\u00a0mots tirés au hasard, ou 12\u00a0caractères mêlant minuscules, majuscules, chiffres "
    "et signes. Ni votre nom, ni votre identifiant."
)
WRITE_DOWN = "Notez ces huit mots sur un papier à vous, puis tapez-les deux fois."
HIDDEN, SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


class NewSecret(QWidget):
    """Two fields; ``propose`` asks for words drawn at random."""

    def __init__(self, name: str, propose: Callable[[], None]) -> None:
        super().__init__()
        self.first = Field(name, lambda _: None)
        self._again = Field("La même, encore une fois", lambda _: None)
        self._propose = Button("Proposer huit mots", Kind.SOFT, Height.SMALL, "refresh")
        self._show = Button("Voir la phrase", Kind.FRAMED, Height.SMALL, "eye")
        self._propose.setAccessibleName(f"Proposer huit mots, {name.lower()}")
        self._show.setAccessibleName(f"Voir la phrase, {name.lower()}")
        self._again.line.setAccessibleName(f"La même, encore une fois, {name.lower()}")
        self._drawn, self._words = Tinted(Tone.NEUTRAL), Text("", TextRole.CARD_TITLE)
        self._rule = Text(RULE, TextRole.NOTE, Colour.INK_SOFT)
        self._propose.does(propose)
        self._show.does(self._turn)
        self._lay_out()
        self._hide(hidden=True)

    def _lay_out(self) -> None:
        words, buttons = QVBoxLayout(), FlowRow()
        words.setSpacing(4)
        words.addWidget(self._words)
        words.addWidget(Text(WRITE_DOWN, TextRole.NOTE, Colour.INK_SOFT))
        self._drawn.row.addLayout(words, 1)
        buttons.add(self._propose)
        buttons.add(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for piece in (self.first, self._again, self._rule, buttons, self._drawn):
            column.addWidget(piece)
        self._drawn.hide()

    def show_phrase(self, phrase: str) -> None:
        """Show the words that were drawn, or nothing."""
        self._words.say(phrase)
        self._drawn.setVisible(bool(phrase))

    def take(self) -> Secret:
        """Return what was typed; it does not stay in the fields."""
        secret = Secret(self.first.line.text(), self._again.line.text())
        self.forget()
        return secret

    def forget(self) -> None:
        """Empty both fields."""
        self._hide(hidden=True)
        for field in (self.first, self._again):
            field.show_value("", Provenance.TYPED, "")

    def receive(self) -> None:
        """Give the keys to the first field."""
        self.first.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        self._hide(hidden=self.first.line.echoMode() is SHOWN)

    def _hide(self, *, hidden: bool) -> None:
        for field in (self.first, self._again):
            field.line.setEchoMode(HIDDEN if hidden else SHOWN)
        self._show.say("Voir la phrase" if hidden else "Cacher la phrase")
