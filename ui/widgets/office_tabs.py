"""The pages of the back office, in one line over them: one press, or Ctrl and a page key."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.chip import FilterChip
from ui.widgets.flow_row import FlowRow

SIDE_PX, TOP_PX = 24, 10


class OfficeTabs(QWidget):
    """One chip a page; ``chosen`` is called with the page."""

    def __init__(self, pages: Mapping[str, tuple[str, str]], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._chips = {name: FilterChip(words, icon) for name, (words, icon) in pages.items()}
        self._shown: tuple[str, ...] = ()
        self._current = ""
        row = FlowRow()
        for name, chip in self._chips.items():
            chip.clicked.connect(partial(self._go, name))
            row.add(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE_PX, TOP_PX, SIDE_PX, 0)
        column.addWidget(row)

    def show_pages(self, pages: tuple[str, ...], current: str) -> None:
        """Show the pages of this role, ``current`` being the one shown."""
        self._shown = tuple(name for name in pages if name in self._chips)
        self._current = current
        for name, chip in self._chips.items():
            chip.setVisible(name in self._shown)
            if chip.isChecked() != (name == current):
                chip.setChecked(name == current)

    def step(self, by: int) -> None:
        """Go to the page after (1) or before (-1), around the ends."""
        if self._current in self._shown:
            place = (self._shown.index(self._current) + by) % len(self._shown)
            self._chosen(self._shown[place])

    def _go(self, name: str, *_: object) -> None:
        self._chosen(name)
