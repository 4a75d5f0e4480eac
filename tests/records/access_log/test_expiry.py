"""The access log ends after twelve months: its keys are destroyed, the journal keeps a line."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.records.access_log import expiry
from app.records.access_log.expiry import expire
from app.records.access_log.log import What
from app.records.check.verify import verify
from app.records.custody import Custody
from app.records.journal.entries import Event
from app.records.people.session import PharmacistSession
from app.records.retention.plan import ACCESS_MONTHS
from app.records.upkeep.care import take_care
from tests.records.access_log.test_access_log import FOREVER, log_of
from tests.records.stations import LATER, opened, peek, seal, shell, vault_of

VAULT, KEYS = "vault.sqlite", "keystore.sqlite"
LIVE = "select count(*) from month_key where domain = 3 and wrapped is not null"
AFTER = LATER.replace(year=LATER.year + 1, month=12)


def custody_of(session: object) -> Custody:
    assert isinstance(session, PharmacistSession)
    return session.custody


def month_by_month(folder: Path, until: datetime) -> None:
    """Let the station work: one access and one sheet each month, the clock never jumps."""
    at, rank = LATER, 1
    while at < until:
        with opened(folder, now=at) as session:
            log_of(session).record(What.OPENED, rank, "", at)
            seal(vault_of(session), 100 + rank, now=at)
        at, rank = at + timedelta(days=30), rank + 1


@pytest.fixture
def old(folder: Path) -> Path:
    month_by_month(folder, AFTER)
    return folder


def test_the_month_that_is_over_goes_with_its_key_and_the_others_stay(old: Path) -> None:
    before = peek(old / KEYS, LIVE)[0][0]
    with opened(old, now=AFTER) as session:
        total = log_of(session).page(*FOREVER, 0, 1).total
        assert expire(custody_of(session), AFTER) == (202611,)
        page = log_of(session).page(*FOREVER, 0, 1)
        assert (page.total, page.unread, page.missing) == (total - 1, 0, 0)
        ledger = custody_of(session).ledger
        entry = ledger.entry(ledger.head().size - 1)  # the last one says the new domain key
        assert expire(custody_of(session), AFTER) == ()
    assert entry.event == Event.ACCESS_EXPIRED
    assert peek(old / KEYS, LIVE) == [(int(str(before)) - 1,)]
    assert verify(old).findings == ()
    with opened(old, "bruno", now=AFTER) as session:
        assert log_of(session).page(*FOREVER, 0, 1).unread == 0


def test_an_old_copy_of_the_vault_opens_no_line_with_the_new_keys(
    old: Path, tmp_path: Path
) -> None:
    shutil.copy(old / VAULT, tmp_path / "copy.sqlite")
    with opened(old, now=AFTER) as session:
        expire(custody_of(session), AFTER)
    shutil.copy(tmp_path / "copy.sqlite", old / VAULT)
    with opened(old, now=AFTER) as session:
        assert log_of(session).page(*FOREVER, 0, 1).unread == 1


def test_nothing_goes_before_its_time_nor_when_the_clock_jumped(folder: Path) -> None:
    with opened(folder) as session:
        log_of(session).record(What.OPENED, 1, "", LATER)
        assert ACCESS_MONTHS == 12
        assert expire(custody_of(session), LATER) == ()
    eleven_years = LATER.replace(year=LATER.year + 11)
    with opened(folder, now=eleven_years) as session:
        take_care(custody_of(session), eleven_years, is_proven=True)
        assert expire(custody_of(session), eleven_years) == ()
        assert log_of(session).page(*FOREVER, 0, 1).total == 1


def test_a_login_ends_what_is_over_unless_the_journal_is_doubted(old: Path) -> None:
    with opened(old, now=AFTER) as session:
        total = log_of(session).page(*FOREVER, 0, 1).total
        take_care(custody_of(session), AFTER, is_proven=False)
        assert log_of(session).page(*FOREVER, 0, 1).total == total
        take_care(custody_of(session), AFTER, is_proven=True)
        assert log_of(session).page(*FOREVER, 0, 1).total == total - 1


def test_a_broken_journal_destroys_nothing(old: Path) -> None:
    shell(old / VAULT, "delete from head where size = (select max(size) from head)")
    with opened(old, now=AFTER) as session:
        assert expire(custody_of(session), AFTER) == ()
    assert peek(old / VAULT, "select count(*) from access where month = 202611") == [(1,)]


def test_a_cut_between_rows_and_key_is_finished_by_the_next_call(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(Exception):
        pass

    def cut(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patched, opened(old, now=AFTER) as session:
        patched.setattr(expiry, "destroy_keys", cut)
        with pytest.raises(Cut):
            expire(custody_of(session), AFTER)
    entries = peek(old / VAULT, "select count(*) from ledger")
    with opened(old, now=AFTER) as session:
        assert expire(custody_of(session), AFTER) == (202611,)
        assert expire(custody_of(session), AFTER) == ()
    assert peek(old / KEYS, f"{LIVE} and month = 202611") == [(0,)]
    written = peek(old / VAULT, "select count(*) from ledger")
    assert int(str(written[0][0])) - int(str(entries[0][0])) <= 1  # the new domain key alone
    assert verify(old).findings == ()
