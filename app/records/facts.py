"""Activity facts under their own key: what the owner counts, without a path to a sheet.

A fact has a random identifier and is kept in the order of these identifiers. Its journal
trace is blinded by a secret kept inside the sealed sheet: with the sheet one can prove that
the fact is the one of that day, without it nobody can tell to which sheet a fact belongs.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION, Kind, open_blob, seal_blob, subkey
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import KeyMissing, Tampered


@dataclass(frozen=True, slots=True)
class SealedFact:
    """A fact ready to be written."""

    fact_id: bytes
    month: int
    key_id: int
    body: bytes


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact read back; ``body`` is empty when ``intact`` is false."""

    fact_id: bytes
    month: int
    body: bytes
    intact: bool


class Facts:
    """The facts of one vault, for those who hold the key of the activity."""

    def __init__(self, store: Store, ring: KeyRing) -> None:
        self._store = store
        self._ring = ring

    def seal(self, fact_id: bytes, month: int, content: bytes) -> SealedFact:
        """Return ``content`` sealed under the activity key of ``month``."""
        key = self._ring.month_for_writing(Domain.FACTS, month)
        body = seal_blob(subkey(key.key, "fact"), Kind.FACT, FIRST_VERSION, fact_id, content)
        return SealedFact(fact_id, month, key.key_id, body)

    def write(self, fact: SealedFact) -> None:
        """Write a fact as part of the closing transaction."""
        self._store.execute(
            "insert into fact values (?, ?, ?, ?)",
            (fact.fact_id, fact.month, fact.key_id, fact.body),
        )

    def between(self, first_month: int, last_month: int) -> tuple[FactLine, ...]:
        """Return the facts of these months (yyyymm, both included), in no order of time."""
        rows = self._store.rows(
            "select * from fact where month between ? and ? order by id", (first_month, last_month)
        )
        return tuple(
            self._line(
                blob(row, "id"), integer(row, "month"), integer(row, "key"), blob(row, "body")
            )
            for row in rows
        )

    def sealed_body(self, fact_id: bytes) -> bytes | None:
        """Return the sealed bytes of one fact, None when its row is missing."""
        row = self._store.one("select body from fact where id = ?", (fact_id,))
        return None if row is None else blob(row, "body")

    def _line(self, fact_id: bytes, month: int, key_id: int, body: bytes) -> FactLine:
        try:
            key = subkey(self._ring.month_for_reading(Domain.FACTS, month, key_id).key, "fact")
            content = open_blob(key, Kind.FACT, FIRST_VERSION, fact_id, body)
        except (Tampered, KeyMissing):
            return FactLine(fact_id, month, b"", intact=False)
        return FactLine(fact_id, month, content, intact=True)


def blinded(blind: bytes, fact_id: bytes, sealed_body: bytes) -> bytes:
    """Return the trace of a fact, 32 bytes that tell nothing without ``blind``."""
    return hmac.digest(blind, fact_id + sha256(sealed_body).digest(), sha256)
