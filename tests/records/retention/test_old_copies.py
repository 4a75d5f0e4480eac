"""What a purge means for the copies made before it: closed, and complete on a known date."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.copies.backup import Places, backup
from app.records.copies.completion import key_copy_gone, purge_states
from app.records.copies.restore import Returning, restore
from app.records.custody import Custody
from app.records.journal.entries import Event, decode
from app.records.refusals import UnknownSheet
from app.records.retention.due import purge_plan
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.presence import Second
from app.records.retention.purge import Confirmation, execute_purge
from app.records.retention.refusals import (
    KeptOnly,
    NoReason,
    NotRetyped,
    SecondPerson,
    SheetHeld,
)
from app.records.station_file import KEYSTORE, VAULT
from tests.records.power import Power, PowerCut
from tests.records.retention.old_station import OWNER, TODAY, at, custody_of, id_of
from tests.records.stations import SECRET, peek, vault_of

BACK = TODAY + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "disk", tmp_path / "stick")


def purge(custody: Custody) -> None:
    plan = purge_plan(custody, TODAY)
    execute_purge(custody, plan, Confirmation(OWNER, plan.phrase), TODAY)


def erase(custody: Custody, number: int, **changed) -> int:
    said = {
        "sheet_id": id_of(number),
        "reason": "scellée pour un autre patient",
        "second": OWNER,
        "typed": erasure_phrase(custody, id_of(number)),
    }
    return erase_sheet(custody, Erasure(**(said | changed)), TODAY)


def test_a_purged_month_does_not_come_back_from_an_old_copy(
    old_folder: Path, places: Places, tmp_path: Path
) -> None:
    with at(old_folder) as session:
        old = backup(custody_of(session), places, TODAY)
        purge(custody_of(session))
        new = backup(custody_of(session), places, TODAY + HOUR)
    back = tmp_path / "back"
    who = Returning("helene", SECRET, OWNER)
    report = restore((old.data, new.keys), back, who, BACK)
    assert (report.erased, report.sheets, report.closed) == (3, 3, ())
    with at(back, now=BACK) as session:
        for number in (1, 2, 3):
            with pytest.raises(UnknownSheet):
                vault_of(session).read(id_of(number))
        assert [line.intact for line in vault_of(session).sheets()] == [True] * 3
        assert session.facts is not None
        assert len(session.facts.between(0, 999999)) == 3
    assert verify(back).findings == ()


def test_a_purge_is_complete_once_the_last_old_key_copy_is_gone(
    old_folder: Path, places: Places, tmp_path: Path
) -> None:
    elsewhere = Places(tmp_path / "disk", tmp_path / "other stick")
    with at(old_folder) as session:
        custody = custody_of(session)
        first = backup(custody, places, TODAY - timedelta(days=20))
        away = backup(custody, elsewhere, TODAY - timedelta(days=10))
        purge(custody)
        [state] = purge_states(custody)
        assert (len(state.copies), state.complete_at) == (2, None)
        assert state.complete_by == TODAY + timedelta(days=20)
        assert state.rows == 6
        backup(custody, places, TODAY + timedelta(days=11))
        assert not first.keys.exists()
        [state] = purge_states(custody)
        assert [one.place for one in state.copies] == [str(elsewhere.keys)]
        key_copy_gone(custody, state.copies[0].copy_id, TODAY + timedelta(days=12))
        [state] = purge_states(custody)
        assert state.complete_at == TODAY + timedelta(days=12)
        assert away.keys.exists()
    entries = [decode(e) for (e,) in peek(old_folder / VAULT, "select entry from ledger")]
    assert [e.event for e in entries].count(Event.PURGE_COMPLETE) == 1


def test_a_purge_without_copies_is_complete_at_once(old_folder: Path) -> None:
    with at(old_folder) as session:
        purge(custody_of(session))
        [state] = purge_states(custody_of(session))
        assert (state.copies, state.complete_by) == ((), TODAY)


def test_an_erased_sheet_leaves_a_tombstone_and_nothing_else(old_folder: Path) -> None:
    with at(old_folder) as session:
        body = peek(old_folder / VAULT, "select body from sheet where id = ?", id_of(4))[0][0]
        seq = erase(custody_of(session), 4)
        assert isinstance(body, bytes)
        with pytest.raises(UnknownSheet):
            vault_of(session).read(id_of(4))
        assert len(vault_of(session).sheets()) == 5
        written = b"".join(p.read_bytes() for p in old_folder.iterdir() if p.is_file())
        assert body not in written
    assert peek(old_folder / VAULT, "select gone from tombstone") == [(seq,)]
    assert peek(old_folder / VAULT, "select count(*) from outbox where ref = ?", id_of(4)) == [(0,)]
    assert verify(old_folder).findings == ()


def test_an_erasure_needs_its_phrase_a_reason_and_two_people(old_folder: Path) -> None:
    with at(old_folder) as session:
        custody = custody_of(session)
        head = custody.ledger.head()
        for changed, refusal in (
            ({"typed": "effacer"}, NotRetyped),
            ({"reason": "  "}, NoReason),
            ({"second": Second("bruno", SECRET)}, SecondPerson),
            ({"sheet_id": bytes(16)}, UnknownSheet),
        ):
            with pytest.raises(refusal):
                erase(custody, 4, **changed)
        assert session.holds is not None
        session.holds.place(id_of(4), "réclamation", TODAY)
        with pytest.raises(SheetHeld):
            erase(custody, 4)
        assert custody.ledger.head().size == head.size + 1
        assert len(vault_of(session).sheets()) == 6


def test_letting_a_kept_sheet_go_destroys_its_own_key(old_folder: Path) -> None:
    with at(old_folder) as session:
        custody, holds = custody_of(session), session.holds
        assert holds is not None
        holds.place(id_of(1), "réclamation", TODAY)
        purge(custody)
        with pytest.raises(KeptOnly):
            holds.release(id_of(1), "close", TODAY)
        [(key,)] = peek(old_folder / VAULT, "select key from kept")
        erase(custody, 1)
        assert holds.all() == ()
        assert len(vault_of(session).sheets()) == 3
    assert peek(old_folder / KEYSTORE, "select wrapped from month_key where id = ?", key) == [
        (None,)
    ]
    assert verify(old_folder).findings == ()


def test_an_erasure_cut_before_its_key_is_finished_at_the_next_login(old_folder: Path) -> None:
    with at(old_folder) as session:
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation", TODAY)
        purge(custody_of(session))
        [(key,)] = peek(old_folder / VAULT, "select key from kept")
        power = Power(1)
        with pytest.MonkeyPatch.context() as patch:
            shred = "app.records.retention.erasure.destroy_doomed"
            patch.setattr(shred, power.cutting(lambda *_: None))
            with pytest.raises(PowerCut):
                erase(custody_of(session), 1)
    with at(old_folder, "bruno") as session:
        assert len(vault_of(session).sheets()) == 3
    assert peek(old_folder / KEYSTORE, "select wrapped from month_key where id = ?", key) == [
        (None,)
    ]
    assert verify(old_folder).findings == ()


@pytest.mark.parametrize(
    "sql",
    [
        "insert into tombstone values (10, (select gone from tombstone limit 1))",
        "insert into tombstone values (10, 3)",
        "delete from tombstone where entry = 8",
        "update tombstone set gone = gone + 1",
    ],
)
def test_a_tombstone_that_lies_is_found(old_folder: Path, sql: str) -> None:
    from tests.records.stations import shell

    with at(old_folder) as session:
        purge(custody_of(session))
    assert verify(old_folder).findings == ()
    assert shell(old_folder / VAULT, sql) >= 1
    assert verify(old_folder).findings
