"""Two or three answers side by side in one frame: « Oui / Non / ? »."""

# ruff: noqa: N802

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.icons import TICK_STROKE, draw_icon
from ui.look import look
from ui.paint import side_path
from ui.tokens import Colour, TextRole
from ui.typeset import text_width
from ui.widgets.radio import Radio

PADDING_PX = 19
ICON_PX = 18
GAP_PX = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One part: what it answers, its word, and how it looks once chosen."""

    value: str
    word: str
    spoken: str
    fill: Colour
    ink: Colour
    edge: Colour
    icon: str = ""


YES_FLAG = Choice("yes", "Oui", "Oui", Colour.RED_SOFT, Colour.RED, Colour.RED, "alert-triangle")
NO_FLAG = Choice("no", "Non", "Non", Colour.GREEN_SOFT, Colour.GREEN, Colour.GREEN, "check")
UNKNOWN = Choice(
    "unknown", "?", "Ne sait pas", Colour.OCHRE_SOFT, Colour.OCHRE, Colour.OCHRE, "help-circle"
)
YES = Choice("yes", "Oui", "Oui", Colour.ACCENT, Colour.ON_ACCENT, Colour.ACCENT)
NO = Choice("no", "Non", "Non", Colour.INK_SOFT, Colour.SURFACE, Colour.INK_SOFT)


class Part(Radio):
    """One answer of the frame."""

    def __init__(self, choice: Choice, subject: str, sides: tuple[float, float]) -> None:
        super().__init__(choice.word)
        self.choice, self._sides = choice, sides
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{choice.spoken}, {subject}")

    def sizeHint(self) -> QSize:
        """Return the place of the word, with room for the tick where there is one."""
        width = text_width(self.choice.word, self._font()) + 2 * look().px(PADDING_PX)
        side = look().size("cible_mini")
        return QSize(max(int(width + 0.999), side + 8), side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part and its word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = self.choice.edge if chosen else Colour.BORDER
        painter.setPen(QPen(look().colour(edge), look().stroke("commande")))
        painter.setBrush(look().colour(self.choice.fill if chosen else Colour.SURFACE))
        box = QRectF(self.rect()).adjusted(self._left_edge(), 0.75, -0.75, -0.75)
        painter.drawPath(side_path(box, look().radius("bouton"), *self._sides))
        self._draw_word(painter, box)

    def _left_edge(self) -> float:
        """Return where the box begins: between two parts at rest there is one line, not two."""
        return 0.75 if self._sides[0] or self.isChecked() else -2.0

    def _draw_word(self, painter: QPainter, box: QRectF) -> None:
        ink = look().colour(self.choice.ink if self.isChecked() else Colour.INK)
        icon = self.choice.icon if self.isChecked() else ""
        if icon and len(self.choice.word) == 1:
            draw_icon(painter, icon, self._square(box.center().x()), ink, TICK_STROKE)
            return
        words = text_width(self.choice.word, self._font())
        shift = (look().px(ICON_PX) + GAP_PX) / 2 if icon else 0
        if icon:
            middle = box.center().x() - words / 2 - GAP_PX / 2
            draw_icon(painter, icon, self._square(middle), ink, TICK_STROKE)
        painter.setFont(self._font())
        painter.setPen(ink)
        painter.drawText(box.translated(shift, 0), Qt.AlignmentFlag.AlignCenter, self.choice.word)

    def _square(self, middle: float) -> QRectF:
        side = look().px(ICON_PX)
        return QRectF(middle - side / 2, (self.height() - side) / 2, side, side)

    def _font(self) -> QFont:
        return look().font(TextRole.ACTION)


class Choices(QWidget):
    """The parts side by side; ``chosen`` is called with the value of the part pressed."""

    def __init__(
        self, choices: Sequence[Choice], subject: str, chosen: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.parts = tuple(
            Part(choice, subject, (float(choice is choices[0]), float(choice is choices[-1])))
            for choice in choices
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in self.parts:
            row.addWidget(part)
            part.clicked.connect(lambda *_, one=part: chosen(one.choice.value))

    def show_value(self, value: str) -> None:
        """Show the part whose value is ``value`` as chosen; an empty one chooses none."""
        for part in self.parts:
            if part.isChecked() != (part.choice.value == value):
                part.setChecked(part.choice.value == value)

    def rename(self, subject: str) -> None:
        """Say to a screen reader what the parts answer."""
        for part in self.parts:
            part.setAccessibleName(f"{part.choice.spoken}, {subject}")
