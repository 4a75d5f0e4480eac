"""The captures of a sheet: files sealed before its transaction, rows written inside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.disk_room import require_room_for_captures
from app.records.envelope import Label, new_key, subkey, unwrap_key, wrap_key
from app.records.journal.entries import CAPTURE_TRACE, Trace
from app.records.refusals import AlreadySealed, Tampered, UnknownSheet
from app.records.sheets.captures import (
    CaptureFile,
    capture_digest,
    capture_path,
    read_capture,
    write_capture,
)
from app.records.sheets.pieces import Capture, CaptureLine


@dataclass(frozen=True, slots=True)
class SealedCapture:
    """A capture on the disk, and its row to write."""

    file: CaptureFile
    wrapped: bytes

    @property
    def trace(self) -> Trace:
        """What the journal keeps of it."""
        return Trace(CAPTURE_TRACE, self.file.digest)


class Captures:
    """The captures of one vault, under the keys of their sheets."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def prepare(
        self, captures: Iterable[Capture], sheet_key: bytearray
    ) -> tuple[SealedCapture, ...]:
        """Seal the files, durable on return; a file whose row never comes is an orphan.

        Raises:
            AlreadySealed: a capture of this identifier is kept already.
            NoRoomForCaptures: the disk keeps its last room for sheets.
        """
        asked = tuple(captures)
        if asked:
            require_room_for_captures(self._store.folder)
        return tuple(self._sealed(one, sheet_key) for one in asked)

    def _sealed(self, capture: Capture, sheet_key: bytearray) -> SealedCapture:
        capture_id = capture.capture_id
        if self._store.one("select 1 from capture where id = ?", (capture_id,)):
            raise AlreadySealed
        key = new_key()
        file = write_capture(self._store.folder, capture_id, key, capture.parts)
        wrapped = wrap_key(subkey(sheet_key, "capture"), 0, Label.CAPTURE, capture_id, key)
        key[:] = bytes(len(key))
        return SealedCapture(file, wrapped)

    def write(self, sheet_id: bytes, version: int, captures: Iterable[SealedCapture]) -> None:
        """Write the rows inside the closing transaction."""
        for one in captures:
            file = one.file
            self._store.execute(
                "insert into capture values (?, ?, ?, ?, ?, ?)",
                (file.capture_id, sheet_id, version, file.size, file.digest, one.wrapped),
            )

    def lines(self, sheet_id: bytes, version: int) -> tuple[CaptureLine, ...]:
        """Return the captures known at ``version``: a correction keeps those before it."""
        rows = self._store.rows(
            "select id, size from capture where sheet = ? and version <= ? order by id",
            (sheet_id, version),
        )
        return tuple(CaptureLine(blob(row, "id"), integer(row, "size")) for row in rows)

    def find(self, sheet_id: bytes, capture_id: bytes) -> tuple[int, Trace]:
        """Return the version that a capture came with, and its trace.

        Raises:
            UnknownSheet: this sheet has no such capture.
        """
        row = self._store.one(
            "select version, digest from capture where id = ? and sheet = ?",
            (capture_id, sheet_id),
        )
        if row is None:
            raise UnknownSheet
        return integer(row, "version"), Trace(CAPTURE_TRACE, blob(row, "digest"))

    def read(self, capture_id: bytes, trace: Trace, sheet_key: bytearray) -> Iterator[bytes]:
        """Yield the content of one capture, its file compared with its trace first.

        Raises:
            UnknownSheet: there is no such capture.
            Tampered: the file misses or differs.
        """
        row = self._store.one("select wrapped from capture where id = ?", (capture_id,))
        if row is None:
            raise UnknownSheet
        folder = self._store.folder
        if capture_digest(capture_path(folder, capture_id)) != trace.digest:
            raise Tampered
        wrapping = subkey(sheet_key, "capture")
        key = unwrap_key(wrapping, Label.CAPTURE, capture_id, blob(row, "wrapped"))
        yield from read_capture(folder, capture_id, key)
