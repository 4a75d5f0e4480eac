"""An icon on its own, alone or in a disc, and the round place of somebody's initials."""

# ruff: noqa: N802

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import draw_icon
from ui.look import look
from ui.paint import Frame, draw_disc, draw_frame
from ui.tokens import Colour, TextRole

LARGE_PX = 40
HUGE_PX = 72


class Picture(QWidget):
    """A line icon; the words beside it say the same thing."""

    def __init__(self, icon: str, size: int = 24, ink: Colour = Colour.ACCENT) -> None:
        super().__init__()
        self._icon, self._size, self._ink = icon, size, ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, ink: Colour) -> None:
        """Change the icon and its colour."""
        if (icon, ink) != (self._icon, self._ink):
            self._icon, self._ink = icon, ink
            self.update()

    def sizeHint(self) -> QSize:
        """Return a square, scaled with the text."""
        side = look().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        if self._icon:
            side = look().px(self._size)
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            draw_icon(QPainter(self), self._icon, box, look().colour(self._ink))


class Disc(QWidget):
    """A disc with an icon or a few signs in its middle."""

    def __init__(self, fill: Colour, ink: Colour, size: int = 44, words: str = "") -> None:
        super().__init__()
        self._fill, self._ink, self._size = fill, ink, size
        self._words, self._icon, self._edge = words, "", Colour.LINE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show ``words`` (initials, a number) in the disc."""
        self._words, self._icon = words, ""
        self.update()

    def show_icon(self, icon: str) -> None:
        """Show ``icon`` in the disc."""
        self._words, self._icon = "", icon
        self.update()

    def paint_with(self, fill: Colour, ink: Colour, edge: Colour) -> None:
        """Change the colours; ``edge`` is drawn when it differs from the fill."""
        if (fill, ink, edge) != (self._fill, self._ink, self._edge):
            self._fill, self._ink, self._edge = fill, ink, edge
            self.update()

    def sizeHint(self) -> QSize:
        """Return a square, scaled with the text."""
        side = look().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc and what it holds."""
        painter = QPainter(self)
        box, ink = QRectF(self.rect()), look().colour(self._ink)
        draw_disc(painter, box, look().colour(self._fill))
        if self._edge is not Colour.LINE:
            ring = Frame(None, self._edge, 2.0, box.width() / 2)
            draw_frame(painter, box, ring)
        if self._icon:
            side = box.width() * 0.5
            square = QRectF(0, 0, side, side)
            square.moveCenter(box.center())
            draw_icon(painter, self._icon, square, ink)
        painter.setFont(look().font(self._role(), 700))
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)

    def _role(self) -> TextRole:
        if self._size < LARGE_PX:
            return TextRole.LABEL
        return TextRole.ACTION if self._size < HUGE_PX else TextRole.ALERT
