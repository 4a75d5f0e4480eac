"""The first accounts of a station, and the folder that holds them.

A station is built aside in the same folder, flushed, then moved in; ``station.json`` comes
last. A folder without it was never used, and the creation can simply be done again.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.database import Store
from app.records.envelope import new_key
from app.records.journal.entries import PERSON_TRACE, STATION_TRACE, Event, Trace
from app.records.journal.ledger import Ledger, Pen, signer_message
from app.records.keys.accounts import LONGEST_NAME, OPENED_BY, Account, Domain
from app.records.keys.argon import REAL_COST, ArgonCost, require_cost
from app.records.keys.credentials import grant_message, seal_grant
from app.records.keys.keystore import KeyStore
from app.records.keys.roster import Role, require_no_station
from app.records.keys.rotation import FIRST_EPOCH
from app.records.lock import FolderLock
from app.records.people.making import (
    Made,
    NewPerson,
    make_account,
    require_own_secrets,
    require_person,
)
from app.records.refusals import RefusedPeople, StoreFailed
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import (
    CREATION,
    KEYSTORE,
    STATION,
    VAULT,
    Purpose,
    StationFile,
    write_station_file,
)

__all__ = ["NewPerson", "create_station"]

_BESIDE = ("", "-wal", "-shm", "-journal")


def create_station(
    folder: Path,
    people: Sequence[NewPerson],
    station_id: bytes,
    now: datetime,
    argon: ArgonCost = REAL_COST,
    purpose: Purpose = Purpose.REAL,
) -> None:
    """Make a new station in ``folder``, entirely or not at all.

    Args:
        folder: made if absent; other files in it are left alone.
        people: at least one pharmacist; the first person signs the first journal entries.
        station_id: 16 random bytes.
        now: aware instant, written in the journal.
        argon: cost of one guess of a password; below 64 MiB for a demonstration only.
        purpose: what the station is for; it cannot change later.

    Raises:
        RefusedPeople: no pharmacist, an empty or repeated login, an empty secret, or a name of
            more than 200 characters.
        RefusedPerson, WeakSecret, SameSecret: an account cannot be made as it was described.
        WeakCost: ``argon`` is outside what ``purpose`` allows.
        StationExists: a station is already there; it is not touched.
        FolderBroken: pieces of a station are there; they are not touched.
        FolderBusy: another process works in this folder.
    """
    _require_people(people)
    require_cost(argon, purpose)
    for person in people:
        require_person(person, purpose)
    require_own_secrets(people, purpose)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(folder)
        try:
            require_no_station(folder)
            _clear_leftovers(folder)
            aside = folder / CREATION
            aside.mkdir(mode=0o700)
            _build(aside, people, station_id, now, (argon, purpose))
            _move_in(aside, folder)
        finally:
            lock.release()
    except OSError as error:
        raise StoreFailed from error


def _require_people(people: Sequence[NewPerson]) -> None:
    logins = {person.login.strip().casefold() for person in people}
    acceptable = (
        any(person.role is Role.PHARMACIST for person in people)
        and len(logins) == len(people)
        and "" not in logins
        and all(person.secret for person in people)
        and all(len(max(p.login, p.label, p.title, key=len)) <= LONGEST_NAME for p in people)
    )
    if not acceptable:
        raise RefusedPeople


def _clear_leftovers(folder: Path) -> None:
    """Remove what an interrupted creation left; ``require_no_station`` came before."""
    shutil.rmtree(folder / CREATION, ignore_errors=True)
    for name in (VAULT, KEYSTORE):
        for end in _BESIDE:
            (folder / f"{name}{end}").unlink(missing_ok=True)


def _build(
    aside: Path,
    people: Sequence[NewPerson],
    station_id: bytes,
    now: datetime,
    terms: tuple[ArgonCost, Purpose],
) -> None:
    argon, purpose = terms
    seal = Ed25519PrivateKey.generate()
    station = StationFile(station_id, purpose, seal.public_key().public_bytes_raw(), now)
    made = tuple(make_account(person, argon, station, seal) for person in people)
    _write_keystore(aside, made, station, seal)
    _write_vault(aside, made, station, seal)
    write_station_file(aside / STATION, station)


def _write_keystore(
    aside: Path, made: Sequence[Made], station: StationFile, seal: Ed25519PrivateKey
) -> None:
    domain_keys = {domain: new_key() for domain in Domain}
    domain_keys[Domain.STATION][:] = seal.private_bytes_raw()
    keystore = KeyStore(aside)
    with closing(keystore.store), keystore.store.writing():
        for one in made:
            keystore.add_account(one.account)
            for domain in sorted(OPENED_BY[one.account.role]):
                key = domain_keys[domain]
                grant = seal_grant(key, one.account, domain, FIRST_EPOCH, station)
                signature = seal.sign(grant_message(grant, station))
                keystore.add_grant(replace(grant, signature=signature))
    for key in domain_keys.values():
        key[:] = bytes(len(key))


def _write_vault(
    aside: Path, made: Sequence[Made], station: StationFile, seal: Ed25519PrivateKey
) -> None:
    first = made[0]
    with closing(Store(aside / VAULT, VAULT_SCHEMA)) as store:
        pen = Pen(first.account.account_id, first.keys.ed25519, seal)
        ledger = Ledger(store, station, pen)
        with ledger.writing():
            own = Trace(STATION_TRACE, sha256(station.public).digest())
            ledger.append(Event.STATION_CREATED, station.station_id, (own,), station.created)
            for one in made:
                _add_signer(store, ledger, one.account, station, seal)


def _add_signer(
    store: Store, ledger: Ledger, account: Account, station: StationFile, seal: Ed25519PrivateKey
) -> None:
    actor, public = account.account_id, account.ed25519
    certificate = seal.sign(signer_message(station.station_id, actor, public))
    store.execute("insert into signer values (?, ?, ?)", (actor, public, certificate))
    trace = Trace(PERSON_TRACE, sha256(public + certificate).digest())
    ledger.append(Event.PERSON_ADDED, actor, (trace,), station.created)


def _move_in(aside: Path, folder: Path) -> None:
    for name in (KEYSTORE, VAULT, STATION):
        (aside / name).chmod(0o600)
        _flush(aside / name)
    for name in (KEYSTORE, VAULT, STATION):
        (aside / name).replace(folder / name)
        _flush(folder)
    shutil.rmtree(aside)


def _flush(path: Path) -> None:
    """Wait until ``path`` is on the disk; Windows flushes folders by itself."""
    if os.name == "nt" and path.is_dir():
        return
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
