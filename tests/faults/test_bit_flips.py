"""Bits flipped in the files beside the two databases: captures, anchors, settings."""

import os
import random
import shutil
from pathlib import Path

import pytest

from app.config import SETTINGS, read_station
from app.errors import RefusedSetting
from app.records.anchors.keepers import ANCHORS
from app.records.check.verify import verify
from app.records.refusals import Tampered
from app.records.sheets.captures import capture_path
from app.records.vault import Capture
from resources.files import text
from tests.records.stations import a_request, opened, rounds, seal, vault_of

HEART, ID = os.urandom(1_300_000), b"c" * 16


def _flip(path: Path, chance: random.Random) -> None:
    damaged = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 8])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    path.write_bytes(damaged)


@pytest.fixture
def heard(full_folder: Path) -> Path:
    """A station whose fourth sheet has a capture in a file."""
    with opened(full_folder) as session:
        seal(vault_of(session), 4, captures=(Capture(ID, (HEART,)),))
    return full_folder


@pytest.mark.faults
def test_a_flipped_capture_is_refused_and_named(heard: Path, full_faults: bool) -> None:
    chance, path = random.Random(1), capture_path(heard, ID)  # noqa: S311 - reproducible
    whole = path.read_bytes()
    for _ in range(rounds(full_faults)):
        _flip(path, chance)
        with opened(heard) as session:
            with pytest.raises(Tampered):
                b"".join(vault_of(session).read_capture(a_request(4).sheet_id, ID))
            assert vault_of(session).read(a_request(3).sheet_id).intact
        assert any("capture" in one.sentence for one in verify(heard).findings)
        path.write_bytes(whole)
    with opened(heard) as session:
        assert b"".join(vault_of(session).read_capture(a_request(4).sheet_id, ID)) == HEART


@pytest.mark.faults
def test_flipped_anchors_accuse_nobody_and_stop_nothing(
    heard: Path, tmp_path: Path, full_faults: bool
) -> None:
    chance = random.Random(2)  # noqa: S311 - reproducible
    for _ in range(rounds(full_faults)):
        copy = Path(shutil.copytree(heard, tmp_path / "copy"))
        _flip(copy / ANCHORS, chance)
        assert verify(copy).findings == ()
        with opened(copy) as session:
            assert session.verdict.holds
            seal(vault_of(session), 9)
        shutil.rmtree(copy)


@pytest.mark.faults
def test_flipped_settings_are_read_or_refused_in_words(tmp_path: Path, full_faults: bool) -> None:
    chance, path = random.Random(3), tmp_path / SETTINGS  # noqa: S311 - reproducible
    refused = 0
    for _ in range(2 * rounds(full_faults)):
        path.write_text(text("demonstration/station.toml"), encoding="utf-8")
        read_station(path, demonstration=True)
        _flip(path, chance)
        try:
            read_station(path, demonstration=True)
        except RefusedSetting as said:
            refused += bool(said.sentence)
    assert refused > 0
