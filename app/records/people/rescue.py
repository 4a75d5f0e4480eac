"""Every password is forgotten: two shares make a new pharmacist's account."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.database import Store
from app.records.journal.entries import Event
from app.records.journal.ledger import Ledger, Pen
from app.records.keys.accounts import ACTIVE, Account, Domain
from app.records.keys.argon import REAL_COST, ArgonCost, require_cost
from app.records.keys.credentials import is_certified
from app.records.keys.keystore import KeyStore
from app.records.keys.notes import hand_of, note_within, write_lines
from app.records.keys.recovery_keys import (
    USED,
    RecoveryKey,
    open_recovery_grants,
    recovery_key,
    write_recovery_key,
)
from app.records.keys.ring import DomainKey, KeyRing
from app.records.keys.room import KeyRoom
from app.records.keys.roster import Person, Role, require_station
from app.records.lock import FolderLock
from app.records.people.changes import enter_within, replace_within
from app.records.people.making import Made, NewPerson, make_account, require_person
from app.records.people.recovery import require_own_shares
from app.records.people.refusals import LoginTaken, NoShares, RefusedPerson
from app.records.refusals import Tampered
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import VAULT, StationFile, read_station_file


def recover(
    folder: Path,
    typed: Sequence[str],
    person: NewPerson,
    now: datetime,
    argon: ArgonCost = REAL_COST,
) -> Person:
    """Make a pharmacist's account with two recovery shares; nobody needs to be logged in.

    An active pharmacist's account of the same login is replaced, the others stay. The shares
    have been seen: the station asks for new ones from then on.

    Args:
        folder: the station; no other program has it open.
        typed: two shares, as typed or read from their square codes.
        person: the account, whose role is that of a pharmacist.
        now: written in the journal.
        argon: cost of one guess of the new secret.

    Raises:
        RefusedShare: a share is damaged, foreign or of a former set; the sentence says it.
        NoShares: the station has no recovery key.
        RefusedPerson, WeakSecret, WeakCost: the account cannot be made so.
        LoginTaken: another role has this login.
        FolderBusy, FolderAbsent, FolderHalfCreated, FolderBroken, Tampered: nothing changed.
    """
    require_station(folder)
    station = read_station_file(folder)
    if person.role is not Role.PHARMACIST:
        raise RefusedPerson
    require_person(person, station.purpose)
    require_cost(argon, station.purpose)
    with ExitStack() as leaving:
        leaving.callback(FolderLock(folder).release)
        keystore = KeyStore(folder)
        leaving.callback(keystore.store.close)
        key = recovery_key(keystore, station)
        if key is None:
            raise NoShares
        ring = KeyRing(keystore, _domain_keys(keystore, typed, key, station))
        leaving.callback(ring.wipe)
        former = _former(keystore, person.login, station)
        made = make_account(person, argon, station, _seal(ring, station))
        room = _room((folder, station), made, ring, keystore, leaving)
        _write(room, (former, made.account), key, now)
        return Person(made.account.login, person.label, person.role, person.title)


def _domain_keys(
    keystore: KeyStore, typed: Sequence[str], key: RecoveryKey, station: StationFile
) -> dict[Domain, DomainKey]:
    opened = open_recovery_grants(keystore, require_own_shares(typed, key), station)
    return {domain: DomainKey(epoch, secret) for domain, (epoch, secret) in opened.items()}


def _seal(ring: KeyRing, station: StationFile) -> Ed25519PrivateKey:
    seal = Ed25519PrivateKey.from_private_bytes(ring.station_seed())
    if seal.public_key().public_bytes_raw() != station.public:
        raise Tampered
    return seal


def _former(keystore: KeyStore, login: str, station: StationFile) -> Account | None:
    """Return the pharmacist's account that the new one replaces, None when there is none."""
    wanted = login.strip().casefold()
    for account in keystore.accounts():
        if account.login.casefold() == wanted:
            is_pharmacist = account.role is Role.PHARMACIST and is_certified(account, station)
            if account.status != ACTIVE or not is_pharmacist:
                raise LoginTaken
            return account
    return None


def _room(
    place: tuple[Path, StationFile],
    made: Made,
    ring: KeyRing,
    keystore: KeyStore,
    leaving: ExitStack,
) -> KeyRoom:
    folder, station = place
    store = Store(folder / VAULT, VAULT_SCHEMA)
    leaving.callback(store.close)
    pen = Pen(made.account.account_id, made.keys.ed25519, _seal(ring, station))
    ledger = Ledger(store, station, pen)
    leaving.callback(ledger.put_down)
    return KeyRoom(
        folder=folder,
        station=station,
        account=made.account,
        keystore=keystore,
        ring=ring,
        store=store,
        ledger=ledger,
    )


def _write(
    room: KeyRoom, accounts: tuple[Account | None, Account], key: RecoveryKey, now: datetime
) -> None:
    former, account = accounts
    with room.keystore.store.writing():
        if former is None:
            enter_within(room, account, now)
        else:
            replace_within(room, former, account, now)
        write_recovery_key(room.keystore, replace(key, state=USED), room.station, room.seal())
        about = room.station.station_id
        note_within(room.keystore, hand_of(room), Event.SHARES_USED, about, now)
    # A journal that is not sound closes no sheet: its lines wait until it is mended.
    if room.ledger.sound:
        write_lines(room, now)
