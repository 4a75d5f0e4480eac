"""A change of people killed at any of its steps is whole or absent, and its line is written."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.keys.notes import waiting_notes
from app.records.keys.roster import roster
from app.records.people.unlock import unlock
from app.records.refusals import WrongSecret
from app.records.station_file import KEYSTORE
from tests.records.people.changer import CHANGES, die_changing
from tests.records.people.test_changes import OTHER, events, everything_opens, room_of
from tests.records.stations import LATER, SECRET, opened, peek

ACCOUNTS = "select login, status, hex(sealed) from account order by rowid"


def killed(folder: Path, name: str, last: int) -> bool:
    """Make a change die at its ``last``-th step; tell whether it died."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            die_changing(folder, name, last)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, -signal.SIGKILL}
    return code != 0


def opens(folder: Path, login: str, secret: str) -> bool:
    try:
        unlock(folder, login, secret, LATER).close()
    except WrongSecret:
        return False
    return True


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_killed_at_any_step_is_whole_or_absent(full_folder: Path, name: str) -> None:
    before = events(full_folder)
    untouched = peek(full_folder / KEYSTORE, ACCOUNTS)
    whole = Path(shutil.copytree(full_folder, full_folder.with_name("whole")))
    assert not killed(whole, name, 0)
    everything_opens(whole, "helene")
    lines = events(whole)[len(before) :]
    assert lines

    step, absent, died = 1, 0, True
    while died:
        folder = Path(shutil.copytree(full_folder, full_folder.with_name(f"cut-{step}")))
        died = killed(folder, name, step)
        # What is on the disk verifies as it is, and any survivor finishes what was begun.
        assert verify(folder).findings == ()
        changed = peek(folder / KEYSTORE, ACCOUNTS) != untouched
        everything_opens(folder, "helene")
        assert verify(folder).findings == ()
        assert [one.login for one in roster(folder)].count("helene") == 1
        with opened(folder) as session:
            assert waiting_notes(room_of(session).keystore) == ()
            assert room_of(session).keystore.overdue() == frozenset()
        said = events(folder)[len(before) :]
        assert said in ([], lines), f"step {step}"
        # An account never changes without its line, whoever writes it.
        assert said == lines or not changed
        absent += said == []
        shutil.rmtree(folder)
        step += 1
    assert absent == 1
    assert step > 3


def test_a_revoked_person_killed_in_the_middle_opens_all_or_nothing(full_folder: Path) -> None:
    for step in (1, 2, 3):
        folder = Path(shutil.copytree(full_folder, full_folder.with_name(f"cut-{step}")))
        assert killed(folder, "revoke", step)
        assert opens(folder, "bruno", SECRET) == (step == 1)
        assert ("bruno" in [one.login for one in roster(folder)]) == (step == 1)


def test_a_password_killed_in_the_middle_is_the_former_or_the_new_one(full_folder: Path) -> None:
    for step in (1, 2):
        folder = Path(shutil.copytree(full_folder, full_folder.with_name(f"cut-{step}")))
        assert killed(folder, "password", step)
        assert opens(folder, "bruno", SECRET) == (step == 1)
        assert opens(folder, "bruno", OTHER) == (step == 2)
