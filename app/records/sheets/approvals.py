"""The lines by which people accept a committee key or a protocol, or stop one.

A line is one person's: what needs two people needs two lines, each signed by its own author.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.journal.entries import Event, Trace, moment
from app.records.journal.ledger import Ledger, decode_or_refuse
from app.records.journal.merkle import leaf_hash
from app.records.refusals import Tampered

# The whole journal is walked once a session: some thousands of entries in memory at a time.
_WALK = 5000
_KEPT = frozenset(
    {
        Event.COMMITTEE_KEY_ACCEPTED,
        Event.PROTOCOL_IMPORTED,
        Event.REVOCATIONS_ACCEPTED,
        Event.PROTOCOL_WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class Approval:
    """One proven line: by whom (a pseudonym), about what, and the hashes of what was seen."""

    seq: int
    at: datetime
    event: Event
    actor: bytes
    about: bytes
    digests: tuple[bytes, ...]


class Approvals:
    """The approvals of one vault.

    Every entry is compared with its leaf: a withdrawal cannot be hidden by writing another
    event over it.
    """

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger
        self._lines: list[Approval] = []
        self._walked = 0

    def lines(self, event: Event) -> tuple[Approval, ...]:
        """Return every line of ``event``, the oldest first, each proven by its signature.

        Raises:
            Tampered: the journal is not sound, or one of its entries was changed.
        """
        size = self._ledger.head().size
        while self._walked < size:
            rows = self._store.rows(
                "select seq, entry, leaf from ledger where seq > ? order by seq limit ?",
                (self._walked, _WALK),
            )
            found = [line for row in rows if (line := self._line(row)) is not None]
            self._lines += found
            self._walked = integer(rows[-1], "seq")
        return tuple(line for line in self._lines if line.event is event)

    def approve(self, event: Event, about: bytes, traces: Sequence[Trace], now: datetime) -> bool:
        """Write the line of this person, once; return whether it was not there yet.

        Raises:
            Tampered: the journal is not sound: nothing more is written in it.
            DiskFull: no room; nothing was written.
        """
        digests = tuple(trace.digest for trace in traces)
        mine = (self._ledger.actor, about, digests)
        if any((one.actor, one.about, one.digests) == mine for one in self.lines(event)):
            return False
        with self._ledger.writing():
            self._ledger.append(event, about, traces, now)
        return True

    def _line(self, row: Row) -> Approval | None:
        """Return the approval of one row, None when the entry is of another event."""
        encoded = blob(row, "entry")
        if leaf_hash(encoded) != blob(row, "leaf"):
            raise Tampered
        entry = decode_or_refuse(encoded)
        if entry.event not in _KEPT:
            return None
        if not self._ledger.proven(entry.seq):
            raise Tampered
        return Approval(
            seq=entry.seq,
            at=moment(entry.time_ms),
            event=Event(entry.event),
            actor=entry.actor,
            about=entry.about,
            digests=tuple(trace.digest for trace in entry.traces),
        )
