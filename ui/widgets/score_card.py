"""The published scores as ranges, and the local points on their scale."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Tone
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card, Rule
from ui.widgets.level_scale import LevelScale, Part
from ui.widgets.text import Fit, Text

SCORES = 3
TOP = 40
# Local points: 10 for a doctor within 48 hours, 30 for a doctor today (clinical.md §3.0).
SCALE = (
    Part(10 / TOP, Tone.GREEN, "0"),
    Part(20 / TOP, Tone.BLUE, "10"),
    Part(10 / TOP, Tone.OCHRE, "30"),
)
NOT_VALIDATED = "Barème local, non validé"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One published score: its name, its range in words, what it says of itself."""

    name: str
    range_words: str
    note: str


class PointsScale(QWidget):
    """The points of the local scale."""

    def __init__(self) -> None:
        super().__init__()
        self._scale = LevelScale()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._scale)
        column.addWidget(Text(NOT_VALIDATED, TextRole.NOTE, Colour.INK_SOFT))

    def show_points(self, minimum: int, maximum: int) -> None:
        """Show where the points may be."""
        self._scale.show_parts(SCALE, (min(minimum, TOP) / TOP, min(maximum, TOP) / TOP))


class ScoreCard(Card):
    """Scores and points, as they stand with the answers of now."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        self._lines = tuple(_ScoreLine() for _ in range(SCORES))
        for line in self._lines:
            self.column.addWidget(line)
        self._points = Text("", TextRole.SCREEN_TITLE, fit=Fit.WHOLE)
        self._scale = PointsScale()
        self.column.addLayout(_named("Points d’orientation", self._points))
        self.column.addWidget(self._scale)

    def show_scores(
        self, scores: tuple[ScoreLine, ...], words: str, minimum: int, maximum: int
    ) -> None:
        """Show the scores, then the points, ``words`` being their range."""
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(scores))
            if place < len(scores):
                line.show_score(scores[place])
        self._points.say(words)
        self._scale.show_points(minimum, maximum)


class _ScoreLine(QWidget):
    """One score."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Text("", TextRole.ACTION)
        self._value = Text("", TextRole.SCREEN_TITLE, fit=Fit.WHOLE)
        self._note = Text("", TextRole.NOTE, Colour.INK_SOFT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(self._name, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addSpacing(6)
        column.addWidget(Rule())

    def show_score(self, score: ScoreLine) -> None:
        """Show ``score``."""
        self._name.say(score.name)
        self._value.say(score.range_words)
        self._note.say(score.note)
        self._note.setVisible(bool(score.note))


def _named(name: str, value: Text) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Text(name, TextRole.ACTION), 1, Qt.AlignmentFlag.AlignBottom)
    row.addWidget(value, 0, Qt.AlignmentFlag.AlignBottom)
    return row
