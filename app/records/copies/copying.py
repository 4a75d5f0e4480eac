"""One generation of a copy: filled aside, flushed, read back, then moved to its name.

The vault is copied by a connection of its own that only reads, so that the station goes on
sealing meanwhile. Source: sqlite.org/backup.html.
"""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from app.records.check.verify import open_evidence
from app.records.copies.files import (
    PRIVATE,
    PRIVATE_FOLDER,
    copy_file,
    digest_of,
    flush,
    plain_files,
)
from app.records.copies.manifest import (
    CAPTURES,
    Half,
    Manifest,
    generation_name,
    require_files,
    set_name,
    write_manifest,
)
from app.records.copies.refusals import PlaceFull, PlaceUnusable, Stopped
from app.records.envelope import new_record_id
from app.records.journal.entries import TreeHead
from app.records.journal.merkle import EMPTY
from app.records.station_file import STATION, VAULT, StationFile

Progress = Callable[[int, int], bool]
"""Called with what is done and the total; returns False to stop, and nothing is half done."""
SETTINGS_KEPT = ("station.toml",)
FOLDERS_KEPT = ("protocols",)
PARTIAL = ".partiel-"
_PAGES = 2048


@dataclass(frozen=True, slots=True)
class DataCopy:
    """The data of a station, copied: the generation, and what it says of itself."""

    folder: Path
    manifest: Manifest


def copy_data(
    folder: Path,
    station: StationFile,
    place: Path,
    now: datetime,
    progress: Progress | None = None,
) -> DataCopy:
    """Copy the data of the station in ``folder`` to ``place``; needs no key.

    It may run beside the station at work, on any thread; ``progress`` is in bytes.
    """
    group = place / set_name(station.station_id, Half.DATA)
    with generation(group, now) as (partial, final):
        captures = _captures(folder)
        watch = Watch(progress, octets_of(folder / VAULT) + sum(captures.values()))
        head = _copy_database(folder / VAULT, partial / VAULT, watch)
        captures = _captures(folder)  # those of a sheet sealed meanwhile are in the copy too
        for path in _kept_files(folder):
            copy_file(path, partial / path.relative_to(folder))
        for name, octets in captures.items():
            _copy_capture(folder / CAPTURES / name, group / CAPTURES / name, octets)
            watch.add(octets)
        manifest = finished(partial, station, Half.DATA, (now, head, captures))
    return DataCopy(final, manifest)


class Watch:
    """Adds what is copied, in bytes, and asks whether to go on."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0

    def add(self, octets: int) -> None:
        """Count ``octets`` more."""
        self._done += octets
        self.at(self._done)

    def at(self, done: int) -> None:
        """Say that ``done`` bytes are copied.

        Raises:
            Stopped: whoever watches does not want to go on.
        """
        self._done = done
        if self._progress is not None and not self._progress(min(done, self._total), self._total):
            raise Stopped


@contextlib.contextmanager
def generation(group: Path, now: datetime) -> Iterator[tuple[Path, Path]]:
    """Give a folder to fill and its final name; moved there if the body succeeds."""
    name = generation_name(group, now)
    partial, final = group / f"{PARTIAL}{name}", group / name
    try:
        group.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        for left in group.glob(f"{PARTIAL}*"):
            shutil.rmtree(left)
        partial.mkdir(mode=PRIVATE_FOLDER)
        yield partial, final
        partial.replace(final)
        flush(group)
    except (OSError, sqlite3.Error) as error:
        raise refused_write(error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def refused_write(error: OSError | sqlite3.Error) -> PlaceFull | PlaceUnusable:
    """Return what to say of a support that did not take a write."""
    full = (
        error.errno == errno.ENOSPC
        if isinstance(error, OSError)
        else getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    )
    return PlaceFull() if full else PlaceUnusable()


def finished(
    partial: Path,
    station: StationFile,
    half: Half,
    made: tuple[datetime, TreeHead, dict[str, int]],
) -> Manifest:
    """Flush what was written, read it back, and finish the generation."""
    now, head, captures = made
    names = [path.relative_to(partial).as_posix() for path in plain_files(partial)]
    for name in names:
        flush(partial / name)
    manifest = Manifest(
        copy_id=new_record_id(),
        station_id=station.station_id,
        half=half,
        made_at=now,
        head=head,
        files=MappingProxyType({name: digest_of(partial / name) for name in names}),
        captures=MappingProxyType(captures),
    )
    write_manifest(partial, manifest)
    require_files(partial, manifest)
    flush(partial)
    return manifest


def _copy_database(source: Path, target: Path, watch: Watch) -> TreeHead:
    """Copy one SQLite file as of one instant, and return the journal it holds."""
    with closing(open_evidence(source)) as read:
        # The first read fixes the instant: what is sealed meanwhile is for the next backup.
        (size,) = read.execute("PRAGMA page_size").fetchone()
        head = _head(read)
        target.touch(mode=PRIVATE)
        with closing(sqlite3.connect(target, isolation_level=None)) as written:

            def copied(_status: int, remaining: int, total: int) -> None:
                watch.at((total - remaining) * size)

            read.backup(written, pages=_PAGES, progress=copied)
            # One plain file: a log beside it could be forgotten, or found by another copy.
            written.execute("PRAGMA journal_mode = DELETE")
    return head


def _head(read: sqlite3.Connection) -> TreeHead:
    row = read.execute("select size, root from head order by size desc limit 1").fetchone()
    return TreeHead(0, EMPTY) if row is None else TreeHead(*row)


def _kept_files(folder: Path) -> Iterator[Path]:
    """Yield what makes the station besides its vault: never documents in clear, never a log."""
    for name in (STATION, *SETTINGS_KEPT):
        if (folder / name).is_file():
            yield folder / name
    for name in FOLDERS_KEPT:
        if (folder / name).is_dir():
            yield from plain_files(folder / name)


def _captures(folder: Path) -> dict[str, int]:
    place = folder / CAPTURES
    if not place.is_dir():
        return {}
    whole = [path for path in plain_files(place) if path.suffix == ".osc"]
    return {path.relative_to(place).as_posix(): octets_of(path) for path in whole}


def _copy_capture(source: Path, target: Path, octets: int) -> None:
    """Copy a capture that is not there yet; one that vanished was erased meanwhile."""
    if target.is_file() and octets_of(target) == octets:
        return
    with contextlib.suppress(FileNotFoundError):
        copy_file(source, target)


def octets_of(path: Path) -> int:
    """Return the size of a file in bytes, 0 when it is not there."""
    return path.stat().st_size if path.is_file() else 0
