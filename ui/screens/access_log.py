"""Who opened, searched or exported what, when, and why: read only, one page at a time."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.office.access_log import AccessLine, AccessPageTurned, AccessSpanChosen, Span
from ui.custody.access_words import SPANS, access_cells, access_page, lost_words
from ui.look import Tone
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card, Tinted
from ui.widgets.chip import FilterChip
from ui.widgets.flow_row import FlowRow
from ui.widgets.page import Page
from ui.widgets.row import TableRow
from ui.widgets.text import Text

COLUMNS = (0.15, 0.2, 0.22, 0.09, 0.34)
HEADINGS = ("Quand", "Qui", "Quoi", "Fiche", "Motif")
ROW_PX = 46
KEPT = (
    "Chaque ouverture, export et remise laisse une ligne, lire ce journal aussi. Elles sont "
    "gardées douze mois, puis leur clé est détruite."
)


class AccessLogScreen(Screen):
    """The accesses of a span, the latest first."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._chips = {one: FilterChip(words) for one, words in SPANS.items()}
        self._which = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._unread = Tinted(Tone.RED)
        self._unread_words = Text("", TextRole.NOTE)
        self._table = Card(margin=9, spacing=0)
        self._rows: list[TableRow] = []
        self._later = Button("Plus récents", Kind.FRAMED, Height.SMALL, "arrow-left", "P")
        self._older = Button("Suivants", Kind.FRAMED, Height.SMALL, "", "S")
        self._lay_out()

    def _lay_out(self) -> None:
        page, chips, foot = Page(), FlowRow(), QHBoxLayout()
        for place, (span, chip) in enumerate(self._chips.items(), start=1):
            chip.setText(f"{place}\u00a0· {SPANS[span]}")
            chip.clicked.connect(partial(self._choose, span))
            chips.add(chip)
        heading = TableRow(COLUMNS, ROW_PX)
        heading.show_headings(HEADINGS)
        self._table.column.addWidget(heading)
        self._unread.row.addWidget(self._unread_words, 1)
        foot.setSpacing(8)
        foot.addWidget(self._which, 1)
        foot.addWidget(self._later.does(lambda: self.send(AccessPageTurned(-1))))
        self._older.end_with("arrow-right")
        foot.addWidget(self._older.does(lambda: self.send(AccessPageTurned(1))))
        page.column.addWidget(Text(KEPT, TextRole.NOTE, Colour.INK_SOFT))
        page.column.addWidget(chips)
        page.column.addWidget(self._unread)
        page.column.addWidget(self._table)
        page.column.addLayout(foot)
        page.column.addStretch(1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show one page of accesses."""
        log = scene.desk.office.access_log
        for span, chip in self._chips.items():
            chip.setChecked(span is log.span)
        self._show_rows(log.lines)
        self._which.say(access_page(log))
        self._unread.setVisible(bool(log.unread or log.missing))
        self._unread_words.say(lost_words(log))
        self._later.setVisible(log.offset > 0)
        self._older.setVisible(log.offset + len(log.lines) < log.total)

    def _show_rows(self, lines: tuple[AccessLine, ...]) -> None:
        while len(self._rows) < len(lines):
            row = TableRow(COLUMNS, ROW_PX)
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a line to read: it opens nothing
            row.unsetCursor()
            self._rows.append(row)
            self._table.column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.show_cells(access_cells(lines[place]), chosen=False)
                row.setToolTip(lines[place].reason)

    def _choose(self, span: Span, *_: object) -> None:
        self.send(AccessSpanChosen(span))

    def press(self, key: str) -> None:
        """Choose the span of the digit; S and P turn the page."""
        spans = tuple(Span)
        if key.isdigit() and 0 < int(key) <= len(spans):
            self._choose(spans[int(key) - 1])
        elif key in {"S", "P"}:
            self.send(AccessPageTurned(1 if key == "S" else -1))

    def arrive(self) -> None:
        """Leave the keys to the page."""
        self.setFocus()
