"""Sheets read back: proven by the journal first, opened second, refused at the least doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    Label,
    open_blob,
    seal_blob,
    subkey,
    unwrap_key,
    wrapping_id,
)
from app.records.facts import Facts
from app.records.journal.entries import CAPTURE_TRACE, PREVIOUS_TRACE, Entry, Event, Trace, moment
from app.records.journal.ledger import Ledger, decode_or_refuse
from app.records.keys.accounts import Domain
from app.records.keys.ring import KEPT_MONTH, KeyRing
from app.records.refusals import KeyMissing, Tampered, UnknownSheet
from app.records.sheets.attached import Captures
from app.records.sheets.changes import Change
from app.records.sheets.packages import Packages
from app.records.sheets.pieces import (
    DocumentKind,
    SealedSheet,
    SheetLine,
    document_row_id,
)
from app.records.sheets.wholeness import Wholeness
from app.records.sheets.within import SheetSecrets

# Kept beside a sheet: their loss is told, and does not close the sheet itself.
_BESIDE = frozenset({Kind.SUMMARY, Kind.FACT, Kind.PACKAGE, PREVIOUS_TRACE, CAPTURE_TRACE})
_FIRST = frozenset({Event.SHEET_SEALED, Event.SHEET_IMPORTED})
_CHANGED = frozenset({Event.SHEET_CORRECTED, Event.SHEET_COMPLETED})
_SHEET = """
    select sheet.*, kept.key as kept_key, kept.wrapped as kept_wrapped, kept.seq as kept_seq,
           kept.summary as kept_summary
    from sheet left join kept on kept.id = sheet.id and kept.version = sheet.version
"""
_NEWEST = "version = (select max(version) from sheet as newer where newer.id = sheet.id)"
_EVERY_LINE = """
    select sheet.id, sheet.version, sheet.month, sheet.seq, ledger.entry,
           summary.key, summary.body as summary,
           kept.key as kept_key, kept.seq as kept_seq, kept.summary as kept_summary
    from sheet
    join ledger on ledger.seq = sheet.seq
    left join summary on summary.id = sheet.id and summary.version = sheet.version
    left join kept on kept.id = sheet.id and kept.version = sheet.version
"""
_LINES = f"{_EVERY_LINE} where sheet.{_NEWEST} order by sheet.seq desc"
_LINES_OF_MONTH = f"{_EVERY_LINE} where sheet.month = ? and sheet.seq > ? order by sheet.seq"

_LINES_AFTER = f"{_EVERY_LINE} where sheet.seq > ? order by sheet.seq"


Beside = tuple[bytes, int, bytes]
"""A row kept beside one version: the sheet, its version, the identifier of the row."""


@dataclass(frozen=True, slots=True)
class _Opened:
    secrets: SheetSecrets
    change: Change | None
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
        self._captures = Captures(store)
        self._wholeness = Wholeness(store, ledger, Facts(store, ring), self._packages)

    def lines(self) -> tuple[SheetLine, ...]:
        """Return the archive list, the newest sheet first."""
        return tuple(map(self._line, self._store.rows(_LINES)))

    def lines_of_month(self, month: int, after: int) -> Iterator[SheetLine]:
        """Yield the line of every version of ``month`` numbered after ``after``, in order."""
        return map(self._line, self._store.rows(_LINES_OF_MONTH, (month, after)))

    def lines_after(self, number: int) -> Iterator[SheetLine]:
        """Yield the line of every version numbered after ``number``, in order."""
        return map(self._line, self._store.rows(_LINES_AFTER, (number,)))

    def lines_about(self, sheet_ids: Sequence[bytes]) -> tuple[SheetLine, ...]:
        """Return the lines of the newest versions of these sheets, those that are there."""
        marks = ", ".join("?" * len(sheet_ids))
        query = f"{_EVERY_LINE} where sheet.{_NEWEST} and sheet.id in ({marks})"
        return tuple(map(self._line, self._store.rows(query, tuple(sheet_ids))))

    def lines_of(self, numbers: Sequence[int]) -> tuple[SheetLine, ...]:
        """Return the lines that bear these journal numbers, in the order given."""
        marks = ", ".join("?" * len(numbers))
        rows = self._store.rows(f"{_EVERY_LINE} where sheet.seq in ({marks})", tuple(numbers))
        found = {line.number: line for line in map(self._line, rows)}
        return tuple(found[number] for number in numbers if number in found)

    def read(self, sheet_id: bytes, version: int | None = None) -> SealedSheet:
        """Return one version of a sheet, the newest by default; see ``Vault.read``."""
        row = self._row(sheet_id, version)
        number = integer(row, "seq")
        entry = self._entry(row)
        stored = self._documents(row)
        _require_traces(entry, blob(row, "body"), stored)
        opened = self._opened(row, entry, stored)
        return SealedSheet(
            sheet_id=sheet_id,
            body=opened.body,
            documents=opened.documents,
            package=self._packages.read(opened.secrets.package_id, opened.secrets.package_digest),
            number=number,
            sealed_at=moment(entry.time_ms),
            actor=self._labels.get(entry.actor, entry.actor.hex()),
            intact=self._wholeness.is_whole(row, entry, opened.secrets),
            version=integer(row, "version"),
            change=opened.change,
            imported=entry.event == Event.SHEET_IMPORTED,
            sealed_by=entry.actor,
            captures=self._captures.lines(sheet_id, integer(row, "version")),
        )

    def read_capture(self, sheet_id: bytes, capture_id: bytes) -> Iterator[bytes]:
        """Yield the content of a capture of a sheet; see ``Vault.read_capture``."""
        version, trace = self._captures.find(sheet_id, capture_id)
        row = self._row(sheet_id, version)
        if trace not in self._entry(row).traces:
            raise Tampered
        key = self._key(row)
        yield from self._captures.read(capture_id, trace, key)
        key[:] = bytes(len(key))

    def seal_beside(self, kind: Kind, place: Beside, content: bytes) -> bytes:
        """Return ``content`` sealed under the key of a version, for one row kept beside it."""
        sheet_id, version, row_id = place
        key = self._key(self._row(sheet_id, version))
        sealed = seal_blob(key, kind, version, row_id, content)
        key[:] = bytes(len(key))
        return sealed

    def open_beside(self, kind: Kind, place: Beside, sealed: bytes) -> bytes:
        """Return what ``seal_beside`` sealed.

        Raises:
            Tampered: one bit differs, or it was sealed for another place.
        """
        sheet_id, version, row_id = place
        key = self._key(self._row(sheet_id, version))
        content = open_blob(key, kind, version, row_id, sealed)
        key[:] = bytes(len(key))
        return content

    def secrets(self, sheet_id: bytes) -> SheetSecrets:
        """Return what only the newest version knows: a newer one carries its fact on."""
        row = self._row(sheet_id, None)
        entry, stored = self._entry(row), self._documents(row)
        _require_traces(entry, blob(row, "body"), stored)
        return self._opened(row, entry, {}).secrets

    def versions(self, sheet_id: bytes) -> tuple[int, ...]:
        """Return the numbers of the versions of a sheet, the first one first.

        Raises:
            UnknownSheet: there is no such sheet.
        """
        rows = self._store.rows(
            "select version from sheet where id = ? order by version", (sheet_id,)
        )
        if not rows:
            raise UnknownSheet
        return tuple(integer(row, "version") for row in rows)

    def document_trace(self, sheet_id: bytes, kind: DocumentKind) -> Trace:
        """Return the trace of a stored document, checked against the journal.

        Raises:
            UnknownSheet: there is no such sheet or document.
            Tampered: its sealed bytes are not those of the journal.
        """
        row = self._row(sheet_id, None)
        entry = self._entry(row)
        body = self._documents(row).get(kind)
        if body is None:
            raise UnknownSheet
        trace = Trace(kind.sealed, sha256(body).digest())
        if trace not in entry.traces:
            raise Tampered
        return trace

    def _row(self, sheet_id: bytes, version: int | None) -> Row:
        which = f"sheet.{_NEWEST}" if version is None else "sheet.version = ?"
        row = self._store.one(
            f"{_SHEET} where sheet.id = ? and {which}",
            (sheet_id,) if version is None else (sheet_id, version),
        )
        if row is None:
            raise UnknownSheet
        return row

    def _entry(self, row: Row) -> Entry:
        number, version = integer(row, "seq"), integer(row, "version")
        entry = self._ledger.entry(number)
        events = _FIRST if version == FIRST_VERSION else _CHANGED
        if entry.event not in events or entry.about != blob(row, "id") or entry.seq != number:
            raise Tampered
        return entry

    def _documents(self, row: Row) -> dict[DocumentKind, bytes]:
        rows = self._store.rows(
            "select kind, body from document where sheet = ? and version = ?",
            (blob(row, "id"), integer(row, "version")),
        )
        try:
            return {DocumentKind(integer(row, "kind")): blob(row, "body") for row in rows}
        except ValueError as error:
            raise Tampered from error

    def _opened(self, row: Row, entry: Entry, stored: Mapping[DocumentKind, bytes]) -> _Opened:
        sheet_id, version = blob(row, "id"), integer(row, "version")
        key = self._key(row)
        content = open_blob(key, Kind.SHEET, version, sheet_id, blob(row, "body"))
        documents = {
            kind: open_blob(
                key, kind.sealed, version, document_row_id(sheet_id, kind, version), sealed
            )
            for kind, sealed in stored.items()
        }
        key[:] = bytes(len(key))
        secrets, rest = SheetSecrets.unpacked(content)
        change, body = (None, rest) if entry.event in _FIRST else Change.unpacked(rest)
        return _Opened(secrets, change, body, MappingProxyType(documents))

    def _key(self, row: Row) -> bytearray:
        """Return the key of one version: under its month, or under its own when it is held."""
        held = row["kept_key"] is not None
        wrapped = blob(row, "kept_wrapped" if held else "wrapped")
        month = KEPT_MONTH if held else integer(row, "month")
        wrapping = self._ring.month_for_reading(Domain.SHEETS, month, wrapping_id(wrapped))
        return unwrap_key(subkey(wrapping.key, "wrap"), Label.SHEET, blob(row, "id"), wrapped)

    def _line(self, row: Row) -> SheetLine:
        number = integer(row, "seq")
        entry = decode_or_refuse(blob(row, "entry"))
        try:
            summary, intact = self._summary(entry, row), True
        except (Tampered, KeyMissing):
            summary, intact = b"", False
        return SheetLine(
            sheet_id=blob(row, "id"),
            number=number,
            sealed_at=moment(entry.time_ms),
            month=integer(row, "month"),
            summary=summary,
            intact=intact,
            actor=entry.actor,
            version=integer(row, "version"),
            imported=entry.event == Event.SHEET_IMPORTED,
        )

    def _summary(self, entry: Entry, row: Row) -> bytes:
        sheet_id, version = blob(row, "id"), integer(row, "version")
        held = row["kept_key"] is not None
        body = blob(row, "kept_summary" if held else "summary")
        if held:
            entry = self._ledger.entry(integer(row, "kept_seq"))
        trace = Trace(Kind.SUMMARY, sha256(body).digest())
        if entry.about != sheet_id or trace not in entry.traces:
            raise Tampered
        month = KEPT_MONTH if held else integer(row, "month")
        key_id = integer(row, "kept_key" if held else "key")
        key = self._ring.month_for_reading(Domain.SHEETS, month, key_id).key
        return open_blob(subkey(key, "summary"), Kind.SUMMARY, version, sheet_id, body)


def _require_traces(entry: Entry, body: bytes, stored: Mapping[DocumentKind, bytes]) -> None:
    """Refuse unless the sheet and its documents are exactly those the entry commits to."""
    found = {Trace(Kind.SHEET, sha256(body).digest())}
    found |= {Trace(kind.sealed, sha256(sealed).digest()) for kind, sealed in stored.items()}
    if found != {trace for trace in entry.traces if trace.kind not in _BESIDE}:
        raise Tampered
