"""Where a backup may go: two places apart, both away from the station."""

import os
from dataclasses import dataclass
from pathlib import Path

from app.records.copies.files import PRIVATE_FOLDER
from app.records.copies.refusals import InsideStation, PlaceUnusable, SamePlace


@dataclass(frozen=True, slots=True)
class Places:
    """The two folders a backup goes to: the data, and the keys apart."""

    data: Path
    keys: Path

    @property
    def share_a_device(self) -> bool:
        """True when one lost support would lose, or give away, both halves."""
        try:
            return self.data.stat().st_dev == self.keys.stat().st_dev
        except OSError:
            return False


def require_places(station: Path, places: Places) -> None:
    """Make the two folders if needed, and refuse them unless they are really apart.

    Raises:
        SamePlace: they are one folder, or one is inside the other, by any name.
        InsideStation: one is inside the folder of the station, or holds it.
        PlaceUnusable: one cannot be made or written.
    """
    for place in (places.data, places.keys):
        if _touch(place, station):
            raise InsideStation
    if _touch(places.data, places.keys):
        raise SamePlace
    for place in (places.data, places.keys):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        except OSError as error:
            raise PlaceUnusable from error
        if not os.access(place, os.W_OK | os.X_OK):
            raise PlaceUnusable
    # Seen again once made: two names may be one folder (links, letter case, network drives).
    if places.data.samefile(places.keys):
        raise SamePlace


def _touch(one: Path, other: Path) -> bool:
    first, second = one.resolve(), other.resolve()
    return first.is_relative_to(second) or second.is_relative_to(first)
