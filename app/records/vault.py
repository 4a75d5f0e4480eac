"""The vault as the rest of the station sees it.

Used by one thread at a time, whichever opened it: SQLite has one writer here. Every method
either did what it says, durably, or raised a refusal of ``app.records.refusals``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from app.records.cards.signatures import CardSignatures
from app.records.database import Store
from app.records.journal.entries import TreeHead
from app.records.journal.ledger import Ledger
from app.records.keys.ring import KeyRing
from app.records.search.query import Names, Query
from app.records.search.search import PAGE, Found, Search
from app.records.sheets.approvals import Approvals
from app.records.sheets.archive import Archive
from app.records.sheets.changes import Change, ChangeKind
from app.records.sheets.drafts import Drafts
from app.records.sheets.importing import seal_imported
from app.records.sheets.outbox import Outbox
from app.records.sheets.pieces import (
    Capture,
    Document,
    DocumentKind,
    Draft,
    OutboxLine,
    Receipt,
    SealedSheet,
    SealRequest,
    SheetLine,
    Taken,
)
from app.records.sheets.sealing import Sealing
from app.records.sheets.sendings import Sendings
from app.records.sheets.taken import CaptureLost, TakenCaptures, TakenLine
from app.records.sheets.versions import ChangeRequest, Versions

__all__ = [
    "Capture",
    "CaptureLost",
    "Change",
    "ChangeKind",
    "ChangeRequest",
    "Document",
    "DocumentKind",
    "Draft",
    "Found",
    "Names",
    "OutboxLine",
    "Query",
    "Receipt",
    "SealRequest",
    "SealedSheet",
    "SheetLine",
    "Taken",
    "TakenLine",
    "TreeHead",
    "Vault",
]


class Vault:
    """Drafts, sealed sheets, journal and outbox of an unlocked station.

    ``approvals`` are the lines of the journal by which people take or stop a protocol;
    ``cards`` the signatures that people made of sheets with their cards; ``sendings`` what became
    of the mails of the outbox.
    """

    def __init__(
        self, store: Store, ring: KeyRing, ledger: Ledger, labels: Mapping[bytes, str]
    ) -> None:
        self._ledger = ledger
        self.approvals = Approvals(store, ledger)
        self._drafts = Drafts(store, ring)
        self._taken = TakenCaptures(store, ring)
        self._archive = Archive(store, ring, ledger, labels)
        self.cards = CardSignatures(store, ledger, self._archive)
        self._sealing = Sealing(store, ring, ledger, self._archive)
        self._search = Search(store, ring, self._archive)
        self._versions = Versions(store, ledger, self._archive, self._sealing)
        self._outbox = Outbox(store, ledger, self._archive)
        self.sendings = Sendings(store, ledger, self._outbox)

    @property
    def is_sound(self) -> bool:
        """False when the journal contradicts its signed head: read, but seal nothing."""
        return self._ledger.sound

    def save_draft(self, draft_id: bytes, body: bytes, now: datetime) -> None:
        """Keep ``body`` encrypted in place of the former draft; durable on return.

        Raises:
            DiskFull: no room; the former draft is still there.
        """
        self._drafts.save(draft_id, body, now)

    def drafts(self) -> tuple[Draft, ...]:
        """Return the unfinished consultations, the latest first."""
        return self._drafts.all()

    def drop_draft(self, draft_id: bytes) -> None:
        """Forget a draft and its captures; none of this identifier is no fault."""
        self._drafts.drop(draft_id)

    def keep_capture(self, draft_id: bytes, capture: Capture) -> TakenLine:
        """Keep an exam capture with a draft: sealed in its file, durable and read back on return.

        The draft itself may be saved later: a capture that no draft names goes at the sealing.

        Raises:
            NoRoomForCaptures: the disk keeps its last room for sheets.
            AlreadySealed: a capture of this identifier is kept already.
            CaptureLost: it does not read back; nothing was kept.
        """
        return self._taken.keep(draft_id, capture)

    def taken(self, draft_id: bytes) -> tuple[TakenLine, ...]:
        """Return the captures kept with a draft."""
        return self._taken.lines(draft_id)

    def read_taken(self, draft_id: bytes, capture_id: bytes) -> Iterator[bytes]:
        """Yield the content of a capture of a draft, each part proven before it is given.

        Raises:
            CaptureLost: it is not there, of another draft, or not what was kept.
        """
        return self._taken.read(draft_id, capture_id)

    def drop_capture(self, draft_id: bytes, capture_id: bytes) -> None:
        """Forget a capture of a draft, its key first; none of this identifier is no fault."""
        self._taken.drop(draft_id, capture_id)

    def tree_head(self) -> TreeHead:
        """Return the journal as committed: what the footer of the next sheet prints.

        Raises:
            Tampered: the journal contradicts its last signed head.
        """
        return self._ledger.head()

    def seal(self, request: SealRequest, head: TreeHead) -> Receipt:
        """Keep a sheet and all that goes with it in one durable transaction.

        Args:
            request: what is kept. Sealing it again returns the receipt of the first time.
            head: the journal printed on its documents; it must still be the current one.

        Raises:
            HeadMoved: the journal grew since; draw the documents again.
            AlreadySealed: another body bears this identifier.
            DiskFull: no room; nothing was written and the draft is still there.
            Tampered: the journal, or the earlier sheet of this identifier, was altered.
        """
        return self._sealing.seal(request, head)

    def sheets(self) -> tuple[SheetLine, ...]:
        """Return the archive list, the newest sheet first."""
        return self._archive.lines()

    def sheets_about(self, sheet_ids: Sequence[bytes]) -> tuple[SheetLine, ...]:
        """Return the lines of these sheets, in no order; one that is not there has none."""
        return self._archive.lines_about(sheet_ids)

    def find(self, query: Query, offset: int = 0, most: int = PAGE) -> Found:
        """Return one page of the sheets that answer ``query``, the newest first."""
        return self._search.find(query, offset, most)

    def load_search(self) -> int:
        """Read what the search needs before it is asked; return how many sheets it holds."""
        return self._search.load()

    def forget_search(self) -> None:
        """Overwrite what the search holds in memory."""
        self._search.wipe()

    def change(self, request: ChangeRequest, head: TreeHead) -> Receipt:
        """Keep a correction or an addendum as a newer version of a sealed sheet.

        Sealing the same change again returns the receipt of the first time.

        Raises:
            UnknownSheet: there is no such sheet.
            VersionMoved: another version was sealed since ``request.follows``.
            NoChangeReason, KeptSheetChanged: it says no reason, or may not change any more.
            HeadMoved, DiskFull, Tampered: as for ``seal``.
        """
        return self._versions.change(request, head)

    def take_in(self, sheets: Iterable[SealRequest]) -> int:
        """Seal sheets made elsewhere, all of them or none, marked as never verified.

        ``sheets`` is read inside the transaction: what it raises undoes everything.

        Returns:
            How many were sealed; one that is there already is left as it is.

        Raises:
            DiskFull, Tampered: nothing was written.
        """
        return seal_imported(self._ledger, self._archive, self._sealing, sheets)

    def versions(self, sheet_id: bytes) -> tuple[int, ...]:
        """Return the numbers of the versions of a sheet, 1 first.

        Raises:
            UnknownSheet: there is no such sheet.
        """
        return self._archive.versions(sheet_id)

    def read(self, sheet_id: bytes, version: int | None = None) -> SealedSheet:
        """Return a sheet, each sealed byte compared with the journal before it is opened.

        The newest version is read unless another is asked for.

        Raises:
            UnknownSheet: no such sheet.
            Tampered: a byte, a row or a journal entry of it differs.
            KeyMissing: the key of its month is not in the key file.
        """
        return self._archive.read(sheet_id, version)

    def read_capture(self, sheet_id: bytes, capture_id: bytes) -> Iterator[bytes]:
        """Yield the content of an exam capture, each part proven before it is given.

        Raises:
            UnknownSheet: no such sheet, or it has no such capture.
            Tampered: its row or its file is not what the journal says.
            KeyMissing: the key of its month is not in the key file.
        """
        return self._archive.read_capture(sheet_id, capture_id)

    def outbox(self) -> tuple[OutboxLine, ...]:
        """Return the documents that still have to leave, the oldest first."""
        return self._outbox.waiting()

    def record_export(self, sheet_id: bytes, kind: DocumentKind, now: datetime) -> int:
        """Write in the journal that a document left, and take it off the outbox.

        Returns:
            The number of the journal entry.

        Raises:
            UnknownSheet: no such sheet or document.
        """
        return self._outbox.record_export(sheet_id, kind, now)
