"""``kill -9`` in a backup or a restore: a copy is finished or is none, a folder whole or absent."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.copies.backup import Places
from app.records.copies.drill import drill
from app.records.copies.manifest import Half, generations
from tests.records.copies.copied import BACK, back_up, bring_back
from tests.records.stations import opened, vault_of

TENTH, WHOLE = 8, 80
LONGEST_MS = 200


def _killed_after(folder: Path, room: Path, seconds: float) -> bool:
    """Copy and restore in another process and kill it; return whether it had ended."""
    command = [sys.executable, "-m", "tests.records.copies.copier", str(folder), str(room)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as copying:
        assert copying.stdout is not None
        assert copying.stdout.readline() == "ready\n"
        try:
            copying.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            copying.kill()
        return copying.stdout.readline() == "done\n"


@pytest.mark.faults
def test_a_killed_copy_is_none_and_a_killed_restore_is_absent_or_whole(
    full_folder: Path, tmp_path: Path, full_faults: bool
) -> None:
    chance, cut = random.Random(5), 0  # noqa: S311 - moments, not keys
    for rank in range(WHOLE if full_faults else TENTH):
        room = tmp_path / f"room-{rank}"
        places, back = Places(room / "disk", room / "stick"), room / "back"
        cut += not _killed_after(full_folder, room, chance.uniform(0, LONGEST_MS) / 1000)
        for generation in generations(places.data, Half.DATA):
            assert verify(generation).findings == ()
        if generations(places.data, Half.DATA) and generations(places.keys, Half.KEYS):
            assert drill((places.data, places.keys), BACK).is_good
        if back.exists():
            with opened(back, now=BACK) as session:
                assert len(vault_of(session).sheets()) == 3
            shutil.rmtree(back)
        assert back_up(full_folder, places).findings == ()
        assert bring_back(places, back).sheets == 3
        assert [one for one in room.rglob(".*") if one.is_dir()] == []
        shutil.rmtree(room)
    assert cut, "no kill fell inside: the moments are badly chosen"
    assert verify(full_folder).findings == ()
