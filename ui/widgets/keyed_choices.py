"""A short question with its answers, each with its key: one under the other, or side by side."""

# ruff: noqa: N802

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.widgets.answer_card import SHORT, Answer, AnswerCard
from ui.widgets.columns import is_folded

LEAST_SHARE = 12
DOWN, ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class KeyedChoices(QWidget):
    """The answers; ``chosen`` is called with the place of the one pressed.

    ``across`` puts them side by side where there is room for columns.
    """

    def __init__(self, chosen: Callable[[int], None], *, across: bool = False) -> None:
        super().__init__()
        self._chosen, self._across = chosen, across
        self._cards: list[AnswerCard] = []
        self._line = QBoxLayout(DOWN, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(6)

    def show_answers(self, answers: Sequence[Answer], given: int, subject: str = "") -> None:
        """Show ``answers``; the one at the place ``given`` is chosen, -1 for none."""
        while len(self._cards) < len(answers):
            self._add_card()
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(answers))
            if place < len(answers):
                card.show_answer(answers[place])
                card.setAccessibleDescription(subject)
                card.setChecked(place == given)
                self._line.setStretch(place, LEAST_SHARE + len(answers[place].word))

    def _add_card(self) -> None:
        card, place = AnswerCard(SHORT), len(self._cards)
        card.clicked.connect(lambda *_: self._chosen(place))
        self._cards.append(card)
        self._line.addWidget(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        """Fold or unfold before the first drawing."""
        super().showEvent(event)
        self._fold()

    def _fold(self) -> None:
        way = ACROSS if self._across and not is_folded(self) else DOWN
        if self._line.direction() is not way:
            self._line.setDirection(way)
