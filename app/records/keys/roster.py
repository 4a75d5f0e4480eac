"""Who may open the station, read before any key: what the login window shows.

On the disk of a station the labels of the professionals are readable, because one chooses
an account before giving its password. Nothing about a patient is ever readable: neither an
identity, nor an answer, nor a protocol. Standard library only, so that the first window is
painted without waiting for cryptography.
"""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.records.refusals import (
    FolderAbsent,
    FolderBroken,
    FolderHalfCreated,
    StationExists,
    VaultRefusal,
)
from app.records.station_file import CREATION, KEYSTORE, STATION, VAULT, read_station_file

_SQLITE_MAGIC = b"SQLite format 3\0"
# What an interrupted creation never holds: such a file is somebody's work, never overwritten.
_IN_USE = {
    VAULT: "select exists (select 1 from sheet) or exists (select 1 from draft)",
    KEYSTORE: "select exists (select 1 from month_key)",
}


class Role(StrEnum):
    """What a person may open; a person with two roles has two accounts."""

    PHARMACIST = "pharmacist"
    OWNER = "owner"
    AUDITOR = "auditor"
    PREPARER = "preparer"


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the login window shows it; ``title`` is the words under the name."""

    login: str
    label: str
    role: Role
    title: str


class Condition(StrEnum):
    """What a folder is, before anybody opens it."""

    ABSENT = "absent"
    COMPLETE = "complete"
    HALF_CREATED = "half_created"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class FolderState:
    """The condition of a folder; ``sentence`` says what to do, empty when complete."""

    condition: Condition
    sentence: str = ""


def state(folder: Path) -> FolderState:
    """Return what ``folder`` is, from its file names and their first bytes."""
    if not (folder / STATION).exists():
        return _without_station_file(folder)
    missing = next((name for name in (KEYSTORE, VAULT) if not (folder / name).exists()), None)
    if missing is not None:
        sentence = f"Le fichier {missing} manque. Ne supprimez rien et restaurez la sauvegarde."
        return FolderState(Condition.BROKEN, sentence)
    try:
        read_station_file(folder)
        _require_databases(folder)
    except VaultRefusal as refusal:
        return FolderState(Condition.BROKEN, refusal.sentence)
    return FolderState(Condition.COMPLETE)


def roster(folder: Path) -> tuple[Person, ...]:
    """Return the active accounts of ``folder`` in the order they were made.

    The labels are read without a key, hence not proven: ``unlock`` proves them.

    Raises:
        FolderBroken: the key file is not one, or its accounts cannot be read.
    """
    if state(folder).condition in {Condition.ABSENT, Condition.HALF_CREATED}:
        return ()
    # Not read-only: a journal left by a power cut is rolled back by the first who opens.
    address = f"{(folder / KEYSTORE).absolute().as_uri()}?mode=rw"
    try:
        connection = sqlite3.connect(address, uri=True, timeout=2)
        try:
            rows = connection.execute(
                "select login, label, role, title from account where status = 1 order by rowid"
            ).fetchall()
        finally:
            connection.close()
        return tuple(Person(login, label, Role(role), title) for login, label, role, title in rows)
    except (sqlite3.Error, ValueError) as error:
        raise FolderBroken from error


def require_no_station(folder: Path) -> None:
    """Refuse a folder where a station, or the vault of one, already is.

    Raises:
        StationExists: a complete station is there.
        FolderBroken: pieces of a station are there that must not be overwritten.
    """
    found = state(folder)
    if found.condition is Condition.COMPLETE:
        raise StationExists
    if found.condition is Condition.BROKEN:
        raise FolderBroken(found.sentence)


def require_station(folder: Path) -> None:
    """Refuse a folder that cannot be opened, with the reason.

    Raises:
        FolderAbsent: there is no station here.
        FolderHalfCreated: its creation was interrupted.
        FolderBroken: a file is missing or foreign.
    """
    found = state(folder)
    if found.condition is Condition.HALF_CREATED:
        raise FolderHalfCreated
    if found.condition is Condition.BROKEN:
        raise FolderBroken(found.sentence)
    read_station_file(folder)


def _without_station_file(folder: Path) -> FolderState:
    if any(_was_used(folder / name, query) for name, query in _IN_USE.items()):
        sentence = f"Le fichier {STATION} manque. Ne supprimez rien et restaurez la sauvegarde."
        return FolderState(Condition.BROKEN, sentence)
    if any((folder / name).exists() for name in (CREATION, VAULT, KEYSTORE)):
        return FolderState(Condition.HALF_CREATED, FolderHalfCreated.said)
    return FolderState(Condition.ABSENT, FolderAbsent.said)


def _was_used(path: Path, query: str) -> bool:
    """Tell whether a database holds work; one that cannot be read is taken as full."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=2)
        try:
            return bool(connection.execute(query).fetchone()[0])
        finally:
            connection.close()
    except (sqlite3.Error, ValueError):
        return True


def _require_databases(folder: Path) -> None:
    for name in (KEYSTORE, VAULT):
        try:
            with (folder / name).open("rb") as file:
                magic = file.read(len(_SQLITE_MAGIC))
        except OSError as error:
            raise FolderBroken from error
        if magic != _SQLITE_MAGIC:
            raise FolderBroken(f"Le fichier {name} est altéré. Restaurez la dernière sauvegarde.")
