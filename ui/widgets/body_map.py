"""Where to put the stethoscope: a chest seen from the front and from the back, and its places."""

# ruff: noqa: N802

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import look
from ui.tokens import Colour, TextRole

WIDTH_PX, HEIGHT_PX = 130, 150
POINT_PX = 24
STROKE = 3.0


class View(StrEnum):
    """From where the chest is seen."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class BodyPoint:
    """A place: ``x`` and ``y`` are 0 to 1 in the drawing, from its upper left corner."""

    view: View
    x: float
    y: float
    key: str
    chosen: bool


class BodyMap(QWidget):
    """One chest, or two side by side when places lie on both."""

    def __init__(self) -> None:
        super().__init__()
        self._points: tuple[BodyPoint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: tuple[BodyPoint, ...], name: str) -> None:
        """Show ``points``; ``name`` is what a screen reader says of the one chosen."""
        self.setAccessibleName(name)
        if points != self._points:
            self._points = points
            self.update()

    def sizeHint(self) -> QSize:
        """Return the place of two chests."""
        return QSize(look().px(2 * WIDTH_PX), look().px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Return the same place."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chests and their places."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        views = tuple(one for one in View if any(point.view is one for point in self._points))
        width, height = look().px(WIDTH_PX), look().px(HEIGHT_PX)
        left = (self.width() - width * len(views)) / 2
        for place, view in enumerate(views):
            box = QRectF(left + place * width, 0, width, height)
            _draw_chest(painter, box, view)
            for point in self._points:
                if point.view is view:
                    _draw_point(painter, box, point)


def _draw_chest(painter: QPainter, box: QRectF, view: View) -> None:
    painter.setPen(QPen(look().colour(Colour.INK_SOFT), STROKE))
    painter.setBrush(look().colour(Colour.GROUND))
    painter.drawPath(_outline(box))
    middle = QPointF(box.center().x(), box.top() + 0.2 * box.height())
    painter.setPen(QPen(look().colour(Colour.LINE), STROKE))
    deep = 0.62 if view is View.BACK else 0.45
    painter.drawLine(middle, QPointF(middle.x(), box.top() + deep * box.height()))
    painter.setPen(look().colour(Colour.INK_SOFT))
    painter.setFont(look().font(TextRole.NOTE))
    words = "Dos" if view is View.BACK else "Devant"
    under = QRectF(box.left(), box.bottom() - look().px(20), box.width(), look().px(20))
    painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words)


def _outline(box: QRectF) -> QPainterPath:
    """Return neck, shoulders and flanks, symmetrical."""
    half = [(0.08, 0.02), (0.09, 0.12), (0.36, 0.19), (0.42, 0.36), (0.30, 0.42), (0.27, 0.84)]
    path = QPainterPath(_at(box, 0.5 - half[0][0], half[0][1]))
    for x, y in half[1:]:
        path.lineTo(_at(box, 0.5 - x, y))
    for x, y in reversed(half):
        path.lineTo(_at(box, 0.5 + x, y))
    return path


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def _draw_point(painter: QPainter, box: QRectF, point: BodyPoint) -> None:
    side = look().px(POINT_PX)
    middle = _at(box, point.x, point.y)
    disc = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.setPen(QPen(look().colour(Colour.ACCENT), 2.0))
    painter.setBrush(look().colour(Colour.ACCENT if point.chosen else Colour.SURFACE))
    painter.drawEllipse(disc)
    painter.setPen(look().colour(Colour.ON_ACCENT if point.chosen else Colour.ACCENT_STRONG))
    painter.setFont(look().font(TextRole.LABEL, 700))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, point.key)
