"""Find, prove, reopen: the sealed sheets, and what each one holds."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.desk.messages import ExportAsked, SearchTyped, SheetChosen, VerifyAsked
from app.desk.model import Archive, ArchiveLine, SheetDetail
from ui.format import counted, day_and_time, number
from ui.levels import ICONS, TONES, WORDS, level_named
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.sheet_words import sections
from ui.tokens import Colour, TextRole
from ui.widgets.archive_side import ArchiveSide
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import SearchField
from ui.widgets.page import Page
from ui.widgets.row import Cell, TableRow
from ui.widgets.sheet_view import SheetView
from ui.widgets.text import Text

COLUMNS = (0.165, 0.225, 0.215, 0.24, 0.155)
HEADINGS = ("Scellée le", "Patient", "Situation", "Orientation", "État")
SHOWN = 100
SIDE_PX = 392


class ArchiveScreen(Screen):
    """The list on the left, the sheet chosen on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._search = SearchField("Chercher un nom, une situation, une date", "search", "Ctrl K")
        self._search.line.textEdited.connect(lambda text: send(SearchTyped(text)))
        self._table = Card(margin=9, spacing=0)
        self._none = Text("", TextRole.BODY, Colour.INK_SOFT)
        self._rows: list[TableRow] = []
        self._lines: tuple[ArchiveLine, ...] = ()
        self._verified = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._verify = Button("Vérifier le coffre", icon="shield-check")
        self._side = ArchiveSide(self._read, self._export)
        self._sheet = SheetView()
        self._pages = QStackedWidget()
        self._detail: SheetDetail | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        self._pages.addWidget(self._list_page())
        self._pages.addWidget(self._sheet_page())
        self.fill_with(self._pages)

    def _list_page(self) -> Page:
        page = Page()
        columns, main, side = Columns(), QWidget(), QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(14)
        left.addWidget(self._search)
        heading = TableRow(COLUMNS)
        heading.show_headings(HEADINGS)
        self._table.column.addWidget(heading)
        self._table.column.addWidget(self._none)
        left.addWidget(self._table)
        left.addWidget(self._verified)
        left.addStretch(1)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(14)
        right.addWidget(self._verify.does(lambda: self.send(VerifyAsked())))
        right.addWidget(self._side)
        right.addStretch(1)
        columns.add(main)
        columns.add(side, SIDE_PX)
        page.column.addWidget(columns, 1)
        return page

    def _sheet_page(self) -> Page:
        page = Page()
        back = Button("Revenir à la liste", Kind.FRAMED, Height.USUAL, "arrow-left", "Échap")
        page.column.addWidget(back.does(self._show_list), 0, Qt.AlignmentFlag.AlignLeft)
        page.column.addWidget(self._sheet)
        page.column.addStretch(1)
        return page

    def render_state(self, scene: Scene) -> None:
        """Show the sheets found and the one chosen."""
        archive = scene.desk.archive
        if not self._search.line.hasFocus() and self._search.line.text() != archive.query:
            self._search.line.setText(archive.query)
        found = archive.found
        total = len(archive.lines)
        words = counted(len(found), "fiche", "fiches")
        self._search.beside.say(f"{words} sur {number(total)}")
        self._show_rows(found[:SHOWN], archive)
        self._show_verdict(archive)
        self._show_detail(archive.detail)

    def _show_rows(self, found: tuple[ArchiveLine, ...], archive: Archive) -> None:
        self._lines = found
        while len(self._rows) < len(found):
            self._add_row()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(found))
            if place < len(found):
                chosen = found[place].sheet_id == archive.selected
                row.show_cells(cells(found[place]), chosen=chosen)
        self._none.say(_nothing(archive))
        self._none.setVisible(not found)

    def _add_row(self) -> None:
        row = TableRow(COLUMNS)
        row.clicked.connect(partial(self._choose, len(self._rows)))
        self._rows.append(row)
        self._table.column.insertWidget(len(self._rows), row)

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._lines):
            self.send(SheetChosen(self._lines[place].sheet_id))

    def _show_verdict(self, archive: Archive) -> None:
        self._verify.forbid("Vérification en cours." if archive.busy else "")
        unknown = "Chaque fiche est vérifiée à son ouverture."
        self._verified.say(archive.verified or unknown)
        self._verified.set_ink(Colour.RED if archive.broken else Colour.INK_SOFT)

    def _show_detail(self, detail: SheetDetail | None) -> None:
        self._detail = detail
        self._side.show_detail(detail)
        if detail is None:
            self._show_list()
        else:
            self._sheet.show_sections(sections(detail.sheet))

    def _read(self) -> None:
        if self._detail is not None:
            self._pages.setCurrentIndex(1)

    def _show_list(self) -> None:
        self._pages.setCurrentIndex(0)

    def _export(self) -> None:
        if self._detail is not None:
            self.send(ExportAsked(self._detail.line.sheet_id))

    def press(self, key: str) -> None:
        """Read the sheet with O, write its documents with E."""
        if key == "O":
            self._read()
        elif key == "E":
            self._export()

    def main_action(self) -> None:
        """Open the first sheet found while searching, else read the one chosen."""
        if self._search.line.hasFocus():
            self._choose(0)
            self.setFocus()
        else:
            self._read()

    def leave(self) -> None:
        """Go back to the list."""
        self._show_list()

    def focus_search(self) -> None:
        """Give the keys to the search."""
        self._show_list()
        self._search.line.setFocus()

    def arrive(self) -> None:
        """Give the keys to the search."""
        self.focus_search()


def cells(line: ArchiveLine) -> tuple[Cell, ...]:
    """Return one sealed sheet as the cells of its row."""
    level = level_named(line.level)
    orientation = Cell(line.level)
    if level is not None:
        orientation = Cell(WORDS[level], TONES[level], ICONS[level], chip=True)
    state = Cell("Intègre", Tone.GREEN, "circle-check")
    if not line.intact:
        state = Cell("Rompue", Tone.RED, "alert-triangle")
    when = Cell(day_and_time(line.sealed_at))
    return (when, Cell(line.patient), Cell(line.situation), orientation, state)


def _nothing(archive: Archive) -> str:
    if archive.busy and not archive.lines:
        return "Les fiches se chargent."
    if not archive.lines:
        return "Aucune fiche scellée sur ce poste."
    return f"Aucune fiche ne répond à «\u00a0{archive.query}\u00a0». Retirez un mot."
