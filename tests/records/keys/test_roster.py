"""What the login window learns of a folder before any key, and without anything heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.records.keys.roster import Condition, require_station, roster, state
from app.records.lock import FolderLock
from app.records.people.unlock import unlock
from app.records.refusals import (
    FolderAbsent,
    FolderBroken,
    FolderBusy,
    FolderHalfCreated,
    NewerStation,
    StoreFailed,
)
from app.records.station_file import CREATION, KEYSTORE, STATION, VAULT, read_station_file
from tests.records.stations import NOW, SECRET, opened, shell


def test_an_absent_folder_is_absent(tmp_path: Path) -> None:
    assert state(tmp_path / "nowhere").condition is Condition.ABSENT
    assert roster(tmp_path) == ()
    with pytest.raises(FolderAbsent):
        require_station(tmp_path)


def test_a_folder_left_by_a_cut_creation_is_half_created(tmp_path: Path) -> None:
    (tmp_path / CREATION).mkdir()
    assert state(tmp_path).condition is Condition.HALF_CREATED
    with pytest.raises(FolderHalfCreated):
        unlock(tmp_path, "helene", SECRET, NOW)


def test_an_empty_vault_alone_is_half_created(tmp_path: Path) -> None:
    (tmp_path / VAULT).write_bytes(b"")
    assert state(tmp_path).condition is Condition.HALF_CREATED


@pytest.mark.parametrize("name", [KEYSTORE, VAULT])
def test_a_missing_file_is_named(full_folder: Path, name: str) -> None:
    (full_folder / name).unlink()
    found = state(full_folder)
    assert found.condition is Condition.BROKEN
    assert name in found.sentence
    with pytest.raises(FolderBroken):
        opened(full_folder)


@pytest.mark.parametrize("name", [KEYSTORE, VAULT])
def test_a_foreign_file_is_named(full_folder: Path, name: str) -> None:
    (full_folder / name).write_bytes(b"%PDF-1.7 something else")
    found = state(full_folder)
    assert found.condition is Condition.BROKEN
    assert name in found.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": 1, "suite": 1}',
        '{"format": 1, "suite": 1, "station": "00", "purpose": "real", "public": "00"}',
    ],
)
def test_an_altered_station_file_is_broken(full_folder: Path, text: str) -> None:
    (full_folder / STATION).write_text(text)
    assert state(full_folder).condition is Condition.BROKEN
    with pytest.raises(FolderBroken):
        read_station_file(full_folder)


def test_a_station_file_of_tomorrow_is_refused(full_folder: Path) -> None:
    (full_folder / STATION).write_text('{"format": 2, "suite": 1}')
    with pytest.raises(NewerStation):
        read_station_file(full_folder)


def test_a_station_file_that_is_a_folder_is_broken(full_folder: Path) -> None:
    (full_folder / STATION).unlink()
    (full_folder / STATION).mkdir()
    assert state(full_folder).condition is Condition.BROKEN


def test_a_database_that_is_a_folder_is_broken(full_folder: Path) -> None:
    (full_folder / KEYSTORE).unlink()
    (full_folder / KEYSTORE).mkdir()
    assert state(full_folder).condition is Condition.BROKEN


def test_a_station_file_gone_before_reading_is_an_absence(tmp_path: Path) -> None:
    with pytest.raises(FolderAbsent):
        read_station_file(tmp_path)


def test_inactive_accounts_are_not_shown(folder: Path) -> None:
    shell(folder / KEYSTORE, "update account set status = 2 where login = 'bruno'")
    assert [person.login for person in roster(folder)] == ["helene", "odile", "aline", "paul"]


def test_accounts_that_cannot_be_read_break_the_roster(folder: Path) -> None:
    shell(folder / KEYSTORE, "update account set role = 'king' where login = 'bruno'")
    with pytest.raises(FolderBroken):
        roster(folder)
    shell(folder / KEYSTORE, "drop table account")
    with pytest.raises(FolderBroken):
        roster(folder)


def test_the_roster_is_readable_while_a_session_is_open(folder: Path) -> None:
    with opened(folder):
        assert len(roster(folder)) == 5


def test_reading_the_roster_imports_nothing_heavy() -> None:
    code = (
        "import sys, app.records.keys.roster\n"
        "heavy = {'cryptography', 'sqlite_utils', 'msgspec', 'numpy', 'PySide6', 'lxml'}\n"
        "print(heavy & {name.partition('.')[0] for name in sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_a_second_process_is_told_the_folder_is_busy(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from app.records.lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout and other.stdout.readline() == "held\n"
        with pytest.raises(FolderBusy):
            opened(folder)
        other.kill()
    with opened(folder) as session:
        assert session.person.login == "helene"


def test_a_lock_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        FolderLock(tmp_path / "nowhere")
