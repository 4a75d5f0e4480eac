"""The early erasure of one sheet: sealed for the wrong patient, or a hold let go for good.

Two people, a reason, a tombstone. The sheet leaves this vault at once. A copy of the data made
before still holds it until the key of its month dies: a restore applies the tombstones before
anybody opens, and the copy of the keys carries their signed list. The activity fact stays: it
names nobody, and nothing ties it to the sheet any more.

A held sheet that outlived its month has a key of its own, which dies with it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.columns import integer
from app.records.custody import Custody
from app.records.journal.entries import HOLD_TRACE, Event, Trace
from app.records.refusals import UnknownSheet
from app.records.retention.due import destroyed_root, sheet_leaf
from app.records.retention.holds import LONGEST_REASON
from app.records.retention.journal_holds import require_every_hold
from app.records.retention.presence import Second, witness
from app.records.retention.refusals import NoReason, NotRetyped, SheetHeld
from app.records.retention.rows import StoredVersion, delete_sheets, stored_versions
from app.records.retention.shred import destroy_doomed, doom_key, require_secure_delete, scrub
from app.records.retention.traces import destroyed_traces


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is asked: which sheet, why, who else is there, and the phrase typed again."""

    sheet_id: bytes
    reason: str
    second: Second
    typed: str


def erasure_phrase(custody: Custody, sheet_id: bytes) -> str:
    """Return the words to type again, with the number of the newest version.

    Raises:
        UnknownSheet: there is no such sheet.
    """
    return f"effacer la fiche {_versions(custody, sheet_id)[-1].seq}"


def erase_sheet(custody: Custody, asked: Erasure, now: datetime) -> int:
    """Erase every version of a sheet; return the number of the journal entry that says so.

    Raises:
        UnknownSheet, NotRetyped, NoReason, SecondPerson, WrongSecret: nothing was written.
        SheetHeld: a legal hold keeps it, and its month is not over.
    """
    gone = _versions(custody, asked.sheet_id)
    _confirmed(custody, asked)
    pen = witness(custody, asked.second)
    kept = _kept_key(custody, asked.sheet_id)
    root = destroyed_root([sheet_leaf(custody.store, one.seq) for one in gone])
    reason = Trace(HOLD_TRACE, sha256(asked.reason.strip().encode()).digest())
    with custody.ledger.writing():
        custody.ledger.append(Event.ERASURE_APPROVED, asked.sheet_id, (reason,), now, pen)
        seq = custody.ledger.append(
            Event.SHEET_ERASED, asked.sheet_id, (reason, *destroyed_traces(root)), now
        )
        delete_sheets(custody.store, gone, seq)
        if kept is not None:
            doom_key(custody.store, kept, seq)
    destroy_doomed(custody, now)
    scrub(custody)
    return seq


def _confirmed(custody: Custody, asked: Erasure) -> None:
    if asked.typed.strip() != erasure_phrase(custody, asked.sheet_id):
        raise NotRetyped
    if not asked.reason.strip() or len(asked.reason) > LONGEST_REASON:
        raise NoReason
    require_every_hold(custody.store, custody.ledger)
    held = custody.store.one("select 1 from hold where sheet = ?", (asked.sheet_id,))
    if held is not None and _kept_key(custody, asked.sheet_id) is None:
        raise SheetHeld
    require_secure_delete(custody)


def _versions(custody: Custody, sheet_id: bytes) -> tuple[StoredVersion, ...]:
    found = stored_versions(custody.store, "id = ?", sheet_id)
    if not found:
        raise UnknownSheet
    return found


def _kept_key(custody: Custody, sheet_id: bytes) -> int | None:
    row = custody.store.one("select key from kept where id = ?", (sheet_id,))
    return None if row is None else integer(row, "key")
