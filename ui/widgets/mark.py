"""The mark of the station: a path that divides, the right exit lit."""

# ruff: noqa: N802

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import look
from ui.paint import draw_disc
from ui.tokens import Colour

BOX = 40
FADED = 0.55


class Mark(QWidget):
    """The mark alone; the name of the station is written beside it."""

    def __init__(self, size: int = 40) -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two branches and the point."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._size / BOX, self._size / BOX)
        faded = QColor(Qt.GlobalColor.white)
        faded.setAlphaF(FADED)
        _stroke(painter, _branch(30.0, 29.0), faded)
        _stroke(painter, _branch(10.0, 11.0), QColor(Qt.GlobalColor.white))
        _stroke(painter, _trunk(), QColor(Qt.GlobalColor.white))
        draw_disc(painter, QRectF(5.5, 3.0, 9.0, 9.0), look().colour(Colour.SUN))


def _trunk() -> QPainterPath:
    path = QPainterPath(QPointF(20, 33))
    path.lineTo(20, 22)
    return path


def _branch(exit_x: float, control_x: float) -> QPainterPath:
    path = QPainterPath(QPointF(20, 23))
    path.cubicTo(20, 15, control_x, 17, exit_x, 9)
    return path


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    pen = QPen(colour, 4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
