"""What the stethoscope hears: four seconds of wave that pass, the level, and what to do.

The wave is read while the widget is on the screen; it is for the eye, not for the record.
"""

# ruff: noqa: N802

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.live import LiveBoard
from hardware.media.messages import SoundShown
from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour

TICK_MS = 40
STEP = 40
"""How many samples at 4 kHz stand in one column: a hundredth of a second."""

SECONDS = 4
COLUMNS = SECONDS * 100
FULL_SCALE = 32768.0
HEIGHT_PX, LEVEL_PX = 150, 8

Column = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Heard:
    """The newest of what is heard; ``rate`` per minute, ``None`` when it is not sure."""

    level: float = 0.0
    rate: int | None = None
    confidence: float = 0.0


def columns_of(samples: bytes, step: int = STEP) -> Iterator[Column]:
    """Yield the lowest and the highest of each ``step`` samples, -1 to 1.

    ``samples`` are 16-bit signed little-endian; an odd byte at the end is left out.
    """
    whole = array("h", samples[: len(samples) // 2 * 2])
    for start in range(0, len(whole), step):
        part = whole[start : start + step]
        yield min(part) / FULL_SCALE, max(part) / FULL_SCALE


class Wave(QWidget):
    """A wave drawn from its columns, the newest on the right."""

    def __init__(self, name: str, height: int = HEIGHT_PX) -> None:
        super().__init__()
        self._height = height
        self._columns: deque[Column] = deque(maxlen=COLUMNS)
        self.level = 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is drawn."""
        return tuple(self._columns)

    def sizeHint(self) -> QSize:
        """Return the place of the wave."""
        return QSize(look().px(400), look().px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest place."""
        return QSize(look().px(120), look().px(self._height))

    def add(self, columns: Iterable[Column]) -> None:
        """Draw ``columns`` after those already there."""
        self._columns.extend(columns)
        self.update()

    def show_whole(self, samples: bytes) -> None:
        """Draw a whole recording in the width."""
        step = max(STEP, len(samples) // 2 // COLUMNS + 1)
        self.clear()
        self.add(columns_of(samples, step))

    def clear(self) -> None:
        """Draw nothing."""
        self._columns.clear()
        self.level = 0.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the middle line, the wave and, under it, the level."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        radius = look().radius("bouton")
        draw_frame(painter, box, Frame(Colour.SURFACE, Colour.BORDER, 1.0, radius))
        inner = box.adjusted(10, 10, -10, -10 - look().px(LEVEL_PX) - 6)
        painter.fillRect(
            QRectF(inner.left(), inner.center().y(), inner.width(), 1), look().colour(Colour.LINE)
        )
        self._draw_wave(painter, inner)
        bar = QRectF(inner.left(), inner.bottom() + 6, inner.width(), look().px(LEVEL_PX))
        painter.fillRect(bar, look().colour(Colour.HOLLOW))
        bar.setWidth(bar.width() * min(max(self.level, 0.0), 1.0))
        painter.fillRect(bar, look().colour(Colour.ACCENT))

    def _draw_wave(self, painter: QPainter, box: QRectF) -> None:
        if not self._columns:
            return
        painter.setPen(QPen(look().colour(Colour.ACCENT), 1.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = box.width() / COLUMNS
        left = box.right() - pitch * len(self._columns)
        middle, half = box.center().y(), box.height() / 2
        line = QPolygonF()
        for place, (low, high) in enumerate(self._columns):
            x = left + place * pitch
            line.append(QPointF(x, middle - high * half))
            line.append(QPointF(x, middle - low * half))
        painter.drawPolyline(line)


class SoundTrace(Wave):
    """The wave of what is heard now; ``told`` is called with the newest of it."""

    def __init__(self, told: Callable[[Heard], None], height: int = HEIGHT_PX) -> None:
        super().__init__("Onde du stéthoscope", height)
        self._told = told
        self._board: LiveBoard | None = None
        self._request = ""
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.listen_again)

    def listen_to(self, board: LiveBoard | None, request_id: str) -> None:
        """Draw what is heard for ``request_id``; the wave of another one leaves."""
        self._board = board
        if request_id and request_id != self._request:
            self.clear()
        self._request = request_id

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the board from now on."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Listen no more."""
        super().hideEvent(event)
        self._timer.stop()

    def listen_again(self) -> None:
        """Take what was heard since the last time."""
        heard = self._board.take_sounds() if self._board is not None else ()
        ours = [one for one in heard if one.request_id == self._request]
        for one in ours:
            self.add(columns_of(one.samples))
        if ours:
            self._tell(ours[-1])

    def _tell(self, newest: SoundShown) -> None:
        self.level = newest.level
        self._told(Heard(newest.level, newest.rate, newest.confidence))
