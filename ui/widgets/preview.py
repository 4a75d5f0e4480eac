"""What a camera sees now: its picture, what is wrong with it in words, and when it is lost.

The pictures are read from shared memory, thirty times a second while the widget is on the screen
and never otherwise. A picture that does not come any more is greyed: it is not shown as live.
"""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.live import LiveBoard
from hardware.bindings import CameraRole
from hardware.media.messages import FrameShown
from hardware.media.ring import RingReader
from hardware.media.sentences import NAMES, of_flaw, of_state
from hardware.readings import DeviceState
from ui.look import Tone, full, look
from ui.paint import Frame, draw_frame, side_path
from ui.tokens import Colour, TextRole

TICK_MS = 33
STALE_MS = 2000
WORDS_EVERY_MS = 300
RATIO = 9 / 16
FADED = 0.35
EDGE_PX = 3
GOOD = "Image nette. Vous pouvez la prendre."


@dataclass(frozen=True, slots=True)
class PreviewFace:
    """What is said of the picture: a word, its icon, its colour, and what to do."""

    word: str
    icon: str
    tone: Tone
    sentence: str


def waiting(role: CameraRole) -> PreviewFace:
    """Return what is said before the first picture."""
    sentence = of_state(role, DeviceState.SEARCHING)
    return PreviewFace("En attente", "hourglass", Tone.NEUTRAL, sentence)


def lost(sentence: str) -> PreviewFace:
    """Return what is said of a camera that gives nothing."""
    return PreviewFace("Pas d’image", "plug-off", Tone.RED, sentence)


def judged(frame: FrameShown) -> PreviewFace:
    """Return what is said of one picture."""
    if frame.verdict.is_good:
        return PreviewFace("Nette", "check", Tone.GREEN, GOOD)
    sentence = of_flaw(frame.verdict.flaws)
    return PreviewFace("À reprendre", "alert-triangle", Tone.OCHRE, sentence)


class Preview(QWidget):
    """The picture of one camera; ``told`` is called when what is said of it changes."""

    def __init__(self, told: Callable[[PreviewFace], None]) -> None:
        super().__init__()
        self._told = told
        self._board: LiveBoard | None = None
        self._role = CameraRole.OTOSCOPE
        self._reader: RingReader | None = None
        self._memory = ""
        self._shown: FrameShown | None = None
        self._image: QImage | None = None
        self._face = waiting(self._role)
        self._since, self._said = QElapsedTimer(), QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look_again)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)

    def look_at(self, board: LiveBoard | None, role: CameraRole) -> None:
        """Show what the camera of ``role`` puts on ``board``."""
        self._board = board
        if role is not self._role or self._shown is None:
            self.setAccessibleName(NAMES[role])
        if role is not self._role:
            self._role = role
            self._drop()
            self._say(waiting(role))

    @property
    def face(self) -> PreviewFace:
        """What is said of the picture now."""
        return self._face

    @property
    def image(self) -> QImage | None:
        """The picture shown, ``None`` when there is none."""
        return self._image

    def hasHeightForWidth(self) -> bool:
        """Say that the picture keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of a 16:9 picture."""
        return int(width * RATIO)

    def sizeHint(self) -> QSize:
        """Return the usual place of the picture."""
        return QSize(look().px(560), look().px(315))

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the board from now on; what lay there before is old."""
        super().showEvent(event)
        self._since.restart()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more, and let the memory go."""
        super().hideEvent(event)
        self._timer.stop()
        self._drop()

    def look_again(self) -> None:
        """Take the newest picture, or say that none comes any more."""
        if self._board is None:
            return
        frame = self._board.frame(self._role)
        if frame is not None and frame != self._shown and self._take(frame):
            self._since.restart()
            self._judge(frame)
            self.update()
            return
        seen = self._board.camera(self._role)
        gone = seen is not None and seen.state is not DeviceState.READY
        if seen is not None and gone and seen.state is not DeviceState.SEARCHING:
            self._say(lost(seen.sentence))
        elif self._image is not None and self._since.hasExpired(STALE_MS):
            self._say(lost(of_state(self._role, DeviceState.LOST)))

    def _take(self, frame: FrameShown) -> bool:
        reader = self._reader_of(frame.memory)
        read = reader.read(frame.slot, frame.sequence) if reader is not None else None
        if read is None:
            return False
        self._shown = frame
        self._image = QImage(
            read.pixels, read.width, read.height, read.stride, QImage.Format.Format_BGR888
        )
        return True

    def _reader_of(self, memory: str) -> RingReader | None:
        if memory != self._memory:
            self._close()
            try:
                self._reader = RingReader(memory)
            except FileNotFoundError:  # the process ended meanwhile
                return None
            self._memory = memory
        return self._reader

    def _judge(self, frame: FrameShown) -> None:
        """Say what the picture is worth, not more often than it can be read."""
        if self._said.isValid() and not self._said.hasExpired(WORDS_EVERY_MS):
            return
        self._said.restart()
        self._say(judged(frame))

    def _say(self, face: PreviewFace) -> None:
        if face != self._face:
            self._face = face
            self.setAccessibleDescription(face.sentence)
            self._told(face)
            self.update()

    def _drop(self) -> None:
        self._image, self._shown = None, None
        self._said.invalidate()
        self._close()
        self.update()

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader, self._memory = None, ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in its frame, whose colour is never the only sign."""
        painter = QPainter(self)
        box = self.rect()
        radius = look().radius("bouton")
        draw_frame(painter, QRectF(box), Frame(Colour.HOLLOW, Colour.BORDER, 1.0, radius))
        if self._image is None:
            self._draw_words(painter, box)
            return
        is_lost = self._face.tone is Tone.RED
        painter.setClipPath(side_path(QRectF(box), radius, 1.0, 1.0))
        painter.setOpacity(FADED if is_lost else 1.0)
        painter.drawImage(_inside(box, self._image.size()), self._image)
        painter.setOpacity(1.0)
        painter.setClipping(False)
        if is_lost:
            self._draw_words(painter, box)
        edge = Frame(None, full(self._face.tone), EDGE_PX, radius)
        draw_frame(painter, QRectF(box), edge)

    def _draw_words(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(look().font(TextRole.BODY))
        painter.setPen(look().colour(Colour.INK))
        inner = box.adjusted(24, 24, -24, -24)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(inner, flags, self._face.sentence)


def _inside(box: QRect, size: QSize) -> QRect:
    """Return the largest place of these proportions in the middle of ``box``."""
    scaled = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(box.topLeft(), scaled)
    place.moveCenter(box.center())
    return place
