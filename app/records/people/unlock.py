"""From a password to an open session, or to a refusal that tells nothing."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.access_log.log import AccessLog
from app.records.anchors.keepers import Keeper
from app.records.anchors.places import own_keepers
from app.records.anchors.verdict import Restoration
from app.records.anchors.watch import Watch
from app.records.custody import Custody
from app.records.database import Store
from app.records.facts import Facts
from app.records.journal.ledger import Ledger, Pen
from app.records.journal.restorations import restorations
from app.records.keys.accounts import ACTIVE, OPENED_BY, Account, Domain
from app.records.keys.argon import require_cost
from app.records.keys.arrears import settle
from app.records.keys.credentials import (
    PrivateKeys,
    is_certified,
    open_grant,
    open_private,
    require_certificate,
)
from app.records.keys.keystore import KeyStore
from app.records.keys.ring import DomainKey, KeyRing
from app.records.keys.room import KeyRoom, OwnAccount
from app.records.keys.roster import require_station
from app.records.lock import FolderLock
from app.records.people.session import PharmacistSession, Rooms, Session
from app.records.refusals import Tampered, WrongSecret
from app.records.retention.holds import Holds
from app.records.retention.purge import finish_at_login
from app.records.schema import VAULT as VAULT_SCHEMA
from app.records.station_file import VAULT, StationFile, read_station_file
from app.records.vault import Vault

__all__ = ["Keepers", "PharmacistSession", "Session", "unlock"]

Keepers = Callable[[Path, StationFile], Sequence[Keeper]]


def unlock(
    folder: Path, login: str, secret: str, now: datetime, keepers: Keepers = own_keepers
) -> Session:
    """Return the session of ``login``; takes about half a second of password stretching.

    It is a ``PharmacistSession`` for those who open sheets, and nothing else is.

    ``keepers`` names where anchors are compared and kept: by default in the folder alone.

    Raises:
        WrongSecret: unknown or inactive login, wrong secret, altered account: never tells.
        FolderBusy: another process has the folder open.
        FolderAbsent, FolderHalfCreated, FolderBroken: there is nothing to open.
        WeakCost: the stretching written in the key file is below the floor.
        NewerStation: a later version wrote these files.
        Tampered: a grant or certificate is not the one the station signed.
    """
    require_station(folder)
    with ExitStack() as entering:
        entering.callback(FolderLock(folder).release)
        opened = _open_keys(folder, login, secret, entering)
        rooms, custody = _open_rooms(folder, opened, keepers, entering)
        if rooms.watch is not None:
            rooms.watch.begin(now)
        if rooms.keys is not None:
            settle(rooms.keys, now)
        own = OwnAccount(opened.station, opened.account, opened.keystore)
        if custody is None:
            return Session(own, rooms, entering.pop_all())
        finish_at_login(custody, now)
        return PharmacistSession(own, rooms, custody, entering.pop_all())


@dataclass(frozen=True, slots=True)
class _Opened:
    station: StationFile
    account: Account
    private: PrivateKeys
    keystore: KeyStore
    ring: KeyRing
    labels: Mapping[bytes, str]


def _open_keys(folder: Path, login: str, secret: str, entering: ExitStack) -> _Opened:
    station = read_station_file(folder)
    keystore = KeyStore(folder)
    entering.callback(keystore.store.close)
    account = _account(keystore, login)
    require_cost(account.cost, station.purpose)
    private = open_private(account, station, secret)
    require_certificate(account, station)
    ring = KeyRing(keystore, _domain_keys(keystore, account, private, station))
    entering.callback(ring.wipe)
    labels = {
        one.account_id: one.label for one in keystore.accounts() if is_certified(one, station)
    }
    return _Opened(station, account, private, keystore, ring, labels)


def _open_rooms(
    folder: Path, opened: _Opened, keepers: Keepers, entering: ExitStack
) -> tuple[Rooms, Custody | None]:
    """Return what the role opens, and apart from it what opens the sheets."""
    domains = OPENED_BY[opened.account.role]
    if not domains:
        return Rooms(), None
    store = Store(folder / VAULT, VAULT_SCHEMA)
    entering.callback(store.close)
    accesses = AccessLog(store, opened.ring, opened.account.label)
    if Domain.FACTS not in domains:
        return Rooms(accesses=accesses), None
    facts = Facts(store, opened.ring)
    ledger = Ledger(store, opened.station, _pen(opened))
    entering.callback(ledger.put_down)
    declared = partial(_declared, store)
    watch = Watch(ledger, opened.station, keepers(folder, opened.station), declared)
    entering.callback(watch.end)
    holds = Holds(store, opened.ring, ledger, opened.labels)
    keys = _room(folder, opened, store, ledger)
    rooms = Rooms(facts, holds, keys, watch, accesses)
    if Domain.SHEETS not in domains:
        return rooms, None
    vault = Vault(store, opened.ring, ledger, opened.labels)
    entering.callback(vault.forget_search)
    return rooms, _custody(folder, opened, (store, ledger, vault))


def _declared(store: Store) -> list[Restoration]:
    return [Restoration(*one) for one in restorations(store)]


def _room(folder: Path, opened: _Opened, store: Store, ledger: Ledger) -> KeyRoom:
    return KeyRoom(
        folder=folder,
        station=opened.station,
        account=opened.account,
        keystore=opened.keystore,
        ring=opened.ring,
        store=store,
        ledger=ledger,
    )


def _custody(folder: Path, opened: _Opened, rooms: tuple[Store, Ledger, Vault]) -> Custody:
    store, ledger, vault = rooms
    return Custody(
        folder=folder,
        station=opened.station,
        account=opened.account,
        store=store,
        keystore=opened.keystore,
        ring=opened.ring,
        ledger=ledger,
        vault=vault,
    )


def _pen(opened: _Opened) -> Pen:
    station = Ed25519PrivateKey.from_private_bytes(opened.ring.station_seed())
    if station.public_key().public_bytes_raw() != opened.station.public:
        raise Tampered
    return Pen(opened.account.account_id, opened.private.ed25519, station)


def _account(keystore: KeyStore, login: str) -> Account:
    wanted = login.strip().casefold()
    for account in keystore.accounts():
        if account.login.casefold() == wanted and account.status == ACTIVE:
            return account
    raise WrongSecret


def _domain_keys(
    keystore: KeyStore, account: Account, private: PrivateKeys, station: StationFile
) -> dict[Domain, DomainKey]:
    """Return the keys of exactly the domains of the role: not one fewer, not one more.

    A station of the first version has no access log yet: nobody has its key.
    """
    grants = keystore.grants()
    own = [grant for grant in grants if grant.account_id == account.account_id]
    expected = set(OPENED_BY[account.role])
    if all(grant.domain != Domain.ACCESS for grant in grants):
        expected.discard(Domain.ACCESS)
    if sorted(grant.domain for grant in own) != sorted(expected):
        raise Tampered
    return {
        Domain(grant.domain): DomainKey(grant.epoch, open_grant(grant, private, station))
        for grant in own
    }
