"""The red block: what to do at once, why, and for how long the sign has been known."""

# ruff: noqa: N802

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from ui.look import look
from ui.paint import Frame, draw_frame
from ui.tokens import Colour, TextRole
from ui.widgets.picture import Disc
from ui.widgets.text import Fit, Text

DISC_PX = 84


@dataclass(frozen=True, slots=True)
class RedFace:
    """What the block says; ``number`` or ``icon`` stands in its disc."""

    order: str
    reason: str
    number: str = ""
    icon: str = ""


class RedBlock(QFrame):
    """Solid red, white words: kept for one thing, now."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._disc = Disc(Colour.ON_RED, Colour.RED_SOLID, DISC_PX)
        self._order = Text("", TextRole.ALERT, Colour.ON_RED)
        self._reason = Text("", TextRole.HELP, Colour.ON_RED)
        self._since = Text("", TextRole.DETAIL, Colour.ON_RED, fit=Fit.WHOLE)
        self._timer = Text("", TextRole.ALERT, Colour.ON_RED, fit=Fit.WHOLE)
        self._timer.align_digits()
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 16, 26, 16)
        row.setSpacing(22)
        row.addWidget(self._disc)
        words, clock = QVBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._order)
        words.addWidget(self._reason)
        row.addLayout(words, 1)
        clock.setSpacing(0)
        for text in (self._since, self._timer):
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            clock.addWidget(text, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(clock)

    def show_order(self, face: RedFace) -> None:
        """Show what to do and why."""
        self._order.say(face.order)
        self._reason.say(face.reason)
        self.setAccessibleName(f"{face.order}. {face.reason}")
        if face.icon:
            self._disc.show_icon(face.icon)
        else:
            self._disc.show_words(face.number)

    def show_timer(self, caption: str, digits: str) -> None:
        """Show how long ago the sign was known, in digits only."""
        self._since.say(caption)
        self._timer.say(digits)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the block."""
        frame = Frame(Colour.RED_SOLID, None, 0, look().radius("bandeau_rouge"))
        draw_frame(QPainter(self), QRectF(self.rect()), frame)
