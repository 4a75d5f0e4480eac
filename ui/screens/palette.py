"""Type a few letters, press Enter: any place, protocol, draft or gesture of the station."""

from functools import partial

from ui.keys import Command
from ui.palette import SHOWN, Entry, found
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.card import Card
from ui.widgets.field import SearchField
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.text import Text

COLUMNS = (0.3, 0.7)
INVITATION = "Un patient, un motif, une page, une action"
NOTHING = "Rien ne porte ce nom. Essayez un autre mot, ou un nom pour chercher dans les archives."


class PaletteScreen(Screen):
    """What is proposed under what is typed; the arrows choose, Enter goes, Escape returns."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._scene: Scene | None = None
        self._entries: tuple[Entry, ...] = ()
        self._place = 0
        self._search = SearchField(INVITATION, "search", "Ctrl K")
        self._search.line.textEdited.connect(lambda *_: self._show_first())
        self._rows = tuple(TableRow(COLUMNS) for _ in range(SHOWN))
        self._nothing = Text(NOTHING, TextRole.BODY, Colour.INK_SOFT)
        page, card = Page(), Card(spacing=0)
        for place, row in enumerate(self._rows):
            row.clicked.connect(partial(self._go, place))
            card.column.addWidget(row)
        card.column.addWidget(self._nothing)
        page.column.addWidget(self._search)
        page.column.addWidget(card)
        page.column.addStretch(1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show what may be done at this moment."""
        self._scene = scene
        self._show()

    def _show_first(self) -> None:
        self._place = 0
        self._show()

    def _show(self) -> None:
        if self._scene is None:
            return
        self._entries = found(self._scene, self._search.line.text())
        self._place = min(self._place, max(len(self._entries) - 1, 0))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._entries))
            if place < len(self._entries):
                row.show_cells(_cells(self._entries[place]), chosen=place == self._place)
        self._nothing.setVisible(not self._entries)

    def step(self, by: int) -> None:
        """Choose the line after or before, around the ends."""
        if self._entries:
            self._place = (self._place + by) % len(self._entries)
            self._show()

    def main_action(self) -> None:
        """Go to what is chosen."""
        self._go(self._place)

    def _go(self, place: int, *_: object) -> None:
        """Put the palette away and do what the line says; one that is locked says it already."""
        if place >= len(self._entries) or self._entries[place].locked:
            return
        entry = self._entries[place]
        self.asked(Command.PALETTE)
        for message in entry.messages:
            self.send(message)
        if entry.command is not None:
            self.asked(entry.command)

    def leave(self) -> None:
        """Return to the page."""
        self.asked(Command.PALETTE)

    def arrive(self) -> None:
        """Begin with an empty search that has the keys."""
        self._search.line.clear()
        self._show_first()
        self._search.line.setFocus()


def _cells(entry: Entry) -> tuple[Cell, ...]:
    icon = "lock" if entry.locked else entry.icon
    return (Cell(entry.note, icon=icon), Cell(entry.words))
