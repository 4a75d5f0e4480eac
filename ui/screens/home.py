"""The beginning of every visit: a new patient, a reason in one key, a draft taken up again."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.calls import CallLine, waiting_calls
from app.desk.messages import DraftChosen, EncounterAsked, PatientAsked
from app.desk.model import DraftLine, Tile, fold
from app.encounter.call_messages import CallPageOpened
from app.office.backup import Backup
from app.office.copies import BackupAsked
from app.office.first_run import FoundingAsked
from app.office.office import OfficeAsked
from app.office.places import Place
from ui.custody.keeping_words import home_words
from ui.format import time_of
from ui.outbox_words import doubtful_words, waiting_words
from ui.scene import Scene, Send
from ui.screen import Screen
from ui.widgets.button import Button, Height, Kind
from ui.widgets.call_list import SHOWN as CALLS_SHOWN
from ui.widgets.call_list import CallList
from ui.widgets.columns import Columns
from ui.widgets.demonstration import Demonstration
from ui.widgets.draft_list import DraftList
from ui.widgets.keeping_line import KeepingLine
from ui.widgets.page import Page
from ui.widgets.sending_line import SendingLine
from ui.widgets.tile_board import TileBoard
from ui.widgets.tile_search import TileSearch

SIDE_PX = 428


class HomeScreen(Screen):
    """Tiles of the protocols on the left; on the right a new patient, and what is to finish."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._board = TileBoard(self._open)
        self._search = TileSearch("Taper un motif ou des initiales", self._board)
        self._new = Button("Nouveau patient", Kind.MAIN, Height.MAIN, "user", "Entrée")
        self._keeping = KeepingLine(self._back_up)
        self._sending = SendingLine(lambda: send(OfficeAsked(Place.OUTBOX)))
        self._demonstration = Demonstration(lambda: send(FoundingAsked()))
        self._backup = Backup()
        self._tiles: tuple[Tile, ...] = ()
        self._drafts: tuple[DraftLine, ...] = ()
        self._calls = CallList(self._open_call)
        self._to_finish = DraftList(lambda draft_id: send(DraftChosen(draft_id)))
        self._search.line.textEdited.connect(lambda *_: self._filter())
        self._lay_out()

    def _lay_out(self) -> None:
        page = Page()
        columns, main, side = Columns(), QWidget(), QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addWidget(self._search)
        left.addWidget(self._board)
        left.addStretch(1)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        right.addWidget(self._new.does(self._open_new))
        right.addWidget(self._calls)
        right.addWidget(self._to_finish)
        right.addWidget(self._sending)
        right.addWidget(self._keeping)
        right.addStretch(1)
        right.addWidget(self._demonstration)
        columns.add(main)
        columns.add(side, SIDE_PX)
        page.column.addWidget(columns, 1)
        self.fill_with(page)

    def render_state(self, scene: Scene) -> None:
        """Show the protocols that can be opened and the consultations to finish."""
        self._tiles = scene.desk.tiles
        calls = waiting_calls(scene.desk, scene.visit)
        self._calls.show_calls(calls, scene.now)
        listed = {one.draft_id for one in calls[:CALLS_SHOWN]}
        self._drafts = tuple(one for one in scene.desk.drafts if one.draft_id not in listed)
        self._demonstration.setVisible(scene.desk.station.demonstration)
        self._demonstration.show_code("")
        self._filter()
        self._to_finish.show_drafts(self._found_drafts(), scene.now)
        counts = scene.desk.office.outbox.counts
        self._sending.show_counts(waiting_words(counts), doubtful_words(counts))
        self._backup = scene.desk.office.backup
        words, tone = home_words(self._backup, scene.now)
        verified = scene.desk.archive.verified_at
        proof = f"Coffre vérifié à {time_of(verified)}" if verified else ""
        self._keeping.show_age(words, tone, "" if scene.desk.archive.broken else proof)

    def _filter(self) -> None:
        self._board.show_tiles(self._tiles, self._search.line.text())

    def _found_drafts(self) -> tuple[DraftLine, ...]:
        words = fold(self._search.line.text()).split()
        return tuple(
            one
            for one in self._drafts
            if all(word in fold(f"{one.initials} {one.title}") for word in words)
        )

    def _open(self, protocol_id: str) -> None:
        self._search.line.clear()
        self.send(PatientAsked(protocol_id))

    def _open_call(self, call: CallLine) -> None:
        """Go to the call that is open, or take its consultation up again."""
        if call.is_open:
            self.send(EncounterAsked())
            self.send(CallPageOpened())
        else:
            self.send(DraftChosen(call.draft_id))

    def _open_new(self) -> None:
        """Begin with who it is; the reason is chosen once the patient is known."""
        self._open("")

    def _back_up(self) -> None:
        """Back up to the places that are known, else ask where on the page of the backups."""
        places = self._backup.state.places
        self.send(BackupAsked(places) if places.are_two else OfficeAsked(Place.BACKUP))

    def press(self, key: str) -> None:
        """Open the protocol of the digit."""
        self._board.press(key)

    def main_action(self) -> None:
        """Open the first protocol found, else a new patient."""
        searched = bool(self._search.line.text().strip())
        if not (searched and self._board.open_place(0)):
            self._open_new()

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
