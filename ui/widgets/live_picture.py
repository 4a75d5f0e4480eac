"""A picture that moves, read from shared memory thirty times a second while it is on the screen.

Each picture is scaled once, from where it lies to the size it is shown at: nothing of its full
size is copied, and drawing it again costs little. One that does not come any more is greyed, with
a sentence over it: it is not shown as live.
"""

# ruff: noqa: N802

from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hardware.media.ring import CHANNELS, RingReader
from ui.look import look
from ui.paint import Frame, draw_frame, side_path
from ui.tokens import Colour, TextRole

TICK_MS = 33
STALE_MS = 2000
FADED = 0.35
MARGIN_PX = 24


class InMemory(Protocol):
    """Where a picture lies; ``width`` and ``height`` in pixels."""

    @property
    def memory(self) -> str:
        """The name of the shared memory."""

    @property
    def slot(self) -> int:
        """The slot of the ring."""

    @property
    def sequence(self) -> int:
        """Which picture of the ring it is."""

    @property
    def width(self) -> int:
        """Its width."""

    @property
    def height(self) -> int:
        """Its height."""


class LivePicture(QWidget):
    """The newest picture, as large as its place; a kind of it says where it comes from."""

    words_role, words_margin = TextRole.BODY, MARGIN_PX

    def __init__(self) -> None:
        super().__init__()
        self._reader: RingReader | None = None
        self._memory = ""
        self._shown: InMemory | None = None
        self._image: QImage | None = None
        self._next: QImage | None = None
        self.since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look_again)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def newest(self) -> InMemory | None:
        """Return the newest picture, ``None`` before the first one."""
        return None

    def came(self, shown: InMemory) -> None:
        """Hear that ``shown`` is drawn from now on."""

    def missed(self) -> None:
        """Hear that nothing new came since the last time."""

    @property
    def sentence(self) -> str:
        """What is written over a picture that is not live, or in place of it; "" for nothing."""
        return ""

    @property
    def is_still(self) -> bool:
        """True when the picture is not live any more."""
        return False

    @property
    def edge(self) -> tuple[Colour, float]:
        """Colour and thickness of the line around."""
        return Colour.BORDER, 1.0

    @property
    def image(self) -> QImage | None:
        """The picture shown, at the size it is shown at; ``None`` when there is none."""
        return self._image

    def showEvent(self, event: QShowEvent) -> None:
        """Look for pictures from now on; what lay there before is old."""
        super().showEvent(event)
        self.since.restart()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more, and let the memory go."""
        super().hideEvent(event)
        self._timer.stop()
        self.drop()

    def look_again(self) -> None:
        """Take the newest picture, or say that none came."""
        found = self.newest()
        if found is not None and found != self._shown and self._take(found):
            self.since.restart()
            self.came(found)
            self.update()
        else:
            self.missed()

    def drop(self) -> None:
        """Show nothing, and let the memory go."""
        self._image, self._shown = None, None
        self._close()
        self.update()

    def _take(self, found: InMemory) -> bool:
        reader = self._reader_of(found.memory)
        if reader is None or not reader.draw(found.slot, found.sequence, self._scale):
            return False
        self._shown = found
        self._image, self._next = self._next, self._image
        return True

    def _scale(self, rows: memoryview, width: int, height: int) -> None:
        """Draw a picture at the size it is shown at; smoothing would cost five times more."""
        ratio = self.devicePixelRatio()
        place = _inside(self.rect(), QSize(width, height)).size() * ratio
        if place.isEmpty():
            place = QSize(width, height)
        if self._next is None or self._next.size() != place:
            self._next = QImage(place, QImage.Format.Format_RGB32)
        whole = QImage(rows, width, height, CHANNELS * width, QImage.Format.Format_BGR888)
        painter = QPainter(self._next)
        painter.drawImage(self._next.rect(), whole)
        painter.end()

    def _reader_of(self, memory: str) -> RingReader | None:
        if memory != self._memory:
            self._close()
            try:
                self._reader = RingReader(memory)
            except FileNotFoundError:  # the process ended meanwhile
                return None
            self._memory = memory
        return self._reader

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader, self._memory = None, ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in its frame, whose colour is never the only sign."""
        painter = QPainter(self)
        box, radius = self.rect(), look().radius("bouton")
        colour, thickness = self.edge
        if self._image is None:
            draw_frame(painter, QRectF(box), Frame(Colour.HOLLOW, colour, thickness, radius))
        else:
            self._draw_picture(painter, self._image, radius)
            draw_frame(painter, QRectF(box), Frame(None, colour, thickness, radius))
        if self._image is None or self.is_still:
            self.draw_words(painter, box)

    def _draw_picture(self, painter: QPainter, image: QImage, radius: float) -> None:
        place = _inside(self.rect(), image.size())
        painter.setClipPath(side_path(QRectF(self.rect()), radius, 1.0, 1.0))
        if self.is_still or place.size() != self.size():
            painter.fillRect(self.rect(), look().colour(Colour.HOLLOW))
        painter.setOpacity(FADED if self.is_still else 1.0)
        painter.drawImage(place, image)
        painter.setOpacity(1.0)
        painter.setClipping(False)

    def draw_words(self, painter: QPainter, box: QRect) -> None:
        """Write what is said over a picture that is not live, or in place of it."""
        painter.setFont(look().font(self.words_role))
        painter.setPen(look().colour(Colour.INK))
        margin = self.words_margin
        inner = box.adjusted(margin, margin, -margin, -margin)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(inner, flags, self.sentence)


def _inside(box: QRect, size: QSize) -> QRect:
    """Return the largest place of these proportions in the middle of ``box``."""
    scaled = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(box.topLeft(), scaled)
    place.moveCenter(box.center())
    return place
