"""Who works at the station, changed by somebody who already does.

Every change is one transaction of the key file, followed by its line in the journal; a power
cut between the two is mended at the next login (see ``app.records.keys.notes``). Nobody can
give what they do not hold: an owner alone makes no account that opens the sheets.
"""

import os
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from app.records.journal.entries import SUCCESSOR_TRACE, Event, Trace
from app.records.keys.accounts import ACTIVE, OPENED_BY, REVOKED, Account
from app.records.keys.argon import SALT_BYTES
from app.records.keys.credentials import (
    certificate_message,
    open_private,
    require_certificate,
    seal_private,
)
from app.records.keys.notes import Hand, hand_of, note_within, write_lines
from app.records.keys.room import KeyRoom, OwnAccount
from app.records.keys.roster import Person, Role
from app.records.keys.rotation import (
    ROTATING,
    adopt,
    give_within,
    require_sound,
    turn_or_ask_within,
)
from app.records.people.making import NewPerson, make_account, require_person
from app.records.people.passwords import require_strong
from app.records.people.refusals import (
    LastPharmacist,
    LoginTaken,
    NeedsHolder,
    OwnAccountRefused,
    SameSecret,
    UnknownPerson,
)

# What tells a login of somebody who left from the same one given again.
_LEFT = "~"


def people_of(room: KeyRoom) -> tuple[Person, ...]:
    """Return the active accounts the station vouches for, in the order they were made.

    Raises:
        Tampered: an account was altered.
    """
    return tuple(map(_person, _active(room)))


def add_person(room: KeyRoom, person: NewPerson, now: datetime) -> Person:
    """Make an account that opens what its role opens; durable on return.

    Raises:
        NeedsHolder: the person who acts does not hold a key that the role opens.
        LoginTaken, RefusedPerson, WeakSecret: the account cannot be made so.
        Tampered: the journal or an account is not sound; nothing changed.
    """
    require_can_add(room, person)
    made = make_account(person, room.account.cost, room.station, room.seal())
    with room.keystore.store.writing():
        enter_within(room, made.account, now)
    write_lines(room, now)
    return _person(made.account)


def require_can_add(room: KeyRoom, person: NewPerson) -> None:
    """Refuse what ``add_person`` would refuse, before anything is written.

    Raises:
        NeedsHolder, LoginTaken, RefusedPerson, WeakSecret, Tampered: see ``add_person``.
    """
    require_sound(room)
    require_person(person, room.station.purpose)
    require_holder(room, person.role)
    _require_free(room, person.login)


def revoke(room: KeyRoom, login: str, now: datetime) -> None:
    """Take an account away: its grants are deleted and its domains get new keys.

    A domain that the person who acts does not hold gets its new key at the next login of
    somebody who does.

    Raises:
        UnknownPerson: no such active account.
        OwnAccountRefused: it is the account of the session.
        LastPharmacist: nobody would open the sheets any more.
        Tampered: the journal, an account or a month key is not sound; nothing changed.
    """
    require_sound(room)
    leaving = _other(room, login)
    if leaving.role is Role.PHARMACIST and _pharmacists(room) == 1:
        raise LastPharmacist
    with room.keystore.store.writing():
        leave_within(room, leaving)
        note_within(room.keystore, hand_of(room), Event.PERSON_REVOKED, leaving.account_id, now)
        turned = turn_or_ask_within(room, OPENED_BY[leaving.role] & ROTATING, now)
    adopt(room, turned)
    write_lines(room, now)


def regrant(room: KeyRoom, login: str, secret: str, now: datetime) -> Person:
    """Give a person who forgot their secret a new account in place of the former one.

    The former private keys stay closed for ever; what they signed keeps its author.

    Raises:
        NeedsHolder: the person who acts does not hold a key that the account opens.
        UnknownPerson, OwnAccountRefused, WeakSecret, Tampered: nothing changed.
    """
    require_sound(room)
    former = _other(room, login)
    require_holder(room, former.role)
    person = NewPerson(former.login, former.label, former.title, former.role, secret)
    require_person(person, room.station.purpose)
    made = make_account(person, room.account.cost, room.station, room.seal())
    with room.keystore.store.writing():
        replace_within(room, former, made.account, now)
    write_lines(room, now)
    return _person(made.account)


def change_password(own: OwnAccount, former: str, secret: str, now: datetime) -> None:
    """Seal the private keys of the session's account under a new secret.

    One row of the key file; the vault is not touched: the line of the journal is written by
    ``Session.write_changes``, or at the next login of somebody who signs it.

    Raises:
        WrongSecret: ``former`` is not the present secret.
        SameSecret: it is the same one again.
        WeakSecret: the new one is not for what the station is.
        UnknownPerson: the account was taken away meanwhile.
    """
    account = _present(own)
    keys = open_private(account, own.station, former)
    if secret == former:
        raise SameSecret
    require_strong(secret, account.login, account.label, own.station.purpose)
    hand = Hand(account.account_id, keys.ed25519.sign)
    fresh = replace(account, salt=os.urandom(SALT_BYTES))
    sealed = replace(fresh, sealed=seal_private(keys, fresh, own.station, secret))
    with own.keystore.store.writing():
        own.keystore.replace_account(sealed)
        note_within(own.keystore, hand, Event.PASSWORD_CHANGED, hand.actor, now)


def require_holder(room: KeyRoom, role: Role) -> None:
    """Refuse to give what the person who acts does not hold.

    Raises:
        NeedsHolder: one of the keys that ``role`` opens is missing.
    """
    if not OPENED_BY[role] <= room.ring.held():
        raise NeedsHolder


def enter_within(room: KeyRoom, account: Account, now: datetime) -> None:
    """Write a new account with its grants inside a transaction of the key file."""
    room.keystore.add_account(account)
    for domain in sorted(OPENED_BY[account.role]):
        give_within(room, account, domain, room.ring.domain_key(domain))
    note_within(room.keystore, hand_of(room), Event.PERSON_ADDED, account.account_id, now)


def leave_within(room: KeyRoom, account: Account) -> None:
    """Keep the name of a person who signed, and nothing that opens or could be guessed."""
    room.keystore.drop_grants_of(account.account_id)
    login = f"{account.login[:150]}{_LEFT}{account.account_id.hex()[:16]}"
    gone = replace(account, login=login, status=REVOKED, sealed=b"", salt=bytes(SALT_BYTES))
    certificate = room.seal().sign(certificate_message(gone, room.station))
    room.keystore.replace_account(replace(gone, certificate=certificate))


def replace_within(room: KeyRoom, former: Account, account: Account, now: datetime) -> None:
    """Put ``account`` in place of ``former`` inside a transaction of the key file."""
    leave_within(room, former)
    enter_within(room, account, now)
    successor = Trace(SUCCESSOR_TRACE, sha256(account.account_id).digest())
    note_within(
        room.keystore,
        hand_of(room),
        Event.PERSON_REPLACED,
        former.account_id,
        now,
        (successor,),
    )


def _other(room: KeyRoom, login: str) -> Account:
    """Return the active account of somebody else."""
    wanted = login.strip().casefold()
    for account in _active(room):
        if account.login.casefold() == wanted:
            if account.account_id == room.account.account_id:
                raise OwnAccountRefused
            return account
    raise UnknownPerson


def _active(room: KeyRoom) -> tuple[Account, ...]:
    accounts = tuple(one for one in room.keystore.accounts() if one.status == ACTIVE)
    for account in accounts:
        require_certificate(account, room.station)
    return accounts


def _pharmacists(room: KeyRoom) -> int:
    return sum(account.role is Role.PHARMACIST for account in _active(room))


def _require_free(room: KeyRoom, login: str) -> None:
    wanted = login.strip().casefold()
    if any(one.login.casefold() == wanted for one in room.keystore.accounts()):
        raise LoginTaken


def _present(own: OwnAccount) -> Account:
    """Return the account of the session as it is in the key file now."""
    for account in own.keystore.accounts():
        if account.account_id == own.account.account_id and account.status == ACTIVE:
            return account
    raise UnknownPerson


def _person(account: Account) -> Person:
    return Person(account.login, account.label, account.role, account.title)
