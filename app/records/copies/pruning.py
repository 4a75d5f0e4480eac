"""How many old copies are kept. Old keys must go: they still open what a purge destroyed."""

import contextlib
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from app.records.copies.manifest import (
    CAPTURES,
    Half,
    Manifest,
    generations,
    read_manifest,
    set_name,
)
from app.records.copies.refusals import CopyDamaged, NoCopy
from app.records.station_file import KEYSTORE

DATA_KEPT = 3
OLD_KEYS_KEPT = 3
OLDEST_KEYS = timedelta(days=30)


def prune_data(place: Path, station_id: bytes) -> None:
    """Keep the three newest generations of the data, and the captures they name."""
    group = place / set_name(station_id, Half.DATA)
    found = generations(group, Half.DATA)
    for old in found[:-DATA_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    kept = [one for path in found[-DATA_KEPT:] if (one := _manifest(path)) is not None]
    if len(kept) != len(found[-DATA_KEPT:]):
        return  # what a damaged generation needs is not known: nothing of it is thrown away
    named = {name for one in kept for name in one.captures}
    for path in (group / CAPTURES).glob("*/*"):
        if path.relative_to(group / CAPTURES).as_posix() not in named:
            path.unlink(missing_ok=True)


def prune_keys(place: Path, station_id: bytes, now: datetime) -> tuple[bytes, ...]:
    """Destroy the keys older than 30 days or beyond three old copies, never the newest.

    Returns:
        The identifiers of the copies that are gone.
    """
    gone = []
    old = generations(place / set_name(station_id, Half.KEYS), Half.KEYS)[:-1]
    for rank, folder in enumerate(reversed(old)):
        manifest = _manifest(folder)
        made = None if manifest is None else manifest.made_at
        if rank < OLD_KEYS_KEPT and made is not None and now - made <= OLDEST_KEYS:
            continue
        destroy_keys(folder)
        if manifest is not None and not folder.exists():
            gone.append(manifest.copy_id)
    return tuple(gone)


def destroy_keys(folder: Path) -> None:
    """Overwrite and remove one copy of the keys, as far as the support allows it."""
    path = folder / KEYSTORE
    with contextlib.suppress(OSError):
        octets = path.stat().st_size
        with path.open("r+b") as file:
            file.write(bytes(octets))
            file.flush()
            os.fsync(file.fileno())
    shutil.rmtree(folder, ignore_errors=True)


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except (NoCopy, CopyDamaged):
        return None
