"""``osys archive verify`` on a folder: its options, its exit codes, its sentences."""

import json
import shutil
from pathlib import Path

import pytest

from app.main import main
from app.records.anchors.keepers import ANCHORS
from app.records.station_file import VAULT
from tests.records.stations import SECRET, make_station, opened, peek, seal, shell, vault_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_station(tmp_path / "station")
    with opened(made) as session:
        seal(vault_of(session), 1)
    return made


def _footer(folder: Path) -> str:
    [(size, root)] = peek(folder / VAULT, "select size, root from head order by size desc limit 1")
    assert isinstance(root, bytes)
    return f"{size}:{root.hex()[:16]}"


def test_a_whole_station_is_confirmed_by_its_footer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    footer = _footer(folder)
    assert main(["archive", "verify", str(folder), "--anchor", footer, "--read-data"]) == 0
    said = capsys.readouterr().out
    assert "aucune rupture" in said and "Témoins qui confirment\u00a0: 2" in said
    assert main(["archive", "verify", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["depth"], told["findings"], told["anchors_agreeing"]) == ("rows", [], 1)
    (folder / ANCHORS).unlink()
    assert main(["archive", "verify", str(folder), "--hashes-only"]) == 0
    said = capsys.readouterr().out
    assert "Aucun témoin n’a été comparé" in said and "non vérifiées" in said


def test_an_old_copy_exits_with_a_finding(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = str(shutil.copytree(folder, tmp_path / "old"))
    with opened(folder) as session:
        seal(vault_of(session), 2)
    for option, value in (("--anchor", _footer(folder)), ("--anchors", str(folder / ANCHORS))):
        assert main(["archive", "verify", old]) == 0
        assert main(["archive", "verify", old, option, value]) == 1
        assert "Une copie ancienne a pris la place des archives" in capsys.readouterr().out


def test_a_command_that_opens_the_vault_says_what_the_anchors_say(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = (folder / VAULT).read_bytes()
    with opened(folder) as session:
        seal(vault_of(session), 2)
    (folder / VAULT).write_bytes(old)
    monkeypatch.setattr("app.cli.opened.secret_of", lambda *_asked: SECRET)
    assert main(["backups", "--data", str(folder), "--login", "helene"]) == 0
    assert "Une copie ancienne" in capsys.readouterr().err


def test_a_document_is_read_only_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell(
        folder / VAULT,
        "update document set body = cast(substr(body, 1, 200) || randomblob(900) as blob)",
    )
    assert main(["archive", "verify", str(folder)]) == 0
    assert "ajoutez --read-data" in capsys.readouterr().out
    assert main(["archive", "verify", str(folder), "--read-data"]) == 1
    assert "Maillon 7\u00a0: Le document de l’entrée 7" in capsys.readouterr().out


def test_a_file_of_witnesses_that_cannot_be_read_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["archive", "verify", str(folder), "--anchors", "absent"]) == 2
    assert "Indiquez le bon fichier" in capsys.readouterr().err


def test_a_footer_badly_typed_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["archive", "verify", str(folder), "--anchor", "12"])
    assert "Commande mal écrite" in capsys.readouterr().err
