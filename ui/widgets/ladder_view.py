"""The ladder of a protocol, from the 15 down to the pharmacy: a level, and what leads to it."""

# ruff: noqa: N802

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import draw_icon
from ui.look import Tone, full, look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line
from ui.widgets.card import Rule
from ui.widgets.columns import is_folded
from ui.widgets.text import Text

BLOCK_PX = (138, 50)
ICON_PX = 20
SIDE_PX = 12
DOWN, ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


@dataclass(frozen=True, slots=True)
class RungFace:
    """One level: its word, icon and colour, what leads there, then a quieter note."""

    word: str
    icon: str
    tone: Tone
    words: str
    note: str


class LadderView(QWidget):
    """The rungs one under the other; widgets are kept from one scene to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_rungs(self, rungs: Sequence[RungFace]) -> None:
        """Show ``rungs``, the most urgent first."""
        while len(self._rows) < len(rungs):
            row = _Row()
            self._rows.append(row)
            self._column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(rungs))
            if place < len(rungs):
                row.show_rung(rungs[place])


class _Row(QWidget):
    """One level and its words."""

    def __init__(self) -> None:
        super().__init__()
        self._block = _Block()
        self._words, self._note = Text("", TextRole.NOTE), Text("", TextRole.NOTE, Colour.INK_SOFT)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._words)
        words.addWidget(self._note)
        words.addWidget(Rule())
        self._row = QBoxLayout(ACROSS, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._block, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)

    def show_rung(self, rung: RungFace) -> None:
        """Show ``rung``."""
        self._row.setDirection(DOWN if is_folded(self) else ACROSS)
        self._block.show_level(rung)
        self._words.say(rung.words)
        self._words.setVisible(bool(rung.words))
        self._note.say(rung.note)
        self._note.setVisible(bool(rung.note))


class _Block(QWidget):
    """The level: its full colour, its icon and its word."""

    def __init__(self) -> None:
        super().__init__()
        self._rung = RungFace("", "", Tone.NEUTRAL, "", "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_level(self, rung: RungFace) -> None:
        """Show the level of ``rung``."""
        if rung != self._rung:
            self._rung = rung
            self.setAccessibleName(rung.word)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the block."""
        return QSize(look().px(BLOCK_PX[0]), look().px(BLOCK_PX[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the block."""
        painter, rung = QPainter(self), self._rung
        frame = Frame(full(rung.tone), None, 0, look().radius("bouton"))
        draw_frame(painter, QRectF(self.rect()), frame)
        side, left = look().px(ICON_PX), look().px(SIDE_PX)
        ink = look().colour(Colour.SURFACE)
        square = QRectF(left, (self.height() - side) / 2, side, side)
        draw_icon(painter, rung.icon, square, ink)
        box = QRectF(self.rect()).adjusted(left + side + 8, 0, -4, 0)
        draw_line(painter, rung.word, look().font(TextRole.LABEL, 700), ink, box)
