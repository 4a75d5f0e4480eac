"""The captures of a sealed sheet: small frames, and the one that was opened at its full size."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.look import look
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.sound_trace import Wave
from ui.widgets.text import Text
from ui.widgets.thumbnail import ThumbnailFace
from ui.widgets.thumbnail_strip import Strip

TITLE = "Images et sons"
TOLD = "Chaque ouverture est inscrite au journal des accès."
WIDEST_PX, RATIO = 720, 9 / 16


@dataclass(frozen=True, slots=True)
class OpenedFace:
    """The capture that is open: a picture, or the samples of a sound; or why it is not."""

    title: str
    picture: bytes = field(default=b"", repr=False)
    samples: bytes = field(default=b"", repr=False)
    refused: str = ""


class PictureView(QWidget):
    """One whole picture, as large as the place allows."""

    def __init__(self) -> None:
        super().__init__()
        self._content, self._image = b"", QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def image(self) -> QImage:
        """The picture, null when there is none."""
        return self._image

    def show_picture(self, content: bytes, name: str) -> None:
        """Show the picture of a JPEG file."""
        self.setAccessibleName(name)
        if content != self._content:
            self._content = content
            self._image = QImage.fromData(QByteArray(content)) if content else QImage()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the picture keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture in ``width``."""
        wide = min(width, look().px(WIDEST_PX))
        if self._image.isNull():
            return int(wide * RATIO)
        return int(wide * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:
        """Return the usual place of the picture."""
        return QSize(look().px(480), self.heightForWidth(look().px(480)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in the middle, its proportions kept."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)


@dataclass(frozen=True, slots=True)
class ShelfDoing:
    """What the shelf does: open a capture ("" for the next one), play it, put it away."""

    open: Callable[[str], None]
    play: Callable[[], None]
    away: Callable[[], None]


class CaptureShelf(Card):
    """The frames, and the capture that is open."""

    def __init__(self, doing: ShelfDoing) -> None:
        super().__init__(margin=20, spacing=8)
        head = QHBoxLayout()
        head.setSpacing(10)
        self.column.addLayout(head)
        head.addWidget(Text(TITLE, TextRole.CARD_TITLE, Colour.ACCENT_STRONG), 1)
        self._next = Button("Ouvrir", Kind.FRAMED, Height.SMALL, "zoom-in", "I")
        head.addWidget(self._next.does(lambda: doing.open("")))
        self._play = Button("Lire", Kind.FRAMED, Height.SMALL, "volume", "L")
        head.addWidget(self._play.does(doing.play))
        self._away = Button("Fermer", Kind.PLAIN, Height.SMALL, "x", "Échap")
        head.addWidget(self._away.does(doing.away))
        self._strip = Strip(doing.open)
        self._title = Text("", TextRole.DETAIL, weight=600)
        self._refused = Text("", TextRole.DETAIL, Colour.RED)
        self.picture, self.wave = PictureView(), Wave("Onde de l’enregistrement")
        self.column.addWidget(Text(TOLD, TextRole.NOTE, Colour.INK_SOFT))
        self.column.addWidget(self._strip)
        for piece in (self._title, self._refused, self.picture, self.wave):
            self.column.addWidget(piece)
        self._samples = b""

    def show_faces(self, faces: tuple[ThumbnailFace, ...], chosen: str) -> None:
        """Show the frames of the captures; nothing when there is none."""
        self._strip.show_faces(faces, chosen)
        self.setVisible(bool(faces))

    def show_opened(self, opened: OpenedFace | None) -> None:
        """Show the capture that is open, or none."""
        face = opened if opened is not None else OpenedFace("")
        self._away.setVisible(opened is not None)
        for text, words in ((self._title, face.title), (self._refused, face.refused)):
            text.say(words)
            text.setVisible(bool(words))
        self.picture.setVisible(bool(face.picture))
        self.picture.show_picture(face.picture, face.title)
        self.wave.setVisible(bool(face.samples))
        self._play.setVisible(bool(face.samples))
        if face.samples != self._samples:
            self._samples = face.samples
            self.wave.show_whole(face.samples)
