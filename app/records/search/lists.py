"""The sealed lists: one month each, in the table ``segment``, a cache that can be made again.

Sealed under the key of the newest line of its month, with what it covers in front::

    last journal number u64 | lines u32 | sum of their journal numbers u64 | packed columns

A list that covers other rows than those of the table, or that does not open, is worth nothing:
the month is made again from its summaries, each compared with the journal.
"""

import struct
from dataclasses import dataclass

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION, Kind, open_blob, seal_blob, subkey
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import KeyMissing, Tampered, VaultRefusal
from app.records.search.columns import Columns
from app.records.search.packing import packed, unpacked

_COVERS = struct.Struct(">QIQ")
_USE = "sum"
_KEY = """
    select key from summary join sheet on sheet.id = summary.id
    and sheet.version = summary.version where sheet.month = ? order by sheet.seq desc limit 1
"""
_ROWS = """
    select month, max(seq) as last, count(*) as lines, sum(seq) as total from sheet
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one month: their last journal number, how many, the sum of their numbers."""

    last: int = 0
    count: int = 0
    total: int = 0

    def with_number(self, number: int) -> "Rows":
        """Return the rows with one more."""
        return Rows(max(self.last, number), self.count + 1, self.total + number)


class SealedLists:
    """The lists of one vault, for who holds the key of the sheets."""

    def __init__(self, store: Store, ring: KeyRing) -> None:
        self._store, self._ring = store, ring

    def rows(self) -> dict[int, Rows]:
        """Return the rows of each month, as the table is now."""
        found = self._store.rows(f"{_ROWS} group by month")
        return {integer(row, "month"): _rows(row) for row in found}

    def read(self, month: int, now: Rows) -> tuple[Rows, Columns] | None:
        """Return the list of ``month`` and what it covers, None when it is not to be believed.

        ``now`` are the rows of the month: a list may lack the last ones, never hold another.
        """
        row = self._store.one("select * from segment where month = ?", (month,))
        if row is None:
            return None
        try:
            key = self._ring.month_for_reading(Domain.SHEETS, month, integer(row, "key")).key
            data = open_blob(
                subkey(key, _USE), Kind.SEGMENT, FIRST_VERSION, _record(month), blob(row, "body")
            )
            covers = Rows(*_COVERS.unpack_from(data))
            if covers != (now if covers.last == now.last else self.up_to(month, covers.last)):
                return None
            return covers, unpacked(data[_COVERS.size :])
        except (KeyMissing, Tampered, ValueError, struct.error):
            return None

    def write(self, month: int, covers: Rows, columns: Columns) -> bool:
        """Seal the list of ``month``; return whether its key is still there and it was written."""
        row = self._store.one(_KEY, (month,))
        if row is None:
            return False
        try:
            key_id = integer(row, "key")
            key = self._ring.month_for_reading(Domain.SHEETS, month, key_id).key
            content = _COVERS.pack(covers.last, covers.count, covers.total) + packed(columns)
            sealing = subkey(key, _USE)
            body = seal_blob(sealing, Kind.SEGMENT, FIRST_VERSION, _record(month), content)
            with self._store.writing():
                self._store.execute(
                    "insert or replace into segment values (?, ?, ?)", (month, key_id, body)
                )
        except VaultRefusal:
            return False  # made again at the next unlock
        return True

    def up_to(self, month: int, last: int) -> Rows:
        """Return the rows of ``month`` numbered ``last`` at most."""
        row = self._store.one(f"{_ROWS} where month = ? and seq <= ?", (month, last))
        return Rows() if row is None or not row["lines"] else _rows(row)


def _rows(row: Row) -> Rows:
    return Rows(integer(row, "last"), integer(row, "lines"), integer(row, "total"))


def _record(month: int) -> bytes:
    return b"segment" + month.to_bytes(9, "big")
