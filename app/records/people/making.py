"""A new account: a person, fresh private keys sealed under the secret, a certificate."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.envelope import new_record_id
from app.records.keys.accounts import ACTIVE, LONGEST_NAME, Account
from app.records.keys.argon import SALT_BYTES, ArgonCost
from app.records.keys.credentials import (
    PrivateKeys,
    certificate_message,
    new_private_keys,
    seal_private,
)
from app.records.keys.roster import Role
from app.records.people.passwords import require_strong
from app.records.people.refusals import RefusedPerson, SameSecret
from app.records.station_file import Purpose, StationFile

OWNER_TITLE = "Titulaire, gestion"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to make; ``secret`` is kept nowhere."""

    login: str
    label: str
    title: str
    role: Role
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """An account ready to be written, and the private keys that sign for it."""

    account: Account
    keys: PrivateKeys


def practising_owner(pharmacist: NewPerson, login: str, secret: str) -> tuple[NewPerson, NewPerson]:
    """Return the two accounts of an owner who practises: sheets in one, management in the other.

    Args:
        pharmacist: the account that opens the sheets.
        login: identifier of the account without the sheets.
        secret: its own secret; a real station refuses the same one for both.
    """
    owner = replace(pharmacist, login=login, title=OWNER_TITLE, role=Role.OWNER, secret=secret)
    return pharmacist, owner


def require_person(person: NewPerson, purpose: Purpose) -> None:
    """Refuse an account that cannot be made.

    Raises:
        RefusedPerson: no login or name, or one that is too long or not printable.
        WeakSecret: the secret is not for what the station is.
    """
    names = (person.login, person.label, person.title)
    acceptable = (
        person.login.strip()
        and person.label.strip()
        and all(len(name) <= LONGEST_NAME and name.isprintable() for name in names)
    )
    if not acceptable:
        raise RefusedPerson
    require_strong(person.secret, person.login.strip(), person.label, purpose)


def require_own_secrets(people: Iterable[NewPerson], purpose: Purpose) -> None:
    """Refuse one secret for two roles of a person at a real station.

    Raises:
        SameSecret: who sees one account opened could open the other.
    """
    roles = {(one.label.strip().casefold(), one.secret, one.role) for one in people}
    secrets = {(label, secret) for label, secret, _ in roles}
    if purpose is Purpose.REAL and len(secrets) != len(roles):
        raise SameSecret


def make_account(
    person: NewPerson, cost: ArgonCost, station: StationFile, seal: Ed25519PrivateKey
) -> Made:
    """Return a new account; takes about half a second of password stretching."""
    keys = new_private_keys()
    account = Account(
        account_id=new_record_id(),
        login=person.login.strip(),
        label=person.label,
        role=person.role,
        title=person.title,
        status=ACTIVE,
        cost=cost,
        salt=os.urandom(SALT_BYTES),
        x25519=keys.x25519.public_key().public_bytes_raw(),
        ed25519=keys.ed25519.public_key().public_bytes_raw(),
    )
    sealed = seal_private(keys, account, station, person.secret)
    certificate = seal.sign(certificate_message(account, station))
    return Made(replace(account, sealed=sealed, certificate=certificate), keys)
