"""When a purge is complete: once no copy of the keys made before it is left.

A copy of the keys lasts 30 days at most, and is destroyed by the next backup to its place.
Until a copy is known to be gone, its date is a duty, not a fact: both are shown.
"""

from dataclasses import dataclass
from datetime import datetime

from app.records.columns import Row, blob, integer, text
from app.records.copies.pruning import OLDEST_KEYS
from app.records.copies.register import KeyCopy, Register
from app.records.custody import Custody
from app.records.journal.entries import Event, milliseconds, moment
from app.records.retention.plan import DueMonth, read_months


@dataclass(frozen=True, slots=True)
class PurgeState:
    """A purge of the past.

    ``copies`` are the old copies of the keys not known to be gone; ``complete_by`` the date at
    which the last of them must be, that of the purge when there is none; ``complete_at`` when
    the last one was seen gone, None until then.
    """

    purge_id: bytes
    done_at: datetime
    months: tuple[DueMonth, ...]
    copies: tuple[KeyCopy, ...]
    complete_by: datetime
    complete_at: datetime | None

    @property
    def rows(self) -> int:
        """How many rows went."""
        return sum(one.rows for one in self.months)


def purge_states(custody: Custody) -> tuple[PurgeState, ...]:
    """Return the purges that are done, the latest first."""
    rows = custody.store.rows("select * from purge where done is not null order by done desc")
    return tuple(_state(custody, row) for row in rows)


def key_copy_gone(custody: Custody, copy_id: bytes, now: datetime) -> None:
    """Write that somebody destroyed a copy of the keys kept where the station cannot see."""
    with custody.store.writing():
        Register(custody.store, custody.ring).note_gone(copy_id, now)
    note_complete(custody, now)


def note_complete(custody: Custody, now: datetime) -> None:
    """Write in the journal each purge whose last old copy of the keys is gone."""
    for state in purge_states(custody):
        if state.copies or state.complete_at is not None:
            continue
        with custody.ledger.writing():
            custody.ledger.append(Event.PURGE_COMPLETE, state.purge_id, (), now)
            custody.store.execute(
                "update purge set complete = ? where id = ?", (milliseconds(now), state.purge_id)
            )


def _state(custody: Custody, row: Row) -> PurgeState:
    done_at = moment(integer(row, "done"))
    copies = Register(custody.store, custody.ring).key_copies(integer(row, "begun"))
    complete = row["complete"]
    return PurgeState(
        purge_id=blob(row, "id"),
        done_at=done_at,
        months=read_months(text(row, "plan")),
        copies=copies,
        complete_by=max((one.made_at + OLDEST_KEYS for one in copies), default=done_at),
        complete_at=moment(complete) if isinstance(complete, int) else None,
    )
