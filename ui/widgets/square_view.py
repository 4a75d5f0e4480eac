"""A square code on the screen: black on white in every theme, each point a whole pixel count."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.effects.square_code import Square, square_code
from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour

SIDE_PX = 212
QUIET = 4
"""White points around the code. Source: ISO/IEC 18004:2015, 5.3.8."""


class SquareView(QWidget):
    """The code of an address; nothing is drawn when there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text, self._square = "", Square(0, ())
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show the code of ``text``, made once."""
        if text != self._text:
            self._text = text
            self._square = square_code(text) if text else Square(0, ())
            self.update()

    def sizeHint(self) -> QSize:
        """Return the place of a code read from an arm's length."""
        side = look().px(SIDE_PX)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the same place: a code half shown is not read."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new size when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the code and the white around it."""
        painter, square = QPainter(self), self._square
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        draw_frame(painter, QRectF(self.rect()), Frame(None, Colour.LINE, 1.0, 0))
        if not square.side:
            return
        point = self.width() // (square.side + 2 * QUIET)
        edge = (self.width() - point * square.side) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for left, top, length in square.bars:
            bar = QRect(edge + left * point, edge + top * point, length * point, point)
            painter.fillRect(bar, Qt.GlobalColor.black)
