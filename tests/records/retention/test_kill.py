"""``kill -9`` in a purge: nothing begun, or finished at the next login; never one half."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.records.check.verify import verify
from tests.records.retention.old_station import TODAY, at, id_of
from tests.records.stations import vault_of

TENTH, WHOLE = 8, 80
LONGEST_MS = 60
ALL, LEFT = {1, 2, 3, 4, 5, 6}, {1, 4, 5, 6}


def _killed_after(folder: Path, seconds: float) -> bool:
    """Purge in another process and kill it; return whether it had ended."""
    command = [sys.executable, "-m", "tests.records.retention.purger", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as purging:
        assert purging.stdout is not None
        assert purging.stdout.readline() == "ready\n"
        try:
            purging.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            purging.kill()
        return purging.stdout.readline() == "done\n"


@pytest.mark.faults
def test_a_killed_purge_is_absent_or_whole(
    old_folder: Path, tmp_path: Path, full_faults: bool
) -> None:
    with at(old_folder) as session:
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation", TODAY)
        before = {number: vault_of(session).read(id_of(number)) for number in ALL}
    chance, cut = random.Random(4), 0  # noqa: S311 - moments, not keys
    for rank in range(WHOLE if full_faults else TENTH):
        folder = Path(shutil.copytree(old_folder, tmp_path / f"killed-{rank}"))
        ended = _killed_after(folder, chance.uniform(0, LONGEST_MS) / 1000)
        with at(folder, "bruno") as session:
            vault = vault_of(session)
            there = {n for n in ALL if id_of(n) in {one.sheet_id for one in vault.sheets()}}
            assert there in (LEFT, ALL)
            assert not ended or there == LEFT
            assert {n: vault.read(id_of(n)) for n in there} == {n: before[n] for n in there}
        assert verify(folder).findings == ()
        cut += not ended
        shutil.rmtree(folder)
    assert cut, "no kill fell inside the purge: the moments are badly chosen"
