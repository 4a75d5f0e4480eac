"""The end of the access log, month by month: twelve months, then the key is destroyed.

A month ends by itself, unlike sheets: nobody is asked. Its rows go in one transaction of the
vault with their line in the journal, then its key in one of the key file. Cut in between, the
next call destroys the key that was left.

Source: storage page, section 3; CNIL, délibération 2021-122 (access logs, one year).
"""

from datetime import datetime

from app.records.columns import integer
from app.records.custody import Custody
from app.records.journal.entries import Event
from app.records.keys.accounts import Domain
from app.records.retention.due import clock_doubt, destroyed_leaves, destroyed_root
from app.records.retention.plan import ACCESS_MONTHS, is_due
from app.records.retention.rows import delete_month
from app.records.retention.shred import destroy_keys, month_key_ids, require_secure_delete, scrub
from app.records.retention.traces import DestroyedMonth, month_traces


def expire(custody: Custody, now: datetime, kept_months: int = ACCESS_MONTHS) -> tuple[int, ...]:
    """Destroy the months of the access log that are over; return them, yyyymm.

    Nothing goes while the clock jumped or the journal is not sound.

    Raises:
        SecureDeleteOff, DiskFull: what was not destroyed yet stays whole.
    """
    if not custody.ledger.sound:
        return ()
    due = [month for month in _months(custody) if is_due(month, kept_months, now.date())]
    if not due or clock_doubt(custody.store, now):
        return ()
    require_secure_delete(custody)
    for month in due:
        _delete(custody, month, now)
    key_ids = month_key_ids(custody, ((Domain.ACCESS, month) for month in due))
    by = custody.ledger.head().size
    destroy_keys(custody, key_ids, (Domain.ACCESS,), by, now)
    scrub(custody)
    return tuple(due)


def _months(custody: Custody) -> list[int]:
    """Return the months whose key is still there."""
    rows = custody.keystore.store.rows(
        "select distinct month from month_key where domain = ? and wrapped is not null"
        " order by month",
        (Domain.ACCESS,),
    )
    return [integer(row, "month") for row in rows]


def _delete(custody: Custody, month: int, now: datetime) -> None:
    leaves = destroyed_leaves(custody, Domain.ACCESS, month)
    if not leaves:
        return
    traces = month_traces(DestroyedMonth(Domain.ACCESS, month, len(leaves)), destroyed_root(leaves))
    with custody.ledger.writing():
        about = custody.station.station_id
        custody.ledger.append(Event.ACCESS_EXPIRED, about, traces, now)
        delete_month(custody.store, Domain.ACCESS, month)
