"""Find, prove, reopen: what a search found, and the sheet that is chosen."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.archive import Archive, ArchiveLine, Filter
from app.desk.archive_messages import (
    FilterChosen,
    FirstChosen,
    InquiryAsked,
    PageTurned,
    SearchTyped,
    SheetChosen,
    SheetRead,
    VerifyAsked,
)
from app.desk.messages import ExportAsked
from ui.custody.archive_search import ArchiveSearch
from ui.custody.archive_words import FILTER_KEYS, Names, cells, how_many, names, nothing, which_page
from ui.custody.filter_bar import FilterBar
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.archive_side import ArchiveSide, Doing
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.flow_row import FlowRow
from ui.widgets.page import Page
from ui.widgets.row import TableRow
from ui.widgets.stack import held
from ui.widgets.text import Text

COLUMNS = (0.155, 0.214, 0.178, 0.232, 0.221)
HEADINGS = ("Scellée le", "Patient", "Situation", "Orientation", "État")
SIDE_PX = 364
ALIKE = "Aucun nom ne commence ainsi\u00a0: ceux-ci se prononcent pareil."
UNPROVEN = "Chaque fiche est vérifiée à son ouverture."


class ArchiveScreen(Screen):
    """The search and its results on the left, the sheet chosen on the right."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._search = ArchiveSearch(self.step)
        self._search.line.textEdited.connect(lambda text: send(SearchTyped(text)))
        self._filters = FilterBar(self._filter)
        self._rows: list[TableRow] = []
        self._table = Card(margin=9, spacing=0)
        self._alike = Text(ALIKE, TextRole.DETAIL, Colour.OCHRE)
        self._none = Text("", TextRole.BODY, Colour.INK_SOFT)
        self._removals = {one: Button("", Kind.SOFT, Height.SMALL, "x") for one in Filter}
        self._erase = Button("Effacer la recherche", Kind.FRAMED, Height.SMALL, "x")
        self._which = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._newer = Button("Plus récentes", Kind.FRAMED, Height.SMALL, "arrow-left", "P")
        self._older = Button("Suivantes", Kind.FRAMED, Height.SMALL, "", "S")
        self._verified = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._verify = Button("Vérifier le coffre", icon="shield-check")
        self._inquire = Button("Exporter pour enquête", Kind.FRAMED, Height.SMALL, "download", "X")
        doing = Doing(self._read, self._export, self._ask_inquiry, self._give_reason)
        self._side = ArchiveSide(doing)
        self._archive = Archive()
        self._page = Page()
        self._lay_out()

    def _lay_out(self) -> None:
        columns = Columns()
        columns.add(self._main())
        columns.add(self._right(), SIDE_PX)
        self._page.column.addWidget(columns, 1)
        self.fill_with(self._page)

    def _main(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._filters)
        column.addWidget(self._alike)
        heading = TableRow(COLUMNS)
        heading.show_headings(HEADINGS)
        self._table.column.addWidget(heading)
        self._table.column.addWidget(self._ways_out())
        column.addWidget(self._table)
        turning = QHBoxLayout()
        turning.setSpacing(8)
        turning.addWidget(self._which, 1)
        turning.addWidget(self._newer.does(lambda: self.send(PageTurned(-1))))
        turning.addWidget(
            self._older.end_with("arrow-right").does(lambda: self.send(PageTurned(1)))
        )
        column.addLayout(turning)
        column.addWidget(self._verified)
        return held(column)

    def _ways_out(self) -> QWidget:
        row, holder = FlowRow(), QWidget()
        for which, button in self._removals.items():
            row.add(button.does(partial(self._filter, which, "")))
        row.add(self._erase.does(self._erase_search))
        column = QVBoxLayout(holder)
        column.setContentsMargins(10, 12, 10, 6)
        column.setSpacing(12)
        column.addWidget(self._none)
        column.addWidget(row)
        self._empty = holder
        return holder

    def _right(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self._verify.does(lambda: self.send(VerifyAsked())))
        column.addWidget(self._inquire.does(self._ask_inquiry))
        column.addWidget(self._side)
        return held(column)

    def render_state(self, scene: Scene) -> None:
        """Show what the search found and the sheet chosen."""
        archive = scene.desk.archive
        asked = archive.reason_for not in {"", self._archive.reason_for}
        self._archive = archive
        if not self._search.line.hasFocus() and self._search.line.text() != archive.query:
            self._search.line.setText(archive.query)
        known = names(scene.desk.tiles, scene.desk.station.professionals)
        self._search.beside.say(how_many(archive) if archive.answered else "")
        self._filters.show_filters(archive.filters, known)
        self._alike.setVisible(archive.by_sound and bool(archive.lines))
        self._show_rows(archive)
        self._show_ways_out(archive, known)
        self._show_turning(archive)
        self._show_verdict(archive)
        self._side.show_archive(archive)
        if asked:
            self._side.reason.arrive()

    def _show_rows(self, archive: Archive) -> None:
        found = archive.lines
        while len(self._rows) < len(found):
            row = TableRow(COLUMNS)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._table.column.insertWidget(len(self._rows), row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(found))
            if place < len(found):
                row.show_cells(cells(found[place]), chosen=_is_chosen(archive, found[place]))

    def _show_ways_out(self, archive: Archive, known: Names) -> None:
        """Repeat the search that found nothing, and offer to remove what narrows it."""
        empty = not archive.lines
        self._none.say(nothing(archive, known))
        self._empty.setVisible(empty)
        narrowed = empty and bool(archive.total) and not archive.is_searching
        for which, button in self._removals.items():
            button.say(f"Retirer «\u00a0{known.words(which, archive.filters)}\u00a0»")
            button.setVisible(narrowed and bool(archive.filters.value(which)))
        self._erase.setVisible(narrowed and bool(archive.query.strip()))

    def _show_turning(self, archive: Archive) -> None:
        words = which_page(archive)
        self._which.say(words)
        more = archive.offset + len(archive.lines) < archive.matching
        self._newer.setVisible(bool(words) and archive.offset > 0)
        self._older.setVisible(bool(words) and more)
        self._which.setVisible(bool(words))

    def _show_verdict(self, archive: Archive) -> None:
        self._verify.forbid("Vérification en cours." if archive.busy else "")
        self._verified.say(archive.verified or UNPROVEN)
        self._verified.set_ink(Colour.RED if archive.broken else Colour.INK_SOFT)
        self._inquire.setVisible(archive.broken and not _is_shut(archive))

    def _filter(self, which: Filter, value: str) -> None:
        self.setFocus()
        self.send(FilterChosen(which, value))

    def _erase_search(self) -> None:
        self._search.line.clear()
        self.send(SearchTyped(""))
        self.focus_search()

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._archive.lines):
            self.send(SheetChosen(self._archive.lines[place].sheet_id))

    def _give_reason(self, reason: str) -> None:
        self.send(SheetChosen(self._archive.reason_for, reason))

    def _read(self) -> None:
        if self._archive.detail is not None:
            self.send(SheetRead())

    def _export(self) -> None:
        if self._archive.detail is not None:
            self.send(ExportAsked(self._archive.detail.line.sheet_id))

    def _ask_inquiry(self) -> None:
        self.send(InquiryAsked())

    def press(self, key: str) -> None:
        """Filter with F5 to F8 and digits; O reads, E writes, S and P turn the page."""
        if key in FILTER_KEYS:
            self._filters.open(FILTER_KEYS[key])
        elif key.isdigit():
            self._filters.press(key)
        elif key in {"S", "P"}:
            self.send(PageTurned(1 if key == "S" else -1))
        elif key == "O":
            self._read()
        elif key == "E":
            self._export()
        elif key == "X" and (self._archive.broken or self._archive.refused):
            self._ask_inquiry()

    def main_action(self) -> None:
        """Give the reason typed, open the first sheet found, else read the one chosen."""
        if self._side.reason.has_keys():
            self._side.reason.give()
        elif self._search.line.hasFocus():
            self.send(FirstChosen())
            self.setFocus()
        else:
            self._read()

    def step(self, by: int) -> None:
        """Open the sheet below (1) or above (-1)."""
        ids = [one.sheet_id for one in self._archive.lines]
        chosen = self._archive.selected
        place = ids.index(chosen) + by if chosen in ids else 0
        if 0 <= place < len(ids):
            self.setFocus()
            self._choose(place)
            self._page.keep_in_view(self._rows[place])

    def leave(self) -> None:
        """Put the values of a filter away."""
        self._filters.close_values()

    def focus_search(self) -> None:
        """Give the keys to the search."""
        self._search.line.setFocus()

    def arrive(self) -> None:
        """Give the keys to the search, or leave them to the sheet chosen."""
        if self._archive.detail is not None:
            self.setFocus()
        else:
            self.focus_search()


def _is_shut(archive: Archive) -> bool:
    """True when the panel shows a sheet that does not open: it has the same button."""
    return bool(archive.refused) and archive.detail is None and not archive.reason_for


def _is_chosen(archive: Archive, line: ArchiveLine) -> bool:
    return line.sheet_id == archive.selected
