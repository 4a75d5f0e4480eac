"""How far something is: a bar filled from the left."""

# ruff: noqa: N802

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour

WHOLE = 100


class Progress(QWidget):
    """A bar; the words beside it say the same thing."""

    def __init__(self, thickness: int = 12) -> None:
        super().__init__()
        self._percent, self._thickness = 0, thickness
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_percent(self, percent: int) -> None:
        """Fill the bar up to ``percent``, 0 to 100."""
        if percent != self._percent:
            self._percent = percent
            self.update()

    def sizeHint(self) -> QSize:
        """Return a thin bar."""
        return QSize(look().px(120), self._thickness)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter, box = QPainter(self), QRectF(self.rect())
        edge = Colour.BORDER if look().is_contrast else None
        radius = self._thickness / 2
        draw_frame(painter, box, Frame(Colour.HOLLOW, edge, 2.0, radius))
        width = box.width() * min(max(self._percent, 0), WHOLE) / WHOLE
        if width > 0:
            box.setWidth(max(width, self._thickness))
            draw_frame(painter, box, Frame(Colour.ACCENT, None, 0, radius))
