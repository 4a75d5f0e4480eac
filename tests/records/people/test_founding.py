"""A station is made entirely or not at all, and an interrupted creation can be redone."""

import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.keys.argon import DEMONSTRATION_COST, REAL_COST, ArgonCost
from app.records.keys.roster import Condition, Role, roster, state
from app.records.lock import FolderLock
from app.records.people import founding as people
from app.records.people.founding import create_station
from app.records.people.making import practising_owner
from app.records.people.refusals import SameSecret, WeakSecret
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.refusals import (
    FolderBroken,
    FolderBusy,
    RefusedPeople,
    StationExists,
    StoreFailed,
    WeakCost,
)
from app.records.station_file import CREATION, KEYSTORE, STATION, VAULT, Purpose, read_station_file
from tests.records.stations import CHEAP, NOW, PEOPLE, STATION_ID, make_station, opened, vault_of

STRONG = "lubie marron globe maison optique critère utile"


class PowerCut(BaseException):
    """Nothing catches it: what is on the disk stays as it is."""


def test_a_new_station_shows_its_people_and_verifies(folder: Path) -> None:
    assert state(folder).condition is Condition.COMPLETE
    assert [(p.login, p.label, p.role, p.title) for p in roster(folder)] == [
        (p.login, p.label, p.role, p.title) for p in PEOPLE
    ]
    report = verify(folder)
    assert (report.entries, report.findings) == (1 + len(PEOPLE), ())
    station = read_station_file(folder)
    assert (station.station_id, station.purpose) == (STATION_ID, Purpose.DEMONSTRATION)
    assert station.created == NOW


def test_the_files_of_a_station_are_for_their_owner_only(folder: Path) -> None:
    for name in (STATION, VAULT, KEYSTORE):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert not (folder / CREATION).exists()


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("name = 'essai'")
    make_station(tmp_path)
    assert (tmp_path / "station.toml").read_text() == "name = 'essai'"


def test_a_real_station_costs_its_password_and_opens(tmp_path: Path) -> None:
    folder = tmp_path / "station"
    create_station(folder, [replace(PEOPLE[0], secret=STRONG)], STATION_ID, NOW)
    assert read_station_file(folder).purpose is Purpose.REAL
    with unlock(folder, "helene", STRONG, NOW) as session:
        assert session.purpose is Purpose.REAL
    assert REAL_COST.memory_kib >= 64 * 1024
    assert DEMONSTRATION_COST.memory_kib >= 64 * 1024


@pytest.mark.parametrize(
    ("cost", "purpose"),
    [
        (ArgonCost(64 * 1024 - 1, 3, 1), Purpose.REAL),
        (ArgonCost(3 * 1024 * 1024, 3, 1), Purpose.REAL),
        (ArgonCost(64 * 1024, 0, 1), Purpose.REAL),
        (ArgonCost(64 * 1024, 65, 1), Purpose.REAL),
        (ArgonCost(64 * 1024, 1, 17), Purpose.REAL),
        (ArgonCost(7, 1, 1), Purpose.DEMONSTRATION),
        (ArgonCost(64, 1, 0), Purpose.DEMONSTRATION),
    ],
)
def test_a_cost_outside_the_limits_makes_no_station(
    tmp_path: Path, cost: ArgonCost, purpose: Purpose
) -> None:
    with pytest.raises(WeakCost):
        create_station(tmp_path / "station", PEOPLE, STATION_ID, NOW, cost, purpose)
    assert state(tmp_path / "station").condition is Condition.ABSENT


@pytest.mark.parametrize(
    "given",
    [
        [],
        [person for person in PEOPLE if person.role is not Role.PHARMACIST],
        [PEOPLE[0], replace(PEOPLE[1], login=" HELENE ")],
        [replace(PEOPLE[0], login="  ")],
        [replace(PEOPLE[0], secret="")],
        [replace(PEOPLE[0], title="x" * 201)],
    ],
    ids=["nobody", "no pharmacist", "same login", "no login", "no secret", "long title"],
)
def test_people_who_cannot_make_a_station_are_refused(tmp_path: Path, given: list) -> None:
    with pytest.raises(RefusedPeople):
        create_station(tmp_path, given, STATION_ID, NOW, CHEAP, Purpose.DEMONSTRATION)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("secret", ["123456", "cheval exact pile agrafe", "Pharmacie2026!!"])
def test_a_real_station_refuses_a_weak_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(WeakSecret):
        create_station(tmp_path, [replace(PEOPLE[0], secret=secret)], STATION_ID, NOW)
    assert list(tmp_path.iterdir()) == []


def test_an_owner_who_practises_gets_two_accounts_with_two_secrets(tmp_path: Path) -> None:
    helene = replace(PEOPLE[0], secret=STRONG)
    with pytest.raises(SameSecret):
        create_station(tmp_path, practising_owner(helene, "titulaire", STRONG), STATION_ID, NOW)
    other = "utile marron globe maison optique critère lubie"
    accounts = practising_owner(helene, "titulaire", other)
    create_station(tmp_path, accounts, STATION_ID, NOW, ArgonCost(64 * 1024, 1, 1))
    with unlock(tmp_path, "helene", STRONG, NOW) as session:
        assert isinstance(session, PharmacistSession)
    with unlock(tmp_path, "titulaire", other, NOW) as session:
        assert session.person.role is Role.OWNER
        assert not isinstance(session, PharmacistSession)
        assert session.person.label == "Hélène Marchetti"


def test_a_station_is_never_created_over_another(full_folder: Path) -> None:
    before = (full_folder / VAULT).read_bytes()
    with pytest.raises(StationExists):
        make_station(full_folder)
    assert (full_folder / VAULT).read_bytes() == before


def test_a_vault_without_its_station_file_is_never_overwritten(full_folder: Path) -> None:
    (full_folder / STATION).unlink()
    assert state(full_folder).condition is Condition.BROKEN
    before = (full_folder / VAULT).read_bytes()
    with pytest.raises(FolderBroken) as refused:
        make_station(full_folder)
    assert STATION in refused.value.sentence
    assert (full_folder / VAULT).read_bytes() == before


def test_a_key_file_restored_alone_is_never_overwritten(full_folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "restoring"
    alone.mkdir()
    shutil.copy(full_folder / KEYSTORE, alone)
    assert state(alone).condition is Condition.BROKEN
    with pytest.raises(FolderBroken):
        make_station(alone)
    assert (alone / KEYSTORE).read_bytes() == (full_folder / KEYSTORE).read_bytes()


def test_an_unreadable_vault_is_taken_as_full(tmp_path: Path) -> None:
    (tmp_path / VAULT).write_bytes(b"these bytes may be ten years of sheets")
    with pytest.raises(FolderBroken):
        make_station(tmp_path)
    assert (tmp_path / VAULT).read_bytes() == b"these bytes may be ten years of sheets"


def test_two_processes_do_not_create_in_one_folder(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderBusy):
        make_station(tmp_path)
    lock.release()
    make_station(tmp_path)


def _steps(monkeypatch: pytest.MonkeyPatch, last: int) -> None:
    """Cut the power at the ``last``-th flush or move of a creation."""
    done = 0

    def step(real):
        def run(*given, **named):
            nonlocal done
            done += 1
            if done == last:
                raise PowerCut
            return real(*given, **named)

        return run

    monkeypatch.setattr(os, "fsync", step(os.fsync))
    monkeypatch.setattr(Path, "replace", step(Path.replace))
    monkeypatch.setattr(people, "write_station_file", step(people.write_station_file))
    monkeypatch.setattr(people, "_write_vault", step(people._write_vault))


@pytest.mark.parametrize("last", range(1, 12))
def test_a_creation_cut_anywhere_is_whole_or_can_be_redone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    folder = tmp_path / "station"
    with monkeypatch.context() as patch:
        _steps(patch, last)
        with pytest.raises(PowerCut):
            make_station(folder)
    if state(folder).condition is not Condition.COMPLETE:
        assert state(folder).condition is Condition.HALF_CREATED
        assert roster(folder) == ()
        make_station(folder)
    with opened(folder) as session:
        vault_of(session).save_draft(bytes(16), b"body", NOW)
    assert verify(folder).findings == ()
    assert not (folder / CREATION).exists() or last == 11


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreFailed) as refused:
        make_station(tmp_path / "file" / "station")
    assert "droits" in refused.value.sentence


def test_folders_are_not_flushed_where_the_system_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    people._flush(tmp_path)
    monkeypatch.setattr(people.os, "name", "nt")
    people._flush(tmp_path)
    assert len(flushed) == 1


def test_a_copied_station_opens_elsewhere(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    with opened(folder), opened(copy) as session:
        assert session.person.login == "helene"
