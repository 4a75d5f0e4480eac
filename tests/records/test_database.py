"""How a file of the station is opened: its protections are set, read back and insisted on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.records import database
from app.records.database import JournalMode, Store
from app.records.keys.keystore import KEYS
from app.records.refusals import DiskFull, FolderBroken, FolderBusy, StoreFailed
from app.records.schema import VAULT
from tests.records.stations import shell

EXPECTED = {
    "secure_delete": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,
    "mmap_size": 0,
}


@pytest.mark.parametrize(
    ("schema", "journal", "synchronous"), [(VAULT, "wal", 2), (KEYS, "delete", 3)]
)
def test_the_protections_are_on(tmp_path: Path, schema, journal: str, synchronous: int) -> None:
    with closing(Store(tmp_path / "file", schema)) as store:
        for name, value in {
            **EXPECTED,
            "journal_mode": journal,
            "synchronous": synchronous,
        }.items():
            assert store.rows(f"pragma {name}")[0][name] == value


@pytest.mark.parametrize("name", ["secure_delete", "no_such_setting"])
def test_a_protection_that_cannot_be_set_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(database, "_settings", lambda _: ((name, "ON", 99),))
    with pytest.raises(StoreFailed):
        Store(tmp_path / "file", VAULT)


def test_deleted_bytes_do_not_stay_in_the_file(tmp_path: Path) -> None:
    secret, path = b"a key that a purge destroys" * 4, tmp_path / "file"
    with closing(Store(path, VAULT)) as store:
        store.execute("insert into draft values (zeroblob(16), 1, zeroblob(64), ?)", (secret,))
    assert secret in path.read_bytes()
    with closing(Store(path, VAULT)) as store:
        store.execute("delete from draft")
    assert secret not in path.read_bytes()


def test_every_column_of_bytes_refuses_words(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "file", VAULT)) as store, pytest.raises(StoreFailed):
        store.execute("insert into draft values (zeroblob(16), 1, zeroblob(64), 'words')")


def test_a_file_closed_twice_is_closed(tmp_path: Path) -> None:
    store = Store(tmp_path / "file", VAULT)
    store.close()
    store.close()
    assert not (tmp_path / "file-wal").exists()


def _forget_drafts(store: Store) -> None:
    with store.writing():
        store.execute("delete from draft")


def _queue_badly(store: Store) -> None:
    with store.writing():
        store.execute("insert into outbox (kind, ref, state) values (1, zeroblob(16), 0)")
        store.execute("insert into outbox (kind, ref, state) values (1, zeroblob(15), 0)")


def test_a_file_held_by_another_program_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_S", 0.01)
    Store(tmp_path / "file", VAULT).close()
    with (
        closing(sqlite3.connect(tmp_path / "file")) as other,
        closing(Store(tmp_path / "file", VAULT)) as store,
    ):
        other.execute("begin immediate")
        with pytest.raises(FolderBusy):
            _forget_drafts(store)


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "file", VAULT)) as store:
        with pytest.raises(StoreFailed):
            _queue_badly(store)
        assert store.rows("select * from outbox") == []


def _error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("said by sqlite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, StoreFailed),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, FolderBusy),
        (sqlite3.SQLITE_LOCKED, FolderBusy),
        (sqlite3.SQLITE_CORRUPT, FolderBroken),
        (sqlite3.SQLITE_NOTADB, FolderBroken),
        (sqlite3.SQLITE_READONLY, StoreFailed),
        (sqlite3.SQLITE_CANTOPEN, StoreFailed),
    ],
)
def test_each_error_of_sqlite_has_its_sentence(tmp_path: Path, code: int, refusal: type) -> None:
    with pytest.raises(refusal) as refused, database._translated(tmp_path / "file"):
        raise _error(code)
    assert refused.value.sentence.endswith(".")


def test_a_failed_write_without_room_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(DiskFull), database._translated(tmp_path / "file"):
        raise _error(sqlite3.SQLITE_IOERR_WRITE)


def test_a_text_that_cannot_be_decoded_is_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(FolderBroken), database._translated(tmp_path / "file"):
        b"\xc5 malformed".decode()


def test_a_new_file_gets_its_tables_once(tmp_path: Path) -> None:
    for _ in range(2):
        with closing(Store(tmp_path / "file", VAULT)) as store:
            applied = store.rows("select name from _sqlite_migrations")
            assert [row["name"] for row in applied] == [
                "0001_first",
                "0002_custody",
                "0003_taken",
                "0004_cards",
                "0005_sendings",
            ]
    assert JournalMode.WAL is VAULT.mode
    shell(tmp_path / "file", "pragma user_version = 0")
    with closing(Store(tmp_path / "file", VAULT)) as store:
        assert len(store.rows("select * from _sqlite_migrations")) == 5
