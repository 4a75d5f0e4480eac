"""Lines of text laid out with the station's spacing, some words stronger than others.

Plain text only: what is typed or read from a card is never taken for a mark-up.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from ui.tokens import tokens

TITLE_FROM_PX = 26
TITLE_LINE_HEIGHT = 1.2
UNBOUNDED = 100_000.0


class Strong(str):
    """Words that stand out inside a sentence."""

    __slots__ = ()


class Paragraph:
    """Some words laid out in a width, ready to be drawn."""

    def __init__(self, pieces: Sequence[str], font: QFont, width: float = UNBOUNDED) -> None:
        self._layout = QTextLayout("".join(pieces), font)
        self._layout.setTextOption(_option())
        self._layout.setFormats(_strong_ranges(pieces, font))
        self._pitch = font.pixelSize() * _line_height(font)
        self.size = self._break_lines(width)

    def _break_lines(self, width: float) -> QSizeF:
        """Place each line and return what they take."""
        top, widest = 0.0, 0.0
        self._layout.beginLayout()
        line = self._layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (self._pitch - line.height()) / 2))
            widest = max(widest, line.naturalTextWidth())
            top += self._pitch
            line = self._layout.createLine()
        self._layout.endLayout()
        return QSizeF(widest, max(top, self._pitch))

    @property
    def line_count(self) -> int:
        """How many lines the words take."""
        return self._layout.lineCount()

    def start_of_line(self, place: int) -> int:
        """Return where the line at ``place`` begins in the text, 0 when there is no such line."""
        return self._layout.lineAt(place).textStart() if place < self.line_count else 0

    def draw(self, painter: QPainter, left: float, top: float, colour: QColor) -> None:
        """Draw the lines with their upper left corner at ``left``, ``top``."""
        painter.setPen(colour)
        self._layout.draw(painter, QPointF(left, top))


def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _line_height(font: QFont) -> float:
    return TITLE_LINE_HEIGHT if font.pixelSize() >= TITLE_FROM_PX else tokens().line_height


def _strong_ranges(pieces: Sequence[str], font: QFont) -> list[QTextLayout.FormatRange]:
    ranges, start = [], 0
    for piece in pieces:
        if isinstance(piece, Strong):
            ranges.append(_strong_range(start, len(piece), font))
        start += len(piece)
    return ranges


def _strong_range(start: int, length: int, font: QFont) -> QTextLayout.FormatRange:
    strong = QTextCharFormat()
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    strong.setFont(bold)
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, length, strong
    return span


def text_width(text: str, font: QFont) -> float:
    """Return the width of ``text`` on one line."""
    return QFontMetricsF(font).horizontalAdvance(text)


def clamped(text: str, font: QFont, width: float, lines: int) -> str:
    """Return ``text`` as it stands in ``lines`` lines of ``width``, cut with « … » if longer."""
    whole = Paragraph((text,), font, width)
    start = whole.start_of_line(lines - 1)
    if whole.line_count <= lines:
        return text
    rest = QFontMetricsF(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
    return text[:start] + rest


def draw_line(painter: QPainter, text: str, font: QFont, colour: QColor, box: QRectF) -> None:
    """Draw one line of ``text`` in the middle of ``box``, from its left, cut with « … »."""
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
