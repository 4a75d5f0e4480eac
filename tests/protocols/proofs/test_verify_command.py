"""``osys protocols verify``: words for people, JSON for machines, an exit code for both."""

import argparse
import json
from pathlib import Path

import pytest

from app.cli.proofs import add_verify
from protocols.load import shipped_library
from tests.protocols.proofs.variants import changed

THROAT, FILE = "douleur_pharyngee", "douleur_pharyngee.yaml"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_verify(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["verify", *words])
    return int(arguments.run(arguments))


def written(folder: Path, protocol_id: str, file: str, *replaced: tuple[str, str]) -> str:
    """Write the four files of a changed protocol, and return the path of its own."""
    package = changed(protocol_id, file, *replaced).package
    for name, text in json.loads(package)["files"].items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder / f"{protocol_id}.yaml")


def test_a_broken_file_is_told_with_its_patient_and_exits_with_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slip = ("requires: antibiotique", "requires: paracetamol")
    assert run(written(tmp_path, THROAT, FILE, slip)) == 1
    said = capsys.readouterr().out
    assert "PROPRIÉTÉ NON VÉRIFIÉE" in said
    assert "Un traitement nécessaire ne manque jamais sans médecin" in said
    assert '"a_trod": "positif"' in said
    assert "sûr" not in said.split("Une propriété vérifiée dit")[0]


def test_the_json_names_the_bytes_proved_and_gives_answers_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slip = ("  - id: a_ce\n    class: R\n", "  - id: a_ce\n    class: R\n    assume: no\n")
    assert run(written(tmp_path, THROAT, FILE, slip), "--json") == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert report["sha256"] != shipped_library()[THROAT].sha256
    found = [one for one in report["obligations"] if one["id"] == "unknown_signs"]
    assert found[0]["witness"]["answers"] == {"*": "reassuring", "a_ce": "unknown"}
    assert found[0]["count"] > 0
    assert report["vignettes"]["total"] == len(shipped_library()[THROAT].vignettes)


def test_a_file_alone_is_read_with_the_shipped_questions_and_catalogue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.loads(shipped_library()["piqure_tique"].package)["files"]["piqure_tique.yaml"]
    (tmp_path / "piqure_tique.yaml").write_text(text, encoding="utf-8")
    run(str(tmp_path / "piqure_tique.yaml"), "--json")
    (report,) = json.loads(capsys.readouterr().out)
    assert report["sha256"] == shipped_library()["piqure_tique"].sha256


@pytest.mark.parametrize("word", ["tique", "absent.yaml"])
def test_what_is_not_a_protocol_is_refused_with_one_sentence(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(word if "." not in word else str(tmp_path / word)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_a_file_that_does_not_load_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, THROAT, FILE)
    text = Path(path).read_text(encoding="utf-8").replace("not a_toux", "not a_tous")
    Path(path).write_text(text, encoding="utf-8")
    assert run(path) == 2
    assert f"{FILE}, ligne" in capsys.readouterr().err
