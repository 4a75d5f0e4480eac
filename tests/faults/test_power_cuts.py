"""The current cut anywhere in a morning of work: what was acknowledged is there, and verifies.

``disk`` replays what SQLite wrote: at each cut, sectors that were not flushed are lost or torn.
The same morning with ``synchronous=OFF`` does lose work: the replay can fail.
"""

import random
import shutil
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.people.changes import change_password
from app.records.people.unlock import unlock
from app.records.refusals import VaultRefusal, WrongSecret
from tests.faults.disk import Disk, Record, Said, recorded
from tests.records.stations import LATER, SECRET, a_request, make_station, opened, seal, vault_of

CUTS = 600
OTHER = "girafe lente quai marine"
SHEETS = 12


def _morning(folder: Path, record: Record, synchronous: str) -> None:
    with opened(folder) as session:
        vault = vault_of(session)
        store = vault._sealing._store
        store.execute("pragma wal_autocheckpoint = 40")
        store.execute(f"pragma synchronous = {synchronous}")
        for number in range(1, SHEETS + 1):
            request = a_request(number)
            assert request.draft_id is not None
            vault.save_draft(request.draft_id, b"answers of %d" % number, request.now)
            record.say("draft", number)
            seal(vault, number)
            record.say("sealed", number)
            if number == SHEETS // 2:
                change_password(session.own, SECRET, OTHER, LATER)
                record.say("password")


def _recorded(folder: Path, synchronous: str = "full") -> Record:
    with recorded(folder) as record:
        _morning(folder, record, synchronous)
    return record


def _opens(folder: Path, *secrets: str) -> bool:
    for secret in secrets:
        try:
            unlock(folder, "helene", secret, LATER).close()
        except WrongSecret:
            continue
        return True
    return False


def _check(folder: Path, said: set[tuple[object, ...]]) -> None:
    assert verify(folder).findings == ()
    assert _opens(folder, OTHER) if ("password",) in said else _opens(folder, SECRET, OTHER)
    with opened(folder, "bruno") as session:
        vault = vault_of(session)
        kept = {line.sheet_id for line in vault.sheets()}
        drafts = {draft.draft_id: draft.body for draft in vault.drafts() if draft.intact}
        for number in range(1, SHEETS + 1):
            request = a_request(number)
            if request.sheet_id in kept:
                sealed = vault.read(request.sheet_id)
                assert (sealed.body, sealed.intact) == (request.body, True)
                assert sealed.documents == {d.kind: d.content for d in request.documents}
            else:
                assert ("sealed", number) not in said
                if ("draft", number) in said:
                    assert drafts.get(request.draft_id) == b"answers of %d" % number
        seal(vault, 99)
    assert verify(folder).findings == ()


def _cuts(start: Path, record: Record, room: Path, count: int) -> int:
    """Cut at ``count`` instants; return how many acknowledged things were looked for."""
    chance = random.Random(20261125)  # noqa: S311 - instants, not keys
    instants = sorted(chance.randrange(len(record.acts) + 1) for _ in range(count))
    disk, done, checked = Disk(start), 0, 0
    for rank, instant in enumerate(instants):
        for act in record.acts[done:instant]:
            disk.do(act)
        done = instant
        said = {act.words for act in record.acts[:instant] if isinstance(act, Said)}
        disk.after_cut(room / f"cut-{rank}", chance)
        _check(room / f"cut-{rank}", said)
        shutil.rmtree(room / f"cut-{rank}")
        checked += len(said)
    return checked


@pytest.mark.faults
def test_a_power_cut_anywhere_loses_nothing_acknowledged(tmp_path: Path, full_faults: bool) -> None:
    folder = make_station(tmp_path / "station")
    start = Path(shutil.copytree(folder, tmp_path / "start"))
    record = _recorded(folder)
    assert _cuts(start, record, tmp_path, CUTS if full_faults else CUTS // 10) > 0


@pytest.mark.faults
def test_the_replay_does_see_a_disk_that_is_not_flushed(tmp_path: Path) -> None:
    folder = make_station(tmp_path / "station")
    start = Path(shutil.copytree(folder, tmp_path / "start"))
    record = _recorded(folder, "off")
    with pytest.raises((AssertionError, VaultRefusal)):
        _cuts(start, record, tmp_path, CUTS // 10)
