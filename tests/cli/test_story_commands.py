"""The command line on one real folder: demo, archive, replay, refusals."""

import json
import shutil
import sqlite3
import threading
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from app.clock import new_id, now
from app.effects.demonstration import CODE, prepare
from app.main import main
from app.records.people.unlock import unlock
from tests.builders import a_protocol


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--out", str(out), "--protocol", "douleur_pharyngee"]) == 0
    return out


def json_of(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    assert main(list(words)) == 0
    return json.loads(capsys.readouterr().out)


def test_the_demo_writes_its_five_documents_and_a_station(told: Path) -> None:
    names = {path.name for path in told.iterdir()}
    assert {"sheet.pdf", "sheet.xml", "IHE_XDM.ZIP", "mail.eml", "sheet.json", "station"} <= names
    with zipfile.ZipFile(told / "IHE_XDM.ZIP") as archive:
        record = archive.read("IHE_XDM/SUBSET01/DOC0001.XML")
    assert record == (told / "sheet.xml").read_bytes()


def test_the_sheet_of_the_archive_is_the_file_that_was_written(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(told / "station"), "--json"]
    (line,) = json_of(capsys, "archive", "list", *data)  # type: ignore[misc]
    assert (line["patient"], line["level"]) == ("DORVAL Camille", "PHARMACY")
    shown = json_of(capsys, "archive", "show", line["sheet_id"], *data)
    assert isinstance(shown, dict)
    assert shown["sha256"] == sha256((told / "sheet.json").read_bytes()).hexdigest()
    assert shown["sheet"]["protocol"]["sha256"] == a_protocol("douleur_pharyngee").sha256
    assert {one["origin"] for one in shown["sheet"]["readings"]} == {"simulated", "manual"}
    assert any("simulée" in reason for reason in shown["refusals"])


def test_a_sheet_whose_proof_lacks_a_part_is_said_broken(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station = tmp_path / "station"
    shutil.copytree(told / "station", station)
    listed = json_of(capsys, "archive", "list", "--data", str(station), "--json")
    assert isinstance(listed, list)
    words = ["archive", "show", str(listed[0]["number"]), "--data", str(station)]
    assert main(words) == 0
    assert ", intègre, rejouée" in capsys.readouterr().out
    with closing(sqlite3.connect(station / "vault.sqlite")) as intruder, intruder:
        intruder.execute("delete from fact")
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "rompue" in said and "intègre" not in said


def test_the_list_does_not_name_the_patient_of_a_sheet_that_asks_for_a_reason(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(told / "station"), "--login"]
    assert main(["archive", "list", *data, "helene"]) == 0
    assert "DORVAL" in capsys.readouterr().out
    assert main(["archive", "list", *data, "theo"]) == 0
    said = capsys.readouterr().out
    assert "Nom masqué" in said and "DORVAL" not in said


def test_a_sheet_is_named_by_its_number_too(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(told / "station"), "--json"]
    (line,) = json_of(capsys, "archive", "list", *data)  # type: ignore[misc]
    replayed = json_of(capsys, "sheet", "replay", str(line["number"]), *data)
    assert isinstance(replayed, dict)
    assert (replayed["same"], replayed["differences"]) == (True, [])


def test_the_vault_is_verified_without_a_key(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict = json_of(capsys, "archive", "verify", str(told / "station"), "--json")
    assert isinstance(verdict, dict)
    assert verdict["findings"] == []
    assert verdict["entries"] >= 1


def test_an_unknown_sheet_or_folder_is_one_french_sentence(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ["sheet", "replay", "999", "--data", str(told / "station")],
        ["archive", "show", "ab" * 16, "--data", str(told / "station")],
        ["archive", "list", "--data", str(tmp_path / "nowhere")],
        ["demo", "--out", str(tmp_path), "--protocol", "nothing"],
    ):
        assert main(words) == 2
        error = capsys.readouterr().err
        assert error.strip().endswith(".")
        assert "Traceback" not in error
        assert len(error.strip().splitlines()) == 1


def test_the_demo_of_a_tick_ends_at_the_pharmacy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = json_of(capsys, "demo", "--out", str(tmp_path), "--protocol", "piqure_tique", "--json")
    assert isinstance(result, dict)
    assert result["level"] == "PHARMACY"


def test_a_sheet_is_found_by_its_patient_and_its_opening_is_written_down(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(told / "station"), "--json"]
    found = json_of(capsys, "search", "dorv", "camille", *data)
    assert isinstance(found, dict)
    (line,) = found["sheets"]
    assert line["patient"] == "DORVAL Camille"
    assert main(["search", "nobody", *data]) == 1
    capsys.readouterr()
    json_of(capsys, "archive", "show", line["sheet_id"], *data)
    log = json_of(capsys, "access-log", *data)
    assert isinstance(log, dict)
    assert log["accesses"][0]["what"] == "opened"
    assert log["accesses"][0]["sheet"] == line["number"]


def test_a_demonstration_that_is_refused_leaves_nothing_running(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, others = tmp_path / "station", set(threading.enumerate())
    prepare(folder, new_id(), now())
    with unlock(folder, "helene", CODE, now()):
        assert main(["demo", "--out", str(tmp_path)]) == 2
    assert "déjà ouvert" in capsys.readouterr().err
    assert {one.name for one in set(threading.enumerate()) - others} == set()
