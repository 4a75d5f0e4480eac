from hashlib import sha256
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.journal.entries import COMMITTEE_KEY_TRACE, Event, Trace
from app.records.refusals import SessionClosed, Tampered
from app.records.station_file import VAULT
from app.records.vault import Vault
from tests.records.stations import LATER, opened, seal, shell, vault_of

ABOUT = bytes(range(16))
TRACE = Trace(COMMITTEE_KEY_TRACE, sha256(b"a key").digest())
KEY = Event.COMMITTEE_KEY_ACCEPTED


def approve(folder: Path, login: str) -> bool:
    with opened(folder, login) as session:
        return vault_of(session).approvals.approve(KEY, ABOUT, (TRACE,), LATER)


def test_two_people_leave_two_lines_in_order(folder: Path) -> None:
    assert approve(folder, "helene")
    assert approve(folder, "bruno")
    with opened(folder) as session:
        lines = vault_of(session).approvals.lines(KEY)
    assert len({one.actor for one in lines}) == 2
    assert [one.about for one in lines] == [ABOUT, ABOUT]
    assert lines[0].digests == (TRACE.digest,)
    assert lines[0].seq < lines[1].seq
    assert lines[0].at == LATER


def test_the_same_person_leaves_one_line(folder: Path) -> None:
    assert approve(folder, "helene")
    assert not approve(folder, "helene")
    with opened(folder) as session:
        assert len(vault_of(session).approvals.lines(KEY)) == 1


def test_other_events_are_not_approvals(vault: Vault) -> None:
    seal(vault)
    vault.approvals.approve(KEY, ABOUT, (TRACE,), LATER)
    assert vault.approvals.lines(Event.PROTOCOL_WITHDRAWN) == ()
    assert [one.about for one in vault.approvals.lines(KEY)] == [ABOUT]


def test_another_content_about_the_same_thing_is_another_line(vault: Vault) -> None:
    other = Trace(COMMITTEE_KEY_TRACE, sha256(b"another key").digest())
    assert vault.approvals.approve(KEY, ABOUT, (TRACE,), LATER)
    assert vault.approvals.approve(KEY, ABOUT, (other,), LATER)
    assert [one.digests[0] for one in vault.approvals.lines(KEY)] == [TRACE.digest, other.digest]


def test_a_station_with_approvals_verifies_without_a_key(folder: Path) -> None:
    approve(folder, "helene")
    assert verify(folder).findings == ()


@pytest.mark.parametrize("last", [True, False], ids=["last entry", "older entry"])
def test_a_line_hidden_under_another_event_is_refused(folder: Path, *, last: bool) -> None:
    approve(folder, "helene")
    if not last:
        with opened(folder) as session:
            seal(vault_of(session))
    forged = "substr(entry, 1, 17) || X'05' || substr(entry, 19)"
    sql = f"update ledger set entry = cast({forged} as blob) where substr(entry, 18, 1) = ?"  # noqa: S608 - written by a test
    assert shell(folder / VAULT, sql, bytes((KEY,))) == 1
    with opened(folder) as session:
        approvals = vault_of(session).approvals
        with pytest.raises(Tampered):
            approvals.lines(KEY)
        with pytest.raises(Tampered):
            approvals.approve(KEY, ABOUT, (TRACE,), LATER)


def test_a_line_is_seen_by_the_session_that_writes_it(vault: Vault) -> None:
    assert vault.approvals.lines(KEY) == ()
    vault.approvals.approve(KEY, ABOUT, (TRACE,), LATER)
    assert len(vault.approvals.lines(KEY)) == 1


def test_nobody_approves_after_the_session(folder: Path) -> None:
    with opened(folder) as session:
        approvals = vault_of(session).approvals
    with pytest.raises(SessionClosed):
        approvals.approve(KEY, ABOUT, (TRACE,), LATER)
