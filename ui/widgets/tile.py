"""A large square that opens a protocol; locked, it says why."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.icons import draw_icon
from ui.look import look
from ui.paint import DASHED, Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import Paragraph

HEIGHT_PX = 127
PADDING_PX = 17
ICON_PX = 28
DIGIT_PX = 28
WIDTH_PX = 200


@dataclass(frozen=True, slots=True)
class TileFace:
    """What a tile shows; a ``locked`` reason makes it not possible."""

    digit: str
    title: str
    icon: str
    note: str = ""
    locked: str = ""


class Tile(QPushButton):
    """One protocol: an icon, its digit, its name."""

    def __init__(self) -> None:
        super().__init__()
        self._face = TileFace("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_face(self, face: TileFace) -> None:
        """Show ``face``."""
        if face == self._face:
            return
        self._face = face
        self.setText(face.title)
        self.setEnabled(not face.locked)
        self.setAccessibleName(f"{face.digit}. {face.title}".strip(". "))
        self.setAccessibleDescription(face.locked or face.note)
        pointing, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.setCursor(arrow if face.locked else pointing)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the tile at its usual size."""
        return QSize(look().px(WIDTH_PX), self._least_height(look().px(WIDTH_PX)))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest tile."""
        width = look().px(140)
        return QSize(width, self._least_height(width))

    def changeEvent(self, event: QEvent) -> None:
        """Take the new sizes when the look changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter, box = QPainter(self), QRectF(self.rect())
        draw_frame(painter, box, self._frame())
        inside = box.adjusted(PADDING_PX, PADDING_PX - 1, -PADDING_PX, -PADDING_PX)
        self._draw_icon(painter, inside)
        if self._face.digit:
            self._draw_digit(painter, inside)
        self._draw_words(painter, inside)

    def _frame(self) -> Frame:
        radius, stroke = look().radius("carte"), look().stroke("commande")
        if self._face.locked:
            return Frame(Colour.GROUND, Colour.BORDER, 1.0, radius, DASHED)
        fill = Colour.HOLLOW if self.underMouse() else Colour.SURFACE
        return Frame(fill, Colour.BORDER, stroke, radius)

    def _draw_icon(self, painter: QPainter, inside: QRectF) -> None:
        side = look().px(ICON_PX)
        icon = "lock" if self._face.locked else self._face.icon
        ink = Colour.INK_SOFT if self._face.locked else Colour.ACCENT
        draw_icon(
            painter, icon, QRectF(inside.left(), inside.top(), side, side), look().colour(ink)
        )

    def _draw_digit(self, painter: QPainter, inside: QRectF) -> None:
        side = look().px(DIGIT_PX)
        box = QRectF(inside.right() - side, inside.top(), side, side)
        edge = Colour.BORDER if look().is_contrast else None
        draw_frame(painter, box, Frame(Colour.HOLLOW, edge, 1.5, 6))
        painter.setFont(look().font(TextRole.ACTION, 700))
        painter.setPen(look().colour(Colour.INK_SOFT if self._face.locked else Colour.INK))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._face.digit)

    def _draw_words(self, painter: QPainter, inside: QRectF) -> None:
        title, note = self._paragraphs(inside.width())
        bottom = inside.bottom()
        if note is not None:
            bottom -= note.size.height()
            note.draw(painter, inside.left(), bottom, look().colour(Colour.INK_SOFT))
        ink = Colour.INK_SOFT if self._face.locked else Colour.INK
        title.draw(painter, inside.left(), bottom - title.size.height(), look().colour(ink))

    def _paragraphs(self, width: float) -> tuple[Paragraph, Paragraph | None]:
        title = Paragraph((self._face.title,), look().font(TextRole.ACTION), width)
        words = self._face.locked or self._face.note
        if not words:
            return title, None
        return title, Paragraph((words,), look().font(TextRole.NOTE), width)

    def _least_height(self, width: int) -> int:
        title, note = self._paragraphs(width - 2 * PADDING_PX)
        words = title.size.height() + (note.size.height() if note else 0)
        needed = int(words + 2 * PADDING_PX + look().px(ICON_PX) + 8)
        return max(look().px(HEIGHT_PX), needed)
