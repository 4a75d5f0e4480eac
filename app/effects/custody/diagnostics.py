"""What the station is made of and how it is doing, seen without any key and without any name.

Source: storage page, section 10 (the version of SQLite is shown: journals of versions before
3.51.3 may be damaged by two connections writing at once; here one process writes).
"""

import platform
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app import __version__
from app.clock import PARIS
from app.incident import incidents_of
from app.office.copies import Age, age
from app.office.diagnostics import Fact, Health
from app.records.check.verify import open_evidence
from app.records.copies.ages import CopyAges, ages_in
from app.records.database import UNREADABLE
from app.records.disk_room import room_of
from app.records.keys.keystore import KEYS
from app.records.keys.roster import Condition, state
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import KEYSTORE, VAULT

GIGABYTE, MEGABYTE = 1024**3, 1024**2
UNREAD = "illisible"
ABSENT = "absent"
SAFE_SQLITE = (3, 51, 3)
ONE_WRITER = (
    "Défaut connu des journaux avant 3.51.3, sans effet ici\u00a0: un seul processus écrit."
)
PACKAGES = (
    ("qt", "Qt", "PySide6_Essentials"),
    ("cryptography", "Chiffrement", "cryptography"),
    ("bluetooth", "Bluetooth", "bleak"),
    ("serial", "Port série", "pyserial"),
    ("camera", "Caméras", "opencv-python-headless"),
    ("sound", "Son", "sounddevice"),
    ("card", "Carte de professionnel", "python-pkcs11"),
    ("keyring", "Trousseau du système", "keyring"),
)
AGES = {Age.GOOD: Health.GOOD, Age.LATE: Health.LATE, Age.VERY_LATE: Health.BAD}
BACK_UP = "Faites une sauvegarde\u00a0: Bureau, Sauvegardes."
GIVE_NUMBER = "Donnez ce numéro à l’assistance."
VERIFY = "Ne supprimez rien et ouvrez la page Urgence informatique."


def diagnose(folder: Path, now: datetime) -> tuple[Fact, ...]:
    """Return the facts of the station of ``folder`` at ``now``; nothing is changed."""
    seen = (_folder(folder), *_files(folder), _room(folder), *_ages(folder, now))
    return (*_versions(), *seen, _incidents(folder))


def _versions() -> Iterator[Fact]:
    yield Fact("osys", "OSyS Station", __version__)
    yield Fact("python", "Python", platform.python_version())
    old = sqlite3.sqlite_version_info < SAFE_SQLITE
    yield Fact("sqlite", "SQLite", sqlite3.sqlite_version, advice=ONE_WRITER if old else "")
    yield Fact("system", "Système", f"{platform.system()} {platform.release()}")
    for key, name, package in PACKAGES:
        yield Fact(key, name, _version(package))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ABSENT


def _folder(folder: Path) -> Fact:
    found = state(folder)
    if found.condition is Condition.COMPLETE:
        return Fact("folder", "Dossier du poste", "complet", Health.GOOD)
    return Fact("folder", "Dossier du poste", "incomplet", Health.BAD, found.sentence)


def _files(folder: Path) -> Iterator[Fact]:
    """Yield the version of the tables of each file, and its size."""
    for key, name, file, expected in (
        ("vault", "Coffre", VAULT, VAULT_SCHEMA.version),
        ("keystore", "Fichier des clés", KEYSTORE, KEYS.version),
    ):
        found = _tables(folder / file)
        known = found == str(expected)
        health = Health.GOOD if known else Health.LATE
        wanted = "" if known else f"Ce logiciel attend la version {expected}."
        if found == UNREAD:
            health, wanted = Health.BAD, VERIFY
        yield Fact(f"{key}_schema", f"{name}, version des tables", found, health, wanted)
        yield Fact(f"{key}_size", f"{name}, taille", _size(folder / file))


def _tables(path: Path) -> str:
    try:
        with closing(open_evidence(path)) as evidence:
            return str(evidence.execute("pragma user_version").fetchone()[0])
    except UNREADABLE:
        return UNREAD


def _size(path: Path) -> str:
    try:
        return _octets(path.stat().st_size)
    except OSError:
        return UNREAD


def _room(folder: Path) -> Fact:
    try:
        room = room_of(folder)
    except OSError:
        return Fact("disk_free", "Place libre", UNREAD, Health.BAD)
    value = f"{_octets(room.free)} sur {_octets(room.total)}"
    if not room.takes_captures:
        advice = "Les captures d’examen sont refusées. Libérez de la place."
        return Fact("disk_free", "Place libre", value, Health.BAD, advice)
    if room.is_low:
        return Fact("disk_free", "Place libre", value, Health.LATE, "Libérez de la place.")
    return Fact("disk_free", "Place libre", value, Health.GOOD)


def _ages(folder: Path, now: datetime) -> Iterator[Fact]:
    try:
        with closing(open_evidence(folder / VAULT)) as evidence:
            ages = ages_in(evidence)
    except (*UNREADABLE, ValueError, TypeError, OverflowError):
        ages = CopyAges(None, None)
    for key, name, at in (
        ("data_backup", "Sauvegarde des données", ages.data_at),
        ("keys_backup", "Sauvegarde des clés", ages.keys_at),
    ):
        health = AGES[age(at, now)]
        value = "jamais" if at is None else f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}"
        yield Fact(key, name, value, health, "" if health is Health.GOOD else BACK_UP)


def _incidents(folder: Path) -> Fact:
    """Return how many faults nobody foresaw are kept, and the number of the last one."""
    kept = incidents_of(folder)
    if not kept:
        return Fact("incidents", "Incidents", "aucun", Health.GOOD)
    last = kept[-1]
    when = f"{last.at.astimezone(PARIS):%d/%m/%Y %H:%M}"
    value = f"{len(kept)}, le dernier le {when} (n°\u00a0{last.number})"
    return Fact("incidents", "Incidents", value, Health.LATE, GIVE_NUMBER)


def _octets(count: int) -> str:
    if count >= GIGABYTE:
        return f"{count / GIGABYTE:.1f}\u00a0Go".replace(".", ",")
    return f"{max(count // MEGABYTE, 1)}\u00a0Mo"
