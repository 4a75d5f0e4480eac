"""Bits flipped at random in every file: a right sheet or a refusal, never a wrong sheet."""

import random
import shutil
from pathlib import Path

import pytest

from app.errors import StationError
from app.records.check.verify import verify
from app.records.keys.roster import roster, state
from app.records.station_file import KEYSTORE, STATION, VAULT
from tests.records.stations import a_request, opened, rounds, seal, vault_of


def _flip(path: Path, chance: random.Random) -> None:
    damaged = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 8])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    path.write_bytes(damaged)


def _shows_nothing_wrong(folder: Path) -> bool:
    """Use everything; return whether it all worked, raise on the first wrong byte."""
    try:
        state(folder), roster(folder), verify(folder)
        with opened(folder) as session:
            vault = vault_of(session)
            for number in (1, 2, 3):
                sealed, request = vault.read(a_request(number).sheet_id), a_request(number)
                assert (sealed.body, sealed.package) == (request.body, request.package)
                assert sealed.documents == {d.kind: d.content for d in request.documents}
            for line in vault.sheets():
                number = int.from_bytes(line.sheet_id, "big")
                assert line.summary == (b"summary %d" % number if line.intact else b"")
            for draft in vault.drafts():
                assert draft.body == (b"draft left open" if draft.intact else b"")
            seal(vault, 9)
            return vault.read(a_request(9).sheet_id).body == a_request(9).body
    except StationError:
        return False


@pytest.mark.faults
@pytest.mark.parametrize("name", [VAULT, KEYSTORE, STATION])
def test_flipped_bits_never_show_a_wrong_sheet(
    full_folder: Path, tmp_path: Path, full_faults: bool, name: str
) -> None:
    chance, worked = random.Random(name), 0  # noqa: S311 - reproducible, not secret
    for _ in range(2 * rounds(full_faults)):
        copy = Path(shutil.copytree(full_folder, tmp_path / "copy"))
        _flip(copy / name, chance)
        worked += _shows_nothing_wrong(copy)
        shutil.rmtree(copy)
    assert worked < 2 * rounds(full_faults)
