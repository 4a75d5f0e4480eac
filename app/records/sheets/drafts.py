"""Drafts: the only rows that change. An answer is acknowledged once its draft is durable."""

from datetime import datetime

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    Label,
    new_key,
    open_blob,
    seal_blob,
    unwrap_key,
    wrap_key,
    wrapping_id,
)
from app.records.journal.entries import milliseconds, moment
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import KeyMissing, Tampered
from app.records.sheets.pieces import ID_BYTES, Draft
from app.records.sheets.taken import TakenCaptures

_USE = "draft"


class Drafts:
    """The unfinished consultations of one vault, each sealed under a fresh key at each save."""

    def __init__(self, store: Store, ring: KeyRing) -> None:
        self._store = store
        self._ring = ring

    def save(self, draft_id: bytes, body: bytes, now: datetime) -> None:
        """Make ``body`` durable in place of the former draft of this identifier."""
        if len(draft_id) != ID_BYTES:
            raise ValueError("identifiers have 16 bytes")
        key = new_key()
        epoch, wrapping = self._ring.domain_subkey(Domain.SHEETS, _USE)
        wrapped = wrap_key(wrapping, epoch, Label.DRAFT, draft_id, key)
        sealed = seal_blob(key, Kind.DRAFT, FIRST_VERSION, draft_id, body)
        with self._store.writing():
            self._store.execute(
                "insert or replace into draft values (?, ?, ?, ?)",
                (draft_id, milliseconds(now), wrapped, sealed),
            )

    def all(self) -> tuple[Draft, ...]:
        """Return every draft, the latest first; one that was altered is shown as such."""
        return tuple(map(self._draft, self._store.rows("select * from draft order by saved desc")))

    def drop(self, draft_id: bytes) -> None:
        """Remove a draft and its captures; none of this identifier is no fault."""
        taken = TakenCaptures(self._store, self._ring)
        gone = [one.capture_id for one in taken.lines(draft_id)]
        with self._store.writing():
            self.drop_within(draft_id)
        taken.unlink(gone)

    def drop_within(self, draft_id: bytes) -> None:
        """Remove a draft and the rows of its captures, as part of a transaction."""
        self._store.execute("delete from draft where id = ?", (draft_id,))
        self._store.execute("delete from draft_capture where draft = ?", (draft_id,))

    def _draft(self, row: Row) -> Draft:
        draft_id, saved = blob(row, "id"), moment(integer(row, "saved"))
        try:
            return Draft(draft_id, saved, self._body(draft_id, row), intact=True)
        except (Tampered, KeyMissing):
            return Draft(draft_id, saved, b"", intact=False)

    def _body(self, draft_id: bytes, row: Row) -> bytes:
        wrapped = blob(row, "wrapped")
        wrapping = self._ring.subkey_of_epoch(Domain.SHEETS, wrapping_id(wrapped), _USE)
        key = unwrap_key(wrapping, Label.DRAFT, draft_id, wrapped)
        return open_blob(key, Kind.DRAFT, FIRST_VERSION, draft_id, blob(row, "body"))
