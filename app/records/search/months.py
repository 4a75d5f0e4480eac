"""What the search holds in memory: every line of the vault, brought up to date before a question.

The first part holds what was there at unlock, in the order of months and journal numbers;
each of the others what was sealed since. Months that are over, and the running one every
thousand lines, are sealed in a list so that the next unlock does not read their rows again.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION
from app.records.journal.entries import Event
from app.records.journal.ledger import decode_or_refuse
from app.records.keys.ring import KeyRing
from app.records.search.columns import Columns, columns_of, merged
from app.records.search.entry import SearchEntry, entry_of
from app.records.search.lists import Rows, SealedLists
from app.records.sheets.archive import Archive
from app.records.sheets.pieces import SheetLine

REWRITTEN_AFTER = 1000
"""New lines of the running month before its list is sealed again."""

MOST_PARTS = 12
"""Small parts before they are put together: each costs every question a little."""

# What writes a sheet or leaves all of them where they are; anything else may take rows away.
_ADDING = frozenset(
    {
        Event.SHEET_SEALED,
        Event.SHEET_IMPORTED,
        Event.SHEET_CORRECTED,
        Event.SHEET_COMPLETED,
        Event.DOCUMENT_EXPORTED,
        Event.DOCUMENT_DELIVERED,
        Event.DOCUMENT_RETURNED,
        Event.CLOCK_SET_BACK,
        Event.SHEET_OPENED,
    }
)


class Months:
    """Every month of one vault, in parts."""

    def __init__(self, store: Store, ring: KeyRing, archive: Archive) -> None:
        self._store, self._archive = store, archive
        self._lists = SealedLists(store, ring)
        self._parts: list[Columns] = []
        self._rows: dict[int, Rows] = {}
        self._sealed: dict[int, Rows] = {}
        self._fresh: dict[int, list[Columns]] = {}
        self._journal = 0

    def up_to_date(self) -> Sequence[Columns]:
        """Return the parts as the tables are now; the first one is in order.

        Every row that comes or goes leaves a line in the journal: while it does not move,
        nothing is read again.
        """
        row = self._store.one("select max(seq) as last from ledger")
        last = 0 if row is None or row["last"] is None else integer(row, "last")
        if last != self._journal or not self._parts:
            if self._parts and last > self._journal and self._only_grew():
                self._add(
                    self._lines_after(max((one.last for one in self._rows.values()), default=0))
                )
            else:
                self._load()
            self._journal = last
            self._seal_what_is_due()
        return self._parts

    def wipe(self) -> None:
        """Overwrite everything with zeros and forget it."""
        for part in (*self._parts, *(one for parts in self._fresh.values() for one in parts)):
            part.wipe()
        self._parts, self._fresh = [], {}
        self._rows, self._sealed, self._journal = {}, {}, 0

    def _only_grew(self) -> bool:
        """Tell whether rows only came since the last question."""
        rows = self._store.rows("select entry from ledger where seq > ?", (self._journal,))
        events = {decode_or_refuse(blob(row, "entry")).event for row in rows}
        if events <= _ADDING:
            return True
        now = self._lists.rows()
        kept = {month: self._lists.up_to(month, rows.last) for month, rows in self._rows.items()}
        return kept == self._rows and set(self._rows) <= set(now)

    def _load(self) -> None:
        """Read every month anew: from its list, and from the rows this lacks."""
        self.wipe()
        self._rows = self._lists.rows()
        found: list[Columns] = []
        for month, now in sorted(self._rows.items()):
            read = self._lists.read(month, now)
            if read is not None:
                self._sealed[month] = read[0]
                found.append(read[1])
            last = self._sealed.get(month, Rows()).last
            if last != now.last:
                fresh = self._columns(self._archive.lines_of_month(month, last))
                self._fresh[month] = [fresh]
                found.append(fresh)
        self._parts = [merged(found)]

    def _lines_after(self, number: int) -> list[SheetLine]:
        return list(self._archive.lines_after(number))

    def _add(self, lines: Iterable[SheetLine]) -> None:
        for month, own in groupby(lines, lambda line: line.month):
            part = self._columns(own)
            for one in self._parts:
                one.bury(part.replaced)
            self._parts.append(part)
            self._fresh.setdefault(month, []).append(part)
            rows = self._rows.get(month, Rows())
            for number in part["numbers"].tolist():
                rows = rows.with_number(number)
            self._rows[month] = rows
        if len(self._parts) > MOST_PARTS:
            self._parts[1:] = [merged(self._parts[1:])]

    def _columns(self, lines: Iterable[SheetLine]) -> Columns:
        return columns_of([self._entry(line) for line in lines])

    def _entry(self, line: SheetLine) -> SearchEntry:
        if line.version == FIRST_VERSION:
            return entry_of(line)
        earlier = self._store.rows(
            "select seq from sheet where id = ? and version < ?", (line.sheet_id, line.version)
        )
        return entry_of(line, tuple(integer(row, "seq") for row in earlier))

    def _seal_what_is_due(self) -> None:
        running = max(self._rows, default=0)
        for month, parts in list(self._fresh.items()):
            if month == running and sum(map(len, parts)) < REWRITTEN_AFTER:
                continue
            if all(part["readable"].all() for part in parts):
                self._seal(month, parts)

    def _seal(self, month: int, parts: Sequence[Columns]) -> None:
        """Seal the list of one month again, whole."""
        before = self._lists.read(month, self._rows[month]) if month in self._sealed else None
        known = [] if before is None else [before[1]]
        if before is None and month in self._sealed:
            return  # it was altered meanwhile: made again at the next unlock
        if self._lists.write(month, self._rows[month], merged([*known, *parts])):
            self._sealed[month] = self._rows[month]
            del self._fresh[month]
