"""One SQLite file of the station: how it is opened, written and how its refusals are said.

The station has one writing connection per file, in one process: SQLite before 3.51.3 can
damage a write-ahead log that two connections fold in at the same instant.

Source: sqlite.org/pragma.html, sqlite.org/rescode.html, sqlite.org/wal.html section 11.
"""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database, Migrations

from app.records.columns import Row, Value
from app.records.refusals import (
    DiskFull,
    FolderBroken,
    FolderBusy,
    NewerStation,
    SessionClosed,
    StoreFailed,
    VaultRefusal,
)

# A damaged schema can make sqlite3 fail on the very text of its own complaint.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)

_WAIT_S = 2.0
# Below this a failed write is a full disk: SQLite says "I/O error" for some of them.
_ROOM_BYTES = 1024 * 1024


class JournalMode(StrEnum):
    """How SQLite undoes an interrupted write."""

    # The vault: one flush per commit, readers never wait.
    WAL = "wal"
    # The key file: no second file that a copy could forget.
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one kind of file.

    ``mark`` is the SQLite application id that tells it from any other file; ``version`` the
    user version that its last migration sets.
    """

    mark: int
    version: int
    mode: JournalMode
    migrations: Migrations


class Store:
    """The writing connection of one file; used by one thread at a time."""

    @property
    def folder(self) -> Path:
        """The folder that holds the file."""
        return self._path.parent

    def __init__(self, path: Path, schema: Schema) -> None:
        """Open ``path``, made if absent, and bring its tables up to date.

        Raises:
            FolderBroken: the file is of another kind or damaged.
            NewerStation: a later version wrote it.
            StoreFailed: a setting that protects the data could not be made.
        """
        self._path = path
        self._connection: sqlite3.Connection | None = None
        with _translated(path):
            self._connection = sqlite3.connect(
                path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
            )
        try:
            self._prepare(schema)
        except VaultRefusal:
            self.close()
            raise

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Return every row of a query as name to value."""
        with _translated(self._path):
            cursor = self._open().execute(sql, parameters)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def one(self, sql: str, parameters: Sequence[Value] = ()) -> Row | None:
        """Return the first row of a query, None when there is none."""
        return next(iter(self.rows(sql, parameters)), None)

    def tuples(self, sql: str) -> list[tuple[Value, ...]]:
        """Return every row of a query in the order of its columns: for many small rows."""
        with _translated(self._path):
            return self._open().execute(sql).fetchall()

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement, as part of the transaction if one is open."""
        with _translated(self._path):
            self._open().execute(sql, parameters)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Run the body as one durable transaction: all of it, or nothing."""
        connection = self._open()
        with _translated(self._path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Fold the write-ahead log into the file and close; twice is harmless."""
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        # Nothing is lost when this fails: the log is folded in at the next opening.
        with contextlib.suppress(*UNREADABLE):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise SessionClosed
        return self._connection

    def _database(self) -> Database:
        # Plugins found on the machine must never run on the connection of a vault.
        return Database(self._open(), execute_plugins=False)

    def _prepare(self, schema: Schema) -> None:
        self._require_kind(schema)
        for name, value, kept in _settings(schema.mode):
            self.execute(f"PRAGMA {name} = {value}")
            if self._pragma(name) != kept:
                raise StoreFailed
        with _translated(self._path):
            if self._pragma("user_version") != schema.version:
                schema.migrations.apply(self._database())
            if not has_tables_of(self._open(), schema):
                raise FolderBroken

    def _require_kind(self, schema: Schema) -> None:
        if self._pragma("schema_version") == 0:
            self.execute(f"PRAGMA application_id = {schema.mark}")
        if self._pragma("application_id") != schema.mark:
            raise FolderBroken
        version = self._pragma("user_version")
        if not isinstance(version, int) or version > schema.version:
            raise NewerStation

    def _pragma(self, name: str) -> Value:
        with _translated(self._path):
            row: tuple[Value, ...] | None = self._open().execute(f"PRAGMA {name}").fetchone()
        return None if row is None else row[0]


def has_tables_of(connection: sqlite3.Connection, schema: Schema) -> bool:
    """Tell whether tables, indexes and triggers are exactly those this product makes.

    Names and types of columns hold from there on, and no trigger was slipped in.
    """
    return _definitions(connection) == _made(schema, schema.version)


def has_tables_of_its_version(connection: sqlite3.Connection, schema: Schema) -> bool:
    """Tell the same of a copy that an earlier version may have written."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    known = 1 <= version <= schema.version
    return known and _definitions(connection) == _made(schema, version)


def _made(schema: Schema, version: int) -> set[tuple[str, str | None]]:
    """Return what the migrations up to ``version`` make, one migration a version."""
    with contextlib.closing(sqlite3.connect(":memory:")) as pristine:
        database = Database(pristine, execute_plugins=False)
        later = [one.name for one in schema.migrations.pending(database)][version:]
        schema.migrations.apply(database, stop_before=later)
        return _definitions(pristine)


def _definitions(connection: sqlite3.Connection) -> set[tuple[str, str | None]]:
    rows = connection.execute("select name, sql from sqlite_schema").fetchall()
    return {(name, sql) for name, sql in rows}


def _settings(mode: JournalMode) -> tuple[tuple[str, str, Value], ...]:
    """Return each pragma, the value asked and the value it must read back."""
    return (
        ("journal_mode", mode.value, mode.value),
        # NORMAL lost acknowledged sheets in simulated power cuts; FULL and EXTRA lost none.
        ("synchronous", *(("FULL", 2) if mode is JournalMode.WAL else ("EXTRA", 3))),
        # Not the default of every build of SQLite; without it a deleted key stays on the disk.
        ("secure_delete", "ON", 1),
        ("foreign_keys", "ON", 1),
        ("trusted_schema", "OFF", 0),
        ("cell_size_check", "ON", 1),
        ("temp_store", "MEMORY", 2),
        # macOS flushes its own cache only when asked.
        ("fullfsync", "ON", 1),
        ("checkpoint_fullfsync", "ON", 1),
    )


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _refusal(error, path) from error
    except UnicodeDecodeError as error:
        raise FolderBroken from error
    except OSError as error:
        raise (DiskFull if error.errno == errno.ENOSPC else StoreFailed) from error


def _refusal(error: sqlite3.Error, path: Path) -> VaultRefusal:
    # The low byte is the primary code; an error of the Python binding itself has none.
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DiskFull()
        case sqlite3.SQLITE_IOERR if shutil.disk_usage(path.parent).free < _ROOM_BYTES:
            return DiskFull()
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return FolderBusy()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return FolderBroken()
        case _:
            return StoreFailed()
