"""``osys identity import`` shows what would be taken of a file, and keeps nothing."""

import json
from pathlib import Path

import pytest

from app.main import main
from tests.identity.imported import MATRICULE, TABLE, a_fhir_patient

Capture = pytest.CaptureFixture[str]


def shown(path: Path, content: bytes, *words: str) -> int:
    path.write_bytes(content)
    return main(["identity", "import", str(path), *words])


def test_a_table_is_shown_field_by_field_with_what_it_does_not_say(
    tmp_path: Path, capsys: Capture
) -> None:
    assert shown(tmp_path / "p.csv", TABLE.encode("cp1252")) == 0
    said = capsys.readouterr().out
    assert "Nom de naissance\u00a0: DORVAL\n" in said
    assert "Médecin traitant\u00a0: non dit\n" in said
    assert "provisoire" in said
    assert [one.name for one in tmp_path.iterdir()] == ["p.csv"]


def test_json_says_the_status_and_the_authority(tmp_path: Path, capsys: Capture) -> None:
    content = json.dumps(a_fhir_patient("QUAL")).encode()
    assert shown(tmp_path / "p.json", content, "--demo", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["matricule"] == MATRICULE
    assert (told["status"], told["source"]) == ("recovered", "software")
    assert told["root"].endswith(".10")


def test_a_test_ins_is_refused_without_naming_anybody(tmp_path: Path, capsys: Capture) -> None:
    assert shown(tmp_path / "p.json", json.dumps(a_fhir_patient()).encode(), "--json") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "numéro d’essai" in told.err
    assert "dorval" not in told.err.casefold()
    assert MATRICULE not in told.err


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: Capture) -> None:
    assert main(["identity", "import", str(tmp_path / "gone.csv")]) == 2
    assert "ne peut pas être lu" in capsys.readouterr().err
