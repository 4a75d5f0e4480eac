"""How good a signal is: four bars that grow, the words beside say the same thing."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import Tone, full, look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour

BARS = 4
BAR_PX, GAP_PX, HEIGHT_PX = 7, 4, 22


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal: ``bars`` 0 to 4, and its words."""

    bars: int
    words: str
    tone: Tone


class SignalBars(QWidget):
    """The bars of one signal."""

    def __init__(self) -> None:
        super().__init__()
        self._bars, self._tone = 0, Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_signal(self, signal: Signal | None) -> None:
        """Show ``signal``, or nothing."""
        self.setVisible(signal is not None)
        if signal is None or (signal.bars, signal.tone) == (self._bars, self._tone):
            return
        self._bars, self._tone = signal.bars, signal.tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the place of the four bars, scaled with the text."""
        return QSize(look().px(BARS * BAR_PX + (BARS - 1) * GAP_PX), look().px(HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, those that are missing hollow."""
        painter, height = QPainter(self), self.height()
        for place in range(BARS):
            tall = height * (place + 1) / BARS
            left = look().px(place * (BAR_PX + GAP_PX))
            box = QRectF(left, height - tall, look().px(BAR_PX), tall)
            held = place < self._bars
            fill = full(self._tone) if held else Colour.HOLLOW
            edge = Colour.BORDER if look().is_contrast and not held else None
            draw_frame(painter, box, Frame(fill, edge, 1.0, 2))
