"""The local points on their scale: where they stand and what each part means, in words."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import Tone, full, look
from ui.paint import Frame, draw_frame, side_path
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line

BAR_PX = 12
WORDS_PX = 22
GAP_PX = 2
MARKER_PX = 4
MARKER_LINE = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the scale: its share of the width, its colour, the words under its start."""

    share: float
    tone: Tone
    words: str


class LevelScale(QWidget):
    """The bar, its words, and a mark over the points of now."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self._spans: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: tuple[Part, ...], span: tuple[float, float] | None) -> None:
        """Show ``parts`` and, between the two shares of ``span``, where the points may be."""
        if (parts, span) == (self._parts, self._spans):
            return
        self._parts, self._spans = parts, span
        self.setAccessibleName("Échelle : " + ", ".join(part.words for part in parts))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the bar and its words."""
        return QSize(look().px(240), BAR_PX + 2 * MARKER_PX + look().px(WORDS_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scale."""
        painter, left = QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, part in enumerate(self._parts):
            width = part.share * self.width()
            box = QRectF(left, MARKER_PX, width - GAP_PX, BAR_PX)
            first, last = float(place == 0), float(place == len(self._parts) - 1)
            painter.fillPath(
                side_path(box, BAR_PX / 2, first, last), look().colour(full(part.tone))
            )
            self._write(painter, part.words, left, width)
            left += width
        if self._spans is not None:
            self._draw_marker(painter, *self._spans)

    def _write(self, painter: QPainter, words: str, left: float, width: float) -> None:
        box = QRectF(left, BAR_PX + 2 * MARKER_PX, width, look().px(WORDS_PX))
        draw_line(painter, words, look().font(TextRole.NOTE), look().colour(Colour.INK_SOFT), box)

    def _draw_marker(self, painter: QPainter, start: float, end: float) -> None:
        room = self.width() - MARKER_PX
        left = min(max(start, 0.0), 1.0) * room
        width = max((min(end, 1.0) - start) * room, MARKER_PX)
        box = QRectF(left, 0, width, BAR_PX + 2 * MARKER_PX)
        fill = Colour.INK if width <= MARKER_PX else None
        draw_frame(painter, box, Frame(fill, Colour.INK, MARKER_LINE, 3))
