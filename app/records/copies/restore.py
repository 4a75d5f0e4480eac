"""A station brought back from its two halves, into an empty folder, in front of two people.

Everything is built aside, then takes its name in one rename: killed at any instant, the
folder is still empty or holds the whole station. What was erased since the copy is erased
again before the folder exists. The journal says what was restored, and which entries the
copy lacks, under a new fork identifier.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.records.anchors.anchor import is_signed
from app.records.anchors.keepers import Keeper, KeeperUnreachable
from app.records.anchors.places import own_keepers
from app.records.check.verify import Finding
from app.records.copies.applying import Applied, apply_restoration
from app.records.copies.assembling import Assembled, assemble
from app.records.copies.copying import Progress, refused_write
from app.records.copies.files import PRIVATE_FOLDER, flush
from app.records.copies.refusals import (
    FindingsInCopy,
    FolderNotEmpty,
    InsideStation,
    KeysTooOld,
)
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.refusals import FolderBroken
from app.records.retention.presence import Second
from app.records.retention.refusals import SecondPerson
from app.records.station_file import StationFile

MARK = "restauration-en-cours"
Keepers = Callable[[Path, StationFile], Sequence[Keeper]]


class Damage(StrEnum):
    """What to do with a copy that does not verify whole: the last one may be worth it."""

    REFUSE = "refuse"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of the journal from elsewhere: a size, and the start of its root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Returning:
    """Who restores: a pharmacist and the owner; what they know; what they accept."""

    login: str
    secret: str = field(repr=False)
    second: Second
    anchors: tuple[Anchor, ...] = ()
    damage: Damage = Damage.REFUSE


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A restored station.

    ``lacks`` are the first and last journal entries the copy is known to lack, None when
    nothing is known to be missing. ``erased`` sheets were erased again; ``closed`` are months
    (yyyymm) whose keys are missing; ``findings`` what was accepted.
    """

    folder: Path
    copied_at: datetime
    keys_at: datetime
    entries: int
    sheets: int
    lacks: tuple[int, int] | None
    erased: int
    fork_id: bytes
    closed: tuple[int, ...]
    findings: tuple[Finding, ...]


def restore(
    places: tuple[Path, Path],
    folder: Path,
    returning: Returning,
    now: datetime,
    progress: Progress | None = None,
    keepers: Keepers = own_keepers,
) -> RestoreReport:
    """Bring a station back into ``folder`` from (data, keys).

    Args:
        places: where the data and the keys were copied, or one generation of each.
        folder: absent or empty.
        returning: who is there, and what is known of the journal.
        now: written in the journal.
        progress: in bytes; returning False leaves the folder as it was.
        keepers: which anchors kept on this computer are compared.

    Raises:
        FolderNotEmpty, InsideStation: nothing is ever overwritten.
        NoCopy, CopyDamaged, ForeignKeys, KeysTooOld, FindingsInCopy: this copy is refused.
        JournalForked: it contradicts what the station signed.
        WrongSecret, SecondPerson: the two people are not both there.
        Stopped, PlaceUnusable, PlaceFull, DiskFull: the folder is as it was.
    """
    _require_apart(folder, places)
    with _aside(folder) as aside:
        assembled = assemble(*places, aside, progress)
        _require_whole(assembled, returning.damage)
        known = (*returning.anchors, *_kept_anchors(aside, assembled, keepers))
        applied = _applied(aside, assembled, returning, known, now)
        _move_in(aside, folder)
    (folder / MARK).unlink(missing_ok=True)
    return RestoreReport(
        folder=folder,
        copied_at=assembled.data.made_at,
        keys_at=assembled.keys.made_at,
        entries=assembled.data.head.size,
        sheets=applied.sheets,
        lacks=applied.lacks,
        erased=applied.erased,
        fork_id=applied.fork_id,
        closed=assembled.closed,
        findings=assembled.findings,
    )


def _require_apart(folder: Path, places: tuple[Path, Path]) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FolderNotEmpty
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty
    if any(folder.resolve().is_relative_to(place.resolve()) for place in places):
        raise InsideStation


def _require_whole(assembled: Assembled, damage: Damage) -> None:
    if damage is Damage.ACCEPT:
        return
    if assembled.closed:
        raise KeysTooOld
    if assembled.findings:
        raise FindingsInCopy


def _kept_anchors(aside: Path, assembled: Assembled, keepers: Keepers) -> Iterator[Anchor]:
    yield Anchor(assembled.keys.head.size, assembled.keys.head.root)
    for keeper in keepers(aside, assembled.station):
        with contextlib.suppress(KeeperUnreachable):
            for one in keeper.read().anchors:
                if is_signed(one, assembled.station):
                    yield Anchor(one.size, one.root)


def _applied(
    aside: Path,
    assembled: Assembled,
    returning: Returning,
    known: tuple[Anchor, ...],
    now: datetime,
) -> Applied:
    with unlock(aside, returning.login, returning.secret, now, _no_keepers) as session:
        if not isinstance(session, PharmacistSession):
            raise SecondPerson
        heads = tuple((one.size, one.root) for one in known)
        return apply_restoration(session.custody, assembled, (returning.second, heads), now)


def _no_keepers(_folder: Path, _station: StationFile) -> tuple[Keeper, ...]:
    """Keep no anchor from a folder that is not the station yet."""
    return ()


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Give a new folder beside ``folder``, removed unless it was moved in."""
    aside = folder.with_name(f".{folder.name}.restauration")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if aside.exists():
            _throw_away(aside)
        aside.mkdir(mode=PRIVATE_FOLDER)
        (aside / MARK).touch()
        yield aside
    except OSError as error:
        raise refused_write(error) from error
    finally:
        if (aside / MARK).exists():
            shutil.rmtree(aside, ignore_errors=True)


def _throw_away(aside: Path) -> None:
    """Remove what a killed restore left; anything else of this name is not ours."""
    if aside.is_symlink() or not (aside / MARK).is_file():
        raise FolderNotEmpty
    shutil.rmtree(aside)


def _move_in(aside: Path, folder: Path) -> None:
    for path in aside.iterdir():
        if path.name.endswith(("-wal", "-shm", "-journal")):
            raise FolderBroken  # closing folds the logs in: one that stays was not folded
        if path.is_file():
            flush(path)
    flush(aside)
    if os.name == "nt" and folder.exists():
        folder.rmdir()
    aside.replace(folder)
    flush(folder.parent)
