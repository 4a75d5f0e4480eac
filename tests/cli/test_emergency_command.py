"""``osys emergency``: evidence without a key, and steps in French."""

import json
from pathlib import Path

import pytest

from app.main import main
from tests.records.stations import make_station, opened, seal, vault_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_station(tmp_path / "station")
    with opened(made) as session:
        seal(vault_of(session), 1)
    return made


@pytest.mark.parametrize("danger", ["cle", "vol", "attaque"])
def test_the_evidence_is_written_and_the_steps_are_told(
    folder: Path, tmp_path: Path, danger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    command = ["emergency", str(tmp_path / "usb"), "--data", str(folder), "--danger", danger]
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    names = {path.name for path in Path(told["folder"]).iterdir()}
    assert {"journal.jsonl", "tetes.jsonl", "empreintes.txt", "anchors.log"} <= names
    assert "SQLite" in (Path(told["folder"]) / "verification.txt").read_text()
    assert len(told["steps"]) > 3 and any("CNIL" in step for step in told["steps"])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_station_may_be_open_meanwhile(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 2)
        assert main(["emergency", str(tmp_path / "usb"), "--data", str(folder)]) == 0
        seal(vault_of(session), 3)
    said = capsys.readouterr().out
    assert "Preuves écrites" in said and "1. Débranchez" in said


def test_a_folder_without_a_station_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["emergency", str(tmp_path / "usb"), "--data", str(tmp_path / "none")]) == 2
    assert "Aucune station" in capsys.readouterr().err
    assert not (tmp_path / "usb").exists()
