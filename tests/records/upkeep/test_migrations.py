"""A station of the first version, killed at each statement of its migration, opens the next time.

The files are copied between each two statements, as they are: what a kill would leave.
"""

import base64
import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.records.check.verify import verify
from tests.records.stations import FIRST_NUMBER, a_request, opened, seal, shell, vault_of
from tests.records.test_first_version import KEPT, TOMORROW

_REAL = sqlite3.connect


class Watched(sqlite3.Connection):
    """A connection that leaves a copy of the folder before each of its statements."""

    room = Path()
    folder = Path()
    count = 0

    def execute(self, sql: str, *parameters: Iterable[object]) -> sqlite3.Cursor:  # type: ignore[override]  # the shape sqlite-utils calls
        if not sql.lstrip().lower().startswith("select"):
            Watched.count += 1
            shutil.copytree(Watched.folder, Watched.room / f"{Watched.count:03d}")
        return super().execute(sql, *parameters)


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(KEPT.read_bytes()))) as files:
        files.extractall(tmp_path / "station")
    return tmp_path / "station"


@pytest.mark.faults
def test_a_migration_killed_anywhere_is_done_at_the_next_opening(
    first_version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_faults: bool
) -> None:
    room = tmp_path / "killed"
    room.mkdir()
    monkeypatch.setattr(Watched, "room", room)
    monkeypatch.setattr(Watched, "folder", first_version)
    monkeypatch.setattr(Watched, "count", 0)

    def connect(*arguments: object, **named: object) -> sqlite3.Connection:
        path = Path(str(arguments[0]))
        factory = Watched if path.parent == first_version else sqlite3.Connection
        return _REAL(*arguments, **{**named, "factory": factory})  # type: ignore[call-overload,no-any-return]  # passed on

    monkeypatch.setattr(sqlite3, "connect", connect)
    with opened(first_version):
        pass
    monkeypatch.setattr(sqlite3, "connect", _REAL)
    left = sorted(room.iterdir())
    assert len(left) > 60
    tried = left if full_faults else left[:: len(left) // 12]
    for folder in tried:
        assert verify(folder).findings == ()
        with opened(folder) as session:
            vault = vault_of(session)
            for number in (1, 2, 3):
                assert vault.read(a_request(number).sheet_id).body == a_request(number).body
            assert seal(vault, 9, now=TOMORROW).number > FIRST_NUMBER
        assert verify(folder).findings == ()


@pytest.mark.parametrize("name", ["vault.sqlite", "keystore.sqlite"])
def test_a_copy_of_a_later_version_is_told_and_never_called_right(
    first_version: Path, name: str
) -> None:
    shell(first_version / name, "pragma user_version = 99")
    assert name in verify(first_version).findings[0].sentence
