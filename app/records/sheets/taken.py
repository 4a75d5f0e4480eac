"""Captures taken during a consultation: durable at once, kept with the draft, sealed with it.

The file is written first, then its row. Killed between the two, the file stays alone and
nothing can open it: the janitor removes it. The key of each file is random, wrapped under the
key of the drafts until the sheet is sealed, then under that of the sheet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.disk_room import require_room_for_captures
from app.records.envelope import Label, new_key, subkey, unwrap_key, wrap_key, wrapping_id
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import AlreadySealed, Tampered, VaultRefusal
from app.records.sheets.attached import SealedCapture
from app.records.sheets.captures import (
    CaptureFile,
    capture_digest,
    capture_path,
    read_capture,
    write_capture,
)
from app.records.sheets.pieces import ID_BYTES, Capture, Taken

_USE = "draft"


class CaptureLost(VaultRefusal):
    """A capture that a draft names is not there, or is not what was kept."""

    said = (
        "Une image ou un son de cette consultation ne se relit pas. Retirez-le de la page des "
        "images, reprenez-le si besoin, puis scellez."
    )


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A capture of a draft, and its size in bytes."""

    capture_id: bytes
    size: int


class TakenCaptures:
    """The captures of the unfinished consultations of one vault."""

    def __init__(self, store: Store, ring: KeyRing) -> None:
        self._store = store
        self._ring = ring

    def keep(self, draft_id: bytes, capture: Capture) -> TakenLine:
        """Make a capture durable for a draft, read back whole; see ``Vault.keep_capture``."""
        capture_id = capture.capture_id
        if len(draft_id) != ID_BYTES or len(capture_id) != ID_BYTES:
            raise ValueError("identifiers have 16 bytes")
        require_room_for_captures(self._store.folder)
        if self._row(capture_id) or self._is_sealed(capture_id):
            raise AlreadySealed
        key = new_key()
        file = write_capture(self._store.folder, capture_id, key, capture.parts)
        if _size(read_capture(self._store.folder, capture_id, key)) != file.size:
            raise CaptureLost
        epoch, wrapping = self._ring.domain_subkey(Domain.SHEETS, _USE)
        wrapped = wrap_key(wrapping, epoch, Label.DRAFT_CAPTURE, capture_id, key)
        key[:] = bytes(len(key))
        with self._store.writing():
            self._store.execute(
                "insert into draft_capture values (?, ?, ?, ?, ?)",
                (capture_id, draft_id, file.size, file.digest, wrapped),
            )
        return TakenLine(capture_id, file.size)

    def lines(self, draft_id: bytes) -> tuple[TakenLine, ...]:
        """Return the captures of one draft."""
        rows = self._store.rows(
            "select id, size from draft_capture where draft = ? order by id", (draft_id,)
        )
        return tuple(TakenLine(blob(row, "id"), integer(row, "size")) for row in rows)

    def read(self, draft_id: bytes, capture_id: bytes) -> Iterator[bytes]:
        """Yield the content of one capture; see ``Vault.read_taken``."""
        row = self._of_draft(draft_id, capture_id)
        try:
            key = self._key(row)
            yield from read_capture(self._store.folder, capture_id, key)
        except Tampered as error:
            raise CaptureLost from error
        key[:] = bytes(len(key))

    def drop(self, draft_id: bytes, capture_id: bytes) -> None:
        """Forget one capture: its key first, then its file; none of this name is no fault."""
        with self._store.writing():
            self._store.execute(
                "delete from draft_capture where id = ? and draft = ?", (capture_id, draft_id)
            )
        self.unlink((capture_id,))

    def unlink(self, gone: Iterable[bytes]) -> None:
        """Remove the files that no row names any more; what is left, the janitor removes."""
        for capture_id in gone:
            if self._row(capture_id) or self._is_sealed(capture_id):
                continue
            try:
                capture_path(self._store.folder, capture_id).unlink(missing_ok=True)
            except OSError:
                continue

    def attach(
        self, draft_id: bytes | None, taken: Iterable[Taken], sheet_key: bytearray
    ) -> tuple[SealedCapture, ...]:
        """Return the rows of the captures that go with a sheet, each read whole and compared.

        Raises:
            CaptureLost: one is missing, altered, of another draft, or not what the sheet says.
        """
        return tuple(self._attached(draft_id or b"", one, sheet_key) for one in taken)

    def _attached(self, draft_id: bytes, taken: Taken, sheet_key: bytearray) -> SealedCapture:
        capture_id, folder = taken.capture_id, self._store.folder
        row = self._of_draft(draft_id, capture_id)
        digest, size = blob(row, "digest"), integer(row, "size")
        if capture_digest(capture_path(folder, capture_id)) != digest:
            raise CaptureLost
        try:
            key = self._key(row)
            found = sha256()
            for part in read_capture(folder, capture_id, key):
                found.update(part)
        except Tampered as error:
            raise CaptureLost from error
        if found.digest() != taken.sha256:
            raise CaptureLost
        wrapped = wrap_key(subkey(sheet_key, "capture"), 0, Label.CAPTURE, capture_id, key)
        key[:] = bytes(len(key))
        return SealedCapture(CaptureFile(capture_id, size, digest), wrapped)

    def _of_draft(self, draft_id: bytes, capture_id: bytes) -> Row:
        row = self._row(capture_id)
        if row is None or blob(row, "draft") != draft_id:
            raise CaptureLost
        return row

    def _row(self, capture_id: bytes) -> Row | None:
        return self._store.one("select * from draft_capture where id = ?", (capture_id,))

    def _is_sealed(self, capture_id: bytes) -> bool:
        return self._store.one("select 1 from capture where id = ?", (capture_id,)) is not None

    def _key(self, row: Row) -> bytearray:
        wrapped = blob(row, "wrapped")
        wrapping = self._ring.subkey_of_epoch(Domain.SHEETS, wrapping_id(wrapped), _USE)
        return unwrap_key(wrapping, Label.DRAFT_CAPTURE, blob(row, "id"), wrapped)


def _size(parts: Iterable[bytes]) -> int:
    return sum(len(part) for part in parts)
