"""The veil: nothing of a patient in view, six digits to go on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.desk.veil import DIGITS, LONGEST, PinTyped, Veil
from ui.format import time_of
from ui.keys import Command
from ui.look import look
from ui.outbox_words import counts_words
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.field import Provenance, Refusal, TypingBox
from ui.widgets.page import Page
from ui.widgets.picture import Picture
from ui.widgets.text import Text

CARD_PX = 600
CODE_PX = 60
KEPT = "Rien n’est perdu\u00a0: la consultation reprend où vous l’avez laissée."


class VeilScreen(Screen):
    """The screen hidden: who is there, and the short code."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._who = Text("", TextRole.SCREEN_TITLE)
        self._waiting = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._until = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._code = TypingBox(CODE_PX)
        self._refusal = Refusal()
        self._open = Button("Reprendre", Kind.MAIN, Height.MAIN, "lock-open", "Entrée")
        self._lock = Button("Ce n’est pas moi\u00a0: verrouiller", Kind.FRAMED, icon="lock")
        self._veil = Veil()
        self._prepare()
        self._lay_out()

    def _prepare(self) -> None:
        line = self._code.line
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setMaxLength(DIGITS)
        line.setAccessibleName("Code court, six chiffres")
        line.textEdited.connect(self._typed)
        self._open.does(self.main_action)
        self._lock.does(lambda: self.asked(Command.LOCK))

    def _lay_out(self) -> None:
        card, row = Card(margin=32, spacing=12), QHBoxLayout()
        card.setMaximumWidth(look().px(CARD_PX))
        row.setSpacing(12)
        row.addWidget(self._code, 1)
        row.addWidget(self._open)
        card.column.addWidget(Picture("eye-off", 40, Colour.ACCENT))
        card.column.addWidget(self._who)
        card.column.addWidget(Text(KEPT, TextRole.BODY, Colour.INK_SOFT))
        card.column.addSpacing(8)
        card.column.addWidget(Text("Code court, six chiffres", TextRole.ACTION))
        card.column.addLayout(row)
        card.column.addWidget(self._refusal)
        card.column.addWidget(self._until)
        card.column.addWidget(self._waiting)
        card.column.addSpacing(8)
        card.column.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignLeft)
        page, line = Page(), QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card, 1000)
        line.addStretch(1)
        page.column.addStretch(1)
        page.column.addLayout(line)
        page.column.addStretch(1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show whose session is hidden, and why a code was not taken."""
        veil = scene.desk.veil
        person = scene.desk.person
        self._who.say(f"Poste voilé · {person.label}" if person is not None else "Poste voilé")
        if veil.since is not None:
            until = time_of(veil.since + LONGEST)
            self._until.say(f"Sans code, le poste se verrouille à {until}.")
        waiting = counts_words(scene.desk.office.outbox.counts)
        self._waiting.say(waiting)
        self._waiting.setVisible(bool(waiting))
        self._refusal.say(veil.refused)
        self._code.mark(Provenance.TYPED, veil.refused)
        self._code.line.setAccessibleDescription(veil.refused)
        self._open.forbid("Le code est vérifié." if veil.checking else "")
        self._veil = veil

    def _typed(self, text: str) -> None:
        """Lift the veil with the sixth digit: no other key is needed."""
        if len(text) == DIGITS:
            self.main_action()

    def main_action(self) -> None:
        """Try the code; it leaves the field at once."""
        typed = self._code.line.text()
        if typed and not self._veil.checking:
            self._code.line.clear()
            self.send(PinTyped(typed))

    def press(self, key: str) -> None:
        """Begin the code again where the keys had left the field."""
        if key.isdigit():
            self._code.line.setFocus()
            self._code.line.insert(key)
            self._typed(self._code.line.text())

    def leave(self) -> None:
        """Give the keys back to the code."""
        self._code.line.setFocus()

    def arrive(self) -> None:
        """Give the keys to the code."""
        self._code.line.clear()
        self._code.line.setFocus()
