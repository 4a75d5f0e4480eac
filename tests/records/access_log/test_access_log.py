"""Who opened what: sealed, read by those who may, and no line goes unseen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from app.records.access_log.log import AccessLog, What
from app.records.access_log.reasons import ACTIVE_MONTHS, demand
from app.records.people.session import PharmacistSession
from app.records.people.unlock import Session
from tests.records.stations import LATER, opened, shell

VAULT = "vault.sqlite"
MARK = "Marqueur du motif"
ME, OTHER = b"m" * 16, b"o" * 16
SEALED = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
FOREVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def log_of(session: Session) -> AccessLog:
    assert session.accesses is not None
    return session.accesses


def written(folder: Path, count: int = 5) -> None:
    with opened(folder) as session:
        for rank in range(count):
            at = LATER + timedelta(days=rank)
            log_of(session).record(What.OPENED, rank + 1, f"{MARK} {rank}", at)


def test_accesses_are_read_the_latest_first_page_by_page(folder: Path) -> None:
    written(folder)
    with opened(folder) as session:
        page = log_of(session).page(*FOREVER, 1, 2)
    assert [one.sheet for one in page.entries] == [4, 3]
    assert (page.total, page.unread, page.missing) == (5, 0, 0)
    assert page.entries[0].who == "Hélène Marchetti"
    assert page.entries[0].reason == f"{MARK} 3"


def test_only_the_period_asked_for_is_read(folder: Path) -> None:
    written(folder)
    with opened(folder) as session:
        since, before = LATER + timedelta(days=1), LATER + timedelta(days=3)
        found = log_of(session).page(since, before, 0, 10)
    assert [one.sheet for one in found.entries] == [3, 2]


@pytest.mark.parametrize("login", ["odile", "aline"])
def test_owner_and_auditor_read_the_log_without_any_key_to_the_sheets(
    folder: Path, login: str
) -> None:
    written(folder)
    with opened(folder, login) as session:
        assert not isinstance(session, PharmacistSession)
        assert log_of(session).page(*FOREVER, 0, 10).total == 5


def test_a_preparer_has_no_log(folder: Path) -> None:
    with opened(folder, "paul") as session:
        assert session.accesses is None


def test_nothing_of_a_line_is_readable_in_the_file(folder: Path) -> None:
    written(folder)
    data = b"".join(one.read_bytes() for one in folder.glob("vault.sqlite*"))
    assert MARK.encode() not in data
    assert b"Marchetti" not in data


@pytest.mark.parametrize(
    ("attack", "unread", "missing", "total"),
    [
        ("delete from access where seq = 3", 0, 1, 4),
        ("update access set body = zeroblob(length(body)) where seq = 3", 1, 0, 4),
        ("update access set seq = 9 where seq = 3", 1, 4, 4),
        ("update access set id = randomblob(16) where seq = 3", 1, 0, 4),
    ],
)
def test_a_line_taken_away_or_altered_is_told(
    folder: Path, attack: str, unread: int, missing: int, total: int
) -> None:
    written(folder)
    shell(folder / VAULT, attack)
    with opened(folder) as session:
        page = log_of(session).page(*FOREVER, 0, 10)
    assert (page.unread, page.missing, page.total) == (unread, missing, total)


def test_the_last_line_taken_away_leaves_its_rank_behind(folder: Path) -> None:
    written(folder)
    shell(folder / VAULT, "delete from access where seq = 5")
    with opened(folder) as session:
        log_of(session).record(What.OPENED, 9, "", LATER + timedelta(days=9))
        assert log_of(session).page(*FOREVER, 0, 10).missing == 1


def test_a_young_sheet_of_mine_opens_without_a_word() -> None:
    assert demand(SEALED, ME, ME, SEALED + timedelta(days=700)) is None


def test_a_colleagues_sheet_and_an_old_one_ask_why() -> None:
    colleague = demand(SEALED, OTHER, ME, SEALED)
    assert colleague is not None
    assert "confrère" in colleague.sentence
    old = demand(SEALED, ME, ME, SEALED.replace(year=SEALED.year + 2))
    assert old is not None
    assert f"{ACTIVE_MONTHS}\u00a0mois" in old.sentence


@given(days=st.integers(0, 4000))
def test_a_sheet_is_old_from_the_day_its_months_are_whole(days: int) -> None:
    now = SEALED + timedelta(days=days)
    old = demand(SEALED, ME, ME, now) is not None
    assert old == (now >= SEALED.replace(year=SEALED.year + ACTIVE_MONTHS // 12))
