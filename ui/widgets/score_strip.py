"""The points and the published scores side by side, then the local scale."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tokens import Colour, TextRole
from ui.widgets.score_card import SCORES, PointsScale, ScoreLine
from ui.widgets.text import Fit, Text


class ScoreStrip(QWidget):
    """Each number under its name."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = tuple(_Column() for _ in range(SCORES + 1))
        self._scale = PointsScale()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(24)
        for one in self._columns:
            row.addWidget(one)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._scale)

    def show_scores(
        self, scores: tuple[ScoreLine, ...], words: str, minimum: int, maximum: int
    ) -> None:
        """Show the points, ``words`` being their range, then the scores."""
        shown = (ScoreLine("Points", words, ""), *scores)
        for place, one in enumerate(self._columns):
            one.setVisible(place < len(shown))
            if place < len(shown):
                one.show_score(shown[place])
        self._scale.show_points(minimum, maximum)


class _Column(QWidget):
    """One name and its number."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Text("", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE)
        self._value = Text("", TextRole.QUESTION, fit=Fit.WHOLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self._value)

    def show_score(self, score: ScoreLine) -> None:
        """Show ``score``."""
        self._name.say(score.name)
        self._value.say(score.range_words)
