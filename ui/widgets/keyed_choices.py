"""A short question with its answers one under the other or side by side, each with its key."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.answer_card import SHORT, Answer, AnswerCard


class KeyedChoices(QWidget):
    """The answers in one column; ``chosen`` is called with the place of the one pressed."""

    def __init__(self, chosen: Callable[[int], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._cards: list[AnswerCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_answers(self, answers: Sequence[Answer], given: int) -> None:
        """Show ``answers``; the one at the place ``given`` is chosen, -1 for none."""
        while len(self._cards) < len(answers):
            self._add_card()
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(answers))
            if place < len(answers):
                card.show_answer(answers[place])
                card.setChecked(place == given)

    def _add_card(self) -> None:
        card, place = AnswerCard(SHORT), len(self._cards)
        card.clicked.connect(lambda *_: self._chosen(place))
        self._cards.append(card)
        self._column.addWidget(card)
