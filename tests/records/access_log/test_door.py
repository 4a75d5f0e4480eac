"""A sheet is shown once its access is written down, for a reason where one is due."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.records.access_log.door import Door, Reason, ReasonWanted, reason_of
from app.records.access_log.log import AccessPage, What
from app.records.access_log.reasons import LONGEST_REASON
from app.records.check.verify import verify
from app.records.journal.entries import ACCESS_TRACE, Event
from app.records.people.session import PharmacistSession
from app.records.refusals import DiskFull, Tampered, UnknownSheet
from tests.records.access_log.test_access_log import FOREVER, log_of
from tests.records.stations import LATER, a_request, opened, peek, shell

ONE = a_request(1).sheet_id
VAULT = "vault.sqlite"
YEARS_LATER = LATER + timedelta(days=800)
WHY = Reason("Le patient revient pour la même plaie")


def door_of(session: object) -> Door:
    assert isinstance(session, PharmacistSession)
    return Door(session.custody, log_of(session))


def accesses(session: object) -> AccessPage:
    assert isinstance(session, PharmacistSession)
    return log_of(session).page(*FOREVER, 0, 10)


def test_my_own_young_sheet_opens_and_leaves_a_line(full_folder: Path) -> None:
    before = peek(full_folder / VAULT, "select count(*) from ledger")
    with opened(full_folder) as session:
        sealed = door_of(session).open(ONE, LATER)
        assert sealed.body == a_request(1).body
        (line,) = accesses(session).entries
    assert (line.what, line.sheet, line.reason) == (What.OPENED, sealed.number, "")
    assert peek(full_folder / VAULT, "select count(*) from ledger") == before


@pytest.mark.parametrize(("login", "now"), [("bruno", LATER), ("helene", YEARS_LATER)])
def test_a_colleagues_sheet_and_an_old_one_stay_closed_without_a_reason(
    full_folder: Path, login: str, now: datetime
) -> None:
    with opened(full_folder, login) as session:
        door = door_of(session)
        with pytest.raises(ReasonWanted) as refused:
            door.open(ONE, now)
        assert "motif" in refused.value.sentence
        assert accesses(session).total == 0
        assert door.open(ONE, now, WHY).body == a_request(1).body
        (line,) = accesses(session).entries
    assert line.reason == WHY.words


def test_an_access_for_a_reason_leaves_its_hash_in_the_journal(full_folder: Path) -> None:
    with opened(full_folder, "bruno") as session:
        door_of(session).open(ONE, LATER, WHY, What.EXPORTED)
        assert isinstance(session, PharmacistSession)
        entry = session.custody.ledger.entry(session.custody.ledger.head().size)
        assert accesses(session).entries[0].what is What.EXPORTED
    ((body,),) = peek(full_folder / VAULT, "select body from access")
    assert isinstance(body, bytes)
    assert (entry.event, entry.about) == (Event.SHEET_OPENED, ONE)
    assert [(t.kind, t.digest) for t in entry.traces] == [(ACCESS_TRACE, sha256(body).digest())]
    assert verify(full_folder).findings == ()


def test_a_broken_journal_hides_nothing_and_is_not_written_to(full_folder: Path) -> None:
    shell(full_folder / VAULT, "delete from head where size = (select max(size) from head)")
    before = peek(full_folder / VAULT, "select count(*) from ledger")
    with opened(full_folder, "bruno") as session:
        assert door_of(session).open(ONE, LATER, WHY).body == a_request(1).body
        assert accesses(session).total == 1
    assert peek(full_folder / VAULT, "select count(*) from ledger") == before


def test_what_cannot_be_written_down_is_not_shown(
    full_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise DiskFull

    for login in ("helene", "bruno"):
        with opened(full_folder, login) as session:
            door = door_of(session)
            monkeypatch.setattr(log_of(session), "write", full)
            with pytest.raises(DiskFull):
                door.open(ONE, LATER, WHY)
    assert verify(full_folder).findings == ()


def test_a_sheet_unknown_or_altered_leaves_no_line(full_folder: Path) -> None:
    shell(full_folder / VAULT, "update sheet set body = zeroblob(99) where id = ?", ONE)
    with opened(full_folder) as session:
        for sheet_id, refusal in ((bytes(16), UnknownSheet), (ONE, Tampered)):
            with pytest.raises(refusal):
                door_of(session).open(sheet_id, LATER, WHY)
        assert accesses(session).total == 0


@pytest.mark.parametrize("words", ["", "  \n", "x" * (LONGEST_REASON + 1)])
def test_a_reason_has_words(words: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        Reason(words)


def test_what_is_typed_is_a_reason_when_it_says_something() -> None:
    assert reason_of("  ") is None
    assert reason_of(f" {'x' * 900} ") == Reason("x" * LONGEST_REASON)
