"""Some sheets of a copy, taken at random, opened with the keys of the session."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom

from app.records.check.verify import open_evidence
from app.records.database import UNREADABLE
from app.records.envelope import Kind, Label, open_blob, subkey, unwrap_key, wrapping_id
from app.records.keys.accounts import Domain
from app.records.keys.ring import KEPT_MONTH, KeyRing
from app.records.refusals import KeyMissing, Tampered

SAMPLE = 20
_ROW = """
    select sheet.month, sheet.version, sheet.wrapped, sheet.body, kept.wrapped
    from sheet left join kept on kept.id = sheet.id and kept.version = sheet.version
    where sheet.rowid = ?
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """How many sheet versions were taken, and how many of them opened whole."""

    taken: int
    opened: int

    @property
    def is_good(self) -> bool:
        """True when everything that was taken opened."""
        return self.taken == self.opened


def open_sample(vault: Path, ring: KeyRing, most: int = SAMPLE) -> Sample:
    """Open up to ``most`` versions of the copy ``vault`` with their documents.

    Each byte is authenticated; nothing that was read is kept.
    """
    try:
        with closing(open_evidence(vault)) as evidence:
            every = [rowid for (rowid,) in evidence.execute("select rowid from sheet")]
            taken = SystemRandom().sample(every, min(most, len(every)))
            return Sample(len(taken), sum(_opens(evidence, ring, one) for one in taken))
    except UNREADABLE:
        return Sample(1, 0)


def _opens(evidence: sqlite3.Connection, ring: KeyRing, rowid: int) -> bool:
    month, version, wrapped, body, kept = evidence.execute(_ROW, (rowid,)).fetchone()
    (sheet_id,) = evidence.execute("select id from sheet where rowid = ?", (rowid,)).fetchone()
    documents = evidence.execute(
        "select id, kind, body from document where sheet = ? and version = ?", (sheet_id, version)
    ).fetchall()
    wrapped, month = (wrapped, month) if kept is None else (kept, KEPT_MONTH)
    try:
        held = ring.month_for_reading(Domain.SHEETS, month, wrapping_id(wrapped))
        key = unwrap_key(subkey(held.key, "wrap"), Label.SHEET, sheet_id, wrapped)
        open_blob(key, Kind.SHEET, version, sheet_id, body)
        for row_id, kind, sealed in documents:
            open_blob(key, Kind(16 + kind), version, row_id, sealed)
    except (Tampered, KeyMissing, ValueError):
        return False
    key[:] = bytes(len(key))
    return True
