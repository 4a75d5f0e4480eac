"""Room kept for sheets, leftovers removed, and never what an older vault would need."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.records.disk_room import (
    CAPTURE_FLOOR_BYTES,
    NoRoomForCaptures,
    Room,
    require_room_for_captures,
    room_of,
)
from app.records.sheets.captures import CAPTURES
from app.records.upkeep.ballast import BALLAST, BALLAST_BYTES, Ballast
from app.records.upkeep.care import take_care
from app.records.upkeep.janitor import sweep
from tests.records.retention.old_station import custody_of
from tests.records.stations import LATER, opened, seal, vault_of

TOTAL = 100 * 1024**3
AMPLE, LOW = Room(TOTAL // 2, TOTAL), Room(TOTAL // 20 - 1, TOTAL)
LONG_AGO = (LATER - timedelta(days=3)).timestamp()


class Measured:
    """A disk whose free room the test decides."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def __call__(self, _folder: Path) -> Room:
        return self.room


def test_the_ballast_is_held_then_given_back_then_held_again(tmp_path: Path) -> None:
    measured = Measured(AMPLE)
    ballast = Ballast(tmp_path, measured)
    ballast.tend()
    held = (tmp_path / BALLAST).stat()
    assert held.st_size == BALLAST_BYTES
    if os.name == "posix":
        assert held.st_blocks * 512 >= BALLAST_BYTES
        assert held.st_mode & 0o777 == 0o600
    measured.room = LOW
    ballast.tend()
    assert not (tmp_path / BALLAST).exists()
    assert "64 Mo" in ballast.warning
    measured.room = AMPLE
    ballast.tend()
    assert (tmp_path / BALLAST).stat().st_size == BALLAST_BYTES


def test_a_ballast_cut_while_it_was_made_is_made_again(tmp_path: Path) -> None:
    (tmp_path / BALLAST).write_bytes(b"half")
    Ballast(tmp_path, Measured(AMPLE)).tend()
    assert (tmp_path / BALLAST).stat().st_size == BALLAST_BYTES


def test_a_disk_that_refuses_the_ballast_refuses_nothing_else(tmp_path: Path) -> None:
    def broken(_folder: Path) -> Room:
        raise OSError(5, "input output")

    Ballast(tmp_path, broken).tend()
    Ballast(tmp_path, Measured(Room(BALLAST_BYTES, BALLAST_BYTES))).tend()
    assert not (tmp_path / BALLAST).exists()


def test_the_ballast_is_given_back_during_the_day(folder: Path) -> None:
    measured = Measured(AMPLE)
    ballast = Ballast(folder, measured)
    ballast.tend()
    with opened(folder) as session:
        custody_of(session).ledger.follow(ballast.grew)
        measured.room = LOW
        seal(vault_of(session), 1)
    assert not (folder / BALLAST).exists() and ballast.warning


def test_captures_are_refused_under_two_gigabytes(tmp_path: Path) -> None:
    require_room_for_captures(tmp_path, Measured(Room(CAPTURE_FLOOR_BYTES, TOTAL)))
    with pytest.raises(NoRoomForCaptures) as refused:
        require_room_for_captures(tmp_path, Measured(Room(CAPTURE_FLOOR_BYTES - 1, TOTAL)))
    assert "2 Go" in refused.value.sentence
    assert room_of(tmp_path).total > 0


def _leave(folder: Path, name: str, when: float = LONG_AGO) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    os.utime(path, (when, when))
    return path


def test_leftovers_go_and_the_rest_stays(folder: Path) -> None:
    gone = [
        _leave(folder, f"{CAPTURES}/ab/{'ab' * 16}.part"),
        _leave(folder, f"{CAPTURES}/ab/{'ab' * 16}.osc"),
        _leave(folder, "anchors.log.new"),
    ]
    kept = [
        _leave(folder, f"{CAPTURES}/cd/{'cd' * 16}.osc", LATER.timestamp() - 3600),
        _leave(folder, "exports/fiche.pdf"),
        _leave(folder, "photo.part"),
    ]
    with opened(folder) as session:
        assert take_care(custody_of(session), LATER, is_proven=True) == ""
    assert [path for path in gone if path.exists()] == []
    assert all(path.exists() for path in kept)
    assert not (folder / BALLAST).exists()


def test_captures_of_a_newer_vault_stay_beside_an_older_one(folder: Path) -> None:
    orphan = _leave(folder, f"{CAPTURES}/ab/{'ab' * 16}.osc")
    with opened(folder) as session:
        store = custody_of(session).store
        assert sweep(folder, store, LATER, is_proven=False) == ()
        assert orphan.exists()
        assert sweep(folder, store, LATER, is_proven=True) == (f"{CAPTURES}/ab/{'ab' * 16}.osc",)


def test_a_folder_that_is_no_station_is_never_swept(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    part = _leave(other, f"{CAPTURES}/ab/x.part")
    with opened(folder) as session:
        assert sweep(other, custody_of(session).store, LATER, is_proven=False) == ()
    assert part.exists()


def test_a_link_is_never_followed(folder: Path, tmp_path: Path) -> None:
    precious = _leave(tmp_path / "elsewhere", "precious")
    link = folder / CAPTURES / "ab" / f"{'ab' * 16}.osc"
    link.parent.mkdir(parents=True)
    link.symlink_to(precious)
    with opened(folder) as session:
        sweep(folder, custody_of(session).store, datetime(2027, 1, 1, tzinfo=UTC), is_proven=True)
    assert link.is_symlink() and precious.exists()


_MAKE = """
import os, sys
from pathlib import Path
from tests.records.stations import make_station, opened, seal, vault_of
os.umask(0o022)
folder = Path(sys.argv[1])
make_station(folder)
with opened(folder) as session:
    seal(vault_of(session), 1)
    for path in [folder, *folder.rglob("*")]:
        if path.stat().st_mode & 0o077:
            print(path.relative_to(folder), oct(path.stat().st_mode))
"""


def test_everything_a_station_writes_is_for_its_owner_only(tmp_path: Path) -> None:
    run = [sys.executable, "-c", _MAKE, str(tmp_path / "station")]
    told = subprocess.run(run, check=True, capture_output=True, text=True)
    assert told.stdout == ""
