"""What waits to leave the station: where each document is, why, and what can be done of it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.archive_messages import SheetChosen
from app.desk.messages import ArchiveAsked
from app.office.office import OfficeAsked
from app.office.outbox import OutboxPage
from app.office.outbox_messages import (
    AgainAsked,
    AgainConfirmed,
    AgainLeft,
    LineChosen,
    LineExportAsked,
    OutboxLine,
    RoundStopAsked,
    SendAsked,
)
from app.office.places import Place
from ui.custody.task_bar import TaskBar
from ui.look import Tone
from ui.outbox_words import (
    ALL_GONE,
    ANSWER_FIRST,
    NO_SENDER,
    again_words,
    cells,
    facts,
    round_progress,
    round_words,
    sheet_words,
    told_words,
)
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.tokens import Colour, TextRole
from ui.widgets.button import Button, Height, Kind
from ui.widgets.card import Card
from ui.widgets.columns import Columns
from ui.widgets.field import Field, Provenance, Refusal
from ui.widgets.flow_row import FlowRow
from ui.widgets.foot import Foot
from ui.widgets.line_list import LineList
from ui.widgets.page import Page
from ui.widgets.row import TableRow
from ui.widgets.said import Said
from ui.widgets.stack import stacked
from ui.widgets.text import Text

COLUMNS = (0.2, 0.44, 0.18, 0.18)
HEADINGS = ("Où il en est", "Fiche", "Document", "Depuis")
SIDE_PX = 420
FOLDER = "Dossier d’export, un sous-dossier par fiche"


class OutboxScreen(Screen):
    """The documents on the left, what asks for a person first; on the right the one chosen."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._page, self._state = Page(), OutboxPage()
        self._rows: list[TableRow] = []
        self._work = TaskBar(lambda: send(RoundStopAsked()))
        self._told, self._done = Said(Tone.ACCENT, "send"), Said(Tone.GREEN, "circle-check")
        self._refused = Refusal()
        self._table, self._side = Card(margin=9, spacing=0), Card(margin=18, spacing=10)
        self._none = Text(ALL_GONE, TextRole.BODY, Colour.INK_SOFT)
        self._more = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._service = Text("", TextRole.NOTE, Colour.INK_SOFT)
        self._title, self._facts = Text("", TextRole.CARD_TITLE), LineList()
        self._folder = Field(FOLDER, lambda _: None)
        self._again = Button("Envoyer à nouveau", Kind.FRAMED, Height.SMALL, "refresh", "A")
        self._export = Button("Exporter", Kind.FRAMED, Height.SMALL, "download", "X")
        self._open = Button("Ouvrir la fiche", Kind.FRAMED, Height.SMALL, "file-text", "O")
        self._asks, self._meaning = Card(margin=18, spacing=10), Text("", TextRole.BODY)
        self._yes = Button("Renvoyer ce courriel", Kind.MAIN, key="Entrée")
        self._no = Button("Ne pas renvoyer", Kind.FRAMED, key="Échap")
        self._foot = Foot()
        self._account = Button("Messagerie", Kind.FRAMED, icon="settings", key="M")
        self._send = Button("Transmettre", Kind.MAIN, Height.MAIN, "send", "Entrée")
        self._lay_out()

    def _lay_out(self) -> None:
        columns, heading = Columns(), TableRow(COLUMNS)
        heading.show_headings(HEADINGS)
        self._table.column.addWidget(heading)
        self._table.column.addWidget(self._none)
        self._lay_out_side()
        columns.add(stacked(self._table, self._more, self._service))
        columns.add(stacked(self._side), SIDE_PX)
        for piece in (self._asks, self._work, self._told, self._done, self._refused):
            self._page.column.addWidget(piece)
        self._page.column.addWidget(columns, 1)
        self._foot.add_left(self._account.does(self._set_account))
        self._foot.add_right(self._send.does(self._transmit))
        whole, ground = QVBoxLayout(), QWidget()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._page, 1)
        whole.addWidget(self._foot)
        ground.setLayout(whole)
        self.fill_with(ground)

    def _lay_out_side(self) -> None:
        choices, acts = FlowRow(), FlowRow()
        for button, does in (
            (self._yes, lambda: self.send(AgainConfirmed())),
            (self._no, lambda: self.send(AgainLeft())),
        ):
            choices.add(button.does(does))
        self._asks.column.addWidget(Text("Avant de renvoyer", TextRole.CARD_TITLE))
        self._asks.column.addWidget(self._meaning)
        self._asks.column.addWidget(choices)
        for button, does in (
            (self._again, self._ask_again),
            (self._export, self._ask_export),
            (self._open, self._ask_open),
        ):
            acts.add(button.does(does))
        for piece in (self._title, self._facts, acts, self._folder):
            self._side.column.addWidget(piece)

    def render_state(self, scene: Scene) -> None:
        """Show the documents, the one chosen, and the sending under way."""
        page = scene.desk.office.outbox
        if not self._state.folder and page.folder:
            self._folder.show_value(page.folder, Provenance.TYPED, "")
        self._state = page
        line = page.line
        self._show_rows(page, line)
        self._none.setVisible(not page.lines and not page.busy)
        self._more.say(f"Et {page.more} de plus, plus récents." if page.more else "")
        self._more.setVisible(bool(page.more))
        self._service.say(page.service)
        self._service.setVisible(bool(page.service))
        self._work.show_work(
            round_words(page), round_progress(page.round), can_stop=not _is_stopping(page)
        )
        self._told.say("" if page.round else told_words(page.told))
        self._done.say(page.done)
        self._refused.say(page.refused or page.account_refused)
        self._show_line(page, line)
        lacks = "" if page.sender else page.account_refused or NO_SENDER
        self._foot.say(lacks)
        asks = ANSWER_FIRST if page.asks else ""
        self._send.forbid(asks or round_words(page) or lacks)

    def _show_rows(self, page: OutboxPage, chosen: OutboxLine | None) -> None:
        while len(self._rows) < len(page.lines):
            row = TableRow(COLUMNS)
            row.clicked.connect(partial(self._choose, len(self._rows)))
            self._rows.append(row)
            self._table.column.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(page.lines))
            if place < len(page.lines):
                line = page.lines[place]
                row.show_cells(cells(line), chosen=line is chosen)

    def _show_line(self, page: OutboxPage, line: OutboxLine | None) -> None:
        self._side.setVisible(line is not None)
        begins = page.asks and self._asks.isHidden()
        self._asks.setVisible(line is not None and page.asks)
        if line is None:
            return
        self._title.say(f"Fiche {sheet_words(line)}" if line.number else line.situation)
        self._facts.show_lines(facts(line))
        self._meaning.say(f"Fiche {sheet_words(line)}. {again_words(line)}")
        if begins:  # what Enter does now is read before it is done
            self._page.verticalScrollBar().setValue(0)
        self._again.setVisible(line.leaves_again and not page.asks)
        self._again.forbid(round_words(page))
        self._export.forbid(page.busy or ("" if line.number else line.situation))
        self._open.setVisible(bool(line.number))
        self._export.setVisible(bool(line.number))
        self._folder.setVisible(bool(line.number))

    def _choose(self, place: int, *_: object) -> None:
        if place < len(self._state.lines):
            self.send(LineChosen(self._state.lines[place].key))

    def _ask_again(self) -> None:
        self.send(AgainAsked())

    def _ask_export(self) -> None:
        self.send(LineExportAsked(self._folder.line.text()))

    def _ask_open(self) -> None:
        line = self._state.line
        if line is not None and line.number:
            self.send(ArchiveAsked())
            self.send(SheetChosen(line.sheet_id))

    def _set_account(self) -> None:
        self.send(OfficeAsked(Place.MAIL))

    def _transmit(self) -> None:
        self.send(SendAsked())

    def press(self, key: str) -> None:
        """Send again with A, export with X, open with O; M sets the account."""
        acts = {
            "A": self._ask_again,
            "X": self._ask_export,
            "O": self._ask_open,
            "M": self._set_account,
        }
        if key in acts:
            acts[key]()

    def main_action(self) -> None:
        """Send what waits; under the question, send that one again."""
        if self._state.asks:
            self.send(AgainConfirmed())
        elif self._send.isEnabled():
            self._transmit()

    def leave(self) -> None:
        """Leave the question, else stop the sending."""
        if self._state.asks:
            self.send(AgainLeft())
        elif self._state.round is not None:
            self.send(RoundStopAsked())

    def step(self, by: int) -> None:
        """Choose the document below (1) or above (-1)."""
        line = self._state.line
        if line is not None:
            place = self._state.lines.index(line) + by
            if 0 <= place < len(self._state.lines):
                self._choose(place)
                self._page.keep_in_view(self._rows[place])

    def arrive(self) -> None:
        """Leave the keys to the page: Enter sends."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_stopping(page: OutboxPage) -> bool:
    return page.round is not None and page.round.stopping
