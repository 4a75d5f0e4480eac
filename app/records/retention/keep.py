"""Held sheets of a month that goes: each gets a key of its own before the month's is destroyed.

The sealed sheet and documents do not change, only the wrap of their key. The archive line was
sealed under the month: it is sealed again, and an entry of the journal vouches for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.custody import Custody
from app.records.envelope import (
    Kind,
    Label,
    open_blob,
    seal_blob,
    subkey,
    unwrap_key,
    wrap_key,
    wrapping_id,
)
from app.records.journal.entries import Event, Trace
from app.records.keys.accounts import Domain
from app.records.keys.ring import KEPT_MONTH, MonthKey
from app.records.refusals import Tampered

_HELD = """
    select distinct sheet.id from sheet join hold on hold.sheet = sheet.id
    where sheet.month = ? and sheet.id not in (select id from kept) order by sheet.id
"""
_VERSIONS = """
    select sheet.id, sheet.version, sheet.month, sheet.wrapped,
           summary.key, summary.body as summary
    from sheet left join summary on summary.id = sheet.id and summary.version = sheet.version
    where sheet.id = ? order by sheet.version
"""


@dataclass(frozen=True, slots=True)
class _Version:
    version: int
    wrapped: bytes
    summary: bytes


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A held sheet ready to outlive its month."""

    sheet_id: bytes
    key_id: int
    versions: tuple[_Version, ...]


def prepare_kept(custody: Custody, months: Iterable[int]) -> tuple[KeptSheet, ...]:
    """Return the held sheets of ``months`` under keys of their own; the vault is not touched.

    Raises:
        Tampered: a held sheet cannot be read whole: nothing may be destroyed around it.
    """
    held = [row for month in months for row in custody.store.rows(_HELD, (month,))]
    return tuple(_kept(custody, blob(row, "id")) for row in held)


def write_kept(custody: Custody, sheets: Iterable[KeptSheet], now: datetime) -> None:
    """Write the new wraps and lines inside the transaction that begins the purge."""
    for sheet in sheets:
        traces = [Trace(Kind.SUMMARY, sha256(one.summary).digest()) for one in sheet.versions]
        seq = custody.ledger.append(Event.SHEET_KEPT, sheet.sheet_id, traces, now)
        for one in sheet.versions:
            custody.store.execute(
                "insert into kept values (?, ?, ?, ?, ?, ?)",
                (sheet.sheet_id, one.version, seq, sheet.key_id, one.wrapped, one.summary),
            )


def _kept(custody: Custody, sheet_id: bytes) -> KeptSheet:
    for version in custody.vault.versions(sheet_id):
        if not custody.vault.read(sheet_id, version).intact:
            raise Tampered
    key = custody.ring.fresh_month(Domain.SHEETS, KEPT_MONTH)
    rows = custody.store.rows(_VERSIONS, (sheet_id,))
    return KeptSheet(sheet_id, key.key_id, tuple(_version(custody, key, row) for row in rows))


def _version(custody: Custody, kept: MonthKey, row: Row) -> _Version:
    sheet_id, version = blob(row, "id"), integer(row, "version")
    month, wrapped = integer(row, "month"), blob(row, "wrapped")
    old = custody.ring.month_for_reading(Domain.SHEETS, month, wrapping_id(wrapped))
    key = unwrap_key(subkey(old.key, "wrap"), Label.SHEET, sheet_id, wrapped)
    again = wrap_key(subkey(kept.key, "wrap"), kept.key_id, Label.SHEET, sheet_id, key)
    key[:] = bytes(len(key))
    listed = custody.ring.month_for_reading(Domain.SHEETS, month, integer(row, "key")).key
    line = open_blob(
        subkey(listed, "summary"), Kind.SUMMARY, version, sheet_id, blob(row, "summary")
    )
    sealed = seal_blob(subkey(kept.key, "summary"), Kind.SUMMARY, version, sheet_id, line)
    return _Version(version, again, sealed)
