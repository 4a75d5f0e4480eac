"""One consultation of the home page: who, where it stands, and the button that takes it up."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Rule
from ui.widgets.text import Fit, Text


class ResumeLine(QWidget):
    """Initials and a title, a note under them, a button beside."""

    def __init__(self) -> None:
        super().__init__()
        self._who = Text("", TextRole.DETAIL, weight=600, fit=Fit.ELIDE)
        self._where = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.ELIDE)
        self.button = Button("Reprendre", Kind.SOFT, Height.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Rule())
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._who)
        words.addWidget(self._where)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def show_words(self, who: str, where: str) -> None:
        """Show whose consultation it is and where it stands."""
        self._who.say(who)
        self._where.say(where)

    def show_button(self, words: str, spoken: str, *, leads: bool) -> None:
        """Show what the button does, what a reader says of it, and whether it comes first."""
        self.button.say(words)
        self.button.setAccessibleName(spoken)
        self.button.set_kind(Kind.SOFT if leads else Kind.FRAMED)
