"""A backup: two places apart, whole, proven, and the old keys let go."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.copies import backup as backing
from app.records.copies.backup import Places, backup
from app.records.copies.manifest import Half, generations
from app.records.copies.refusals import (
    CopyUnproven,
    InsideStation,
    PlaceFull,
    SamePlace,
    Stopped,
)
from app.records.copies.register import Register, Schedule
from app.records.journal.entries import Event, decode
from app.records.station_file import KEYSTORE, VAULT
from tests.records.copies.copied import back_up, custody_of
from tests.records.stations import LATER, opened, peek, seal, shell, vault_of


def test_a_backup_holds_each_half_in_its_place(full_folder: Path, places: Places) -> None:
    report = back_up(full_folder, places)
    assert report.findings == ()
    assert (report.sample.taken, report.sample.opened) == (3, 3)
    assert sorted(p.name for p in report.data.iterdir()) == [
        "copie.json",
        "station.json",
        "vault.sqlite",
    ]
    assert sorted(p.name for p in report.keys.iterdir()) == [
        "copie.json",
        "erased.json",
        "keystore.sqlite",
        "station.json",
    ]
    assert verify(report.data).findings == ()
    assert peek(report.keys / KEYSTORE, "select count(*) from account") == [(5,)]
    assert not list(places.data.rglob(KEYSTORE)) and not list(places.keys.rglob(VAULT))
    for path in (*places.data.rglob("*"), *places.keys.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0


def test_a_backup_is_a_line_of_the_journal_and_has_an_age(
    full_folder: Path, places: Places
) -> None:
    with opened(full_folder) as session:
        register = Register(custody_of(session).store, custody_of(session).ring)
        assert (register.state().data_at, register.state().keys_at) == (None, None)
        report = backup(custody_of(session), places, LATER)
        assert register.state().data_at == register.state().keys_at == LATER
        register.keep(Schedule(str(places.data), str(places.keys), 12))
        assert not register.state().is_due(LATER + timedelta(hours=11))
        assert register.state().is_due(LATER + timedelta(hours=12))
    with opened(full_folder, "odile") as session:
        assert session.keys is not None
        state = Register(session.keys.store, session.keys.ring).state()
        assert (state.data_at, state.schedule.every_h) == (LATER, 12)
    entries = [decode(e) for (e,) in peek(full_folder / VAULT, "select entry from ledger")]
    assert [e.event for e in entries].count(Event.BACKUP_MADE) == 1
    assert report.head.size == [e.event for e in entries].index(Event.BACKUP_MADE)
    assert str(places.data).encode() not in (full_folder / VAULT).read_bytes()


@pytest.mark.parametrize(
    ("data", "keys", "refusal"),
    [
        ("copy", "copy", SamePlace),
        ("copy", "copy/keys", SamePlace),
        ("copy/data", "copy", SamePlace),
        ("copy", "other/../copy", SamePlace),
        ("copy", "link", SamePlace),
        ("station/copy", "keys", InsideStation),
        ("copy", "station/keys", InsideStation),
        (".", "keys", InsideStation),
    ],
)
def test_places_that_are_not_apart_are_refused(
    full_folder: Path, tmp_path: Path, data: str, keys: str, refusal: type
) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "copy")
    with pytest.raises(refusal):
        back_up(full_folder, Places(tmp_path / data, tmp_path / keys))
    assert not list(tmp_path.rglob("copie.json"))


def test_one_support_for_both_is_said(full_folder: Path, places: Places) -> None:
    assert "même support" in back_up(full_folder, places).warning


def test_a_backup_that_is_stopped_leaves_nothing(full_folder: Path, places: Places) -> None:
    seen = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return False

    with opened(full_folder) as session:
        with pytest.raises(Stopped):
            backup(custody_of(session), places, LATER, stop)
        assert vault_of(session).tree_head().size == 9
    assert seen
    assert [p for p in places.data.rglob("*") if p.is_file()] == []


def test_a_full_support_leaves_the_former_backup(
    full_folder: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(full_folder, places)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.records.copies.files.os.fsync", full)
    with pytest.raises(PlaceFull):
        back_up(full_folder, places, LATER + timedelta(hours=1))
    assert generations(places.data, Half.DATA) == (first.data,)
    assert list(places.data.rglob(".partiel*")) == []


def test_a_disk_that_fills_in_the_middle_of_the_vault(full_folder: Path, tmp_path: Path) -> None:
    import subprocess

    small = tmp_path / "small"
    small.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(small)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        small = Path("/dev/full")
        with pytest.raises(Exception):  # noqa: B017, PT011 - no right to mount here
            back_up(full_folder, Places(small, tmp_path / "keys"))
        return
    try:
        with pytest.raises(PlaceFull):
            back_up(full_folder, Places(small, tmp_path / "keys"))
        assert [p for p in small.rglob("*") if p.is_file()] == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
    assert verify(full_folder).findings == ()


def test_a_copy_killed_half_way_is_never_taken_for_a_backup(
    full_folder: Path, places: Places
) -> None:
    first = back_up(full_folder, places)
    left = first.data.with_name(".partiel-2026")
    shutil.copytree(first.data, left)
    (left / "copie.json").unlink()
    second = back_up(full_folder, places, LATER + timedelta(hours=1))
    assert not left.exists()
    assert generations(places.data, Half.DATA) == (first.data, second.data)


def test_the_station_seals_while_it_is_copied(full_folder: Path, places: Places) -> None:
    with opened(full_folder) as session:
        custody, vault = custody_of(session), vault_of(session)
        copies: list[backing.DataCopy] = []
        copying = threading.Thread(
            target=lambda: copies.append(
                backing.copy_data(full_folder, custody.station, places.data, LATER)
            )
        )
        backing.require_places(full_folder, places)
        copying.start()
        number = 4
        while copying.is_alive() or number < 8:
            seal(vault, number)
            number += 1
        copying.join()
        report = backing.finish_backup(custody, places, copies[0], LATER)
    assert report.findings == ()
    assert verify(report.data).findings == ()
    assert verify(full_folder).findings == ()


def test_the_keys_of_a_copy_open_its_data(
    full_folder: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backing.copy_data

    def and_lose_a_key(*arguments: object, **named: object) -> backing.DataCopy:
        made = real(*arguments, **named)  # type: ignore[arg-type]
        shell(full_folder / KEYSTORE, "delete from month_key where domain = 1")
        return made

    monkeypatch.setattr(backing, "copy_data", and_lose_a_key)
    with pytest.raises(CopyUnproven):
        back_up(full_folder, places)
    assert generations(places.keys, Half.KEYS) == ()


def test_old_keys_are_destroyed_old_data_are_thinned(full_folder: Path, places: Places) -> None:
    for day in (0, 10, 20, 25, 29, 45):
        report = back_up(full_folder, places, LATER + timedelta(days=day))
    kept = generations(places.keys, Half.KEYS)
    assert [p.name[7:17] for p in kept] == ["2026-12-15", "2026-12-20", "2026-12-24", "2027-01-09"]
    assert len(generations(places.data, Half.DATA)) == 3
    for day in (80, 81):
        report = back_up(full_folder, places, LATER + timedelta(days=day))
    assert len(generations(places.keys, Half.KEYS)) == 2
    rows = peek(full_folder / VAULT, "select kind, count(gone) from copy_made group by kind")
    assert rows == [(1, 0), (2, 6)]
    assert report.keys == generations(places.keys, Half.KEYS)[-1]


def test_the_newest_copy_is_the_last_made_whatever_the_clock_says(
    full_folder: Path, places: Places
) -> None:
    ahead = back_up(full_folder, places, LATER + timedelta(days=4018))
    for hour in range(4):
        report = back_up(full_folder, places, LATER + timedelta(hours=hour))
    assert generations(places.data, Half.DATA)[-1] == report.data
    assert generations(places.keys, Half.KEYS)[-1] == report.keys
    assert not ahead.data.exists() and not ahead.keys.exists()
    assert verify(report.data).entries == report.head.size
