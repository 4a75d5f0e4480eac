"""The filters of a search as chips; one opened shows its values, each with its digit."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.archive import Filter, Filters
from ui.custody.archive_words import FILTER_ICONS, Names, Option
from ui.widgets.chip import FilterChip
from ui.widgets.flow_row import FlowRow

DIGITS = 10


class FilterBar(QWidget):
    """Four chips; ``chosen`` is called with a filter and its new value."""

    def __init__(self, chosen: Callable[[Filter, str], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._open: Filter | None = None
        self._options: tuple[Option, ...] = ()
        self._names = Names((), ())
        self._filters = Filters()
        self._chips = {one: FilterChip("", FILTER_ICONS[one]) for one in Filter}
        self._values: list[FilterChip] = []
        chips, self._shown = FlowRow(), FlowRow()
        for which, chip in self._chips.items():
            chip.clicked.connect(partial(self.open, which))
            chips.add(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(chips)
        column.addWidget(self._shown)
        self._shown.hide()

    def show_filters(self, filters: Filters, names: Names) -> None:
        """Show what each filter is set to."""
        self._names, self._filters = names, filters
        for which, chip in self._chips.items():
            chip.show_words(names.words(which, filters), chosen=bool(filters.value(which)))
        if self._open is not None:
            self._show_values(self._open)

    @property
    def is_open(self) -> bool:
        """True while the values of one filter are shown."""
        return self._open is not None

    def open(self, which: Filter, *_: object) -> None:
        """Show the values of ``which``; the same one again puts them away."""
        if self._open is which:
            self.close_values()
            return
        self._open = which
        self._show_values(which)
        self._shown.show()
        self._values[0].setFocus()

    def close_values(self) -> None:
        """Put the values away."""
        self._open = None
        self._shown.hide()

    def press(self, key: str) -> None:
        """Choose the value of the digit; 0 removes the filter."""
        if self._open is not None and key.isdigit() and int(key) < len(self._options):
            self._choose(int(key))

    def _show_values(self, which: Filter) -> None:
        self._options = self._names.options(which)
        while len(self._values) < len(self._options):
            chip = FilterChip("")
            chip.clicked.connect(partial(self._choose, len(self._values)))
            self._values.append(chip)
            self._shown.add(chip)
        for place, chip in enumerate(self._values):
            chip.setVisible(place < len(self._options))
            if place < len(self._options):
                option = self._options[place]
                digit = f"{place}\u00a0· " if place < DIGITS else ""
                is_set = option.value == self._filters.value(which)
                chip.show_words(f"{digit}{option.words}", chosen=is_set)

    def _choose(self, place: int, *_: object) -> None:
        if self._open is not None and place < len(self._options):
            which, option = self._open, self._options[place]
            self.close_values()
            self._chosen(which, option.value)
