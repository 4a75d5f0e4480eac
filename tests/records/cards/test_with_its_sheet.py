"""A signature goes with the sheet it signs, and stays with one that is held."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.records.cards.marks import Standing
from app.records.check.verify import verify
from app.records.copies.backup import Places, backup
from app.records.retention.due import purge_plan
from app.records.retention.erasure import Erasure, erase_sheet, erasure_phrase
from app.records.retention.purge import Confirmation, execute_purge
from app.records.station_file import VAULT
from tests.cards.authority import Uses
from tests.records.cards.signer import Card, a_card, sign, the_sheet
from tests.records.retention.conftest import _old_station, old_folder
from tests.records.retention.old_station import OWNER, TODAY, at, custody_of, id_of
from tests.records.stations import peek, shell, vault_of

__all__ = ["_old_station", "old_folder"]
COUNT = "select count(*) from card_signature"


@pytest.fixture(scope="session")
def card() -> Card:
    return a_card(uses=Uses(after=datetime(2040, 1, 1, tzinfo=UTC)))


def test_a_purge_takes_the_signatures_along_and_leaves_that_of_a_held_sheet(
    old_folder: Path, card: Card
) -> None:
    with at(old_folder) as session:
        vault, custody = vault_of(session), custody_of(session)
        for number in (1, 2, 4):
            sign(vault, card, number, TODAY)
        assert session.holds is not None
        session.holds.place(id_of(1), "expertise", TODAY)
        plan = purge_plan(custody, TODAY)
        execute_purge(custody, plan, Confirmation(OWNER, plan.phrase), TODAY)
        for number in (1, 4):
            [mark] = vault.cards.marks(the_sheet(vault, number))
            assert mark.standing is Standing.TRIAL
    assert peek(old_folder / VAULT, COUNT) == [(2,)]
    assert verify(old_folder).findings == ()


def test_a_signature_left_behind_by_a_purge_is_found(old_folder: Path, card: Card) -> None:
    with at(old_folder) as session:
        vault, custody = vault_of(session), custody_of(session)
        sign(vault, card, 2, TODAY)
        rows = peek(old_folder / VAULT, "select * from card_signature")
        plan = purge_plan(custody, TODAY)
        execute_purge(custody, plan, Confirmation(OWNER, plan.phrase), TODAY)
    shell(old_folder / VAULT, "insert into card_signature values (?, ?, ?, ?, ?)", *rows[0])
    assert "fiche effacée" in verify(old_folder).findings[0].sentence


def test_an_erased_sheet_keeps_no_signature(old_folder: Path, card: Card) -> None:
    with at(old_folder) as session:
        vault, custody = vault_of(session), custody_of(session)
        sign(vault, card, 4, TODAY)
        phrase = erasure_phrase(custody, id_of(4))
        erasure = Erasure(id_of(4), "mauvais patient", OWNER, phrase)
        erase_sheet(custody, erasure, TODAY)
    assert peek(old_folder / VAULT, COUNT) == [(0,)]
    assert verify(old_folder).findings == ()


def test_a_copy_of_the_station_holds_its_signatures(
    old_folder: Path, card: Card, tmp_path: Path
) -> None:
    with at(old_folder) as session:
        sign(vault_of(session), card, 4, TODAY)
        places = Places(tmp_path / "data", tmp_path / "keys")
        report = backup(custody_of(session), places, TODAY)
    assert verify(report.data).findings == ()
    assert peek(report.data / VAULT, COUNT) == [(1,)]
