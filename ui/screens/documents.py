"""The documents received for this patient: the list, and the one chosen, whole."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.encounter.incoming_messages import DocumentChosen, IncomingOpened, ViewerLeft
from ui.document_facts import fact_lines
from ui.document_words import title_words
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.coming_card import AttachCard, ComingCard
from ui.widgets.document_reader import DocumentReader
from ui.widgets.field import Field, Provenance
from ui.widgets.foot import Foot
from ui.widgets.line_list import LineList
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.stack import held
from ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.encounter.incoming import KeptDocument

SIDE_PX = 372
PATH = "Chemin du document (CDA, IHE_XDM.ZIP ou PDF)"
NONE = "Aucun document reçu. Déposez un fichier sur la fenêtre, ou ouvrez-le avec F5."
FACTS = "Ce que le poste en a repris"
ALOUD = "À confirmer à voix haute. Ce qu’un document ne dit pas n’est jamais un «\u00a0non\u00a0»."
SHARES = (0.13, 0.87)


class DocumentsScreen(Screen):
    """What came in on the left, the document chosen on the right, all of it."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._documents: tuple[KeptDocument, ...] = ()
        self._waits = False
        self._rows: list[TableRow] = []
        self._list = QVBoxLayout()
        self._none = Text(NONE, TextRole.DETAIL, Colour.INK_SOFT)
        self._path = Field(PATH, lambda _: None)
        self._coming, self._attach = ComingCard(send), AttachCard(send)
        self._facts_card, self._facts = Card(margin=18, spacing=8), LineList()
        self.reader = DocumentReader(self._bring)
        self._page, self._foot = Page(), Foot()
        self._lay_out()

    def _lay_out(self) -> None:
        columns, main = Columns(), QVBoxLayout()
        main.addWidget(self.reader)
        columns.add(held(self._side()), SIDE_PX)
        columns.add(held(main))
        self._page.column.addWidget(columns, 1)
        back = Button("Reprendre la consultation", Kind.MAIN, Height.MAIN, key="Entrée")
        self._foot.add_left(Button("Retour", icon="arrow-left", key="Échap").does(self.leave))
        self._foot.add_right(back.end_with("arrow-right").does(self.leave))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._page, 1)
        column.addWidget(self._foot)
        self.fill_with(holder)

    def _side(self) -> QVBoxLayout:
        card, side = Card(margin=18, spacing=10), QVBoxLayout()
        card.column.addWidget(Text("Documents reçus", TextRole.CARD_TITLE))
        card.column.addWidget(self._none)
        self._list.setSpacing(0)
        card.column.addLayout(self._list)
        open_it = Button("Ouvrir un document", Kind.FRAMED, Height.SMALL, "plus", "F5")
        card.column.addWidget(open_it.does(self._ask_path))
        card.column.addWidget(self._path)
        self._path.hide()
        facts = self._facts_card.column
        facts.addWidget(Text(FACTS, TextRole.CARD_TITLE, Colour.OCHRE))
        facts.addWidget(self._facts)
        facts.addWidget(Text(ALOUD, TextRole.NOTE, Colour.INK_SOFT))
        side.setSpacing(12)
        for piece in (self._attach, self._coming, card, self._facts_card):
            side.addWidget(piece)
        return side

    def render_state(self, scene: Scene) -> None:
        """Show the documents, and the one that is being read."""
        visit = scene.visit
        if visit is None:
            return
        viewer = visit.viewer
        self._documents = visit.incoming.documents
        waits = viewer.unproven is not None
        is_new, self._waits = waits and not self._waits, waits
        self._coming.show_viewer(viewer)
        self._attach.show_viewer(viewer)
        self._show_list(viewer.selected)
        chosen = (one for one in self._documents if one.capture_id == viewer.selected)
        one = next(chosen, None)
        lines = fact_lines(one) if one is not None else ()
        self._facts.show_lines(lines)
        self._facts_card.setVisible(bool(lines))
        self.reader.show_document(one, viewer)
        if is_new and self.isVisible():
            self._attach.arrive()

    def _show_list(self, selected: str) -> None:
        self._none.setVisible(not self._documents)
        while len(self._rows) < len(self._documents):
            row = TableRow(SHARES)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._list.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._documents))
            if place < len(self._documents):
                one = self._documents[place]
                cells = (Cell(str(place + 1)), Cell(title_words(one)))
                row.show_cells(cells, chosen=one.capture_id == selected)

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._documents):
            self.setFocus()
            self.send(DocumentChosen(self._documents[place].capture_id))

    def _ask_path(self) -> None:
        self._path.show()
        self._path.line.setFocus()

    def _bring(self, widget: QWidget | None) -> None:
        """Bring a passage in view, or the top of the document."""
        if widget is None:
            self._page.verticalScrollBar().setValue(0)
        else:
            self._page.keep_in_view(widget)

    def press(self, key: str) -> None:
        """Choose with a digit; F5 opens, S and P turn, G and R zoom, N leaves a piece."""
        actions: dict[str, Callable[[], None]] = {
            "F5": self._ask_path,
            "S": partial(self.reader.turn, 1),
            "P": partial(self.reader.turn, -1),
            "G": partial(self.reader.zoom, 1),
            "R": partial(self.reader.zoom, -1),
        }
        if key == "N" and self._waits:
            self._attach.leave()
        elif key in actions:
            actions[key]()
        elif key.isdigit() and key != "0":
            self._choose(int(key) - 1)

    def main_action(self) -> None:
        """Open the path typed, attach the piece, show the next passage, else go back."""
        if self._attach.has_keys():
            self._attach.attach()
        elif self._path.line.hasFocus():
            self._open()
        elif self.reader.is_searching():
            self.reader.look_for(1)
        else:
            self.leave()

    def _open(self) -> None:
        path = self._path.line.text().strip()
        self._path.show_value("", Provenance.TYPED, "")
        self._path.hide()
        self.setFocus()
        if path:
            self.send(IncomingOpened(path))

    def go_back(self) -> None:
        """Go back to the consultation."""
        self.leave()

    def step(self, by: int) -> None:
        """Read further down (1) or up (-1)."""
        self._page.read_on(by)

    def leave(self) -> None:
        """Go back to the consultation."""
        self.send(ViewerLeft())

    def focus_search(self) -> None:
        """Give the keys to the search."""
        self.reader.focus_search()

    def arrive(self) -> None:
        """Leave the keys to the page, or to the reason of the piece that waits."""
        if self._waits:
            self._attach.arrive()
        else:
            self.setFocus()
