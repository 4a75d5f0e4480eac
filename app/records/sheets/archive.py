"""Sheets read back: proven by the journal first, opened second, refused at the least doubt."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Self

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    Label,
    open_blob,
    subkey,
    unwrap_key,
    wrapping_id,
)
from app.records.facts import Facts, blinded
from app.records.journal.entries import Entry, Event, Trace, moment
from app.records.journal.ledger import Ledger, decode_or_refuse
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import KeyMissing, Tampered, UnknownSheet
from app.records.sheets.packages import Packages
from app.records.sheets.pieces import (
    ID_BYTES,
    DocumentKind,
    SealedSheet,
    SheetLine,
    document_row_id,
)

BLIND_BYTES = 32
_SECRETS = struct.Struct(f">{ID_BYTES}s32s{ID_BYTES}s{BLIND_BYTES}s")
# Kept beside a sheet: their loss is told, and does not close the sheet itself.
_BESIDE = frozenset({Kind.SUMMARY, Kind.FACT, Kind.PACKAGE})
_LINES = """
    select sheet.id, sheet.month, sheet.seq, ledger.entry,
           summary.key, summary.body as summary
    from sheet
    join ledger on ledger.seq = sheet.seq
    left join summary on summary.id = sheet.id and summary.version = sheet.version
    where sheet.version = 1
    order by sheet.seq desc
"""


@dataclass(frozen=True, slots=True)
class SheetSecrets:
    """What only the sealed sheet knows: its protocol package, its fact, and the blind.

    ``package_digest`` is the SHA-256 of the protocol bytes the sheet was decided with.
    """

    package_id: bytes
    package_digest: bytes
    fact_id: bytes
    blind: bytes

    def packed(self) -> bytes:
        """Return the 96 bytes that stand before the body inside the sealed sheet."""
        return _SECRETS.pack(self.package_id, self.package_digest, self.fact_id, self.blind)

    @classmethod
    def unpacked(cls, content: bytes) -> tuple[Self, bytes]:
        """Return the secrets and the body of an opened sheet."""
        if len(content) < _SECRETS.size:
            raise Tampered
        return cls(*_SECRETS.unpack_from(content)), content[_SECRETS.size :]


@dataclass(frozen=True, slots=True)
class _Opened:
    secrets: SheetSecrets
    body: bytes
    documents: Mapping[DocumentKind, bytes]


class Archive:
    """The sealed sheets of one vault."""

    def __init__(
        self, store: Store, ring: KeyRing, ledger: Ledger, labels: Mapping[bytes, str]
    ) -> None:
        self._store = store
        self._ring = ring
        self._ledger = ledger
        self._labels = labels
        self._packages = Packages(store, ring, ledger)
        self._facts = Facts(store, ring)

    def lines(self) -> tuple[SheetLine, ...]:
        """Return the archive list, the newest sheet first."""
        return tuple(map(self._line, self._store.rows(_LINES)))

    def read(self, sheet_id: bytes) -> SealedSheet:
        """Return one sheet with everything that was sealed with it; see ``Vault.read``."""
        row = self._row(sheet_id)
        number = integer(row, "seq")
        entry = self._entry(sheet_id, number)
        stored = self._documents(sheet_id)
        _require_traces(entry, blob(row, "body"), stored)
        opened = self._opened(sheet_id, row, stored)
        return SealedSheet(
            sheet_id=sheet_id,
            body=opened.body,
            documents=opened.documents,
            package=self._packages.read(opened.secrets.package_id, opened.secrets.package_digest),
            number=number,
            sealed_at=moment(entry.time_ms),
            actor=self._labels.get(entry.actor, entry.actor.hex()),
            intact=self._is_whole(entry, opened.secrets),
        )

    def document_trace(self, sheet_id: bytes, kind: DocumentKind) -> Trace:
        """Return the trace of a stored document, checked against the journal.

        Raises:
            UnknownSheet: there is no such sheet or document.
            Tampered: its sealed bytes are not those of the journal.
        """
        entry = self._entry(sheet_id, integer(self._row(sheet_id), "seq"))
        body = self._documents(sheet_id).get(kind)
        if body is None:
            raise UnknownSheet
        trace = Trace(kind.sealed, sha256(body).digest())
        if trace not in entry.traces:
            raise Tampered
        return trace

    def _row(self, sheet_id: bytes) -> Row:
        row = self._store.one(
            "select * from sheet where id = ? and version = ?", (sheet_id, FIRST_VERSION)
        )
        if row is None:
            raise UnknownSheet
        return row

    def _entry(self, sheet_id: bytes, number: int) -> Entry:
        entry = self._ledger.entry(number)
        if entry.event != Event.SHEET_SEALED or entry.about != sheet_id or entry.seq != number:
            raise Tampered
        return entry

    def _documents(self, sheet_id: bytes) -> dict[DocumentKind, bytes]:
        rows = self._store.rows(
            "select kind, body from document where sheet = ? and version = ?",
            (sheet_id, FIRST_VERSION),
        )
        try:
            return {DocumentKind(integer(row, "kind")): blob(row, "body") for row in rows}
        except ValueError as error:
            raise Tampered from error

    def _opened(self, sheet_id: bytes, row: Row, stored: Mapping[DocumentKind, bytes]) -> _Opened:
        wrapped = blob(row, "wrapped")
        month = self._ring.month_for_reading(
            Domain.SHEETS, integer(row, "month"), wrapping_id(wrapped)
        )
        key = unwrap_key(subkey(month.key, "wrap"), Label.SHEET, sheet_id, wrapped)
        content = open_blob(key, Kind.SHEET, FIRST_VERSION, sheet_id, blob(row, "body"))
        documents = {
            kind: open_blob(
                key, kind.sealed, FIRST_VERSION, document_row_id(sheet_id, kind), sealed
            )
            for kind, sealed in stored.items()
        }
        key[:] = bytes(len(key))
        return _Opened(*SheetSecrets.unpacked(content), MappingProxyType(documents))

    def _is_whole(self, entry: Entry, secrets: SheetSecrets) -> bool:
        """Tell whether the proof, archive line, fact and protocol of a sheet are all there."""
        line = self._store.one(
            "select body from summary where id = ? and version = ?", (entry.about, FIRST_VERSION)
        )
        fact = self._facts.sealed_body(secrets.fact_id)
        if line is None or fact is None or not self._ledger.proven(entry.seq):
            return False
        summary_trace = Trace(Kind.SUMMARY, sha256(blob(line, "body")).digest())
        fact_trace = Trace(Kind.FACT, blinded(secrets.blind, secrets.fact_id, fact))
        traced = {summary_trace, fact_trace} <= set(entry.traces)
        return traced and self._packages.is_traced(secrets.package_id)

    def _line(self, row: Row) -> SheetLine:
        sheet_id, number, month = blob(row, "id"), integer(row, "seq"), integer(row, "month")
        entry = decode_or_refuse(blob(row, "entry"))
        try:
            summary, intact = self._summary(sheet_id, month, entry, row), True
        except (Tampered, KeyMissing):
            summary, intact = b"", False
        return SheetLine(sheet_id, number, moment(entry.time_ms), month, summary, intact)

    def _summary(self, sheet_id: bytes, month: int, entry: Entry, row: Row) -> bytes:
        body = blob(row, "summary")
        if (
            entry.about != sheet_id
            or Trace(Kind.SUMMARY, sha256(body).digest()) not in entry.traces
        ):
            raise Tampered
        key = self._ring.month_for_reading(Domain.SHEETS, month, integer(row, "key")).key
        return open_blob(subkey(key, "summary"), Kind.SUMMARY, FIRST_VERSION, sheet_id, body)


def _require_traces(entry: Entry, body: bytes, stored: Mapping[DocumentKind, bytes]) -> None:
    """Refuse unless the sheet and its documents are exactly those the entry commits to."""
    found = {Trace(Kind.SHEET, sha256(body).digest())}
    found |= {Trace(kind.sealed, sha256(sealed).digest()) for kind, sealed in stored.items()}
    if found != {trace for trace in entry.traces if trace.kind not in _BESIDE}:
        raise Tampered
