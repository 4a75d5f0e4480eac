"""A kept picture in small: its place, its day, how good it is, and « simulé » when it is."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.icons import draw_icon
from ui.look import Tone, look
from ui.paint import DASHED, Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.typeset import draw_line
from ui.widgets.chip import draw_chip

WIDTH_PX, PICTURE_PX, LINE_PX = 176, 99, 22
PAD_PX = 5
SIMULATED = "simulé"


@dataclass(frozen=True, slots=True)
class ThumbnailFace:
    """What one small picture shows; no ``content`` leaves an empty frame with its words."""

    name: str
    title: str
    note: str
    content: bytes = field(default=b"", repr=False)
    icon: str = "camera"
    simulated: bool = False


class Thumbnail(QPushButton):
    """One small picture that can be pointed at."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        super().__init__()
        self._face = ThumbnailFace("", "", "")
        self._image: QImage | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda *_: pressed(self._face.name))

    def nextCheckState(self) -> None:
        """Leave the state to whoever shows it."""

    def show_face(self, face: ThumbnailFace, *, chosen: bool) -> None:
        """Show ``face``; the picture is decoded once."""
        if face.content != self._face.content:
            self._image = _decoded(face.content, self._picture())
        self._face = face
        self.setChecked(chosen)
        said = f", {SIMULATED}" if face.simulated else ""
        self.setAccessibleName(f"{face.title}, {face.note}{said}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the picture and of two lines."""
        height = PICTURE_PX + 2 * LINE_PX + 3 * PAD_PX
        return QSize(look().px(WIDTH_PX), look().px(height))

    def minimumSizeHint(self) -> QSize:
        """Return the same place."""
        return self.sizeHint()

    def _picture(self) -> QSize:
        return QSize(look().px(WIDTH_PX - 2 * PAD_PX), look().px(PICTURE_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the picture and its two lines."""
        painter, face = QPainter(self), self._face
        chosen = self.isChecked()
        edge, width = (Colour.ACCENT, 2.5) if chosen else (Colour.BORDER, 1.0)
        dashed = "" if face.name or face.content else DASHED
        fill = Colour.ACCENT_SOFT if chosen else Colour.SURFACE
        draw_frame(
            painter,
            QRectF(self.rect()),
            Frame(fill, edge, width, look().radius("bouton"), dashed),
        )
        pad, place = look().px(PAD_PX), self._picture()
        box = QRectF(pad, pad, self.width() - 2 * pad, place.height())
        self._draw_picture(painter, box)
        line = look().px(LINE_PX)
        top = box.bottom() + pad / 2
        inner = QRectF(2 * pad, top, self.width() - 4 * pad, line)
        ink = look().colour(Colour.INK)
        draw_line(painter, face.title, look().font(TextRole.LABEL), ink, inner)
        soft = look().colour(Colour.INK_SOFT)
        draw_line(painter, face.note, look().font(TextRole.NOTE), soft, inner.translated(0, line))

    def _draw_picture(self, painter: QPainter, box: QRectF) -> None:
        if self._image is None:
            side = look().px(30)
            square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            draw_icon(painter, self._face.icon, square, look().colour(Colour.INK_SOFT))
        else:
            left = box.center().x() - self._image.width() / 2
            top = box.center().y() - self._image.height() / 2
            painter.drawImage(
                QRectF(left, top, self._image.width(), self._image.height()), self._image
            )
        if self._face.simulated:
            chip = QRectF(box.left() + 4, box.top() + 4, look().px(72), look().px(26))
            draw_chip(painter, chip, SIMULATED, "", Tone.VIOLET)


def _decoded(content: bytes, place: QSize) -> QImage | None:
    if not content:
        return None
    image = QImage.fromData(QByteArray(content))
    if image.isNull():
        return None
    return image.scaled(
        place, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
