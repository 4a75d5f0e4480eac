"""What a login finishes, and what it refuses to take for an old station."""

import base64
import io
import sqlite3
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.journal.entries import ACTOR_TRACE, KEYSTORE_TRACE, NOTE_TRACE, Event, decode
from app.records.keys.accounts import OPENED_BY, Domain
from app.records.keys.keystore import KeyStore
from app.records.keys.notes import keystore_digest
from app.records.keys.roster import Role
from app.records.people.changes import change_password, revoke
from app.records.people.unlock import unlock
from app.records.refusals import (
    FolderBroken,
    KeyMissing,
    NewerStation,
    StoreFailed,
    Tampered,
    WrongSecret,
)
from app.records.station_file import KEYSTORE, VAULT
from tests.records.people.test_changes import OTHER, events, room_of
from tests.records.stations import (
    LATER,
    MONTH,
    PEOPLE,
    SECRET,
    make_station,
    opened,
    peek,
    shell,
    vault_of,
)

KEPT = Path(__file__).parents[1] / "data" / "station-v1.zip.b64"
GRANTED = "select login, group_concat(domain) from account join domain_grant on account = account.id group by account.rowid"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(KEPT.read_bytes()))) as files:
        files.extractall(tmp_path / "old")
    return tmp_path / "old"


@pytest.mark.parametrize("login", ["helene", "odile"])
def test_a_station_of_the_first_version_gets_its_access_key_once(old: Path, login: str) -> None:
    opened(old, "aline").close()
    assert Event.ACCESS_KEY_MADE not in events(old)
    opened(old, login).close()
    assert events(old)[-1] == Event.ACCESS_KEY_MADE
    granted = dict(peek(old / KEYSTORE, GRANTED))
    for person in PEOPLE:
        expected = ",".join(str(one) for one in sorted(OPENED_BY[person.role]))
        found = granted.get(person.login, "")
        assert ",".join(sorted(str(found).split(","))) == expected
    for person in PEOPLE:
        opened(old, person.login).close()
    assert events(old).count(Event.ACCESS_KEY_MADE) == 1
    assert verify(old).findings == ()


def test_grants_of_a_used_access_log_cannot_be_taken_away_unseen(folder: Path) -> None:
    with opened(folder) as session:
        room_of(session).ring.month_for_writing(Domain.ACCESS, MONTH)
    assert shell(folder / KEYSTORE, "delete from domain_grant where domain = 3") > 0
    with pytest.raises(Tampered):
        opened(folder)


def test_the_line_of_a_change_says_who_made_it_and_what_may_be_opened(folder: Path) -> None:
    with opened(folder, "paul") as session:
        change_password(session.own, SECRET, OTHER, LATER)
        paul = session.own.account.account_id
    with opened(folder) as session:
        digest = keystore_digest(room_of(session).keystore)
    (entry,) = peek(folder / VAULT, "select entry from ledger order by seq desc limit 1")[0]
    line = decode(entry)  # type: ignore[arg-type]  # bytes of the ledger
    traces = {trace.kind: trace.digest for trace in line.traces}
    assert traces[ACTOR_TRACE] == sha256(paul).digest()
    assert traces[KEYSTORE_TRACE] == digest
    assert len(traces[NOTE_TRACE]) == 32


def test_an_old_key_file_put_back_no_longer_has_the_digest_of_the_journal(
    folder: Path,
) -> None:
    former = (folder / KEYSTORE).read_bytes()
    with opened(folder) as session:
        revoke(room_of(session), "bruno", LATER)
        digest = keystore_digest(room_of(session).keystore)
    (folder / KEYSTORE).write_bytes(former)
    keystore = KeyStore(folder)
    assert keystore_digest(keystore) != digest
    keystore.store.close()


@pytest.mark.parametrize(
    "sql",
    [
        "update note set event = 250",
        "update note set traces = x'00'",
        "update note set event = 20",
        "update note set event = 3",
        "update note set time = -1",
        "update note set signature = zeroblob(64)",
        "update note set actor = (select id from account where login = 'bruno')",
    ],
)
def test_a_forged_note_is_refused(folder: Path, sql: str) -> None:
    with opened(folder) as session:
        change_password(session.own, SECRET, OTHER, LATER)
    assert shell(folder / KEYSTORE, sql) == 1
    before = events(folder)
    with pytest.raises(Tampered):
        opened(folder, "bruno")
    assert events(folder) == before


@pytest.mark.parametrize("kept", [0, 100, 4096, 12_000])
def test_a_truncated_key_file_is_refused(full_folder: Path, kept: int) -> None:
    content = (full_folder / KEYSTORE).read_bytes()
    (full_folder / KEYSTORE).write_bytes(content[:kept])
    with pytest.raises((FolderBroken, StoreFailed, WrongSecret, NewerStation, Tampered)):
        opened(full_folder)


def test_the_key_file_of_another_station_is_refused(folder: Path, tmp_path: Path) -> None:
    other = make_station(tmp_path / "other")
    (folder / KEYSTORE).write_bytes((other / KEYSTORE).read_bytes())
    with pytest.raises(WrongSecret):
        opened(folder)


def _become_pharmacist(folder: Path) -> None:
    shell(folder / KEYSTORE, "update account set role = 'pharmacist' where login = 'odile'")


def _take_grants(folder: Path) -> None:
    [odile] = peek(folder / KEYSTORE, "select id from account where login = 'odile'")
    shell(folder / KEYSTORE, "delete from domain_grant where account = ?", *odile)
    shell(
        folder / KEYSTORE,
        "insert into domain_grant select ?, domain, epoch, sealed, signature from domain_grant"
        " where account = (select id from account where login = 'helene')",
        *odile,
    )


def _both(folder: Path) -> None:
    _become_pharmacist(folder)
    _take_grants(folder)


@pytest.mark.parametrize("edit", [_become_pharmacist, _take_grants, _both])
def test_an_owner_who_edits_the_files_reaches_no_sheet(full_folder: Path, edit) -> None:
    edit(full_folder)
    with pytest.raises((WrongSecret, Tampered)):
        opened(full_folder, "odile")


def test_an_owner_holds_nothing_that_opens_a_sheet(full_folder: Path) -> None:
    with opened(full_folder, "odile") as session:
        assert session.person.role is Role.OWNER
        assert not hasattr(session, "vault")
        assert not hasattr(session, "custody")
        ring = room_of(session).ring
        assert Domain.SHEETS not in ring.held()
        row = room_of(session).keystore.readable_months(Domain.SHEETS)[0]
        for reach in (
            lambda: ring.domain_key(Domain.SHEETS),
            lambda: ring.month_for_reading(Domain.SHEETS, row.month, row.key_id),
            lambda: ring.month_for_writing(Domain.SHEETS, MONTH),
            lambda: ring.fresh_month(Domain.SHEETS, MONTH),
            lambda: ring.subkey_of_epoch(Domain.SHEETS, 1, "draft"),
        ):
            with pytest.raises(KeyMissing):
                reach()


def test_weakened_parameters_open_nothing(folder: Path) -> None:
    # Above the floor of a demonstration, below what was sealed.
    for change in ("memory_kib = 32", "passes = 2", "lanes = 2", "salt = zeroblob(16)"):
        copy = folder.with_name(change.split()[0])
        copy.mkdir()
        for file in folder.iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
        assert shell(copy / KEYSTORE, f"update account set {change} where login = 'helene'") == 1  # noqa: S608
        with pytest.raises(WrongSecret):
            unlock(copy, "helene", SECRET, LATER)


def test_a_revoked_account_put_back_active_opens_nothing(full_folder: Path) -> None:
    before = peek(
        full_folder / KEYSTORE,
        "select id, sealed, salt, certificate from account where login = 'bruno'",
    )
    (bruno,) = before
    grants = peek(full_folder / KEYSTORE, "select * from domain_grant where account = ?", bruno[0])
    with opened(full_folder) as session:
        revoke(room_of(session), "bruno", LATER)
    shell(
        full_folder / KEYSTORE,
        "update account set login = 'bruno', status = 1, sealed = ?, salt = ?, certificate = ?"
        " where id = ?",
        *(bruno[1], bruno[2], bruno[3], bruno[0]),
    )
    for grant in grants:
        shell(full_folder / KEYSTORE, "insert into domain_grant values (?, ?, ?, ?, ?)", *grant)
    # His former keys open as they did on the day of the copy, and nothing of today.
    with opened(full_folder, "bruno") as session:
        assert not any(line.intact for line in vault_of(session).sheets())


def test_the_tables_of_the_key_file_are_strict(folder: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        shell(folder / KEYSTORE, "insert into overdue values ('x')")
