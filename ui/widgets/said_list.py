"""What is said aloud, sentence after sentence, each with its number."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tokens import Colour, TextRole
from ui.widgets.card import Rule
from ui.widgets.picture import Disc
from ui.widgets.text import Text

DISC_PX = 26


class SaidList(QWidget):
    """The sentences; widgets are kept from one scene to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Said] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_sentences(self, sentences: Sequence[Sequence[str]]) -> None:
        """Show ``sentences``, each a row of words and strong words."""
        while len(self._rows) < len(sentences):
            row = _Said(len(self._rows) + 1)
            self._rows.append(row)
            self._column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(sentences))
            if place < len(sentences):
                row.say(sentences[place])


class _Said(QWidget):
    """One sentence."""

    def __init__(self, number: int) -> None:
        super().__init__()
        disc = Disc(Colour.HOLLOW, Colour.INK, DISC_PX, str(number))
        self._sentence = Text("", TextRole.DETAIL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if number > 1:
            column.addWidget(Rule())
        row = QHBoxLayout()
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(12)
        row.addWidget(disc, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        column.addLayout(row)

    def say(self, pieces: Sequence[str]) -> None:
        """Show the sentence."""
        self._sentence.say(*pieces)
