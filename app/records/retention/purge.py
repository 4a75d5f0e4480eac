"""The purge of what is due: shown, confirmed by two people, begun, and then always finished.

1. One transaction of the vault writes the signature of each person, the held sheets under
   keys of their own, and the work list. Before it nothing has begun.
2. One transaction of the key file destroys every month key, and wraps those that stay under
   a new epoch. Until it, everything still reads.
3. Month by month, one transaction of the vault deletes the rows, leaves the tombstones and
   writes the Merkle root of what went in the journal. Then both files are scrubbed.

A kill at any instant leaves either nothing begun, or a work list that ``finish`` completes at
the next login: never a month of which one half can be read.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from app.records.columns import Row, blob, integer, text
from app.records.custody import Custody
from app.records.envelope import new_record_id
from app.records.journal.entries import PLAN_TRACE, Event, Trace, milliseconds
from app.records.journal.ledger import Pen
from app.records.keys.accounts import Domain
from app.records.refusals import DiskFull
from app.records.retention.due import purge_plan
from app.records.retention.keep import KeptSheet, prepare_kept, write_kept
from app.records.retention.plan import DueMonth, PurgePlan, read_months
from app.records.retention.presence import Progress, Second, go_on, witness
from app.records.retention.refusals import ClockDoubt, NothingDue, NotRetyped, PlanMoved
from app.records.retention.rows import delete_month, delete_sheets, stored_versions
from app.records.retention.shred import (
    destroy_doomed,
    destroy_keys,
    month_key_ids,
    require_secure_delete,
    scrub,
)
from app.records.retention.traces import DestroyedMonth, month_traces

_GOING = "month = ? and seq < ? and id not in (select id from kept)"


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What a purge destroyed; ``begun`` is false when it was stopped before anything."""

    begun: bool
    purge_id: bytes
    months: tuple[DueMonth, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the second person and the keyboard say: who else is there, the phrase typed again."""

    second: Second
    typed: str


def execute_purge(
    custody: Custody,
    plan: PurgePlan,
    confirmation: Confirmation,
    now: datetime,
    progress: Progress = go_on,
) -> PurgeReport:
    """Destroy exactly what ``plan`` showed, once two people confirmed it.

    ``progress`` may stop it before it begins; begun, it is finished whatever it says.

    Raises:
        NothingDue, NotRetyped, ClockDoubt, PlanMoved, SecondPerson, WrongSecret,
        SecureDeleteOff, Tampered: nothing was written.
    """
    pen = _confirmed(custody, plan, confirmation, now)
    kept = prepare_kept(custody, (m.month for m in plan.months if m.domain == Domain.SHEETS))
    if not progress(0, len(plan.months)):
        return PurgeReport(begun=False, purge_id=b"", months=())
    purge_id = new_record_id()
    _begin(custody, (purge_id, plan), (pen, kept), now)
    finish_purges(custody, now, progress)
    return PurgeReport(begun=True, purge_id=purge_id, months=plan.months)


def finish_purges(custody: Custody, now: datetime, progress: Progress = go_on) -> int:
    """Finish, at login, what was begun and cut; return how many purges there were."""
    if not custody.ledger.sound:
        return 0
    rows = custody.store.rows("select * from purge where done is null order by begun")
    for row in rows:
        _finish(custody, row, now, progress)
    destroy_doomed(custody, now)
    return len(rows)


def finish_at_login(custody: Custody, now: datetime) -> None:
    """Finish what was begun; a full disk puts it off, and never keeps people out.

    Until then the sheets of the months that go are closed already.
    """
    with contextlib.suppress(DiskFull):
        finish_purges(custody, now)


def _confirmed(custody: Custody, plan: PurgePlan, confirmation: Confirmation, now: datetime) -> Pen:
    if not plan.months:
        raise NothingDue
    if confirmation.typed.strip() != plan.phrase:
        raise NotRetyped
    present = purge_plan(custody, now)
    if present.clock_doubt:
        raise ClockDoubt
    if present.digest != plan.digest:
        raise PlanMoved
    require_secure_delete(custody)
    return witness(custody, confirmation.second)


def _begin(
    custody: Custody,
    named: tuple[bytes, PurgePlan],
    agreed: tuple[Pen, tuple[KeptSheet, ...]],
    now: datetime,
) -> None:
    (purge_id, plan), (pen, kept) = named, agreed
    signed = (Trace(PLAN_TRACE, plan.digest),)
    with custody.ledger.writing():
        custody.ledger.append(Event.PURGE_APPROVED, purge_id, signed, now, pen)
        begun = custody.ledger.append(Event.PURGE_APPROVED, purge_id, signed, now)
        write_kept(custody, kept, now)
        custody.store.execute(
            "insert into purge values (?, ?, ?, ?, null, null)",
            (purge_id, begun, plan.canonical(), len(plan.months)),
        )


def _finish(custody: Custody, row: Row, now: datetime, progress: Progress) -> None:
    begun, left = integer(row, "begun"), integer(row, "months_left")
    months = read_months(text(row, "plan"))
    key_ids = month_key_ids(custody, ((one.domain, one.month) for one in months))
    if key_ids:
        destroy_keys(custody, key_ids, (one.domain for one in months), begun, now)
    for one in months[len(months) - left :]:
        _delete(custody, (blob(row, "id"), begun), one, now)
        left -= 1
        progress(len(months) - left, len(months))
    scrub(custody)
    with custody.store.writing():
        custody.store.execute(
            "update purge set done = ? where id = ?", (milliseconds(now), blob(row, "id"))
        )


def _delete(custody: Custody, purge: tuple[bytes, int], month: DueMonth, now: datetime) -> None:
    (purge_id, begun), store = purge, custody.store
    traces = month_traces(DestroyedMonth(month.domain, month.month, month.rows), month.root)
    with custody.ledger.writing():
        seq = custody.ledger.append(Event.PURGE_DONE, purge_id, traces, now)
        if month.domain == Domain.SHEETS:
            delete_sheets(store, stored_versions(store, _GOING, month.month, begun), seq)
        delete_month(store, month.domain, month.month)
        store.execute("update purge set months_left = months_left - 1 where id = ?", (purge_id,))
