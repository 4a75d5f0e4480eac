"""A place to write several sentences: its label and its frame. Tab leaves it."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QObject, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.widgets.text import Text

HEIGHT_PX = 118
NARROWEST_PX = 120


class TextArea(QWidget):
    """The label, and under it what is written."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = Text(label, TextRole.LABEL, Colour.INK_SOFT)
        self._box = AreaBox()
        self.area = self._box.area
        self.area.setAccessibleName(label)
        self.setFocusProxy(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self._box)

    def name(self, label: str) -> None:
        """Change what is to be written."""
        self._label.say(label)
        self.area.setAccessibleName(label)

    @property
    def words(self) -> str:
        """What is written now."""
        return self.area.toPlainText()

    def clear(self) -> None:
        """Empty it."""
        self.area.clear()


class AreaBox(QFrame):
    """The frame around what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self.area)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the place of a few lines."""
        return QSize(look().px(NARROWEST_PX), look().px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest place."""
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the frame again when the focus comes or goes."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        radius, stroke = look().radius("champ"), look().stroke("commande")
        frame = Frame(Colour.SURFACE, Colour.BORDER, stroke, radius)
        draw_frame(QPainter(self), QRectF(self.rect()), frame)
