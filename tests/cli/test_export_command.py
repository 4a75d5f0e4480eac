"""``osys export`` on a real folder: what it writes, what it says, what it refuses."""

import json
from pathlib import Path

import pytest

from app.exchange.archive_checks import archive_findings
from app.main import main

ALL = {
    "fiche.pdf",
    "fiche.xml",
    "IHE_XDM.ZIP",
    "test.xml",
    "test_IHE_XDM.ZIP",
    "attestation.pdf",
    "courriel.eml",
    "courrier.pdf",
    "courrier.xml",
    "courrier_IHE_XDM.ZIP",
    "courrier.eml",
}


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--out", str(out), "--protocol", "douleur_pharyngee"]) == 0
    return out / "station"


def number_of(station: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["archive", "list", "--data", str(station), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    return str(line["number"])


def exported(
    station: Path, folder: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> dict[str, object]:
    wanted = number_of(station, capsys)
    command = ["export", wanted, "--to", str(folder), "--data", str(station), "--json", *words]
    assert main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def test_everything_that_leaves_is_written_and_the_archives_hold(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = exported(station, tmp_path, capsys)
    assert set(told["files"]) == ALL  # type: ignore[call-overload]  # read from JSON
    assert {path.name for path in tmp_path.iterdir()} == ALL
    records = ("fiche.xml", "test.xml", "courrier.xml")
    archives = ("IHE_XDM.ZIP", "test_IHE_XDM.ZIP", "courrier_IHE_XDM.ZIP")
    for archive, record in zip(archives, records, strict=True):
        content = (tmp_path / archive).read_bytes()
        assert archive_findings(content, (tmp_path / record).read_bytes()) == ()


def test_the_structured_record_takes_the_place_of_the_other(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = exported(station, tmp_path, capsys, "--level", "3")
    assert b"structuredBody" in (tmp_path / "fiche.xml").read_bytes()
    assert "courriel.eml" not in {path.name for path in tmp_path.iterdir()}
    assert any("n’envoyez pas les deux" in str(line) for line in told["told"])  # type: ignore[attr-defined]  # read from JSON


def test_the_fhir_file_leaves_alone_and_its_double_is_refused(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = exported(station, tmp_path / "fhir", capsys, "--fhir")
    assert told["files"] == ["fiche.fhir.json"]
    bundle = json.loads((tmp_path / "fhir" / "fiche.fhir.json").read_bytes())
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds.count("Patient") == 1
    assert kinds.count("DocumentReference") == 2
    assert any("ne l’envoyez pas en plus" in str(line) for line in told["told"])  # type: ignore[attr-defined]  # read from JSON
    command = ["export", number_of(station, capsys), "--data", str(station), "--fhir"]
    assert main([*command, "--to", str(tmp_path / "none"), "--level", "3"]) == 2
    assert not (tmp_path / "none").exists()


def test_a_mask_is_written_and_an_absurd_one_refused(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(station, tmp_path / "masked", capsys, "--mask", "professionnels")
    assert (tmp_path / "masked" / "IHE_XDM.ZIP").exists()
    command = ["export", number_of(station, capsys), "--data", str(station)]
    command += ["--to", str(tmp_path / "none"), "--mask", "patient", "--mask", "professionnels"]
    assert main(command) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_level_that_is_not_one_is_said_in_french(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["export", "1", "--to", str(tmp_path), "--data", str(station), "--level", "2"])
    assert stopped.value.code == 2
    assert "choix inconnu" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "least"), [((), 7), (("--fhir",), 2)])
def test_an_export_is_in_the_journal_and_the_journal_holds(
    station: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    least: int,
) -> None:
    def entries() -> int:
        assert main(["archive", "verify", str(station), "--json"]) == 0
        verdict = json.loads(capsys.readouterr().out)
        assert verdict["findings"] == []
        return int(verdict["entries"])

    wanted = number_of(station, capsys)
    before = entries()
    assert main(["export", wanted, "--to", str(tmp_path), "--data", str(station), *words]) == 0
    capsys.readouterr()
    assert entries() >= before + least


def test_nothing_is_written_for_a_patient_who_objected(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = number_of(station, capsys)
    objection = ["rights", "object", "--sheet", wanted, "--data", str(station)]
    objection += ["--who", "la patiente", "--words", "Je m’oppose à tout envoi."]
    assert main(objection) == 0
    capsys.readouterr()
    folder = tmp_path / "none"
    assert main(["export", wanted, "--to", str(folder), "--data", str(station)]) == 2
    said = capsys.readouterr().err
    assert "s’est opposé" in said
    assert not folder.exists()
