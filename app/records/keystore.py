"""The key file: accounts, grants and month keys, apart from the data they open.

Backups of the vault never hold what a purge must destroy, because it is all here.
"""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from sqlite_utils import Database, Migrations

from app.records.argon import ArgonCost
from app.records.database import JournalMode, Row, Schema, Store, blob, integer, text
from app.records.refusals import Tampered
from app.records.roster import Role
from app.records.station_file import KEYSTORE

_KEYSTORE_MARK = 0x4F53594B  # "OSYK"
_TABLES = (
    """
    create table account (
        id blob primary key not null check (length(id) = 16),
        login text not null unique collate nocase,
        label text not null,
        role text not null,
        title text not null,
        status integer not null,
        memory_kib integer not null,
        passes integer not null,
        lanes integer not null,
        salt blob not null check (length(salt) = 16),
        sealed blob not null,
        x25519 blob not null check (length(x25519) = 32),
        ed25519 blob not null check (length(ed25519) = 32),
        certificate blob not null check (length(certificate) = 64)
    ) strict
    """,
    """
    create table domain_grant (
        account blob not null references account (id),
        domain integer not null,
        epoch integer not null,
        sealed blob not null,
        signature blob not null check (length(signature) = 64),
        primary key (account, domain, epoch)
    ) strict
    """,
    """
    create table month_key (
        id integer primary key,
        domain integer not null,
        month integer not null,
        epoch integer not null,
        wrapped blob check (length(wrapped) = 64),
        state integer not null,
        destroyed_seq integer
    ) strict
    """,
    "create index month_key_month on month_key (domain, month)",
    "pragma user_version = 1",
)

ACTIVE = 1
LIVE = 1

_migrations = Migrations("keystore")


@_migrations(name="0001_first")
def _first(database: Database) -> None:
    for statement in _TABLES:
        database.execute(statement)


KEYS = Schema(_KEYSTORE_MARK, 1, JournalMode.DELETE, _migrations)


class Domain(IntEnum):
    """What a key opens. Code 3 is kept for the access log."""

    SHEETS = 1
    FACTS = 2
    STATION = 4


# The owner has no path to the sheets: an owner who practises holds a second account.
OPENED_BY: dict[Role, frozenset[Domain]] = {
    Role.PHARMACIST: frozenset({Domain.SHEETS, Domain.FACTS, Domain.STATION}),
    Role.OWNER: frozenset({Domain.FACTS, Domain.STATION}),
    Role.AUDITOR: frozenset(),
    Role.PREPARER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Account:
    """One row of ``account``; every field is bound by the password and the certificate."""

    account_id: bytes
    login: str
    label: str
    role: Role
    title: str
    status: int
    cost: ArgonCost
    salt: bytes
    x25519: bytes
    ed25519: bytes
    sealed: bytes = b""
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class Grant:
    """A domain key sealed to one account, signed by the station."""

    account_id: bytes
    domain: int
    epoch: int
    sealed: bytes
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month key as it is stored, wrapped by its domain key."""

    key_id: int
    domain: int
    month: int
    epoch: int
    wrapped: bytes


class KeyStore:
    """Typed rows of the key file."""

    def __init__(self, folder: Path) -> None:
        """Open the key file of ``folder``; see ``Store`` for what it refuses."""
        self.store = Store(folder / KEYSTORE, KEYS)

    def add_account(self, account: Account) -> None:
        """Write one account."""
        cost = account.cost
        self.store.execute(
            "insert into account values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(account.account_id, account.login, account.label, account.role.value),
                *(account.title, account.status, cost.memory_kib, cost.passes, cost.lanes),
                *(account.salt, account.sealed, account.x25519, account.ed25519),
                account.certificate,
            ),
        )

    def add_grant(self, grant: Grant) -> None:
        """Write one grant."""
        self.store.execute(
            "insert into domain_grant values (?, ?, ?, ?, ?)",
            (grant.account_id, grant.domain, grant.epoch, grant.sealed, grant.signature),
        )

    def add_month(self, row: MonthRow) -> None:
        """Write one live month key."""
        self.store.execute(
            "insert into month_key values (?, ?, ?, ?, ?, ?, null)",
            (row.key_id, row.domain, row.month, row.epoch, row.wrapped, LIVE),
        )

    def accounts(self) -> tuple[Account, ...]:
        """Return every account."""
        return tuple(map(account_of, self.store.rows("select * from account order by rowid")))

    def grants(self) -> tuple[Grant, ...]:
        """Return every grant."""
        return tuple(map(grant_of, self.store.rows("select * from domain_grant order by rowid")))

    def live_months(self, domain: Domain, month: int) -> tuple[MonthRow, ...]:
        """Return the live keys of one month, the newest epoch first."""
        rows = self.store.rows(
            "select * from month_key where domain = ? and month = ? and state = ?"
            " order by epoch desc",
            (domain, month, LIVE),
        )
        return tuple(map(_month, rows))

    def month_by_id(self, key_id: int) -> MonthRow | None:
        """Return one live month key, None when it is not here or was destroyed."""
        row = self.store.one("select * from month_key where id = ? and state = ?", (key_id, LIVE))
        return None if row is None else _month(row)

    def knows_month(self, key_id: int) -> bool:
        """Tell whether a month key, live or destroyed, bears this number."""
        return self.store.one("select 1 from month_key where id = ?", (key_id,)) is not None


def account_of(row: Row) -> Account:
    """Return the account of one row, or refuse a row that holds something else."""
    try:
        role = Role(text(row, "role"))
    except ValueError as error:
        raise Tampered from error
    cost = ArgonCost(integer(row, "memory_kib"), integer(row, "passes"), integer(row, "lanes"))
    return Account(
        account_id=blob(row, "id"),
        login=text(row, "login"),
        label=text(row, "label"),
        role=role,
        title=text(row, "title"),
        status=integer(row, "status"),
        cost=cost,
        salt=blob(row, "salt"),
        x25519=blob(row, "x25519"),
        ed25519=blob(row, "ed25519"),
        sealed=blob(row, "sealed"),
        certificate=blob(row, "certificate"),
    )


def grant_of(row: Row) -> Grant:
    """Return the grant of one row, or refuse a row that holds something else."""
    return Grant(
        account_id=blob(row, "account"),
        domain=integer(row, "domain"),
        epoch=integer(row, "epoch"),
        sealed=blob(row, "sealed"),
        signature=blob(row, "signature"),
    )


def _month(row: Row) -> MonthRow:
    return MonthRow(
        key_id=integer(row, "id"),
        domain=integer(row, "domain"),
        month=integer(row, "month"),
        epoch=integer(row, "epoch"),
        wrapped=blob(row, "wrapped"),
    )
