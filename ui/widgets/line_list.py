"""A list of facts, each with its icon, its strong words, its note and its reference."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Tone, full
from ui.tokens import Colour, TextRole
from ui.widgets.card import Rule
from ui.widgets.picture import Picture
from ui.widgets.text import Fit, Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: an icon and its colour, strong words, a note, a reference."""

    icon: str
    tone: Tone
    words: str
    note: str = ""
    reference: str = ""


class LineList(QWidget):
    """The lines one under the other; widgets are kept from one scene to the next."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show ``lines``."""
        while len(self._rows) < len(lines):
            row = _Row(first=not self._rows)
            self._rows.append(row)
            self._column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.show_line(lines[place])


class _Row(QWidget):
    """One line."""

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self._icon = Picture("", 22)
        self._words = Text("", TextRole.DETAIL, weight=600)
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._reference = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if not first:
            column.addWidget(Rule())
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        words.setSpacing(0)
        words.addWidget(self._words)
        words.addWidget(self._note)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, top)
        row.addLayout(words, 1)
        row.addWidget(self._reference, 0, top)
        column.addLayout(row)

    def show_line(self, line: Line) -> None:
        """Show ``line``."""
        self._icon.show_icon(line.icon, full(line.tone))
        self._words.say(line.words)
        self._note.say(line.note)
        self._note.setVisible(bool(line.note))
        self._reference.say(line.reference)
        self._reference.setVisible(bool(line.reference))
