"""Another file of the patient is found in a real vault, sheets and drafts, and never blocks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.effects.lanes import failure
from app.effects.same_people import LOGGED, SamePeopleRoom
from app.encounter.build import build_sheet
from app.encounter.draft import draft_bytes
from app.encounter.model import Step
from app.encounter.same_person import FindSame, SameFound
from app.identity.same import Known, Likeness
from app.records.access_log.log import What
from tests.builders import AT, MATRICULE, an_identified_visit
from tests.effects.sealed_sheet import seal_sheet
from tests.effects.test_archive_captures import Desk
from tests.records.stations import make_station, opened, vault_of

CAMILLE = Known("DORVAL", "CAMILLE", "1988-04-12", MATRICULE)
ASKED = FindSame("9" * 32, CAMILLE)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(make_station(tmp_path / "station")) as session:
        yield Desk(tmp_path / "station", session)


def found(desk: Desk, effect: FindSame = ASKED) -> SameFound:
    (message,) = SamePeopleRoom(desk).find(effect)
    assert isinstance(message, SameFound)
    return message


def seal(desk: Desk, **traits: str) -> None:
    visit = an_identified_visit(**traits).answer_until(Step.DECIDE)
    seal_sheet(vault_of(desk.session), build_sheet(visit.encounter, visit.at))


def test_an_empty_station_knows_nobody(desk: Desk) -> None:
    assert found(desk).found == ()


def test_a_sheet_under_the_same_ins_is_found_with_its_day_and_number(desk: Desk) -> None:
    seal(desk)
    (one,) = found(desk).found
    assert (one.likeness, one.is_draft) == (Likeness.INS, False)
    assert one.number > 0


def test_a_sheet_of_the_same_traits_without_ins_is_found(desk: Desk) -> None:
    seal(desk, matricule="", family="Dorvàl")
    assert [one.likeness for one in found(desk).found] == [Likeness.TRAITS]


def test_the_same_ins_under_another_name_is_told_apart(desk: Desk) -> None:
    seal(desk, family="Kervella")
    assert [one.likeness for one in found(desk).found] == [Likeness.INS_ONLY]


@pytest.mark.parametrize("traits", [{"family": "Dorvalle"}, {"birth_date": "13/04/1988"}])
def test_somebody_else_of_a_close_name_is_not_this_patient(
    desk: Desk, traits: dict[str, str]
) -> None:
    seal(desk, matricule="", **traits)
    assert found(desk).found == ()


def test_a_draft_of_the_same_patient_is_found_and_one_is_not_its_own_double(desk: Desk) -> None:
    draft = an_identified_visit().encounter
    vault_of(desk.session).save_draft(bytes.fromhex(draft.encounter_id), draft_bytes(draft), AT)
    (one,) = found(desk).found
    assert one.is_draft
    assert found(desk, replace(ASKED, encounter_id=draft.encounter_id)).found == ()


def test_looking_is_written_once_for_a_consultation_without_what_was_looked_for(
    desk: Desk,
) -> None:
    room = SamePeopleRoom(desk)
    for effect in (ASKED, ASKED, replace(ASKED, encounter_id="8" * 32)):
        list(room.find(effect))
    page = desk.accesses.page(AT.replace(year=2000), AT.replace(year=2099), 0, 50)
    said = [one.reason for one in page.entries if one.what is What.SEARCHED]
    assert said == [LOGGED, LOGGED]


def test_a_search_that_could_not_be_made_says_so_in_the_consultation() -> None:
    assert failure(ASKED, "non") == SameFound(ASKED.encounter_id, CAMILLE, (), "non")
