"""``kill -9`` at any instant: what was acknowledged is there, whole, once."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.journal.entries import TreeHead
from tests.records.stations import a_request, opened, rounds, vault_of


def _killed(folder: Path, first: int, chance: random.Random) -> list[list[str]]:
    """Return what a station acknowledged before it was killed."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.records.writer", str(folder), str(first)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(chance.randrange(1, 12))]
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(chance.random() / 100)
        writer.kill()
        said += writer.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


def _answers(folder: Path) -> dict[bytes, int]:
    with opened(folder) as session:
        drafts = vault_of(session).drafts()
    return {draft.draft_id: int(draft.body.split()[0]) for draft in drafts if draft.intact}


def _check_sealed(folder: Path, said: list[list[str]]) -> int:
    """Return how many sheets there are, each acknowledged one being whole."""
    with opened(folder) as session:
        vault = vault_of(session)
        for _, number, entry, root in (line for line in said if line[0] == "sealed"):
            sealed, request = vault.read(a_request(int(number)).sheet_id), a_request(int(number))
            assert (sealed.body, sealed.number, sealed.intact) == (request.body, int(entry), True)
            assert sealed.documents == {d.kind: d.content for d in request.documents}
            again = vault.seal(request, TreeHead(0, bytes(32)))
            assert (again.number, again.root.hex()) == (int(entry), root)
        lines = vault.sheets()
        assert len({line.sheet_id for line in lines}) == len(lines)
        assert all(line.intact for line in lines)
        return len(lines)


@pytest.mark.faults
def test_a_killed_station_loses_nothing_it_acknowledged(folder: Path, full_faults: bool) -> None:
    chance, first, acknowledged = random.Random(9), 1, 0  # noqa: S311 - reproducible
    for _ in range(rounds(full_faults)):
        said = _killed(folder, first, chance)
        assert verify(folder).findings == ()
        drafts = _answers(folder)
        for _, number, answer in (line for line in said if line[0] == "draft"):
            request = a_request(int(number))
            sealed = ["sealed", number] in [line[:2] for line in said]
            with opened(folder) as session:
                kept = {line.sheet_id for line in vault_of(session).sheets()}
            assert sealed or request.sheet_id in kept or drafts[request.draft_id] >= int(answer)
        count = _check_sealed(folder, said)
        assert count >= acknowledged
        acknowledged += sum(line[0] == "sealed" for line in said)
        first = count + 1
    assert acknowledged > 0
