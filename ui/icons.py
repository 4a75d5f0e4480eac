"""Line icons, coloured with the theme and drawn at the size asked for."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import files
from ui.tokens import tokens

TICK_STROKE = 2.2


@cache
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    drawing = files.text(f"icons/{name}.svg").replace("currentColor", colour)
    drawing = drawing.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(drawing.encode()))


def draw_icon(
    painter: QPainter, name: str, box: QRectF, colour: QColor, stroke: float = 0.0
) -> None:
    """Draw the icon ``name`` inside ``box``; ``stroke`` is for a square of 24."""
    thickness = stroke or tokens().icon_stroke
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour.name(), thickness).render(painter, box)


def icon_pixmap(name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
    """Return the icon ``name`` as a square picture of ``size`` points at ``ratio``."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_icon(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return picture
