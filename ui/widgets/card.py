"""A framed area of paper or of tint on which other pieces stand."""

# ruff: noqa: N802

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.look import Tone, full, look, soft
from ui.paint import DASHED, Frame, draw_frame
from ui.tokens import Colour, tokens

INSIDE_PX = 20


class Card(QFrame):
    """A card: surface, thin line, no shadow; ``column`` receives what it holds."""

    def __init__(self, margin: int = INSIDE_PX, spacing: int = 8) -> None:
        super().__init__()
        self._frame = Frame(Colour.SURFACE, Colour.LINE, 1.0, tokens().radii["carte"])
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(spacing)

    def set_frame(self, frame: Frame) -> None:
        """Change how the card is framed."""
        if frame != self._frame:
            self._frame = frame
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, thicker in the theme where it is the only sign."""
        frame = self._frame
        if look().is_contrast and frame.edge is not None:
            width = max(frame.width, look().stroke("contraste_carte"))
            frame = Frame(frame.fill, frame.edge, width, frame.radius, frame.dashed)
        draw_frame(QPainter(self), QRectF(self.rect()), frame)


def plain_frame() -> Frame:
    """Return the frame of a card at rest."""
    return Frame(Colour.SURFACE, Colour.LINE, 1.0, tokens().radii["carte"])


def live_frame() -> Frame:
    """Return the frame of the card that is being filled now."""
    return Frame(Colour.SURFACE, Colour.ACCENT, 2.0, tokens().radii["carte"])


def absent_frame() -> Frame:
    """Return the frame of a card whose device is absent."""
    return Frame(Colour.GROUND, Colour.BORDER, 1.0, tokens().radii["carte"], DASHED)


def lost_frame() -> Frame:
    """Return the frame of a card whose device was lost."""
    return Frame(Colour.SURFACE, Colour.RED, 2.0, tokens().radii["carte"])


class Tinted(QFrame):
    """A block of one tint: its colour comes with an icon and words, never alone."""

    def __init__(self, tone: Tone, radius: str = "bouton") -> None:
        super().__init__()
        self._tone, self._radius = tone, radius
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 12, 16, 12)
        self.row.setSpacing(14)

    def set_tone(self, tone: Tone) -> None:
        """Change the meaning of the block."""
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, or its frame in the theme without tints."""
        edge = full(self._tone) if look().is_contrast else None
        frame = Frame(
            soft(self._tone), edge, look().stroke("contraste_carte"), look().radius(self._radius)
        )
        draw_frame(QPainter(self), QRectF(self.rect()), frame)


class Rule(QWidget):
    """A thin line between two things."""

    def __init__(self, colour: Colour = Colour.LINE) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        QPainter(self).fillRect(self.rect(), look().colour(self._colour))
