"""A sheet to read on the screen: each section a card, each line a name and its value."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.sheet_words import Section
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.text import Text

NAME_SHARE, VALUE_SHARE = 3, 5


class SheetView(QWidget):
    """The sections of one sheet, built again when the sheet changes."""

    def __init__(self) -> None:
        super().__init__()
        self._sections: tuple[Section, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """Show ``sections``."""
        if sections == self._sections:
            return
        self._sections = sections
        while self._column.count():
            taken = self._column.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()
        for section in sections:
            self._column.addWidget(_card(section))


def _card(section: Section) -> Card:
    card = Card(margin=20, spacing=8)
    card.column.addWidget(Text(section.title, TextRole.CARD_TITLE, Colour.ACCENT_STRONG))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, NAME_SHARE)
    grid.setColumnStretch(1, VALUE_SHARE)
    top = Qt.AlignmentFlag.AlignTop
    for line, (name, value) in enumerate(section.lines):
        if name:
            grid.addWidget(Text(name, TextRole.DETAIL, Colour.INK_SOFT), line, 0, top)
            grid.addWidget(Text(value, TextRole.DETAIL, weight=600), line, 1, top)
        else:
            grid.addWidget(Text(value, TextRole.DETAIL), line, 0, 1, 2, top)
    card.column.addLayout(grid)
    return card
