"""What goes with the sealed sheets: opened one by one through the door, or all for an export.

Captures, and the documents of a doctor, which the station gives back and never opens.
"""

from collections.abc import Mapping
from hashlib import sha256

from app.desk.archive_captures import CaptureOpened, CaptureRefused, OpenCapture
from app.effects.access import Access
from app.encounter.sheet import read_sheet
from app.encounter.sheet_files import Attached, attached
from app.records.access_log.door import Door, Reason, ReasonWanted
from app.records.access_log.log import What
from app.records.refusals import KeyMissing, Tampered, UnknownSheet
from app.records.vault import SealedSheet


class ArchiveCaptures:
    """Reads captures of sealed sheets."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def open(self, effect: OpenCapture, reason: Reason | None) -> CaptureOpened | CaptureRefused:
        """Return one capture once its access is written down, or why it does not open."""
        sheet_id = bytes.fromhex(effect.sheet_id)
        door = Door(self._access.custody, self._access.accesses)
        try:
            sealed = door.open(sheet_id, self._access.now(), reason, What.CAPTURE_OPENED)
            content = self._read(sealed, _named(sealed, effect.capture_id))
        except (ReasonWanted, Tampered, KeyMissing, UnknownSheet) as closed:
            return CaptureRefused(effect.sheet_id, effect.capture_id, closed.sentence)
        return CaptureOpened(effect.sheet_id, effect.capture_id, content)

    def files(self, sealed: SealedSheet) -> Mapping[str, bytes]:
        """Return what goes with a sheet that was opened, by the name of its file.

        Raises:
            Tampered: one is not what the sheet names.
        """
        if sealed.imported:
            return {}
        return {one.name: self._read(sealed, one) for one in attached(read_sheet(sealed.body))}

    def _read(self, sealed: SealedSheet, one: Attached) -> bytes:
        """Return the bytes of one capture, compared with what the sheet says of them."""
        parts = self._access.vault.read_capture(sealed.sheet_id, bytes.fromhex(one.id))
        content = b"".join(parts)
        if (len(content), sha256(content).hexdigest()) != (one.size, one.sha256):
            raise Tampered
        return content


def _named(sealed: SealedSheet, capture_id: str) -> Attached:
    for one in attached(read_sheet(sealed.body)):
        if one.id == capture_id:
            return one
    raise UnknownSheet
