"""Leftovers of an interrupted work, removed at login while the folder is held.

A capture is written before its row: killed between the two, its file stays alone and nothing
can open it, because its key was to be in the row. It is removed a day later, and only where
the journal agrees with its anchors: beside an older vault put back by mistake, the captures of
the newer one must stay. Those of a kept draft have their row, and stay with it.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.records.anchors.keepers import ANCHORS
from app.records.database import Store
from app.records.sheets.captures import CAPTURES
from app.records.station_file import STATION

OLDEST_ORPHAN_S = 24 * 3600


def sweep(folder: Path, store: Store, now: datetime, *, is_proven: bool) -> tuple[str, ...]:
    """Remove what nothing refers to; return the names, relative to the folder.

    ``is_proven`` is whether the journal is sound and no anchor contradicts it. A file that
    cannot be removed is left for the next time.
    """
    found = list(_half_written(folder))
    if is_proven:
        found += _orphans(folder, store, now)
    return tuple(_removed(folder, found))


def _half_written(folder: Path) -> Iterator[Path]:
    """Yield what was being written aside when the process ended: it never took its name."""
    if not (folder / STATION).exists():
        return
    yield folder / f"{ANCHORS}.new"
    yield from (folder / CAPTURES).glob("??/*.part")


def _orphans(folder: Path, store: Store, now: datetime) -> Iterator[Path]:
    rows = store.tuples("select id from capture union all select id from draft_capture")
    known = {row_id.hex() for (row_id,) in rows if isinstance(row_id, bytes)}
    for path in (folder / CAPTURES).glob("??/*.osc"):
        if path.stem not in known and now.timestamp() - path.stat().st_mtime > OLDEST_ORPHAN_S:
            yield path


def _removed(folder: Path, found: list[Path]) -> Iterator[str]:
    for path in found:
        if path.is_symlink() or not path.is_file():
            continue
        try:
            path.unlink()
        except OSError:
            continue
        yield path.relative_to(folder).as_posix()
