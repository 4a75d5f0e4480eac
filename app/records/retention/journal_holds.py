"""The legal holds that the journal says in force: a row taken away frees no sheet.

The rows of the holds are what a purge reads. Whoever writes in the file behind the station could
take one away; the entry that placed it stays, and nothing is destroyed until the two agree.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.records.columns import integer
from app.records.database import Store
from app.records.journal.entries import Entry, Event
from app.records.journal.ledger import Ledger
from app.records.retention.refusals import HoldMissing

# The event is the 18th byte of an entry (layout: app/records/journal/entries.py).
_PLACED, _RELEASED = bytes([Event.HOLD_PLACED]), bytes([Event.HOLD_RELEASED])
_HOLDS = "select seq from ledger where seq > ? and substr(entry, 18, 1) in (?, ?) order by seq"
_WITHOUT_ROW = "select 1 from sheet where id = ? and id not in (select sheet from hold)"


class JournalHolds:
    """Reads each entry of the journal once."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store, self._ledger = store, ledger
        self._read, self._placed = 0, dict[bytes, Entry]()

    def in_force(self) -> Mapping[bytes, Entry]:
        """Return the entry that placed the hold of each sheet, until one released it.

        Raises:
            Tampered: an entry of a hold is not what the journal vouches for.
        """
        size = self._ledger.size
        for row in self._store.rows(_HOLDS, (self._read, _PLACED, _RELEASED)):
            entry = self._ledger.entry(integer(row, "seq"))
            if entry.event == Event.HOLD_PLACED:
                self._placed[entry.about] = entry
            else:
                self._placed.pop(entry.about, None)
        self._read = size
        return MappingProxyType(self._placed)

    def missing(self) -> Mapping[bytes, Entry]:
        """Return those of sheets that are there, whose row is not."""
        return {
            sheet_id: entry
            for sheet_id, entry in self.in_force().items()
            if self._store.one(_WITHOUT_ROW, (sheet_id,)) is not None
        }


def require_every_hold(store: Store, ledger: Ledger) -> None:
    """Refuse to destroy anything while a hold of the journal has lost its row.

    Raises:
        HoldMissing: one has.
        Tampered: an entry of a hold is not what the journal vouches for.
    """
    if JournalHolds(store, ledger).missing():
        raise HoldMissing
