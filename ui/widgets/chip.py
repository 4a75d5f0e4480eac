"""A short fact with its icon and its colour: information, not a button. And the filters."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.icons import draw_icon
from ui.look import Tone, full, look, soft
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line, text_width

HEIGHT_PX = 30
PADDING_PX = 11
ICON_PX = 17
GAP_PX = 6


def chip_size(words: str, icon: str) -> QSize:
    """Return the place of a chip."""
    width = text_width(words, look().font(TextRole.LABEL)) + 2 * look().px(PADDING_PX)
    width += look().px(ICON_PX + GAP_PX) if icon else 0
    return QSize(int(width + 0.999), look().px(HEIGHT_PX))


def draw_chip(painter: QPainter, box: QRectF, words: str, icon: str, tone: Tone) -> None:
    """Draw a chip in ``box``; in the theme without tints a frame takes their place."""
    edge = full(tone) if look().is_contrast else None
    stroke = look().stroke("contraste_carte")
    draw_frame(painter, box, Frame(soft(tone), edge, stroke, box.height() / 2))
    ink = look().colour(full(tone))
    left = box.left() + look().px(PADDING_PX)
    if icon:
        side = look().px(ICON_PX)
        square = QRectF(left, box.center().y() - side / 2, side, side)
        draw_icon(painter, icon, square, ink)
        left += look().px(ICON_PX + GAP_PX)
    room = QRectF(left, box.top(), box.right() - left, box.height())
    draw_line(painter, words, look().font(TextRole.LABEL), ink, room)


class Chip(QWidget):
    """A fact in a word, an icon and a colour."""

    def __init__(self, words: str = "", icon: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        super().__init__()
        self._words, self._icon, self._tone = words, icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def show_fact(self, words: str, icon: str, tone: Tone) -> None:
        """Change the fact."""
        if (words, icon, tone) == (self._words, self._icon, self._tone):
            return
        self._words, self._icon, self._tone = words, icon, tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the icon and the word."""
        return chip_size(self._words, self._icon)

    def minimumSizeHint(self) -> QSize:
        """Return the same place."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        draw_chip(QPainter(self), QRectF(self.rect()), self._words, self._icon, self._tone)


class FilterChip(QPushButton):
    """A chip that can be pressed, in a target of 44."""

    def __init__(self, words: str, icon: str = "") -> None:
        super().__init__(words)
        self._icon = icon
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Leave the state to whoever shows it."""

    def show_words(self, words: str, *, chosen: bool) -> None:
        """Change the words, and whether the chip narrows something."""
        if words != self.text():
            self.setText(words)
            self.updateGeometry()
        if chosen != self.isChecked():
            self.setChecked(chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return the chip inside its target."""
        width = chip_size(self.text(), self._icon).width()
        return QSize(max(width, look().size("cible_mini")), look().size("cible_mini"))

    def minimumSizeHint(self) -> QSize:
        """Return the same place: the words of a filter are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip in the middle of the target."""
        height = look().px(HEIGHT_PX)
        box = QRectF(0, (self.height() - height) / 2, self.width(), height)
        tone = Tone.ACCENT if self.isChecked() else Tone.NEUTRAL
        painter = QPainter(self)
        draw_chip(painter, box, self.text(), self._icon, tone)
        draw_frame(painter, box, Frame(None, Colour.BORDER, 1.0, height / 2))
