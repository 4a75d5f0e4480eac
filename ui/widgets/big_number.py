"""A live or kept number, large enough to be read from one metre, and its unit."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import look
from ui.tokens import Colour, TextRole
from ui.typeset import text_width

GAP_PX = 7
AFTER_PX = 18
HEIGHT_RATIO = 1.15


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number and its unit; a ``lost`` one is struck out, nothing of it is kept."""

    value: str
    unit: str
    lost: str = ""


class NumberView(QWidget):
    """The number and its unit on one baseline."""

    def __init__(self) -> None:
        super().__init__()
        self._number = BigNumber("", "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_number(self, number: BigNumber | None) -> None:
        """Show ``number``, or nothing."""
        self.setVisible(number is not None)
        if number is None or number == self._number:
            return
        self._number = number
        said = f"{number.value} {number.unit}".strip()
        self.setAccessibleName(f"{number.lost or said}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the number and its unit."""
        width = text_width(self._number.value, self._font()) + look().px(AFTER_PX)
        width += look().px(GAP_PX) + text_width(self._number.unit, _unit_font())
        return QSize(int(width + 0.999), int(self._font().pixelSize() * HEIGHT_RATIO))

    def minimumSizeHint(self) -> QSize:
        """Return the same place: a number is never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        painter, font = QPainter(self), self._font()
        ink = Colour.INK_SOFT if self._number.lost else Colour.INK
        metrics = QFontMetricsF(font)
        base = (self.height() + metrics.capHeight()) / 2
        painter.setFont(font)
        painter.setPen(look().colour(ink))
        painter.drawText(QPointF(0, base), self._number.value)
        left = metrics.horizontalAdvance(self._number.value) + look().px(GAP_PX)
        painter.setFont(_unit_font())
        painter.setPen(look().colour(Colour.INK_SOFT))
        painter.drawText(QPointF(left, base), self._number.unit)

    def _font(self) -> QFont:
        font = look().aligned_font(TextRole.READING)
        font.setStrikeOut(bool(self._number.lost))
        return font


def _unit_font() -> QFont:
    return look().font(TextRole.ANSWER, 400)
