"""Documents that wait to leave the station, and the journal of those that left."""

from datetime import datetime

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.journal.entries import Event, Trace
from app.records.journal.ledger import Ledger
from app.records.refusals import Tampered
from app.records.sheets.archive import Archive
from app.records.sheets.pieces import DocumentKind, OutboxLine

WAITING = 0
GONE = 1


class Outbox:
    """The waiting documents of one vault. It is a work list, not evidence: the journal is."""

    def __init__(self, store: Store, ledger: Ledger, archive: Archive) -> None:
        self._store = store
        self._ledger = ledger
        self._archive = archive

    def waiting(self) -> tuple[OutboxLine, ...]:
        """Return what still has to leave, the oldest first."""
        rows = self._store.rows(
            "select kind, ref from outbox where state = ? order by seq", (WAITING,)
        )
        try:
            return tuple(
                OutboxLine(DocumentKind(integer(row, "kind")), blob(row, "ref")) for row in rows
            )
        except ValueError as error:
            raise Tampered from error

    def record_export(self, sheet_id: bytes, kind: DocumentKind, now: datetime) -> int:
        """Write in the journal that this very document left; return the entry's number."""
        with self._ledger.writing():
            return self.export_within(sheet_id, kind, now)

    def export_within(
        self, sheet_id: bytes, kind: DocumentKind, now: datetime, marks: tuple[Trace, ...] = ()
    ) -> int:
        """Do what ``record_export`` does inside a transaction; ``marks`` say how it left."""
        trace = self._archive.document_trace(sheet_id, kind)
        number = self._ledger.append(Event.DOCUMENT_EXPORTED, sheet_id, (trace, *marks), now)
        self._store.execute(
            "update outbox set state = ? where ref = ? and kind = ? and state = ?",
            (GONE, sheet_id, kind, WAITING),
        )
        return number

    def wait_again_within(self, sheet_id: bytes, kind: DocumentKind) -> None:
        """Put back, once, a document that left and came back, inside a transaction."""
        self._store.execute(
            "delete from outbox where ref = ? and kind = ? and state = ?",
            (sheet_id, kind, WAITING),
        )
        self._store.execute(
            "insert into outbox (kind, ref, state) values (?, ?, ?)", (kind, sheet_id, WAITING)
        )
