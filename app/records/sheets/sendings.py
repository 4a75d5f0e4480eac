"""What became of the documents of the outbox, kept beside it; the journal holds the receipts."""

from dataclasses import dataclass
from datetime import datetime

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.journal.entries import (
    MESSAGE_TRACE,
    RECEIPT_TRACE,
    Event,
    Trace,
    milliseconds,
    moment,
)
from app.records.journal.ledger import Ledger
from app.records.refusals import Tampered
from app.records.sheets.outbox import Outbox
from app.records.sheets.pieces import DocumentKind


@dataclass(frozen=True, slots=True)
class SendingRow:
    """One sending: ``message`` is the SHA-256 of the identifier it left under.

    That is the Message-ID of a mail, the SubmissionSet of a record; ``kind`` says which, and so
    by which way. ``state`` and ``why`` are codes.
    """

    message: bytes
    sheet_id: bytes
    kind: DocumentKind
    state: int
    attempts: int
    changed: datetime
    due: datetime | None
    why: int


@dataclass(frozen=True, slots=True)
class MailReceipt:
    """A mail that came back about one of ours: its SHA-256, and the event it is in the journal."""

    digest: bytes
    event: Event


class Sendings:
    """The mails of one vault."""

    def __init__(self, store: Store, ledger: Ledger, outbox: Outbox) -> None:
        self._store = store
        self._ledger = ledger
        self._outbox = outbox

    def all(self) -> tuple[SendingRow, ...]:
        """Return what is known of every mail, the latest change last."""
        rows = self._store.rows("select * from sending order by changed, message")
        return tuple(map(_row, rows))

    def find(self, message: bytes) -> SendingRow | None:
        """Return what is known of one mail, None when it was never tried."""
        row = self._store.one("select * from sending where message = ?", (message,))
        return None if row is None else _row(row)

    def write(self, row: SendingRow) -> None:
        """Keep what is now known of a mail, durable on return."""
        with self._store.writing():
            self._put(row)

    def accept(self, row: SendingRow, now: datetime, receipt: bytes = b"") -> int:
        """Write in the journal that the document left, with its state; return the entry's number.

        ``receipt`` is the SHA-256 of the answer that said so, b"" when it is only a reply.

        Raises:
            UnknownSheet, Tampered: the document is not the one that was sealed.
        """
        with self._ledger.writing():
            told = (Trace(RECEIPT_TRACE, receipt),) if receipt else ()
            marks = (Trace(MESSAGE_TRACE, row.message), *told)
            number = self._outbox.export_within(row.sheet_id, row.kind, now, marks)
            self._put(row)
        return number

    def knows(self, digest: bytes) -> bool:
        """Tell whether this very mail was read before."""
        found = self._store.one("select 1 from sending_receipt where digest = ?", (digest,))
        return found is not None

    def receive(
        self, row: SendingRow, receipt: MailReceipt, now: datetime, *, waits_again: bool
    ) -> int:
        """Write in the journal what came back of a mail, with its state; return the number.

        ``waits_again`` puts its document back among those that still have to leave.
        """
        traces = (Trace(MESSAGE_TRACE, row.message), Trace(RECEIPT_TRACE, receipt.digest))
        with self._ledger.writing():
            number = self._ledger.append(receipt.event, row.sheet_id, traces, now)
            self._note(receipt.digest, row.sheet_id)
            self._put(row)
            if waits_again:
                self._outbox.wait_again_within(row.sheet_id, row.kind)
        return number

    def note(self, digest: bytes, sheet_id: bytes) -> None:
        """Remember a mail that changed nothing, so that it is not told twice."""
        with self._store.writing():
            self._note(digest, sheet_id)

    def _note(self, digest: bytes, sheet_id: bytes) -> None:
        self._store.execute(
            "insert or ignore into sending_receipt values (?, ?)", (digest, sheet_id)
        )

    def _put(self, row: SendingRow) -> None:
        due = None if row.due is None else milliseconds(row.due)
        self._store.execute(
            "insert or replace into sending values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.message,
                row.sheet_id,
                row.kind,
                row.state,
                row.attempts,
                milliseconds(row.changed),
                due,
                row.why,
            ),
        )


def _row(row: Row) -> SendingRow:
    try:
        kind = DocumentKind(integer(row, "kind"))
    except ValueError as error:
        raise Tampered from error
    return SendingRow(
        message=blob(row, "message"),
        sheet_id=blob(row, "sheet"),
        kind=kind,
        state=integer(row, "state"),
        attempts=integer(row, "attempts"),
        changed=moment(integer(row, "changed")),
        due=None if row["due"] is None else moment(integer(row, "due")),
        why=integer(row, "why"),
    )
