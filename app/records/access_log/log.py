"""The access log: lines sealed under the key of their month, read by who holds that domain.

A line is JSON sealed for its own row: nobody can move, copy or change it. ``rank`` inside
counts the lines of the station, so that a line taken away leaves a gap that is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from app.clock import PARIS
from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    new_record_id,
    open_blob,
    seal_blob,
    subkey,
)
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import KeyMissing, Tampered

_Uses = dict[tuple[int, int], bytes]


class What(StrEnum):
    """What was done."""

    OPENED = "opened"
    EXPORTED = "exported"
    HANDED_OVER = "handed_over"
    LOG_READ = "log_read"
    SEARCHED = "searched"
    CAPTURE_OPENED = "capture_opened"


@dataclass(frozen=True, slots=True)
class Access:
    """An access to write down, of the sheet numbered ``sheet``, 0 if none."""

    what: What
    sheet: int
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One access. ``who`` is the label of the person, ``sheet`` the number of a sheet, 0 if none.

    ``at`` is aware, in Paris time; ``reason`` is "" when none was asked for.
    """

    at: datetime
    who: str
    what: What
    sheet: int
    reason: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """Accesses, the latest first; ``total`` are in the period, ``unread`` no longer open.

    ``missing`` lines were taken away: the ranks of those that stay do not follow one another.
    """

    entries: tuple[AccessEntry, ...]
    total: int
    unread: int
    missing: int


class _Line(msgspec.Struct):
    rank: int
    at: datetime
    who: str
    what: What
    sheet: int
    reason: str


class AccessLog:
    """The log of one vault, for one person."""

    def __init__(self, store: Store, ring: KeyRing, who: str) -> None:
        self._store, self._ring, self.who = store, ring, who

    def record(self, what: What, sheet: int, reason: str, now: datetime) -> None:
        """Keep one access; durable on return.

        Raises:
            DiskFull: no room: nothing is opened that cannot be written down.
        """
        with self._store.writing():
            self.write(Access(what, sheet, reason, now))

    def write(self, access: Access) -> bytes:
        """Write one access inside an open transaction; return its sealed line."""
        local = access.now.astimezone(PARIS)
        month = self._ring.month_for_writing(Domain.ACCESS, local.year * 100 + local.month)
        row = self._store.one("select coalesce(max(seq), 0) + 1 as rank from access")
        last = self._store.one("select seq from sqlite_sequence where name = 'access'")
        rank = max(integer(row, "rank") if row else 1, integer(last, "seq") + 1 if last else 1)
        at = access.now.astimezone(UTC)
        line = _Line(rank, at, self.who, access.what, access.sheet, access.reason)
        access_id = new_record_id()
        body = seal_blob(
            subkey(month.key, "access"),
            Kind.ACCESS,
            FIRST_VERSION,
            access_id,
            msgspec.json.encode(line),
        )
        self._store.execute(
            "insert into access values (?, ?, ?, ?, ?)",
            (rank, access_id, local.year * 100 + local.month, month.key_id, body),
        )
        return body

    def page(self, since: datetime, before: datetime, offset: int, most: int) -> AccessPage:
        """Return the accesses of a period, the latest first.

        Raises:
            KeyMissing: this person does not hold the domain of the log.
        """
        first, last = (one.astimezone(PARIS) for one in (since, before))
        rows = self._store.rows(
            "select * from access where month between ? and ? order by seq desc",
            (first.year * 100 + first.month, last.year * 100 + last.month),
        )
        self._ring.epoch(Domain.ACCESS)
        uses: _Uses = {}
        opened = [self._opened(row, uses) for row in rows]
        lines = [line for line in opened if line and since <= line.at < before]
        entries = tuple(map(_entry, lines[offset : offset + most]))
        missing = _gaps([integer(row, "seq") for row in rows])
        return AccessPage(entries, len(lines), opened.count(None), missing)

    def after(self, rank: int) -> Iterator[tuple[int, AccessEntry | None]]:
        """Yield each line after ``rank`` with its own, the oldest first; None is unreadable.

        Raises:
            KeyMissing: this person does not hold the domain of the log.
        """
        self._ring.epoch(Domain.ACCESS)
        uses: _Uses = {}
        for row in self._store.rows("select * from access where seq > ? order by seq", (rank,)):
            line = self._opened(row, uses)
            yield integer(row, "seq"), _entry(line) if line else None

    def _use(self, row: Row, uses: _Uses) -> bytes:
        """Return what opens the lines of a month, derived once for all those of one reading."""
        month, key_id = integer(row, "month"), integer(row, "key")
        if (month, key_id) not in uses:
            key = self._ring.month_for_reading(Domain.ACCESS, month, key_id).key
            uses[month, key_id] = subkey(key, "access")
        return uses[month, key_id]

    def _opened(self, row: Row, uses: _Uses) -> _Line | None:
        try:
            content = open_blob(
                self._use(row, uses),
                Kind.ACCESS,
                FIRST_VERSION,
                blob(row, "id"),
                blob(row, "body"),
            )
            line = msgspec.json.decode(content, type=_Line)
        except (Tampered, KeyMissing, msgspec.MsgspecError):
            return None
        return line if line.rank == integer(row, "seq") else None


def _entry(line: _Line) -> AccessEntry:
    return AccessEntry(line.at.astimezone(PARIS), line.who, line.what, line.sheet, line.reason)


def _gaps(ranks: list[int]) -> int:
    """Return how many ranks are not there between the first and the last."""
    return max(ranks) - min(ranks) + 1 - len(ranks) if ranks else 0
