"""One process at a time holds a data folder."""

import os
import sys
from pathlib import Path

from app.records.refusals import FolderBusy, StoreFailed
from app.records.station_file import LOCK


class FolderLock:
    """An exclusive lock on one folder, released by ``release`` or by the end of the process."""

    def __init__(self, folder: Path) -> None:
        """Take the lock at once.

        Raises:
            FolderBusy: another process, or another session of this one, holds it.
            StoreFailed: the folder cannot be written.
        """
        try:
            self._descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreFailed from error
        if not _locked(self._descriptor):
            os.close(self._descriptor)
            raise FolderBusy
        self._held = True

    def release(self) -> None:
        """Let another process open the folder; releasing twice is harmless."""
        if self._held:
            self._held = False
            os.close(self._descriptor)


def _locked(descriptor: int) -> bool:
    """Lock the first byte without waiting; closing the descriptor unlocks it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
