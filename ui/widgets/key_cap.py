"""The name of a key, framed like the key itself."""

# ruff: noqa: N802

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import look
from ui.tokens import Colour, TextRole
from ui.typeset import text_width

HEIGHT_PX = 22
PADDING_PX = 6
WEIGHT = 600


def key_cap_width(key: str) -> int:
    """Return the width of the cap of ``key``, 0 when there is none."""
    if not key or not look().shows_keys:
        return 0
    width = text_width(key, look().font(TextRole.SMALL, WEIGHT)) + 2 * look().px(PADDING_PX)
    return max(int(width + 1), look().px(HEIGHT_PX))


def draw_key_cap(painter: QPainter, key: str, box: QRectF, colour: QColor) -> None:
    """Draw the cap of ``key`` in the vertical middle of ``box``."""
    height = look().px(HEIGHT_PX)
    cap = QRectF(box.left(), box.center().y() - height / 2, box.width(), height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = look().radius("touche")
    painter.drawRoundedRect(cap.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)
    painter.setFont(look().font(TextRole.SMALL, WEIGHT))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)


class KeyCap(QWidget):
    """A key named beside the words that say what it does."""

    def __init__(self, key: str, ink: Colour = Colour.INK_SOFT) -> None:
        super().__init__()
        self._key, self._ink = key, ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Touche {key}")

    def sizeHint(self) -> QSize:
        """Return the place of the cap."""
        return QSize(key_cap_width(self._key), look().px(HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        if self.width():
            painter = QPainter(self)
            draw_key_cap(painter, self._key, QRectF(self.rect()), look().colour(self._ink))
