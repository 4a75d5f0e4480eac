"""A file that holds room for the day the disk is full: given back, work can be put away.

A station whose disk is full can neither close a sheet nor write that it locked. 64 MB are held
from the first day on, and released when less than a twentieth of the disk is free.
"""

import os
from pathlib import Path

from app.records.disk_room import Measure, room_of
from app.records.journal.entries import SignedHead

BALLAST = "ballast"
BALLAST_BYTES = 64 * 1024**2
_PIECE = bytes(1024**2)
RELEASED = (
    "Le disque est presque plein\u00a0: la réserve de 64 Mo a été rendue pour finir les fiches en "
    "cours. Libérez de la place aujourd’hui, sinon plus rien ne pourra être enregistré."
)


class Ballast:
    """The ballast of one station; ``warning`` says that it was released, empty otherwise."""

    def __init__(self, folder: Path, measure: Measure = room_of) -> None:
        self._path = folder / BALLAST
        self._measure = measure
        self.warning = ""

    def tend(self) -> None:
        """Hold the ballast while there is room, release it when there is not."""
        try:
            room = self._measure(self._path.parent)
            if room.is_low:
                self._path.unlink(missing_ok=True)
                self.warning = RELEASED
            elif not self._is_whole() and room.free > 2 * BALLAST_BYTES:
                self._fill()
        except OSError:
            # A disk that refuses the ballast refuses nothing else because of it.
            self._path.unlink(missing_ok=True)

    def grew(self, _head: SignedHead) -> None:
        """Look at the disk after each commit of the journal."""
        self.tend()

    def _is_whole(self) -> bool:
        return self._path.exists() and self._path.stat().st_size == BALLAST_BYTES

    def _fill(self) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, BALLAST_BYTES)
                return
            # Zeros written, not a hole: a hole holds no room.
            for _ in range(BALLAST_BYTES // len(_PIECE)):
                file.write(_PIECE)
