"""The months of the vault as the search holds them: lists read at unlock, then kept up.

Sealed under the key of the newest line of its month, with what it covers in front::

    last journal number u64 | lines u32 | sum of their journal numbers u64 | packed columns

A list that covers other rows than those of the table, or that does not open, is dropped and
made again from the summaries, each compared with the journal. Lists are a cache: nothing is
lost with them.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION, Kind, open_blob, seal_blob, subkey
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import KeyMissing, Tampered, VaultRefusal
from app.records.search.columns import Columns, columns_of, packed, unpacked
from app.records.search.entry import entry_of
from app.records.sheets.archive import Archive

REWRITTEN_AFTER = 1000
"""New lines of the running month before its list is sealed again."""

_COVERS = struct.Struct(">QIQ")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one month: their last journal number, how many, the sum of their numbers."""

    last: int
    count: int
    total: int


@dataclass(slots=True)
class Month:
    """One month in memory: the sealed part, and the few lines sealed since."""

    month: int
    closed: Columns | None
    fresh: Columns | None = None
    seen: int = 0

    def parts(self) -> Iterator[Columns]:
        """Yield the columns, the newest lines first."""
        if self.fresh is not None:
            yield self.fresh
        if self.closed is not None:
            yield self.closed

    @property
    def corrected(self) -> bool:
        """True when a sheet of this month has more than one version."""
        return any(bool((part["versions"] > FIRST_VERSION).any()) for part in self.parts())

    def replaced(self) -> frozenset[tuple[bytes, int]]:
        """Return (sheet, version) of every line of which this month has a newer version."""
        newest: dict[bytes, int] = {}
        for part in self.parts():
            for line in np.flatnonzero(part["versions"] > FIRST_VERSION):
                sheet_id = part.sheet_id(int(line))
                newest[sheet_id] = max(newest.get(sheet_id, 0), int(part["versions"][line]))
        return frozenset(
            (sheet_id, version)
            for sheet_id, last in newest.items()
            for version in range(FIRST_VERSION, last)
        )

    def wipe(self) -> None:
        """Overwrite what can be."""
        for part in self.parts():
            part.wipe()


class Months:
    """Every month of one vault, the newest first."""

    def __init__(self, store: Store, ring: KeyRing, archive: Archive) -> None:
        self._store, self._ring, self._archive = store, ring, archive
        self._months: dict[int, Month] = {}
        self._newest_first: tuple[Month, ...] = ()
        self._journal = -1

    def up_to_date(self) -> tuple[Month, ...]:
        """Return the months as the tables are now; lists that miss are made and kept.

        Every row that comes or goes leaves a line in the journal: while it does not move,
        nothing is read again.
        """
        row = self._store.one("select max(seq) as last from ledger")
        last = integer(row, "last") if row else 0
        if last == self._journal:
            return self._newest_first
        self._bring_all()
        self._journal = last
        self._newest_first = tuple(self._months[one] for one in sorted(self._months, reverse=True))
        return self._newest_first

    def _bring_all(self) -> None:
        rows = self._rows()
        for gone in set(self._months) - set(rows):
            self._months.pop(gone).wipe()
        for month, now in rows.items():
            self._bring(month, now, is_running=month == max(rows))

    def wipe(self) -> None:
        """Forget everything."""
        for month in self._months.values():
            month.wipe()
        self._months, self._newest_first, self._journal = {}, (), -1

    def _rows(self) -> dict[int, Rows]:
        sql = (
            "select month, max(seq) as last, count(*) as lines, sum(seq) as total"
            " from sheet group by month"
        )
        return {
            integer(row, "month"): Rows(
                integer(row, "last"), integer(row, "lines"), integer(row, "total")
            )
            for row in self._store.rows(sql)
        }

    def _bring(self, month: int, now: Rows, *, is_running: bool) -> None:
        held = self._months.get(month)
        if held is None or not self._grew(held, now):
            held = self._months[month] = self._opened(month, now)
        if held.seen == now.last:
            return
        since = held.closed["numbers"].max() if held.closed and len(held.closed) else 0
        held.fresh = self._columns(month, int(since))
        held.seen = now.last
        if len(held.fresh) >= REWRITTEN_AFTER or not is_running:
            self._close(held, now)

    def _grew(self, held: Month, now: Rows) -> bool:
        """Tell whether the month only got lines since it was read: none left it."""
        if held.seen == now.last:
            return sum(map(len, held.parts())) == now.count
        return self._up_to(held.month, held.seen).count == sum(map(len, held.parts()))

    def _up_to(self, month: int, last: int) -> Rows:
        row = self._store.one(
            "select count(*) as lines, coalesce(sum(seq), 0) as total from sheet"
            " where month = ? and seq <= ?",
            (month, last),
        )
        return Rows(last, integer(row, "lines"), integer(row, "total")) if row else Rows(last, 0, 0)

    def _opened(self, month: int, now: Rows) -> Month:
        """Return a month from its sealed list when that covers its rows, else empty."""
        row = self._store.one("select * from segment where month = ?", (month,))
        if row is None:
            return Month(month, None)
        try:
            covers, columns = self._read(month, integer(row, "key"), blob(row, "body"))
        except (KeyMissing, Tampered, ValueError):
            return Month(month, None)
        current = now if covers.last == now.last else self._up_to(month, covers.last)
        if covers != current:
            return Month(month, None)
        return Month(month, columns, seen=covers.last)

    def _read(self, month: int, key_id: int, body: bytes) -> tuple[Rows, Columns]:
        key = self._ring.month_for_reading(Domain.SHEETS, month, key_id).key
        data = open_blob(subkey(key, "segment"), Kind.SEGMENT, FIRST_VERSION, _record(month), body)
        return Rows(*_COVERS.unpack_from(data)), unpacked(data[_COVERS.size :])

    def _columns(self, month: int, since: int) -> Columns:
        return columns_of([entry_of(one) for one in self._archive.lines_of_month(month, since)])

    def _close(self, held: Month, now: Rows) -> None:
        """Seal the whole month again, when its key is still there."""
        whole = held.fresh if held.closed is None else self._columns(held.month, 0)
        held.closed, held.fresh = whole, None
        row = self._store.one(
            "select key from summary join sheet on sheet.id = summary.id"
            " and sheet.version = summary.version where sheet.month = ?"
            " order by sheet.seq desc limit 1",
            (held.month,),
        )
        if row is None or whole is None or not whole["readable"].all():
            return
        try:
            self._write(held.month, integer(row, "key"), whole, now)
        except VaultRefusal:
            return  # a cache that cannot be written is made again at the next unlock

    def _write(self, month: int, key_id: int, whole: Columns, now: Rows) -> None:
        key = self._ring.month_for_reading(Domain.SHEETS, month, key_id).key
        content = _COVERS.pack(now.last, now.count, now.total) + packed(whole)
        body = seal_blob(
            subkey(key, "segment"), Kind.SEGMENT, FIRST_VERSION, _record(month), content
        )
        with self._store.writing():
            self._store.execute(
                "insert or replace into segment values (?, ?, ?)", (month, key_id, body)
            )


def _record(month: int) -> bytes:
    return b"segment" + month.to_bytes(9, "big")
