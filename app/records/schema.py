"""The versions of the vault's tables, in order; a version that was shipped never changes."""

from sqlite_utils import Database, Migrations

from app.records.database import JournalMode, Schema
from app.records.tables import access, captures, cards, custody, first, search, sendings, taken

_VAULT_MARK = 0x4F535956  # "OSYV"
_SECOND = (
    *search.TABLES,
    *access.TABLES,
    *captures.TABLES,
    *custody.TABLES,
    "pragma user_version = 2",
)

_migrations = Migrations("vault")


@_migrations(name="0001_first")
def _first(database: Database) -> None:
    for statement in first.TABLES:
        database.execute(statement)


@_migrations(name="0002_custody")
def _second(database: Database) -> None:
    for statement in _SECOND:
        database.execute(statement)


@_migrations(name="0003_taken")
def _third(database: Database) -> None:
    for statement in taken.TABLES:
        database.execute(statement)


@_migrations(name="0004_cards")
def _fourth(database: Database) -> None:
    for statement in cards.TABLES:
        database.execute(statement)


@_migrations(name="0005_sendings")
def _fifth(database: Database) -> None:
    for statement in sendings.TABLES:
        database.execute(statement)


VAULT = Schema(_VAULT_MARK, 5, JournalMode.WAL, _migrations)
