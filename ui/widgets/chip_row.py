"""A few choices as chips, on as many lines as they need; the one that is chosen is filled."""

from collections.abc import Callable, Sequence

from ui.widgets.chip import FilterChip
from ui.widgets.flow_row import FlowRow


class ChipRow(FlowRow):
    """The chips; ``chosen`` is called with the place of the one pressed."""

    def __init__(self, chosen: Callable[[int], None], gap: int = 3) -> None:
        super().__init__(gap)
        self._chosen = chosen
        self._chips: list[FilterChip] = []

    def show_choices(self, words: Sequence[str], chosen: int, subject: str = "") -> None:
        """Show ``words``; the one at the place ``chosen`` is filled, -1 for none.

        ``subject`` is what they answer, for a screen reader.
        """
        while len(self._chips) < len(words):
            place = len(self._chips)
            chip = FilterChip("")
            chip.clicked.connect(lambda *_, place=place: self._chosen(place))
            self._chips.append(chip)
            self.add(chip)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(words))
            if place < len(words):
                chip.show_words(words[place], chosen=place == chosen)
                chip.setAccessibleDescription(subject)
        self.setVisible(bool(words))
        self.updateGeometry()
