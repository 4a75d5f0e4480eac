"""Evidence of a station that an attacker damaged: what can be read is written, the rest is said."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli.command import run
from app.effects.custody.evidence import HASHES, HEADS, JOURNAL, VERDICT, write_evidence
from app.records.station_file import KEYSTORE, STATION, VAULT
from tests.records.stations import peek

AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def _lines(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


@pytest.mark.parametrize("name", [VAULT, KEYSTORE, STATION])
@pytest.mark.parametrize("left", [b"", b"locked by a ransom", os.urandom(70_000)])
def test_a_file_replaced_by_an_attacker_still_leaves_evidence(
    full_folder: Path, tmp_path: Path, name: str, left: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (full_folder / name).write_bytes(left)
    words = ["emergency", str(tmp_path / "usb"), "--data", str(full_folder), "--json"]
    assert run(words) == 0
    told = json.loads(capsys.readouterr().out)
    written = Path(told["folder"])
    assert name in (written / VERDICT).read_text(encoding="utf-8")
    assert f"  {name}\n" in (written / HASHES).read_text(encoding="utf-8")
    assert told["steps"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_what_is_left_of_a_cut_vault_is_written(
    full_folder: Path, tmp_path: Path, share: float
) -> None:
    whole = (full_folder / VAULT).read_bytes()
    (full_folder / VAULT).write_bytes(whole[: int(len(whole) * share)])
    written = write_evidence(full_folder, tmp_path / "usb", AT)
    assert "Aucune rupture" not in (written / VERDICT).read_text(encoding="utf-8")


def test_a_whole_station_gives_every_line_of_its_journal(full_folder: Path, tmp_path: Path) -> None:
    [(size,)] = peek(full_folder / VAULT, "select count(*) from ledger")
    written = write_evidence(full_folder, tmp_path / "usb", AT)
    assert len(_lines(written, JOURNAL)) == len(_lines(written, HEADS)) == size
    assert "Aucune rupture" in (written / VERDICT).read_text(encoding="utf-8")


def test_a_folder_without_a_station_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert run(["emergency", str(tmp_path / "usb"), "--data", str(tmp_path / "empty")]) == 2
    assert "Aucune station" in capsys.readouterr().err
    assert not (tmp_path / "usb").exists()
