"""The form of one act on a sheet: what is added, why, and the button that writes it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from app.desk.archive import Act
from ui.custody.act_words import WORDS
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, live_frame
from ui.widgets.field import Field, Provenance
from ui.widgets.text import Text
from ui.widgets.text_area import TextArea


class ActForm(Card):
    """Asks for what an act needs; ``asked`` is called with the act, the text and the reason."""

    def __init__(self, asked: Callable[[Act, str, str], None], left: Callable[[], None]) -> None:
        super().__init__(spacing=10)
        self._asked = asked
        self._act: Act | None = None
        self._title = Text("", TextRole.CARD_TITLE)
        self._effect = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._text = TextArea("")
        self._reason = Field("", lambda _: None)
        self._busy = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._confirm = Button("", Kind.MAIN, Height.USUAL, "signature", "Ctrl Entrée")
        self.set_frame(live_frame())
        for piece in (self._title, self._effect, self._text, self._reason, self._busy):
            self.column.addWidget(piece)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._confirm.does(self.ask))
        row.addWidget(Button("Renoncer", Kind.FRAMED, Height.USUAL, "x", "Échap").does(left))
        row.addStretch(1)
        self.column.addLayout(row)

    def show_act(self, act: Act | None, refused: str, acting: str) -> None:
        """Show the form of ``act``, what to change and what is being written; none hides it."""
        self.setVisible(act is not None)
        if act is None:
            self._act = None
            return
        words, is_new = WORDS[act], act is not self._act
        self._act = act
        self._title.say(words.title)
        self._effect.say(words.effect)
        self._text.name(words.text)
        self._text.setVisible(bool(words.text))
        self._reason.name(words.reason)
        self._reason.show_value(self._reason.line.text(), Provenance.TYPED, refused)
        self._confirm.say(words.confirm)
        self._confirm.forbid(acting)
        self._busy.say(acting)
        self._busy.setVisible(bool(acting))
        if is_new:
            self._text.clear()
            self._reason.line.clear()
            self.arrive()

    def arrive(self) -> None:
        """Give the keys to what is written first."""
        (self._reason.line if self._text.isHidden() else self._text.area).setFocus()

    def ask(self) -> None:
        """Ask for the act with what is written."""
        if self._act is not None and self._confirm.isEnabled():
            self._asked(self._act, self._text.words, self._reason.line.text())
