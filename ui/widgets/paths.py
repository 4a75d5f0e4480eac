"""The drawing of the login page: one patient, five exits, each with its word."""

# ruff: noqa: N802

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import look
from ui.paint import draw_disc
from ui.tokens import Colour, TextRole, Theme, tokens
from ui.typeset import draw_line

EXITS = (
    ("Pharmacie", Colour.GREEN),
    ("Médecin sous 48\u00a0h", Colour.BLUE),
    ("Médecin ce jour", Colour.OCHRE),
    ("Urgences", Colour.RED),
    ("15", Colour.INK),
)
STEP_PX = 44
WIDTH_PX = 400
START_PX = 8
FORK_PX = 68
EXIT_PX = 222
WORDS_PX = 246
DOT_PX = 16
START_DOT_PX = 14


class Paths(QWidget):
    """The five exits; on the dark column the colours are those of the dark theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the place of five words."""
        return QSize(look().px(WIDTH_PX), look().px(STEP_PX) * len(EXITS))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the branches, then their ends and their words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        for place in range(len(EXITS)):
            self._draw_branch(painter, middle, self._line(place))
        start = QRectF(0, 0, START_DOT_PX, START_DOT_PX)
        start.moveCenter(QPointF(START_PX, middle))
        draw_disc(painter, start, QColor(Qt.GlobalColor.white))
        for place, (words, colour) in enumerate(EXITS):
            self._draw_exit(painter, self._line(place), words, colour)

    def _line(self, place: int) -> float:
        return look().px(STEP_PX) * (place + 0.5)

    def _draw_branch(self, painter: QPainter, middle: float, line: float) -> None:
        path = QPainterPath(QPointF(START_PX, middle))
        path.lineTo(FORK_PX, middle)
        bend = (FORK_PX + EXIT_PX) / 2
        path.cubicTo(QPointF(bend, middle), QPointF(bend - 24, line), QPointF(EXIT_PX - 24, line))
        path.lineTo(EXIT_PX, line)
        painter.setPen(QPen(look().colour(Colour.NAV_ACTIVE).lighter(150), 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _draw_exit(self, painter: QPainter, line: float, words: str, colour: Colour) -> None:
        dot = QRectF(0, 0, DOT_PX, DOT_PX)
        dot.moveCenter(QPointF(EXIT_PX, line))
        theme = Theme.CONTRAST if look().is_contrast else Theme.DARK
        draw_disc(painter, dot, QColor(tokens().colours[theme][colour]))
        height = look().px(STEP_PX)
        box = QRectF(WORDS_PX, line - height / 2, self.width() - WORDS_PX, height)
        ink = look().colour(Colour.NAV_ACTIVE_INK if not look().is_contrast else Colour.INK)
        draw_line(painter, words, look().font(TextRole.BODY, 500), ink, box)
