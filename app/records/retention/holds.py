"""Legal holds: a sheet that no purge takes, with a reason, until it is released.

An owner holds and releases too, by the number printed on the sheet, without a key to it. The
reason is sealed under the key of the activity, which pharmacists and owners have: it must
not name a patient.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION, Kind, open_blob, seal_blob, subkey
from app.records.journal.entries import HOLD_TRACE, Entry, Event, Trace, milliseconds, moment
from app.records.journal.ledger import Ledger
from app.records.keys.accounts import Domain
from app.records.keys.ring import KEPT_MONTH, KeyRing
from app.records.refusals import KeyMissing, Tampered, UnknownSheet
from app.records.retention.journal_holds import JournalHolds
from app.records.retention.refusals import AlreadyHeld, KeptOnly, NoReason, NotHeld

LONGEST_REASON = 2000
_USE = "hold"
_SHEETS = frozenset(
    {Event.SHEET_SEALED, Event.SHEET_CORRECTED, Event.SHEET_COMPLETED, Event.SHEET_IMPORTED}
)


@dataclass(frozen=True, slots=True)
class Hold:
    """One legal hold; ``reason`` is empty when ``intact`` is false: its row was changed or lost.

    ``number`` is that of the newest version of the sheet; ``alone`` tells that the month of
    the sheet was destroyed, so that releasing the hold destroys the sheet.
    """

    sheet_id: bytes
    number: int
    placed_at: datetime
    author: str
    reason: str
    alone: bool
    intact: bool


class Holds:
    """The legal holds of one vault."""

    def __init__(
        self, store: Store, ring: KeyRing, ledger: Ledger, labels: Mapping[bytes, str]
    ) -> None:
        self._store = store
        self._ring = ring
        self._ledger = ledger
        self._labels = labels
        self._journal = JournalHolds(store, ledger)

    def numbered(self, number: int) -> bytes:
        """Return the identifier of the sheet that bears ``number`` in one of its versions.

        Raises:
            UnknownSheet: no sheet of the archive bears it.
        """
        row = self._store.one("select id from sheet where seq = ?", (number,))
        if row is None or self._ledger.entry(number).event not in _SHEETS:
            raise UnknownSheet
        return blob(row, "id")

    def place(self, sheet_id: bytes, reason: str, now: datetime) -> int:
        """Hold a sheet back from any purge; return the number of the journal entry.

        Raises:
            UnknownSheet, AlreadyHeld, NoReason: nothing was written.
        """
        body = self._reason(reason)
        if self._store.one("select 1 from sheet where id = ?", (sheet_id,)) is None:
            raise UnknownSheet
        if self._row(sheet_id) is not None:
            raise AlreadyHeld
        key = self._ring.month_for_writing(Domain.FACTS, KEPT_MONTH)
        sealed = seal_blob(subkey(key.key, _USE), Kind.HOLD, FIRST_VERSION, sheet_id, body)
        with self._ledger.writing():
            number = self._ledger.append(Event.HOLD_PLACED, sheet_id, (_trace(sealed),), now)
            self._store.execute(
                "insert into hold values (?, ?, ?, ?)",
                (sheet_id, milliseconds(now), key.key_id, sealed),
            )
        return number

    def release(self, sheet_id: bytes, reason: str, now: datetime) -> int:
        """Let a sheet follow its date again; return the number of the journal entry.

        The journal keeps the hash of the reason: the words are kept by who asked for it.

        Raises:
            NotHeld, NoReason: nothing was written.
            KeptOnly: its month is destroyed already: erase it, with a second person.
        """
        body = self._reason(reason)
        if self.of(sheet_id) is None:
            raise NotHeld
        if self._store.one("select 1 from kept where id = ?", (sheet_id,)) is not None:
            raise KeptOnly
        with self._ledger.writing():
            number = self._ledger.append(Event.HOLD_RELEASED, sheet_id, (_trace(body),), now)
            self._store.execute("delete from hold where sheet = ?", (sheet_id,))
        return number

    def all(self) -> tuple[Hold, ...]:
        """Return the holds in force, the oldest first; an altered one is shown as such.

        Raises:
            Tampered: an entry of a hold is not what the journal vouches for.
        """
        rows = map(self._hold, self._store.rows("select * from hold"))
        lost = (self._lost(sheet_id, one) for sheet_id, one in self._journal.missing().items())
        return tuple(sorted((*rows, *lost), key=lambda one: (one.placed_at, one.sheet_id)))

    def of(self, sheet_id: bytes) -> Hold | None:
        """Return the hold of one sheet, None when nothing holds it; see ``all``."""
        row = self._row(sheet_id)
        if row is not None:
            return self._hold(row)
        entry = self._journal.missing().get(sheet_id)
        return None if entry is None else self._lost(sheet_id, entry)

    def _row(self, sheet_id: bytes) -> Row | None:
        return self._store.one("select * from hold where sheet = ?", (sheet_id,))

    def _hold(self, row: Row) -> Hold:
        sheet_id = blob(row, "sheet")
        entry = self._journal.in_force().get(sheet_id)
        if entry is not None and entry.time_ms != integer(row, "placed"):
            return self._lost(sheet_id, entry)
        number, alone = self._number(sheet_id), self._is_alone(sheet_id)
        placed = moment(integer(row, "placed"))
        try:
            fields = json.loads(self._body(sheet_id, row))
            author, reason = str(fields["author"]), str(fields["reason"])
        except (Tampered, KeyMissing):
            return Hold(sheet_id, number, placed, "", "", alone, intact=False)
        return Hold(sheet_id, number, placed, author, reason, alone, intact=True)

    def _lost(self, sheet_id: bytes, entry: Entry) -> Hold:
        """Return the hold that the journal alone tells: who placed it and when, not why."""
        author, placed = self._labels.get(entry.actor, ""), moment(entry.time_ms)
        number, alone = self._number(sheet_id), self._is_alone(sheet_id)
        return Hold(sheet_id, number, placed, author, "", alone, intact=False)

    def _number(self, sheet_id: bytes) -> int:
        newest = self._store.one("select max(seq) as seq from sheet where id = ?", (sheet_id,))
        number = newest["seq"] if newest else None
        return number if isinstance(number, int) else 0

    def _is_alone(self, sheet_id: bytes) -> bool:
        return self._store.one("select 1 from kept where id = ?", (sheet_id,)) is not None

    def _body(self, sheet_id: bytes, row: Row) -> bytes:
        key = self._ring.month_for_reading(Domain.FACTS, KEPT_MONTH, integer(row, "key"))
        use = subkey(key.key, _USE)
        return open_blob(use, Kind.HOLD, FIRST_VERSION, sheet_id, blob(row, "body"))

    def _reason(self, reason: str) -> bytes:
        words = reason.strip()
        if not words or len(words) > LONGEST_REASON:
            raise NoReason
        actor = self._ledger.actor
        fields = {"author": self._labels.get(actor, actor.hex()), "reason": words}
        return json.dumps(fields, ensure_ascii=False).encode()


def _trace(content: bytes) -> Trace:
    return Trace(HOLD_TRACE, sha256(content).digest())
