"""A place to type: its label, where its value came from, and what to change when refused."""

# ruff: noqa: N802

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.widgets.key_cap import KeyCap
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text

HEIGHT_PX = 46
LARGE_PX = 58


class Provenance(StrEnum):
    """Where the value of a field comes from."""

    TYPED = "typed"
    READ = "read"
    LOCKED = "locked"


class TypingBox(QFrame):
    """The frame around what is typed, with an icon before and a word after."""

    def __init__(self, height: int = HEIGHT_PX) -> None:
        super().__init__()
        self._height, self._refused, self._provenance = height, "", Provenance.TYPED
        self.line = QLineEdit()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 0, 12, 0)
        self.row.setSpacing(10)
        self.row.addWidget(self.line, 1)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the place of one line."""
        return QSize(look().px(160), look().px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest place."""
        return QSize(look().px(90), look().px(self._height))

    def mark(self, provenance: Provenance, refused: str) -> None:
        """Draw the box for a value of this provenance, ``refused`` or not."""
        if (provenance, refused) != (self._provenance, self._refused):
            self._provenance, self._refused = provenance, refused
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the frame again when the focus comes or goes."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        radius, stroke = look().radius("champ"), look().stroke("commande")
        frame = Frame(Colour.SURFACE, Colour.BORDER, stroke, radius)
        if self._provenance is not Provenance.TYPED:
            frame = Frame(Colour.GROUND, Colour.LINE, 1.0, radius)
        if self._refused:
            frame = Frame(Colour.SURFACE, Colour.RED, 2.0, radius)
        draw_frame(QPainter(self), QRectF(self.rect()), frame)


class Field(QWidget):
    """One labelled value; ``changed`` is called with the text as it is typed."""

    def __init__(self, label: str, changed: Callable[[str], None], unit: str = "") -> None:
        super().__init__()
        self._label = Text(label, TextRole.LABEL, Colour.INK_SOFT)
        self.box = TypingBox()
        self.line = self.box.line
        self.line.setAccessibleName(label)
        self.line.textEdited.connect(changed)
        self._tick = Picture("circle-check", 20, Colour.GREEN)
        self._refusal = Refusal()
        self._lay_out(unit)
        self.show_value("", Provenance.TYPED, "")

    def _lay_out(self, unit: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self.box)
        column.addWidget(self._refusal)
        if unit:
            self.box.row.addWidget(Text(unit, TextRole.BODY, Colour.INK_SOFT, fit=Fit.WHOLE))
        self.box.row.addWidget(self._tick)

    def name(self, label: str) -> None:
        """Change what is to be typed."""
        self._label.say(label)
        self.line.setAccessibleName(label)

    def show_value(self, value: str, provenance: Provenance, refused: str) -> None:
        """Show ``value``, where it came from, and the sentence that refuses it if any.

        What is being typed is never replaced by the same words.
        """
        if self.line.text() != value:
            self.line.setText(value)
        self._tick.setVisible(provenance is Provenance.READ)
        self.line.setReadOnly(provenance is Provenance.LOCKED)
        self.box.mark(provenance, refused)
        self._refusal.say(refused)
        self.line.setAccessibleDescription(refused)


class Refusal(QWidget):
    """The sentence under a field whose value is refused; it takes no place when there is none."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Picture("alert-triangle", 18, Colour.RED), 0, Qt.AlignmentFlag.AlignTop)
        self._sentence = Text("", TextRole.NOTE, Colour.RED)
        row.addWidget(self._sentence, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show ``sentence``, or nothing."""
        self._sentence.say(sentence)
        self.setVisible(bool(sentence))


class SearchField(TypingBox):
    """The large field of a page: what can be typed or scanned is written in it."""

    def __init__(self, invitation: str, icon: str, key: str = "") -> None:
        super().__init__(LARGE_PX)
        self.line.setPlaceholderText(invitation)
        self.line.setAccessibleName(invitation)
        self.row.insertWidget(0, Picture(icon, 26, Colour.INK))
        self.beside = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE)
        self.row.addWidget(self.beside)
        if key:
            self.row.addWidget(KeyCap(key, Colour.INK))
