"""How much room the disk has left, and what is refused before it is full."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.records.refusals import VaultRefusal

# Storage page, section 10: what is kept free so that sheets can still be closed.
CAPTURE_FLOOR_BYTES = 2 * 1024**3
LOW_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the disk of one folder, those free and all of them."""

    free: int
    total: int

    @property
    def is_low(self) -> bool:
        """Whether less than a twentieth is free."""
        return self.free < LOW_SHARE * self.total

    @property
    def takes_captures(self) -> bool:
        """Whether new exam captures may be written."""
        return self.free >= CAPTURE_FLOOR_BYTES


Measure = Callable[[Path], Room]


class NoRoomForCaptures(VaultRefusal):
    """The disk is kept for sheets: a capture is refused, the sheet is not."""

    said = (
        "Il reste moins de 2 Go sur le disque\u00a0: les captures d’examen sont refusées, les "
        "fiches peuvent encore être scellées. Libérez de la place ou prévenez le titulaire."
    )


def room_of(folder: Path) -> Room:
    """Return the room left on the disk of ``folder``."""
    usage = shutil.disk_usage(folder)
    return Room(usage.free, usage.total)


def require_room_for_captures(folder: Path, measure: Measure = room_of) -> None:
    """Refuse a new capture when the disk is nearly full.

    Raises:
        NoRoomForCaptures: less than 2 GB is free.
    """
    if not measure(folder).takes_captures:
        raise NoRoomForCaptures
