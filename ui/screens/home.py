"""The beginning of every visit: a reason in one key, a draft taken up again."""

# ruff: noqa: N802

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.messages import DraftChosen, PatientAsked
from app.desk.model import Desk, DraftLine, Tile, fold
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.columns import Columns
from ui.widgets.draft_list import DraftList
from ui.widgets.field import SearchField
from ui.widgets.page import Page
from ui.widgets.text import Fit, Text
from ui.widgets.tile import Tile as TileButton
from ui.widgets.tile import TileFace

COLUMNS = 3
SIDE_PX = 428


class HomeScreen(Screen):
    """Tiles of the protocols on the left, what is to finish on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._search = SearchField("Taper un motif ou des initiales", "search", "Ctrl K")
        self._tiles: tuple[Tile, ...] = ()
        self._drafts: tuple[DraftLine, ...] = ()
        self._buttons: list[TileButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        self._empty = Text("", TextRole.BODY, Colour.INK_SOFT)
        self._to_finish = DraftList(lambda draft_id: send(DraftChosen(draft_id)))
        self._desk: Desk | None = None
        self._search.line.textEdited.connect(lambda *_: self._filter())
        self._search.line.installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        page = Page()
        columns, main, side = Columns(), QWidget(), QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(14)
        left.addWidget(self._search)
        left.addLayout(self._heading())
        left.addLayout(self._grid)
        left.addWidget(self._empty)
        left.addStretch(1)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        right.addWidget(self._to_finish)
        right.addStretch(1)
        columns.add(main)
        columns.add(side, SIDE_PX)
        page.column.addWidget(columns, 1)
        self.fill_with(page)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Text("Pour quoi vient le patient\u00a0?", TextRole.CARD_TITLE))
        row.addStretch(1)
        hint = Text("Un chiffre ouvre le protocole", TextRole.NOTE, Colour.INK_SOFT, fit=Fit.WHOLE)
        row.addWidget(hint)
        return row

    def render_state(self, scene: Scene) -> None:
        """Show the protocols that can be opened and the consultations to finish."""
        self._desk = scene.desk
        self._tiles = scene.desk.tiles
        self._drafts = scene.desk.drafts
        self._filter()
        self._to_finish.show_drafts(self._found_drafts(), scene.now)

    def _filter(self) -> None:
        tiles = self._found_tiles()
        while len(self._buttons) < len(tiles):
            self._add_button()
        for place, button in enumerate(self._buttons):
            shown = place < len(tiles)
            button.setVisible(shown)
            if shown:
                button.show_face(_face(tiles[place]))
        self._empty.say(self._nothing(tiles))
        self._empty.setVisible(bool(self._empty.text()))

    def _add_button(self) -> None:
        button, place = TileButton(), len(self._buttons)
        button.clicked.connect(lambda *_: self._open_tile(place))
        self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._buttons.append(button)

    def _nothing(self, tiles: tuple[Tile, ...]) -> str:
        if tiles:
            return ""
        typed = self._search.line.text().strip()
        if not typed:
            return "Les protocoles se chargent."
        return f"Aucun protocole ne répond à «\u00a0{typed}\u00a0». Effacez la recherche."

    def _found_tiles(self) -> tuple[Tile, ...]:
        words = fold(self._search.line.text()).split()
        return tuple(one for one in self._tiles if all(word in fold(one.title) for word in words))

    def _found_drafts(self) -> tuple[DraftLine, ...]:
        words = fold(self._search.line.text()).split()
        return tuple(
            one
            for one in self._drafts
            if all(word in fold(f"{one.initials} {one.title}") for word in words)
        )

    def _open_tile(self, place: int) -> None:
        tiles = self._found_tiles()
        if place < len(tiles):
            self._open(tiles[place])

    def _open(self, tile: Tile) -> None:
        self._search.line.clear()
        self.send(PatientAsked(tile.protocol_id))

    def press(self, key: str) -> None:
        """Open the protocol of the digit."""
        for tile in self._tiles:
            if key == str(tile.digit):
                self._open(tile)
                return

    def main_action(self) -> None:
        """Open the first protocol found, when something was typed."""
        if self._search.line.text().strip():
            self._open_tile(0)

    def leave(self) -> None:
        """Empty the search."""
        self._search.line.clear()
        self._filter()

    def focus_search(self) -> None:
        """Give the keys to the search."""
        self._search.line.setFocus()

    def arrive(self) -> None:
        """Give the keys to the search."""
        self.focus_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a protocol by its digit from the empty search; a name begins with a letter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = event.text()
            if digit.isdigit() and not self._search.line.text():
                self.press(digit)
                return True
        return super().eventFilter(watched, event)


def _face(tile: Tile) -> TileFace:
    return TileFace(str(tile.digit), tile.title, tile.icon, locked=tile.locked)
