"""The protocols as tiles: nine that a digit opens, then all of them, or those that are searched."""

# ruff: noqa: N802

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.model import Tile, fold
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.text import Text
from ui.widgets.tile import Tile as TileButton
from ui.widgets.tile import TileFace

COLUMNS = 3
ALL_KEY = "0"
_STEPS = {
    Qt.Key.Key_Left.value: -1,
    Qt.Key.Key_Right.value: 1,
    Qt.Key.Key_Up.value: -COLUMNS,
    Qt.Key.Key_Down.value: COLUMNS,
}


class TileBoard(QWidget):
    """The tiles under their heading; ``opened`` is called with the protocol of the one pressed."""

    def __init__(self, opened: Callable[[str], None]) -> None:
        super().__init__()
        self._opened = opened
        self._tiles: tuple[Tile, ...] = ()
        self._shown: tuple[Tile, ...] = ()
        self._searched, self._all = "", False
        self._buttons: list[TileButton] = []
        self._more = Button("Tous", Kind.PLAIN, Height.SMALL, key=ALL_KEY)
        self._empty = Text("", TextRole.BODY, Colour.INK_SOFT)
        self._grid = QGridLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(Text("Pour quoi vient le patient\u00a0?", TextRole.CARD_TITLE), 1)
        heading.addWidget(self._more.does(self._turn))
        self._grid.setSpacing(14)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(heading)
        column.addLayout(self._grid)
        column.addWidget(self._empty)

    def show_tiles(self, tiles: Sequence[Tile], searched: str) -> None:
        """Show the tiles of a digit, all of them when asked, or those that answer ``searched``."""
        self._tiles, self._searched = tuple(tiles), searched.strip()
        words = fold(self._searched).split()
        numbered = [one for one in tiles if one.digit] if not self._all else tiles
        found = [one for one in tiles if all(word in fold(one.title) for word in words)]
        self._shown = tuple(found if words else numbered)
        while len(self._buttons) < len(self._shown):
            self._add_button()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(self._shown))
            if place < len(self._shown):
                button.show_face(_face(self._shown[place]))
        self._say()

    def _say(self) -> None:
        words = f"Tous ({len(self._tiles)})" if not self._all else "Les premiers"
        self._more.say(words)
        hidden = any(not one.digit for one in self._tiles)
        self._more.setVisible(hidden and not self._searched)
        self._empty.say(self._nothing())
        self._empty.setVisible(not self._shown)

    def _nothing(self) -> str:
        if not self._searched:
            return "Les protocoles se chargent."
        return (
            f"Aucun protocole ne répond à «\u00a0{self._searched}\u00a0». "
            "Entrée ouvre un nouveau patient."
        )

    def _add_button(self) -> None:
        button, place = TileButton(), len(self._buttons)
        button.clicked.connect(lambda *_: self.open_place(place))
        button.installEventFilter(self)
        self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self._buttons.append(button)

    def open_place(self, place: int) -> bool:
        """Open the tile at ``place`` among those shown; ``False`` when there is none."""
        if place >= len(self._shown):
            return False
        self._opened(self._shown[place].protocol_id)
        return True

    def press(self, key: str) -> None:
        """Open the protocol of a digit, or show all of them."""
        if key == ALL_KEY:
            self._turn()
        for tile in self._tiles:
            if tile.digit and key == str(tile.digit):
                self._opened(tile.protocol_id)
                return

    def _turn(self) -> None:
        self._all = not self._all and any(not one.digit for one in self._tiles)
        self.show_tiles(self._tiles, self._searched)

    def arrive(self) -> None:
        """Give the keys to the first tile: the arrows go from one to another."""
        if self._shown:
            self._buttons[0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from a tile to another with the arrows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(event.key())
            if step is not None and isinstance(watched, TileButton):
                place = self._buttons.index(watched) + step
                if 0 <= place < len(self._shown):
                    self._buttons[place].setFocus()
                return True
        return super().eventFilter(watched, event)


def _face(tile: Tile) -> TileFace:
    digit = str(tile.digit) if tile.digit else ""
    return TileFace(digit, tile.title, tile.icon, locked=tile.locked)
