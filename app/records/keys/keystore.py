"""The key file: accounts, grants and month keys, apart from the data they open.

Backups of the vault never hold what a purge must destroy, because it is all here.
"""

from pathlib import Path

from sqlite_utils import Database, Migrations

from app.records.columns import integer
from app.records.database import JournalMode, Schema, Store
from app.records.keys.accounts import (
    Account,
    Domain,
    Grant,
    MonthRow,
    PastKey,
    account_of,
    grant_of,
    month_of,
    past_key_of,
)
from app.records.keys.tables import FIRST, SECOND
from app.records.station_file import KEYSTORE

_KEYSTORE_MARK = 0x4F53594B  # "OSYK"
# What may be done with a month key: a closed one reads, since the key of its domain changed.
LIVE = 1
DESTROYED = 2
CLOSED = 3

_migrations = Migrations("keystore")


@_migrations(name="0001_first")
def _first(database: Database) -> None:
    for statement in FIRST:
        database.execute(statement)


@_migrations(name="0002_people")
def _second(database: Database) -> None:
    for statement in SECOND:
        database.execute(statement)


KEYS = Schema(_KEYSTORE_MARK, 2, JournalMode.DELETE, _migrations)


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
        """Return one month key, None when it is not here or was destroyed."""
        row = self.store.one(
            "select * from month_key where id = ? and state in (?, ?)", (key_id, LIVE, CLOSED)
        )
        return None if row is None else month_of(row)

    def readable_months(self, domain: Domain) -> tuple[MonthRow, ...]:
        """Return every key of a domain that was not destroyed."""
        rows = self.store.rows(
            "select * from month_key where domain = ? and state in (?, ?)", (domain, LIVE, CLOSED)
        )
        return tuple(map(month_of, rows))

    def knows_month(self, key_id: int) -> bool:
        """Tell whether a month key, live or destroyed, bears this number."""
        return self.store.one("select 1 from month_key where id = ?", (key_id,)) is not None

    def replace_account(self, account: Account) -> None:
        """Write what may change of an account: its login, state, secret and certificate."""
        cost = account.cost
        self.store.execute(
            "update account set login = ?, status = ?, memory_kib = ?, passes = ?, lanes = ?,"
            " salt = ?, sealed = ?, certificate = ? where id = ?",
            (
                *(account.login, account.status, cost.memory_kib, cost.passes, cost.lanes),
                *(account.salt, account.sealed, account.certificate, account.account_id),
            ),
        )

    def drop_grants_of(self, account_id: bytes) -> None:
        """Take every grant of one account away."""
        self.store.execute("delete from domain_grant where account = ?", (account_id,))

    def drop_grants_to(self, domain: Domain) -> None:
        """Take one domain away from every account."""
        self.store.execute("delete from domain_grant where domain = ?", (domain,))

    def close_month(self, row: MonthRow) -> None:
        """Keep a month key for reading only, wrapped as ``row`` says."""
        self.store.execute(
            "update month_key set epoch = ?, wrapped = ?, state = ? where id = ?",
            (row.epoch, row.wrapped, CLOSED, row.key_id),
        )

    def past_keys(self, domain: Domain) -> tuple[PastKey, ...]:
        """Return the kept subkeys of former keys of a domain."""
        rows = self.store.rows("select * from past_key where domain = ?", (domain,))
        return tuple(map(past_key_of, rows))

    def keep_past_key(self, past: PastKey) -> None:
        """Write one kept subkey, in place of the same one wrapped before."""
        self.store.execute(
            "insert or replace into past_key values (?, ?, ?, ?)",
            (past.domain, past.epoch, past.label, past.wrapped),
        )

    def overdue(self) -> frozenset[int]:
        """Return the codes of the domains whose key must change."""
        rows = self.store.rows("select domain from overdue")
        return frozenset(integer(row, "domain") for row in rows)

    def set_overdue(self, domain: Domain) -> None:
        """Ask for a change of a domain key by the next person who holds it."""
        self.store.execute("insert or ignore into overdue values (?)", (domain,))

    def clear_overdue(self, domain: Domain) -> None:
        """Tell that the key of a domain has changed."""
        self.store.execute("delete from overdue where domain = ?", (domain,))
