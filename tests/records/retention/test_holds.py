"""Legal holds: placed once, with a reason, by whoever may; and the dates of retention."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.check.verify import verify
from app.records.people.session import PharmacistSession
from app.records.refusals import UnknownSheet
from app.records.retention.due import purge_plan
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.plan import due_month, is_due
from app.records.retention.refusals import (
    AlreadyHeld,
    HoldMissing,
    NoReason,
    NotHeld,
    SheetHeld,
)
from app.records.station_file import VAULT
from tests.records.retention.old_station import OWNER, TODAY, at, custody_of, id_of
from tests.records.stations import shell, vault_of


@given(
    st.integers(2000, 2090),
    st.integers(1, 12),
    st.integers(0, 240),
    st.dates(date(2000, 1, 1), date(2110, 1, 1)),
)
def test_a_month_is_due_from_its_due_month_on(
    year: int, month: int, kept: int, today: date
) -> None:
    closed = year * 100 + month
    assert is_due(closed, kept, today) == (
        due_month(closed, kept) <= today.year * 100 + today.month
    )


def test_a_hold_is_placed_once_with_a_reason(old_folder: Path) -> None:
    with at(old_folder) as session:
        holds = session.holds
        assert holds is not None
        for reason in ("", "  ", "x" * 2001):
            with pytest.raises(NoReason):
                holds.place(id_of(1), reason, TODAY)
        with pytest.raises(UnknownSheet):
            holds.place(bytes(16), "motif", TODAY)
        with pytest.raises(NotHeld):
            holds.release(id_of(1), "motif", TODAY)
        holds.place(id_of(1), "motif", TODAY)
        with pytest.raises(AlreadyHeld):
            holds.place(id_of(1), "encore", TODAY)
        with pytest.raises(NoReason):
            holds.release(id_of(1), " ", TODAY)
        holds.release(id_of(1), "fin", TODAY)
        assert holds.all() == ()
    assert verify(old_folder).findings == ()


@pytest.mark.parametrize("number", [0, 1, 2, 999, -1])
def test_a_number_that_is_no_sheet_names_none(old_folder: Path, number: int) -> None:
    with at(old_folder, "odile") as session:
        assert session.holds is not None
        with pytest.raises(UnknownSheet):
            session.holds.numbered(number)


def test_an_altered_hold_still_holds(old_folder: Path) -> None:
    with at(old_folder) as session:
        assert session.holds is not None
        session.holds.place(id_of(1), "motif de Camille DORVAL", TODAY)
    assert b"DORVAL" not in (old_folder / VAULT).read_bytes()
    shell(old_folder / VAULT, "update hold set body = zeroblob(300)")
    with at(old_folder) as session:
        assert session.holds is not None
        [hold] = session.holds.all()
        assert (hold.sheet_id, hold.intact, hold.reason) == (id_of(1), False, "")
        assert session.holds.of(id_of(1)) == hold
        assert session.holds.of(id_of(2)) is None
        assert vault_of(session).read(id_of(1)).intact


SPOILT = (
    "delete from hold",
    "update hold set placed = 0",
    "update hold set key = 99",
    "update hold set sheet = zeroblob(16)",
    "update hold set body = substr(body, 1, 60)",
)


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_hold_spoilt_in_any_column_never_leaves_its_sheet_free(
    old_folder: Path, spoil: str
) -> None:
    with at(old_folder) as session:
        assert session.holds is not None
        entry = session.holds.place(id_of(1), "réclamation", TODAY)
    assert verify(old_folder).findings == ()
    shell(old_folder / VAULT, "pragma foreign_keys = off")
    shell(old_folder / VAULT, spoil)
    if not spoil.endswith("key = 99"):  # which key opens it is not the journal's to say
        assert entry in {one.seq for one in verify(old_folder).findings}
    with at(old_folder) as session:
        assert session.holds is not None
        shown = session.holds.of(id_of(1))
        assert shown is not None
        assert (shown.intact, shown.placed_at) == (False, TODAY)
        assert shown in session.holds.all()
        custody = custody_of(session)
        asked = Erasure(id_of(1), "erreur", OWNER, erasure_phrase(custody, id_of(1)))
        with pytest.raises((HoldMissing, SheetHeld)):
            erase_sheet(custody, asked, TODAY)
        try:
            assert purge_plan(custody, TODAY).months[0].held == 1
        except HoldMissing:
            assert spoil.startswith(("delete", "update hold set sheet"))


def test_a_hold_taken_away_stops_a_purge_until_it_is_placed_again_or_released(
    old_folder: Path,
) -> None:
    with at(old_folder) as session:
        assert session.holds is not None
        session.holds.place(id_of(1), "réclamation", TODAY)
        session.holds.place(id_of(2), "réclamation", TODAY)
    shell(old_folder / VAULT, "delete from hold")
    with at(old_folder) as session:
        assert session.holds is not None
        with pytest.raises(HoldMissing):
            purge_plan(custody_of(session), TODAY)
        session.holds.place(id_of(1), "réclamation, de nouveau", TODAY)
        with pytest.raises(HoldMissing):
            purge_plan(custody_of(session), TODAY)
        session.holds.release(id_of(2), "close", TODAY)
        assert purge_plan(custody_of(session), TODAY).months[0].held == 1
        assert [one.intact for one in session.holds.all()] == [True]
    assert verify(old_folder).findings == ()


def test_an_auditor_and_a_preparer_hold_nothing(old_folder: Path) -> None:
    for login in ("aline", "paul"):
        with at(old_folder, login) as session:
            assert session.holds is None
            assert not isinstance(session, PharmacistSession)
