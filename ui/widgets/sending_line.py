"""What waits to leave, on the home screen: one line, ocre when a sending is uncertain."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text


class SendingLine(Card):
    """How many sheets wait, how many sendings are uncertain; ``asked`` shows them."""

    def __init__(self, asked: Callable[[], None]) -> None:
        super().__init__(spacing=10)
        self._icon = Picture("send", 22, Colour.INK)
        self._waiting = Text("", TextRole.DETAIL, weight=600, fit=Fit.ELIDE)
        self._doubtful = Text("", TextRole.NOTE, full(Tone.OCHRE), fit=Fit.ELIDE)
        open_it = Button("Transmettre", Kind.FRAMED, Height.SMALL).does(asked)
        open_it.setAccessibleName("Transmettre\u00a0: voir ce qui attend")
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(10)
        words.setSpacing(0)
        words.addWidget(self._waiting)
        words.addWidget(self._doubtful)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(open_it, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)
        self.hide()

    def show_counts(self, waiting: str, doubtful: str) -> None:
        """Show both counts in words; nothing waits when both are empty."""
        self.setVisible(bool(waiting or doubtful))
        self._waiting.say(waiting)
        self._doubtful.say(doubtful)
        self._waiting.setVisible(bool(waiting))
        self._doubtful.setVisible(bool(doubtful))
        late = bool(doubtful)
        self._icon.show_icon(
            "alert-triangle" if late else "send", full(Tone.OCHRE) if late else Colour.INK
        )
