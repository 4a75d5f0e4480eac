"""One red-flag sign: its number, its short name, and its own three answers."""

# ruff: noqa: N802

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.look import look
from ui.paint import Frame, draw_frame, draw_rule
from ui.tokens import Colour, TextRole
from ui.widgets.choices import NO_FLAG, UNKNOWN, YES_FLAG, Choices
from ui.widgets.text import Fit, Text

NUMBER_PX = 28


@dataclass(frozen=True, slots=True)
class Sign:
    """What the row shows; ``value`` is "yes", "no", "unknown" or "" when not answered yet."""

    number: int
    name: str
    value: str = ""
    is_current: bool = False
    is_missing: bool = False


class SignRow(QWidget):
    """One row of the list of signs."""

    def __init__(self, answered: Callable[[str], None]) -> None:
        super().__init__()
        self._sign = Sign(0, "")
        self._number = Text("", TextRole.LABEL, Colour.INK_SOFT)
        self._name = Text("", TextRole.BODY, fit=Fit.TWO_LINES)
        self.choices = Choices((YES_FLAG, NO_FLAG, UNKNOWN), "", answered)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 8, 3)
        row.setSpacing(12)
        self._number.setFixedWidth(NUMBER_PX)
        row.addWidget(self._number)
        row.addWidget(self._name, 1)
        row.addWidget(self.choices)

    def show_sign(self, sign: Sign) -> None:
        """Show ``sign``."""
        if sign == self._sign:
            return
        self._sign = sign
        self._number.say(str(sign.number))
        self._name.say(sign.name)
        if sign.is_current:
            self._name.set_ink(Colour.ACCENT_STRONG, 600)
        else:
            self._name.set_ink(Colour.INK, 400)
        self.choices.show_value(sign.value)
        self.choices.rename(sign.name)
        self.setMinimumHeight(look().size("signe_alerte"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint the current row, or a forgotten one."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._sign.is_current:
            edge = Colour.ACCENT if look().is_contrast else None
            draw_frame(painter, box, Frame(Colour.ACCENT_SOFT, edge, 2, 8))
        elif self._sign.is_missing:
            edge = Colour.OCHRE if look().is_contrast else None
            draw_frame(painter, box, Frame(Colour.OCHRE_SOFT, edge, 2, 8))
        elif self._sign.number > 1:
            draw_rule(painter, 0, box.width(), 0, Colour.LINE)
