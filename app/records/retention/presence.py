"""The second person: another account, its password, a signature of its own in the journal.

Two accounts that bear one name are one person: an owner who practises cannot confirm alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.custody import Custody
from app.records.journal.ledger import Pen
from app.records.keys.accounts import ACTIVE, Account
from app.records.keys.argon import require_cost
from app.records.keys.credentials import open_private, require_certificate
from app.records.keys.roster import Role
from app.records.refusals import WrongSecret
from app.records.retention.refusals import SecondPerson

Progress = Callable[[int, int], bool]
"""Called with what is done and the total; returns False to stop, and nothing is half done."""


@dataclass(frozen=True, slots=True)
class Second:
    """The second person's login and password, held for one act."""

    login: str
    secret: str = field(repr=False)


def go_on(_done: int, _total: int) -> bool:
    """Watch nothing and never stop: the progress of those who do not look."""
    return True


def witness(custody: Custody, second: Second) -> Pen:
    """Return what lets the second person sign, once their password is proven.

    The session is a pharmacist's; the second person is an owner, or another pharmacist where
    the station has no owner's account.

    Raises:
        SecondPerson: the account cannot confirm, or is the same person's.
        WrongSecret: the password, or the account, is not the right one.
    """
    account = _account(custody, second.login)
    require_cost(account.cost, custody.station.purpose)
    private = open_private(account, custody.station, second.secret)
    require_certificate(account, custody.station)
    station = Ed25519PrivateKey.from_private_bytes(custody.ring.station_seed())
    return Pen(account.account_id, private.ed25519, station)


def _account(custody: Custody, login: str) -> Account:
    wanted = login.strip().casefold()
    active = [one for one in custody.keystore.accounts() if one.status == ACTIVE]
    account = next((one for one in active if one.login.casefold() == wanted), None)
    if account is None:
        raise WrongSecret
    has_owner = any(one.role is Role.OWNER for one in active)
    asked = Role.OWNER if has_owner else Role.PHARMACIST
    if account.role is not asked or _who(account) == _who(custody.account):
        raise SecondPerson
    return account


def _who(account: Account) -> str:
    return account.label.strip().casefold()
