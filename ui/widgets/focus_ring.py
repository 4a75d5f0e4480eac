"""The ring around whatever receives the keys: painted, rounded, never cut by its widget."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.look import look
from ui.tokens import Colour
from ui.widgets.choices import Choices, Part
from ui.widgets.field import TypingBox
from ui.widgets.text_area import AreaBox

GROUND = "ground"
_MOVES = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ZOrderChange,
    }
)


class FocusRing(QObject):
    """Follows the focus inside one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring = _Ring(window)
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        self._forget()
        control = isinstance(now, QAbstractButton | QLineEdit | QPlainTextEdit)
        if now is None or not control or not self._window.isAncestorOf(now):
            self._hide()
            return
        self._target = _framed(now)
        ground = self._ground(self._target)
        self._ring = self._ring if isValid(self._ring) else _Ring(ground)
        self._ring.setParent(ground)
        self._watch(self._target, ground)
        self._place()

    def _ground(self, target: QWidget) -> QWidget:
        """Return the widget the ring stands on: the page that scrolls, else the window."""
        widget = target.parentWidget()
        while widget is not None and widget is not self._window:
            if widget.objectName() == GROUND:
                return widget
            widget = widget.parentWidget()
        return self._window

    def _watch(self, target: QWidget, ground: QWidget) -> None:
        widget: QWidget | None = target
        while widget is not None and widget is not ground:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()

    def _forget(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None

    def _hide(self) -> None:
        if isValid(self._ring):
            self._ring.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with what is framed."""
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target, ring = self._target, self._ring
        if target is None or not isValid(target) or not isValid(ring):
            return
        if not target.isVisible():
            ring.hide()
            return
        ground = self._ground(target)
        room = ring.room()
        corner = target.mapTo(ground, QPoint(0, 0))
        area = target.rect().translated(corner).adjusted(-room, -room, room, room)
        ring.radius = look().radius("carte" if target.height() > look().px(60) else "bouton")
        ring.setGeometry(area)
        ring.raise_()
        ring.show()
        ring.update()


def _framed(widget: QWidget) -> QWidget:
    """Return what the ring surrounds: the box of a field, the three parts of an answer."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        box = widget.parentWidget()
        return box if isinstance(box, TypingBox | AreaBox) else widget
    if isinstance(widget, Part):
        parts = widget.parentWidget()
        return parts if isinstance(parts, Choices) else widget
    return widget


class _Ring(QWidget):
    """The drawing of the ring; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.radius = 10
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def room(self) -> int:
        """Return how far the ring goes outside what it frames, in pixels."""
        return int(look().stroke("focus") + look().stroke("focus_ecart"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring, its gap in the colour of the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        stroke, gap = look().stroke("focus"), look().stroke("focus_ecart")
        box = QRectF(self.rect())
        self._line(painter, box.adjusted(stroke, stroke, -stroke, -stroke), gap, self._ground())
        self._line(painter, box, stroke, look().colour(Colour.FOCUS))

    def _ground(self) -> QColor:
        return look().colour(Colour.SURFACE)

    def _line(self, painter: QPainter, box: QRectF, width: float, colour: QColor) -> None:
        painter.setPen(QPen(colour, width))
        outside = box.left() == 0
        radius = self.radius + (self.room() - width / 2 if outside else width / 2)
        half = width / 2
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
