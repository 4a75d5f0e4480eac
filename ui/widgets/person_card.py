"""A person of the station on the login page: initials, name, title."""

# ruff: noqa: N802

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.look import look
from ui.paint import Frame, draw_disc, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line, text_width
from ui.widgets.radio import Radio

HEIGHT_PX = 72
DISC_PX = 44
PADDING_PX = 14
GAP_PX = 12


class PersonCard(Radio):
    """One account."""

    def __init__(self, login: str, name: str, title: str) -> None:
        super().__init__(name)
        self.login, self._name, self._title = login, name, title
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}, {title}")

    def sizeHint(self) -> QSize:
        """Return the place of the disc and the longer of the two lines."""
        name = text_width(self._name, look().font(TextRole.DETAIL, 600))
        words = max(name, text_width(self._title, look().font(TextRole.NOTE)))
        width = words + look().px(2 * PADDING_PX + DISC_PX + GAP_PX)
        return QSize(int(width + 1), look().px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Return a narrower place: a long name is cut, and said whole by a screen reader."""
        return QSize(look().px(150), look().px(HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter, box = QPainter(self), QRectF(self.rect())
        radius = look().radius("bouton")
        frame = Frame(Colour.SURFACE, Colour.BORDER, 1.0, radius)
        if self.isChecked():
            frame = Frame(Colour.ACCENT_SOFT, Colour.ACCENT, 2.0, radius)
        draw_frame(painter, box, frame)
        side = look().px(DISC_PX)
        disc = QRectF(look().px(PADDING_PX), (box.height() - side) / 2, side, side)
        draw_disc(painter, disc, look().colour(Colour.ACCENT_SOFT))
        painter.setFont(look().font(TextRole.ACTION, 700))
        painter.setPen(look().colour(Colour.ACCENT_STRONG))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._initials())
        self._draw_words(painter, disc.right() + look().px(GAP_PX))

    def _draw_words(self, painter: QPainter, left: float) -> None:
        font, note = look().font(TextRole.DETAIL, 600), look().font(TextRole.NOTE)
        room = self.width() - left - look().px(PADDING_PX)
        line = look().px(22)
        top = self.height() / 2 - line
        ink, soft = look().colour(Colour.INK), look().colour(Colour.INK_SOFT)
        draw_line(painter, self._name, font, ink, QRectF(left, top, room, line))
        draw_line(painter, self._title, note, soft, QRectF(left, top + line, room, line))

    def _initials(self) -> str:
        words = self._name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:])).upper()
