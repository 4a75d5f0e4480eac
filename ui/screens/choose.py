"""The reason of the visit, once the patient is known."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.messages import HomeAsked, ProtocolAsked
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.widgets.button import Button
from ui.widgets.foot import Foot
from ui.widgets.page import Page
from ui.widgets.tile_board import TileBoard
from ui.widgets.tile_search import TileSearch


class ChooseScreen(Screen):
    """The tiles of the home screen, for the patient of the banner."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._board = TileBoard(self._open)
        self._search = TileSearch("Taper un motif", self._board)
        self._scene: Scene | None = None
        self._search.line.textEdited.connect(lambda *_: self._filter())
        page, foot = Page(), Foot()
        page.column.addWidget(self._search)
        page.column.addWidget(self._board)
        page.column.addStretch(1)
        home = Button("Accueil", icon="home", key="Échap").does(lambda: send(HomeAsked()))
        foot.add_left(home)
        foot.say("La consultation reste à reprendre depuis l’accueil")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(foot)
        self.fill_with(holder)

    def render_state(self, scene: Scene) -> None:
        """Show the protocols that can be opened."""
        self._scene = scene
        self._filter()

    def _filter(self) -> None:
        tiles = self._scene.desk.tiles if self._scene is not None else ()
        self._board.show_tiles(tiles, self._search.line.text())

    def _open(self, protocol_id: str) -> None:
        self._search.line.clear()
        self.send(ProtocolAsked(protocol_id))

    def press(self, key: str) -> None:
        """Open the protocol of the digit."""
        self._board.press(key)

    def main_action(self) -> None:
        """Open the first protocol found, when something was typed."""
        if self._search.line.text().strip():
            self._board.open_place(0)

    def leave(self) -> None:
        """Empty the search, else go home: the consultation stays as a draft."""
        if self._search.line.text():
            self._search.line.clear()
            self._filter()
        else:
            self.send(HomeAsked())

    def focus_search(self) -> None:
        """Give the keys to the search."""
        self._search.line.setFocus()

    def arrive(self) -> None:
        """Give the keys to the search."""
        self.focus_search()
