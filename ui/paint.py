"""Frames with round corners, plain, dashed or doubled: what every component is drawn with."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from ui.look import look
from ui.tokens import Colour


@dataclass(frozen=True, slots=True)
class Frame:
    """How one box is drawn; no ``fill`` or no ``edge`` leaves it transparent."""

    fill: Colour | None = None
    edge: Colour | None = None
    width: float = 0.0
    radius: float = 0.0
    dashed: str = ""


DASHED = "dashed"


def draw_frame(painter: QPainter, box: QRectF, frame: Frame) -> None:
    """Draw ``frame`` inside ``box``, its line included."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = frame.width if frame.edge is not None else 0.0
    painter.setPen(_pen(frame) if width else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(_brush(frame.fill))
    inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    radius = max(frame.radius - width / 2, 0.0)
    painter.drawRoundedRect(inner, radius, radius)


def _pen(frame: Frame) -> QPen:
    pen = QPen(look().colour(frame.edge or Colour.LINE), frame.width)
    if frame.dashed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3.0, 2.5])
    return pen


def _brush(fill: Colour | None) -> QBrush:
    return QBrush(Qt.BrushStyle.NoBrush) if fill is None else QBrush(look().colour(fill))


def draw_rule(painter: QPainter, left: float, right: float, y: float, colour: Colour) -> None:
    """Draw a thin horizontal line that separates."""
    painter.fillRect(QRectF(left, y, right - left, 1.0), look().colour(colour))


def draw_disc(painter: QPainter, box: QRectF, fill: QColor) -> None:
    """Draw a full disc in ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(box)


def side_path(box: QRectF, radius: float, left: float, right: float) -> QPainterPath:
    """Return a box whose left and right corners are round when ``left``, ``right`` are 1."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(box, radius, radius)
    half = box.width() / 2
    if not left:
        path.addRect(box.adjusted(0, 0, -half, 0))
    if not right:
        path.addRect(box.adjusted(half, 0, 0, 0))
    return path.simplified()
