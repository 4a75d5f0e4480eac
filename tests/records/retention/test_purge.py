"""The purge: shown, in two persons, begun and finished, and nothing left to read."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.database import Store
from app.records.journal.entries import Event, decode
from app.records.journal.merkle import Tree
from app.records.keys.accounts import Domain
from app.records.people.session import PharmacistSession
from app.records.refusals import DiskFull, KeyMissing, UnknownSheet, WrongSecret
from app.records.retention.due import purge_plan
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.plan import due_month, is_due
from app.records.retention.presence import Second
from app.records.retention.purge import Confirmation, execute_purge, finish_purges
from app.records.retention.refusals import (
    ClockDoubt,
    NothingDue,
    NotRetyped,
    PlanMoved,
    SecondPerson,
)
from app.records.retention.traces import destroyed_months, destroyed_roots
from app.records.station_file import KEYSTORE, VAULT
from tests.records.power import Power, PowerCut
from tests.records.retention.old_station import DUE, OWNER, TODAY, at, custody_of, id_of
from tests.records.stations import SECRET, a_request, peek, seal, shell, vault_of


def _purge(session, now=TODAY, **changed):
    custody = custody_of(session)
    plan = purge_plan(custody, now)
    confirmation = Confirmation(OWNER, plan.phrase)
    return execute_purge(custody, plan, replace(confirmation, **changed), now)


def test_ten_years_are_counted_from_the_month_of_closing() -> None:
    day = TODAY.date()
    assert is_due(202612, 120, day.replace(year=2037, month=1))
    assert not is_due(202612, 120, day.replace(year=2036, month=12, day=31))
    assert due_month(202612, 120) == 203701
    assert due_month(202611, 120) == 203612


def test_the_plan_shows_what_would_go_and_touches_nothing(old_folder: Path) -> None:
    with at(old_folder) as session:
        plan = purge_plan(custody_of(session), TODAY)
        before = (old_folder / KEYSTORE).read_bytes()
        assert [(m.domain, m.month, m.rows, m.held) for m in plan.months] == [
            (Domain.SHEETS, DUE[0], 2, 0),
            (Domain.FACTS, DUE[0], 2, 0),
            (Domain.SHEETS, DUE[1], 1, 0),
            (Domain.FACTS, DUE[1], 1, 0),
        ]
        assert plan.phrase == "détruire 6 lignes, de 11/2026 à 12/2026"
        assert not plan.clock_doubt
        assert len(vault_of(session).sheets()) == 6
    assert (old_folder / KEYSTORE).read_bytes() == before


def test_a_purge_takes_what_is_due_and_nothing_else(old_folder: Path) -> None:
    with at(old_folder) as session:
        kept = [vault_of(session).read(id_of(n)) for n in (4, 5, 6)]
        assert _purge(session).begun
        vault = vault_of(session)
        for number in (1, 2, 3):
            with pytest.raises(UnknownSheet):
                vault.read(id_of(number))
        assert [vault.read(id_of(n)) for n in (4, 5, 6)] == kept
        assert seal(vault, 7, month=203702, now=TODAY).number
        assert vault.read(id_of(7)).intact
    with at(old_folder, "bruno") as session:
        assert [line.intact for line in vault_of(session).sheets()] == [True] * 4
        assert vault_of(session).read(id_of(4)) == kept[0]
    assert verify(old_folder).findings == ()


def test_the_journal_says_what_went_and_who_agreed(old_folder: Path) -> None:
    with at(old_folder) as session:
        leaves = [custody_of(session).ledger._tree.leaf(n - 1) for n in (7, 8)]
        _purge(session)
    entries = [decode(e) for (e,) in peek(old_folder / VAULT, "select entry from ledger")]
    approved = [e for e in entries if e.event == Event.PURGE_APPROVED]
    assert len({e.actor for e in approved}) == 2
    assert len({e.traces for e in approved}) == 1
    done = [e for e in entries if e.event == Event.PURGE_DONE]
    assert [destroyed_months(e.traces)[0].rows for e in done] == [2, 2, 1, 1]
    assert destroyed_roots(done[0].traces) == (Tree(leaves).root(),)
    tombs = peek(old_folder / VAULT, "select entry, gone from tombstone order by entry")
    assert tombs == [(7, done[0].seq), (8, done[0].seq), (9, done[2].seq)]


def test_nothing_of_the_keys_is_left_in_the_key_file(old_folder: Path) -> None:
    wrapped = [
        w
        for (w,) in peek(
            old_folder / KEYSTORE, "select wrapped from month_key where month < 203700"
        )
    ]
    bodies = [b for (b,) in peek(old_folder / VAULT, "select body from sheet where month < 203700")]
    with at(old_folder) as session:
        _purge(session)
        written = b"".join(p.read_bytes() for p in old_folder.rglob("*") if p.is_file())
    assert len(wrapped) == 4
    assert [w for w in wrapped if w[4:] in written] == []
    assert [b for b in bodies if b in written] == []


@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        (Second("odile", "not the password"), WrongSecret),
        (Second("nobody", SECRET), WrongSecret),
        (Second("bruno", SECRET), SecondPerson),
        (Second("helene", SECRET), SecondPerson),
        (Second("aline", SECRET), SecondPerson),
    ],
)
def test_a_second_person_must_be_there(old_folder: Path, second: Second, refusal: type) -> None:
    with at(old_folder) as session:
        head = vault_of(session).tree_head()
        with pytest.raises(refusal):
            _purge(session, second=second)
        assert vault_of(session).tree_head() == head
        assert len(vault_of(session).sheets()) == 6


def test_the_phrase_is_typed_again(old_folder: Path) -> None:
    with at(old_folder) as session, pytest.raises(NotRetyped):
        _purge(session, typed="détruire")


def test_a_plan_that_moved_is_refused(old_folder: Path) -> None:
    with at(old_folder) as session:
        plan = purge_plan(custody_of(session), TODAY)
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation", TODAY)
        with pytest.raises(PlanMoved):
            execute_purge(custody_of(session), plan, Confirmation(OWNER, plan.phrase), TODAY)
        assert len(vault_of(session).sheets()) == 6


def test_nothing_due_destroys_nothing(folder: Path) -> None:
    with at(folder, now=TODAY) as session, pytest.raises(NothingDue):
        _purge(session)


def test_a_clock_eleven_years_forward_destroys_nothing(full_folder: Path) -> None:
    ahead = TODAY + timedelta(days=400)
    with at(full_folder, now=ahead) as session:
        assert len(vault_of(session).sheets()) == 3
        assert purge_plan(custody_of(session), ahead).clock_doubt
        with pytest.raises(ClockDoubt):
            _purge(session, ahead)
        seal(vault_of(session), 4, now=ahead)
        with pytest.raises(ClockDoubt):
            _purge(session, ahead + timedelta(days=29))
    with at(full_folder, now=ahead) as session:
        assert len(vault_of(session).sheets()) == 4


def test_a_held_sheet_outlives_its_month(old_folder: Path) -> None:
    with at(old_folder) as session:
        before = vault_of(session).read(id_of(1))
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation en cours", TODAY)
        plan = purge_plan(custody_of(session), TODAY)
        assert (plan.months[0].rows, plan.months[0].held) == (1, 1)
        _purge(session)
        assert vault_of(session).read(id_of(1)) == before
    with at(old_folder, "bruno") as session:
        vault = vault_of(session)
        assert vault.read(id_of(1)) == before
        assert {line.sheet_id: line.summary for line in vault.sheets()}[id_of(1)] == b"summary 1"
        assert session.holds is not None
        [hold] = session.holds.all()
        assert (hold.alone, hold.reason, hold.number) == (
            True,
            "réclamation en cours",
            before.number,
        )
        with pytest.raises(UnknownSheet):
            vault.read(id_of(2))
    assert verify(old_folder).findings == ()


def test_a_held_sheet_that_does_not_read_stops_the_purge(old_folder: Path) -> None:
    shell(old_folder / VAULT, "update fact set body = zeroblob(300)")
    with at(old_folder) as session:
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation", TODAY)
        with pytest.raises(Exception, match="Tampered"):
            _purge(session)
        assert len(vault_of(session).sheets()) == 6


def test_the_owner_holds_by_number_without_a_key(old_folder: Path) -> None:
    with at(old_folder, "odile") as session:
        assert not isinstance(session, PharmacistSession)
        assert not isinstance(session, PharmacistSession)
        assert session.holds is not None
        session.holds.place(session.holds.numbered(7), "courrier de l’assureur", TODAY)
    with at(old_folder) as session:
        assert session.holds is not None
        [hold] = session.holds.all()
        assert (hold.sheet_id, hold.author) == (id_of(1), "Odile Ferrand")
        session.holds.release(id_of(1), "close", TODAY)
        assert session.holds.all() == ()
        _purge(session)
        assert len(vault_of(session).sheets()) == 3


def _purged_under(power: Power, folder: Path) -> bool:
    """Purge until the current is cut; return whether it never was."""
    with at(folder) as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "execute", power.cutting(Store.execute))
        try:
            _purge(session)
        except PowerCut:
            return False
    return True


def test_a_purge_cut_at_any_statement_has_not_begun_or_finishes(
    old_folder: Path, tmp_path: Path, full_faults: bool
) -> None:
    with at(old_folder) as session:
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation", TODAY)
        before = {n: vault_of(session).read(id_of(n)) for n in range(1, 7)}
    last, finished, begun = 1, False, 0
    while not finished:
        folder = Path(shutil.copytree(old_folder, tmp_path / f"cut-{last}"))
        finished = _purged_under(Power(last), folder)
        with at(folder, "bruno") as session:
            vault = vault_of(session)
            left = {n for n in range(1, 7) if id_of(n) in {s.sheet_id for s in vault.sheets()}}
            assert left in ({1, 2, 3, 4, 5, 6}, {1, 4, 5, 6})
            assert {n: vault.read(id_of(n)) for n in left} == {n: before[n] for n in left}
            assert finish_purges(custody_of(session), TODAY) == 0
        begun += len(left) == 4
        assert verify(folder).findings == ()
        shutil.rmtree(folder)
        last += 1 if full_faults else 5
    assert begun > 1
    assert last > 40


def test_a_destroyed_month_is_closed_in_an_old_copy_of_the_data_too(
    old_folder: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copytree(old_folder, tmp_path / "old copy"))
    with at(old_folder) as session:
        _purge(session)
    shutil.copy(old_folder / KEYSTORE, old / KEYSTORE)
    shell(old / VAULT, "delete from purge")
    with at(old) as session:
        vault = vault_of(session)
        for number in (1, 2, 3):
            with pytest.raises(KeyMissing):
                vault.read(id_of(number))
        assert vault.read(id_of(4)).body == a_request(4).body


def test_a_full_disk_puts_the_end_of_a_purge_off_and_keeps_nobody_out(
    old_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _purged_under(Power(60), old_folder)
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise DiskFull

        patch.setattr("app.records.retention.purge._delete", full)
        with at(old_folder) as session:
            assert vault_of(session).read(id_of(4)).intact
            with pytest.raises((KeyMissing, UnknownSheet)):
                vault_of(session).read(id_of(3))
    with at(old_folder) as session:
        assert [line.intact for line in vault_of(session).sheets()] == [True] * 3
    assert verify(old_folder).findings == ()


LATER_TABLES = (
    "create table a_list (month integer, domain integer, body blob)",
    "create table a_capture (id blob, sheet blob, version integer)",
)


def test_what_hangs_on_a_sheet_or_a_month_goes_with_it(old_folder: Path) -> None:
    with at(old_folder) as session:
        custody = custody_of(session)
        store, names = custody.store, {"a_list", "a_capture"}
        for statement in LATER_TABLES:
            store.execute(statement)
        for month, domain in ((DUE[0], 1), (DUE[0], 2), (DUE[0], 3), (203702, 1)):
            store.execute("insert into a_list values (?, ?, x'00')", (month, domain))
        for number in (1, 4):
            store.execute("insert into a_capture values (?, ?, 1)", (bytes(16), id_of(number)))
        _purge(session)
        left = {name: store.rows(f"select * from {name}") for name in names}  # noqa: S608
        assert [row["sheet"] for row in left["a_capture"]] == [id_of(4)]
        assert [(row["month"], row["domain"]) for row in left["a_list"]] == [
            (DUE[0], 3),
            (203702, 1),
        ]
        for name in names:
            store.execute(f"drop table {name}")
    assert verify(old_folder).findings == ()


def test_the_search_list_of_a_month_goes_with_any_of_its_sheets(old_folder: Path) -> None:
    with at(old_folder) as session:
        custody = custody_of(session)
        custody.store.execute(
            "create table if not exists segment"
            " (month integer primary key, key integer not null, body blob not null)"
        )
        for month in (*DUE, 203701, 203702):
            custody.store.execute("insert into segment values (?, 1, x'00')", (month,))
        _purge(session)
        left = custody.store.rows("select month from segment order by month")
        assert [row["month"] for row in left] == [203701, 203702]
        words = erasure_phrase(custody, id_of(4))
        erase_sheet(custody, Erasure(id_of(4), "mauvais patient", OWNER, words), TODAY)
        left = custody.store.rows("select month from segment order by month")
        assert [row["month"] for row in left] == [203701]


def test_a_month_of_held_sheets_alone_goes_once(old_folder: Path) -> None:
    with at(old_folder) as session:
        custody = custody_of(session)
        assert session.holds is not None
        session.holds.place(id_of(3), "réclamation", TODAY)
        months = purge_plan(custody, TODAY).months
        assert [(m.rows, m.held) for m in months if m.domain == Domain.SHEETS] == [(2, 0), (0, 1)]
        _purge(session)
        assert vault_of(session).read(id_of(3)).body == a_request(3).body
        custody.ring.month_for_writing(Domain.SHEETS, DUE[1])
        assert purge_plan(custody, TODAY).months == ()


def test_the_access_log_is_kept_one_year(old_folder: Path) -> None:
    with at(old_folder) as session:
        custody = custody_of(session)
        for month in (203601, 203602):
            custody.ring.month_for_writing(Domain.ACCESS, month)
        months = purge_plan(custody, TODAY).months
        assert [m.month for m in months if m.domain == Domain.ACCESS] == [203601]
        _purge(session)
        assert [m.month for m in purge_plan(custody, TODAY).months] == []
