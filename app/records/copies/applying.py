"""What a restored copy owes before anybody opens it: erasures, people, a word in the journal.

All of it is one transaction of the vault that is being brought back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.columns import Value, blob, integer
from app.records.copies.assembling import Assembled
from app.records.copies.erased import Erased
from app.records.copies.refusals import JournalForked
from app.records.custody import Custody
from app.records.envelope import new_record_id, wrapping_id
from app.records.journal.entries import KEYSTORE_TRACE, PERSON_TRACE, Event, Trace
from app.records.journal.ledger import signer_message
from app.records.journal.restorations import restoration_trace
from app.records.keys.accounts import Account, Domain
from app.records.keys.credentials import is_certified
from app.records.keys.keystore import DESTROYED
from app.records.keys.notes import keystore_digest
from app.records.retention.due import destroyed_root, sheet_leaf
from app.records.retention.presence import Second, witness
from app.records.retention.rows import StoredVersion, delete_sheets, stored_versions
from app.records.retention.shred import scrub
from app.records.retention.traces import DestroyedMonth, destroyed_traces, month_traces

Head = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Applied:
    """What the restoration did to the copy."""

    fork_id: bytes
    sheets: int
    erased: int
    lacks: tuple[int, int] | None


def apply_restoration(
    custody: Custody, assembled: Assembled, known: tuple[Second, Sequence[Head]], now: datetime
) -> Applied:
    """Compare with what is known, erase again, and write the restoration in the journal.

    Raises:
        JournalForked: a head at or below the size of the copy has another root.
        SecondPerson, WrongSecret: the second person is not there.
        Tampered: an entry of the copy is not what was signed.
    """
    second, heads = known
    pen = witness(custody, second)
    if not custody.ledger.sound:
        return _unproven(custody, assembled)
    # What this very opening wrote (a clock set back) is not of the copy.
    copied = assembled.data.head.size
    lost = _newest(custody, copied, heads)
    gone, facts = _to_erase(custody, assembled.erased), _facts_without_keys(custody)
    fork_id = new_record_id()
    with custody.ledger.writing():
        _enter_people(custody, now)
        sizes = (restoration_trace(copied, lost),)
        custody.ledger.append(Event.RESTORE_APPROVED, fork_id, sizes, now, pen)
        # The two people take this key file for that of the station from now on.
        keys = Trace(KEYSTORE_TRACE, keystore_digest(custody.keystore))
        traces = (*sizes, keys, *_destroyed(custody, gone, len(facts)))
        seq = custody.ledger.append(Event.RESTORED, fork_id, traces, now)
        delete_sheets(custody.store, gone, seq)
        for fact_id in facts:
            custody.store.execute("delete from fact where id = ?", (fact_id,))
    scrub(custody)
    sheets = custody.store.one("select count(distinct id) as n from sheet")
    return Applied(
        fork_id=fork_id,
        sheets=integer(sheets, "n") if sheets else 0,
        erased=len({one.sheet_id for one in gone}),
        lacks=(copied + 1, lost) if lost > copied else None,
    )


def _unproven(custody: Custody, assembled: Assembled) -> Applied:
    """Erase again in a copy whose journal is broken: it reads, and is never written to."""
    gone = _to_erase(custody, assembled.erased)
    with custody.store.writing():
        delete_sheets(custody.store, gone, 0)
    scrub(custody)
    sheets = custody.store.one("select count(distinct id) as n from sheet")
    erased = len({one.sheet_id for one in gone})
    return Applied(b"", integer(sheets, "n") if sheets else 0, erased, None)


def _newest(custody: Custody, copied: int, heads: Iterable[Head]) -> int:
    newest = copied
    for size, root in heads:
        if size > copied:
            newest = max(newest, size)
        elif not custody.ledger.head_at(size).root.startswith(root):
            raise JournalForked
    return newest


def _to_erase(custody: Custody, erased: Iterable[Erased]) -> tuple[StoredVersion, ...]:
    """Return what the signed list names, and what no key opens any more, in journal order."""
    store = custody.store
    named = {one.seq for one in erased if sheet_leaf(store, one.seq) == one.leaf}
    destroyed = _destroyed_keys(custody)
    closed = {
        integer(row, "seq")
        for row in store.rows(
            "select seq, wrapped from sheet where id not in (select id from kept)"
            " and id not in (select sheet from hold)"
        )
        if wrapping_id(blob(row, "wrapped")) in destroyed
    }
    every = stored_versions(store, "1")
    return tuple(one for one in every if one.seq in named | closed)


def _facts_without_keys(custody: Custody) -> tuple[Value, ...]:
    destroyed = _destroyed_keys(custody)
    rows = custody.store.rows("select id, key from fact")
    return tuple(blob(row, "id") for row in rows if integer(row, "key") in destroyed)


def _destroyed_keys(custody: Custody) -> set[int]:
    rows = custody.keystore.store.rows("select id from month_key where state = ?", (DESTROYED,))
    return {integer(row, "id") for row in rows}


def _destroyed(custody: Custody, gone: Sequence[StoredVersion], facts: int) -> tuple[Trace, ...]:
    root = destroyed_root([sheet_leaf(custody.store, one.seq) for one in gone])
    counted = month_traces(DestroyedMonth(Domain.FACTS, 0, facts), root)[:1] if facts else ()
    return (*counted, *(destroyed_traces(root) if gone else ()))


def _enter_people(custody: Custody, now: datetime) -> None:
    """Let the vault know the people who came after it was copied: their signatures verify."""
    rows = custody.store.rows("select id from signer")
    known = {blob(row, "id") for row in rows}
    for account in custody.keystore.accounts():
        if account.account_id not in known and is_certified(account, custody.station):
            _enter(custody, account, now)


def _enter(custody: Custody, account: Account, now: datetime) -> None:
    actor, public = account.account_id, account.ed25519
    message = signer_message(custody.station.station_id, actor, public)
    certificate = custody.room.seal().sign(message)
    custody.store.execute("insert into signer values (?, ?, ?)", (actor, public, certificate))
    trace = Trace(PERSON_TRACE, sha256(public + certificate).digest())
    custody.ledger.append(Event.PERSON_ADDED, actor, (trace,), now)
