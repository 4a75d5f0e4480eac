"""While a doctor is in line the station is neither locked nor veiled, and takes no other patient."""

from datetime import timedelta

import pytest

from app.desk import messages as say
from app.desk.calls import TO_TAKE_UP, waiting_calls
from app.desk.model import DraftLine, Screen
from app.desk.veil import Stillness, Veil, VeilFell, is_veil_due, under_way
from app.encounter.call_effects import EndCall
from app.encounter.call_messages import CallEnded
from app.encounter.call_state import CallStage
from app.flow import DOCTOR_CAME, ONE_CALL
from tests.builders import AT, a_visit_at_decision, an_encounter
from tests.encounter.calls import OURS, connected, moved, prepared, waiting
from tests.test_flow import a_flow

OTHER = an_encounter(encounter_id="2" * 32)
STAGES = [one for one in CallStage if one in {"opening", "waiting", "joining", "connected", "lost"}]


@pytest.mark.parametrize("stage", STAGES)
def test_no_veil_and_no_lock_during_a_call(stage: CallStage) -> None:
    visit = waiting().say(moved(stage)).encounter
    still = Stillness(AT + timedelta(hours=3), AT)
    assert not is_veil_due(Veil(has_pin=True), visit, still)
    for message in (say.LockAsked(), VeilFell()):
        flow, _ = a_flow(visit)
        flow.dispatch(message)
        assert flow.desk.screen is Screen.ENCOUNTER
        assert flow.desk.notice == under_way(visit)


@pytest.mark.parametrize("visit", [prepared(), connected().say(CallEnded())])
def test_a_call_not_begun_or_over_keeps_the_veil_away_from_nothing(visit) -> None:
    still = Stillness(AT + timedelta(minutes=6), AT)
    assert is_veil_due(Veil(has_pin=True), visit.encounter, still)


def test_home_is_shown_during_a_call_and_the_call_goes_on() -> None:
    flow, asked = a_flow(waiting().encounter)
    flow.dispatch(say.HomeAsked())
    assert flow.desk.screen is Screen.HOME
    assert flow.encounter is not None and flow.encounter.encounter_id == OURS
    assert not [one for one in asked.effects if isinstance(one, EndCall)]
    flow.dispatch(moved(CallStage.CONNECTED))
    assert flow.desk.notice == DOCTOR_CAME
    flow.dispatch(say.DraftChosen(OURS))
    assert flow.desk.screen is Screen.ENCOUNTER


@pytest.mark.parametrize(
    "message", [say.PatientAsked(), say.DraftChosen("2" * 32), say.EncounterOpened(OTHER)]
)
def test_no_other_patient_is_taken_while_a_doctor_is_in_line(message) -> None:
    flow, _ = a_flow(connected().encounter)
    flow.dispatch(say.HomeAsked())
    flow.dispatch(message)
    assert flow.desk.notice == ONE_CALL
    assert flow.encounter is not None and flow.encounter.encounter_id == OURS


def test_a_call_that_ends_behind_the_home_page_leaves_a_draft_like_any_other() -> None:
    flow, _ = a_flow(waiting().encounter)
    flow.dispatch(say.HomeAsked())
    flow.dispatch(moved(CallStage.OVER))
    flow.dispatch(say.EncounterOpened(OTHER))
    assert flow.encounter is not None and flow.encounter.encounter_id == OTHER.encounter_id


def test_the_window_that_closes_ends_the_call() -> None:
    flow, asked = a_flow(connected().encounter)
    flow.dispatch(say.StationLeft())
    assert [one for one in asked.effects if isinstance(one, EndCall)] == [EndCall(OURS)]
    assert flow.encounter is None


def test_the_home_page_lists_the_open_call_then_those_to_take_up() -> None:
    flow, _ = a_flow(waiting(a_visit_at_decision()).encounter)
    opened = AT - timedelta(minutes=9)
    drafts = (
        DraftLine(OURS, "CD", "Tique", "orientation", AT, "interrupted", opened),
        DraftLine("3" * 32, "AB", "Angine", "mesures", AT, "interrupted", opened),
        DraftLine("4" * 32, "EF", "Angine", "mesures", AT, "over", opened),
        DraftLine("5" * 32, "GH", "Angine", "mesures", AT),
    )
    flow.dispatch(say.HomeAsked())
    flow.dispatch(say.HomeLoaded((), drafts))
    mine, other = waiting_calls(flow.desk, flow.encounter)
    assert (mine.draft_id, mine.initials, mine.stage, mine.is_open) == (
        OURS,
        "C. D.",
        "waiting",
        True,
    )
    assert (other.draft_id, other.sentence, other.since) == ("3" * 32, TO_TAKE_UP, opened)
    assert waiting_calls(flow.desk, None)[0].draft_id == OURS
