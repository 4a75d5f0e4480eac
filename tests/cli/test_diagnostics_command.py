"""``osys diagnostics``: what helps from afar, and nothing that names anybody."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app import __version__
from app.clock import now
from app.effects.custody import diagnostics
from app.main import main
from app.records.copies.backup import Places
from app.records.disk_room import Room
from app.records.schema import VAULT as VAULT_SCHEMA
from hardware.links import token
from hardware.media import launch
from tests.records.copies.copied import back_up
from tests.records.stations import PEOPLE, make_station, opened, seal, vault_of

Facts = dict[str, dict[str, str]]


@pytest.fixture
def station(tmp_path: Path) -> Path:
    folder = make_station(tmp_path / "station")
    with opened(folder) as session:
        seal(vault_of(session), 1)
    return folder


@pytest.fixture
def told(station: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[int], Facts]:
    def tell(code: int) -> Facts:
        capsys.readouterr()
        assert main(["diagnostics", "--json", "--data", str(station)]) == code
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]  # of JSON

    return tell


def test_the_versions_and_the_tables_are_those_in_use(told: Callable[[int], Facts]) -> None:
    facts = told(1)
    assert facts["osys"]["value"] == __version__
    assert facts["sqlite"]["value"] == sqlite3.sqlite_version
    assert facts["vault_schema"] == {"value": str(VAULT_SCHEMA.version), "health": "good"}
    assert facts["folder"]["health"] == "good"
    assert facts["qt"]["value"][0].isdigit()


def test_a_station_never_copied_asks_for_it_and_one_just_copied_does_not(
    told: Callable[[int], Facts], station: Path, tmp_path: Path
) -> None:
    assert told(1)["data_backup"] == {"value": "jamais", "health": "bad"}
    back_up(station, Places(tmp_path / "disk", tmp_path / "stick"), now())
    facts = told(0)
    assert {facts[key]["health"] for key in ("data_backup", "keys_backup")} == {"good"}


def test_nothing_names_a_person_a_patient_or_a_folder(
    told: Callable[[int], Facts], station: Path
) -> None:
    said = json.dumps(told(1), ensure_ascii=False)
    names = [part for one in PEOPLE for part in (one.login, *one.label.split())]
    assert [name for name in (*names, str(station.parent)) if name in said] == []


def test_what_is_wrong_is_said_and_hides_nothing_else(
    told: Callable[[int], Facts], station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (station / "keystore.sqlite").write_bytes(b"SQLite format 3\0" + bytes(4000))
    with closing(sqlite3.connect(station / "vault.sqlite")) as later, later:
        later.execute("pragma user_version = 99")
    monkeypatch.setattr(diagnostics, "room_of", lambda _folder: Room(10**9, 10**12))
    facts = told(1)
    assert facts["vault_schema"] == {"value": "99", "health": "late"}
    assert facts["keystore_schema"] == {"value": "illisible", "health": "bad"}
    assert facts["disk_free"]["health"] == "bad"
    assert facts["osys"]["value"] == __version__


def test_no_station_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnostics", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith(".\n")


def test_a_station_that_is_open_is_looked_at_and_left_as_it_is(
    told: Callable[[int], Facts], station: Path
) -> None:
    with opened(station) as session:
        seal(vault_of(session), 2)
        before = (station / "keystore.sqlite").read_bytes()
        assert told(1)["vault_schema"]["health"] == "good"
        assert (station / "keystore.sqlite").read_bytes() == before
        seal(vault_of(session), 3)


def test_each_process_of_the_station_is_started_and_answers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["diagnostics", "--parts", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"part_media", "part_call", "part_card", "part_proofs"}
    assert {one["health"] for one in said.values()} == {"good"}


def test_a_process_that_cannot_start_is_said_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(launch, "command", lambda _: broken)
    monkeypatch.setattr(token, "command", lambda _: ["/nowhere/osys"])
    assert main(["diagnostics", "--parts"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\u00a0: ")[1][:14] for line in lines[:3]] == ["ne répond pas "] * 3
    assert "antivirus" in lines[0]
    assert "répond" in lines[3]
