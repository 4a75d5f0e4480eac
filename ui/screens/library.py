"""The library of protocols: what decides, and who answers for it."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.library import Library, LibraryLine
from app.desk.messages import ProtocolShown
from ui.library_words import (
    MEANING,
    WORKING,
    change_lines,
    known_lines,
    proof_lines,
    proof_title,
    rung_faces,
    signature_chip,
    state_chip,
    trained_lines,
    validity,
)
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.typeset import Strong
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Tinted
from ui.widgets.chip import Chip
from ui.widgets.columns import Columns
from ui.widgets.ladder_view import LadderView
from ui.widgets.line_list import LineList
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.text import Text

LIST_PX, SIDE_PX = 296, 316
ROW_PX = 44
COLUMNS = (0.66, 0.34)


class LibraryScreen(Screen):
    """The protocols on the left, the ladder of one in the middle, its proofs on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._rows: list[TableRow] = []
        self._list = QVBoxLayout()
        self._title = Text("", TextRole.PAGE_TITLE)
        self._state, self._signed = Chip(), Chip()
        self._until = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._ladder, self._proofs, self._known = LadderView(), LineList(), LineList()
        self._trained = LineList()
        self._changed, self._changes = Card(margin=18, spacing=6), LineList()
        self._change_title = Text("", TextRole.CARD_TITLE)
        self._working = Text("", TextRole.DETAIL, Colour.INK_SOFT)
        self._proof_title = Text("", TextRole.CARD_TITLE)
        self._more = Button("Tout lire", Kind.PLAIN, Height.SMALL, "list-check", "T")
        self._whole = False
        self._library = Library()
        self._lay_out()

    def _lay_out(self) -> None:
        page, columns = Page(), Columns()
        self._list.setSpacing(2)
        columns.add(_column(self._list), LIST_PX)
        columns.add(self._middle())
        columns.add(self._side(), SIDE_PX)
        page.column.addWidget(columns, 1)
        self.fill_with(page)

    def _middle(self) -> QWidget:
        column, chips, heading = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for piece in (self._state, self._signed):
            chips.addWidget(piece)
        chips.addWidget(self._until, 1)
        heading.addWidget(Text("L’échelle de l’urgence", TextRole.CARD_TITLE), 1)
        heading.addWidget(self._more.does(self._turn))
        ladder = Card(margin=18, spacing=8)
        ladder.column.addLayout(heading)
        ladder.column.addWidget(self._working)
        ladder.column.addWidget(self._ladder)
        self._changed.column.addWidget(self._change_title)
        self._changed.column.addWidget(self._changes)
        note = Text("Les fiches passées gardent leur version.", TextRole.NOTE, Colour.INK_SOFT)
        self._changed.column.addWidget(note)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(chips)
        column.addWidget(ladder)
        column.addWidget(self._changed)
        return _column(column)

    def _side(self) -> QWidget:
        proofs, known, trained = (Card(margin=18, spacing=6) for _ in range(3))
        meaning, words = Tinted(Tone.NEUTRAL), Text("", TextRole.NOTE)
        words.say(Strong("Vérifié"), f" {MEANING}")
        meaning.row.addWidget(words, 1)
        for piece in (self._proof_title, self._proofs, meaning):
            proofs.column.addWidget(piece)
        known.column.addWidget(Text("Qui en répond", TextRole.CARD_TITLE))
        known.column.addWidget(self._known)
        trained.column.addWidget(Text("Personnes formées", TextRole.CARD_TITLE))
        trained.column.addWidget(self._trained)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(proofs)
        column.addWidget(known)
        column.addWidget(trained)
        return _column(column)

    def render_state(self, scene: Scene) -> None:
        """Show the protocols and what is known of the one chosen."""
        self._library = scene.desk.library
        self._show_rows(self._library.lines)
        self._trained.show_lines(trained_lines(scene.desk.station.professionals))
        line = self._library.line
        if line is not None:
            self._show_line(line)
        self._show_study()

    def _show_rows(self, lines: tuple[LibraryLine, ...]) -> None:
        while len(self._rows) < len(lines):
            row = TableRow(COLUMNS, ROW_PX)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._list.insertWidget(len(self._rows) - 1, row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                one = lines[place]
                icon = "lock" if one.refusal else one.icon
                cells = (Cell(one.title, Tone.NEUTRAL, icon), Cell(one.version))
                row.show_cells(cells, chosen=one.protocol_id == self._library.selected)

    def _show_line(self, line: LibraryLine) -> None:
        self._title.say(f"{line.title} {line.version}")
        self._state.show_fact(*state_chip(line))
        self._signed.show_fact(*signature_chip(line))
        self._until.say(validity(line))
        self._known.show_lines(known_lines(line))

    def _show_study(self) -> None:
        study, line = self._library.study, self._library.line
        self._working.say(self._library.failed or WORKING)
        self._working.setVisible(study is None)
        self._more.setVisible(study is not None)
        self._more.say("En bref" if self._whole else "Tout lire")
        self._proof_title.say(proof_title(self._library))
        self._ladder.show_rungs(rung_faces(study, whole=self._whole) if study else ())
        self._proofs.show_lines(proof_lines(study.proofs) if study else ())
        before = line.before_version if line is not None else ""
        self._changed.setVisible(study is not None and bool(before))
        if study is not None and line is not None and before:
            words = f"De {before} à {line.version}, qui change"
            self._change_title.say(words if study.changes else f"{words}\u00a0: personne")
            self._changes.show_lines(change_lines(study))

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._library.lines):
            self.send(ProtocolShown(self._library.lines[place].protocol_id))

    def _turn(self) -> None:
        self._whole = not self._whole
        self._show_study()

    def press(self, key: str) -> None:
        """Tell every reason, or the first ones, with T."""
        if key == "T":
            self._turn()

    def step(self, by: int) -> None:
        """Show the protocol below (1) or above (-1)."""
        names = [one.protocol_id for one in self._library.lines]
        if self._library.selected in names:
            place = names.index(self._library.selected) + by
            if 0 <= place < len(names):
                self._choose(place)

    def arrive(self) -> None:
        """Leave the keys to the page: the arrows go from one protocol to the next."""
        self.setFocus()


def _column(layout: QVBoxLayout) -> QWidget:
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    holder.setLayout(layout)
    return holder
