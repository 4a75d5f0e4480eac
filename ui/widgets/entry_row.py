"""Typing a measure by hand: one small field for each value, filled without leaving the keys."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import look
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.field import TypingBox
from ui.widgets.text import Fit, Text

FIELD_PX = 92
HIGH_DIGITS, LOW_DIGITS = 3, 2
STARTS_HIGH = ("1", "2")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to type: its name read aloud, its unit."""

    name: str
    unit: str


class EntryRow(QWidget):
    """The fields of one kind of measure; ``typed`` is called with the texts, in order."""

    def __init__(
        self, entries: tuple[Entry, ...], typed: Callable[[tuple[str, ...]], None]
    ) -> None:
        super().__init__()
        self._typed = typed
        self._boxes = tuple(TypingBox() for _ in entries)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box, entry in zip(self._boxes, entries, strict=True):
            box.setFixedWidth(look().px(FIELD_PX))
            box.line.setAccessibleName(f"{entry.name}, {entry.unit}")
            row.addWidget(box)
            row.addWidget(Text(entry.unit, TextRole.DETAIL, Colour.INK_SOFT, fit=Fit.WHOLE))
        row.addStretch(1)
        row.addWidget(Button("Garder", Kind.SOFT, Height.SMALL, "check").does(self.keep))
        if len(self._boxes) > 1:
            self._boxes[0].line.textEdited.connect(self._jump)

    def keep(self) -> None:
        """Give what is typed."""
        self._typed(tuple(box.line.text() for box in self._boxes))

    def has_keys(self) -> bool:
        """True while one of the fields has the keys."""
        return any(box.line.hasFocus() for box in self._boxes)

    def arrive(self) -> None:
        """Give the keys to the first field."""
        self._boxes[0].line.setFocus()
        self._boxes[0].line.selectAll()

    def clear(self) -> None:
        """Empty the fields."""
        for box in self._boxes:
            box.line.clear()

    def _jump(self, text: str) -> None:
        """Go to the second value after three digits, two when the first is 3 to 9.

        A systolic pressure begins with 1 or 2 when it has three digits.
        """
        enough = HIGH_DIGITS if text[:1] in STARTS_HIGH else LOW_DIGITS
        if len(text) == enough and text.isdigit():
            self._boxes[1].line.setFocus()
            self._boxes[1].line.selectAll()
