"""The key file: accounts, grants and month keys, apart from the data they open.

Backups of the vault never hold what a purge must destroy, because it is all here.
"""

from pathlib import Path

from sqlite_utils import Database, Migrations

from app.records.database import JournalMode, Schema, Store
from app.records.keys.accounts import (
    Account,
    Domain,
    Grant,
    MonthRow,
    account_of,
    grant_of,
    month_of,
)
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

LIVE = 1

_migrations = Migrations("keystore")


@_migrations(name="0001_first")
def _first(database: Database) -> None:
    for statement in _TABLES:
        database.execute(statement)


KEYS = Schema(_KEYSTORE_MARK, 1, JournalMode.DELETE, _migrations)


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
        return tuple(map(month_of, rows))

    def month_by_id(self, key_id: int) -> MonthRow | None:
        """Return one live month key, None when it is not here or was destroyed."""
        row = self.store.one("select * from month_key where id = ? and state = ?", (key_id, LIVE))
        return None if row is None else month_of(row)

    def knows_month(self, key_id: int) -> bool:
        """Tell whether a month key, live or destroyed, bears this number."""
        return self.store.one("select 1 from month_key where id = ?", (key_id,)) is not None
