"""What is observed beside the devices: a line for each fact, its answers with their letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui.tokens import TextRole
from ui.widgets.answer_card import Answer
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.keyed_choices import KeyedChoices
from ui.widgets.text import Text

NAME_PX = 190


@dataclass(frozen=True, slots=True)
class Observation:
    """One fact: its name, its answers, the place of the one given or -1."""

    name: str
    answers: tuple[Answer, ...]
    given: int


class ObservationCard(Card):
    """The facts; ``chosen`` is called with the place of the fact and that of its answer."""

    def __init__(self, chosen: Callable[[int, int], None]) -> None:
        super().__init__(margin=8, spacing=4)
        self._chosen = chosen
        self._rows: list[_Row] = []

    def show_observations(self, observations: Sequence[Observation]) -> None:
        """Show ``observations``; the card leaves when there is none."""
        while len(self._rows) < len(observations):
            row = _Row(len(self._rows), self._chosen)
            self._rows.append(row)
            self.column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(observations))
            if place < len(observations):
                row.show_observation(observations[place])
        self.setVisible(bool(observations))


class _Row(Columns):
    """One fact."""

    def __init__(self, place: int, chosen: Callable[[int, int], None]) -> None:
        super().__init__(spacing=12)
        self._name = Text("", TextRole.DETAIL, weight=600)
        self._choices = KeyedChoices(lambda answer: chosen(place, answer), across=True)
        self.add(self._name, NAME_PX)
        self.add(self._choices)

    def show_observation(self, observation: Observation) -> None:
        """Show ``observation``."""
        self._name.say(observation.name)
        self._choices.show_answers(observation.answers, observation.given, observation.name)
