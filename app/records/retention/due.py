"""What has reached its date in an open vault, counted before anything is touched."""

import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from app.records.columns import blob, integer
from app.records.custody import Custody
from app.records.database import Store
from app.records.journal.entries import milliseconds
from app.records.journal.merkle import EMPTY, Tree, leaf_hash
from app.records.keys.accounts import Domain
from app.records.keys.ring import KEPT_MONTH
from app.records.retention.journal_holds import require_every_hold
from app.records.retention.plan import PERIODS, DueMonth, PurgePlan, is_due
from app.records.retention.rows import sealed_rows

CALM = timedelta(days=30)
JUMP = timedelta(days=92)

_TIME = struct.Struct(">9xQ")  # the time of a journal entry, milliseconds
DUE_SHEETS = """
    select id, version, seq from sheet
    where month = ? and id not in (select sheet from hold) and id not in (select id from kept)
    order by seq
"""
_HELD = """
    select count(distinct id) as n from sheet join hold on hold.sheet = id
    where month = ? and id not in (select id from kept)
"""
_KEPT = "select 1 from sheet join kept on kept.id = sheet.id where sheet.month = ? limit 1"


def purge_plan(custody: Custody, now: datetime) -> PurgePlan:
    """Return what could be destroyed at ``now``, month by month, the oldest first.

    Nothing is ever destroyed by reading it, whatever the clock says; a clock that jumped is
    told by ``clock_doubt``.

    Raises:
        HoldMissing: a legal hold was taken away without being released.
    """
    require_every_hold(custody.store, custody.ledger)
    found = (_due(custody, domain, month) for domain, month in _months(custody, now))
    months = tuple(one for one in found if not _is_over(custody, one))
    return PurgePlan(now, months, clock_doubt(custody.store, now))


def clock_doubt(store: Store, now: datetime) -> bool:
    """Tell whether the time of the journal jumped within the last month of its life."""
    before, limit = milliseconds(now), milliseconds(now - CALM)
    for time_ms in _times(store):
        if abs(before - time_ms) > JUMP // timedelta(milliseconds=1):
            return True
        if time_ms < limit:
            return False
        before = time_ms
    return False


def _times(store: Store) -> Iterator[int]:
    size = store.one("select max(seq) as n from ledger")
    at = size["n"] if size else None
    while isinstance(at, int) and at > 0:
        row = store.one("select entry from ledger where seq = ?", (at,))
        if row is not None:
            yield _TIME.unpack_from(blob(row, "entry"))[0]
        at -= 1


def _months(custody: Custody, now: datetime) -> list[tuple[int, int]]:
    rows = custody.keystore.store.rows(
        "select distinct domain, month from month_key where wrapped is not null and month > ?"
        " order by month, domain",
        (KEPT_MONTH,),
    )
    found = [(integer(row, "domain"), integer(row, "month")) for row in rows]
    return [
        (domain, month)
        for domain, month in found
        if domain in PERIODS and is_due(month, PERIODS[domain], now.date())
    ]


def _is_over(custody: Custody, due: DueMonth) -> bool:
    """Tell whether a month went already: a key made since serves the list of its kept sheets."""
    if due.rows or due.held or due.domain != Domain.SHEETS:
        return False
    return custody.store.one(_KEPT, (due.month,)) is not None


def _due(custody: Custody, domain: int, month: int) -> DueMonth:
    leaves = destroyed_leaves(custody, domain, month)
    held = 0
    if domain == Domain.SHEETS:
        row = custody.store.one(_HELD, (month,))
        held = integer(row, "n") if row else 0
    return DueMonth(domain, month, len(leaves), held, destroyed_root(leaves))


def destroyed_leaves(custody: Custody, domain: int, month: int) -> list[bytes]:
    """Return one leaf for each row that would go.

    The leaf of a sheet version is that of its journal entry, so that anybody can compute the
    root again once the rows are gone; the leaf of another row is that of its sealed hash.
    """
    if domain == Domain.SHEETS:
        rows = custody.store.rows(DUE_SHEETS, (month,))
        return [sheet_leaf(custody.store, integer(row, "seq")) for row in rows]
    bodies = sealed_rows(custody.store, domain, month)
    return [leaf_hash(sha256(body).digest()) for body in bodies]


def sheet_leaf(store: Store, seq: int) -> bytes:
    """Return the leaf of the journal entry ``seq``."""
    row = store.one("select leaf from ledger where seq = ?", (seq,))
    return EMPTY if row is None else blob(row, "leaf")


def destroyed_root(leaves: list[bytes]) -> bytes:
    """Return the Merkle root of what is destroyed."""
    return Tree(leaves).root()
