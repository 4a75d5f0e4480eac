"""A number to type: its unit, the bounds that are possible."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from protocols.model import Answer, Kind, Question
from ui.format import number
from ui.look import look
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height
from ui.widgets.button import Kind as Place
from ui.widgets.field import LARGE_PX, Provenance, TypingBox
from ui.widgets.text import Fit, Text

WIDTH_PX = 240


class NumberAnswer(QWidget):
    """The field, its unit, and the sentence that gives the bounds."""

    def __init__(self, answered: Callable[[str], None]) -> None:
        super().__init__()
        self._box = TypingBox(LARGE_PX)
        self._unit = Text("", TextRole.ANSWER, Colour.INK_SOFT, 400, Fit.WHOLE)
        self._bounds = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._shown = ""
        self._keep = Button("Garder", Place.SOFT, Height.MAIN, "check")
        self._keep.does(lambda: answered(self.typed) if self.typed else None)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._box)
        row.addWidget(self._unit)
        row.addWidget(self._keep)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._bounds)

    @property
    def typed(self) -> str:
        """The text exactly as typed, without spaces around."""
        return self._box.line.text().strip()

    def show_question(self, question: Question, given: Answer | None) -> None:
        """Show the unit and the bounds; the field is filled once for each question."""
        if question.kind is not Kind.NUMBER:
            self._shown = ""
            return
        self._box.setFixedWidth(look().px(WIDTH_PX))
        self._unit.say(question.unit_label)
        self._box.line.setAccessibleName(
            f"{question.label or question.text}, {question.unit_label}"
        )
        low, high = number(question.minimum), number(question.maximum)
        self._bounds.say(f"De {low} à {high}\u00a0{question.unit_label}".rstrip() + ".")
        self._box.mark(Provenance.TYPED, "")
        if self._shown != question.id:
            self._shown = question.id
            self._box.line.setText(number(given) if isinstance(given, Decimal) else "")

    def arrive(self) -> None:
        """Give the keys to the field."""
        self._box.line.setFocus()
        self._box.line.selectAll()
