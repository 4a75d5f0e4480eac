"""A label: plain text, the station's line spacing, some words stronger."""

# ruff: noqa: N802

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.look import look
from ui.tokens import Colour, TextRole
from ui.typeset import Paragraph, clamped, draw_line

WIDE_PX = 420
NARROW_PX = 64
LINES = 2


class Fit(StrEnum):
    """What a label does when its words are wider than its place."""

    WRAP = "wrap"
    TWO_LINES = "two_lines"
    ELIDE = "elide"
    WHOLE = "whole"


WRAPPED = frozenset({Fit.WRAP, Fit.TWO_LINES})


class Text(QLabel):
    """Words of the station; what they say is also what a screen reader says."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        ink: Colour = Colour.INK,
        weight: int = 0,
        fit: Fit = Fit.WRAP,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.role, self._ink, self._weight, self.fit = role, ink, weight, fit
        self._pieces: tuple[str, ...] = ()
        self._laid_out: dict[int, Paragraph] = {}
        self._aligned_digits = role is TextRole.READING
        self.setSizePolicy(_policy(fit))
        self.say(text)

    def say(self, *pieces: str) -> None:
        """Show ``pieces`` one after the other; nothing is done when they did not change."""
        if pieces == self._pieces and [type(one) for one in pieces] == [
            type(one) for one in self._pieces
        ]:
            return
        self._pieces = pieces
        self._laid_out.clear()
        self.setText("".join(pieces))
        if self.fit in {Fit.ELIDE, Fit.TWO_LINES}:
            self.setToolTip(self.text())
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: Colour, weight: int = 0) -> None:
        """Change the colour of the words, and their weight when one is given."""
        if (ink, weight or self._weight) == (self._ink, self._weight):
            return
        self._ink, self._weight = ink, weight or self._weight
        self._laid_out.clear()
        self.update()

    def align_digits(self) -> None:
        """Give every digit one width: tables and clocks."""
        self._aligned_digits = True
        self._laid_out.clear()

    def sizeHint(self) -> QSize:
        """Return the place of the words, on one line when that is not too wide."""
        natural = self._paragraph(-1).size
        if self.fit not in WRAPPED:
            return _up(natural.width(), natural.height())
        width = min(natural.width(), look().px(WIDE_PX))
        return _up(width, self._paragraph(int(width) + 1).size.height())

    def minimumSizeHint(self) -> QSize:
        """Return the least place: a label that may be cut or wrapped can be narrow."""
        natural = self._paragraph(-1).size
        least = natural.width()
        if self.fit is not Fit.WHOLE:
            least = min(least, look().px(NARROW_PX))
        return _up(least, self._paragraph(-1).size.height())

    def hasHeightForWidth(self) -> bool:
        """Say that a wrapped label is taller when it is narrower."""
        return self.fit in WRAPPED

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words in ``width``, or -1 when it does not matter."""
        if self.fit not in WRAPPED:
            return -1
        return _up(0, self._paragraph(width).size.height()).height()

    def changeEvent(self, event: QEvent) -> None:
        """Lay the words out again when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self._laid_out.clear()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        colour = look().colour(self._ink)
        if self.fit is Fit.ELIDE and self._paragraph(-1).size.width() > self.width():
            draw_line(painter, self.text(), self._font(), colour, QRectF(self.rect()))
            return
        paragraph = self._paragraph(self.width() if self.fit in WRAPPED else -1)
        left = 0.0
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            left = self.width() - paragraph.size.width()
        elif self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            left = (self.width() - paragraph.size.width()) / 2
        paragraph.draw(painter, left, self._top(paragraph), colour)

    def _top(self, paragraph: Paragraph) -> float:
        if self.alignment() & Qt.AlignmentFlag.AlignTop:
            return 0.0
        return (self.height() - paragraph.size.height()) / 2

    def _paragraph(self, width: int) -> Paragraph:
        if width not in self._laid_out:
            bounds = () if width < 0 else (float(max(width, 1)),)
            self._laid_out[width] = Paragraph(self._cut(bounds), self._font(), *bounds)
        return self._laid_out[width]

    def _cut(self, bounds: tuple[float, ...]) -> tuple[str, ...]:
        """Return the words that are drawn: all of them, or those of two lines."""
        if self.fit is not Fit.TWO_LINES or not bounds:
            return self._pieces
        return (clamped(self.text(), self._font(), bounds[0], LINES),)

    def _font(self) -> QFont:
        font = look().font(self.role, self._weight)
        if self._aligned_digits:
            font = look().aligned_font(self.role, self._weight)
        return font


def _policy(fit: Fit) -> QSizePolicy:
    wide = QSizePolicy.Policy.Fixed if fit is Fit.WHOLE else QSizePolicy.Policy.Preferred
    policy = QSizePolicy(wide, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(fit in WRAPPED)
    return policy


def _up(width: float, height: float) -> QSize:
    return QSize(int(width + 0.999), int(height + 0.999))
