"""Going back and saying otherwise: nothing said of the former decision survives it."""

from dataclasses import replace

import pytest

from app.encounter import ask, decide, identify, measure, seal
from app.encounter.build import build_sheet
from app.encounter.choose import ComplaintChosen
from app.encounter.decide import kept_orientation
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.effects import SealSheet
from app.encounter.model import Consent, Kept, Receipt, SlotState, Step
from hardware.readings import Kind
from protocols.model import Level, Route
from tests.builders import (
    AT,
    WITH_A_PARENT,
    Visit,
    a_library,
    a_protocol,
    a_reading,
    a_station,
    a_visit_at_decision,
    an_encounter,
    an_identified_visit,
    some_traits,
)

LOWERED = decide.OutcomeChanged(Level.PHARMACY, "vu par le médecin ce matin")
BABY = identify.TraitsTyped(some_traits(birth_date="10/11/2026", **WITH_A_PARENT))


def a_lowered_visit() -> Visit:
    return a_visit_at_decision("piqure_tique", {"t_em": "yes"}).say(LOWERED)


def back_to_identity(visit: Visit) -> Visit:
    for _ in range(200):
        if visit.encounter.step is Step.IDENTIFY:
            return visit
        visit.say(ask.WentBack())
    raise AssertionError("the identity was not reached")


def test_a_corrected_birth_date_drops_what_was_kept_for_the_former_age() -> None:
    visit = back_to_identity(a_lowered_visit().say(decide.RefusalSaid(refused=True)))
    visit.say(BABY, identify.IdentityConfirmed()).answer_until(Step.DECIDE)
    assert visit.encounter.kept is None
    assert not visit.encounter.patient_refused
    kept, decision = kept_orientation(visit.encounter), visit.encounter.decision
    assert kept is not None
    assert decision is not None
    assert kept.level is decision.level


def test_a_choice_below_a_red_flag_never_counts_wherever_it_comes_from() -> None:
    visit = a_visit_at_decision("piqure_tique", {"t_neuro": "yes"})
    visit.encounter = replace(visit.encounter, kept=Kept(Level.PHARMACY, Route.PHARMACY, "x"))
    sheet = build_sheet(visit.encounter, AT)
    assert sheet.decision.level == "EMERGENCY"
    assert sheet.treatments == ()


def test_an_identity_being_corrected_stops_the_questions_and_the_sealing() -> None:
    visit = back_to_identity(a_visit_at_decision())
    visit.say(identify.TraitsTyped(some_traits(family="Autre")), ask.Jumped("t_em"))
    assert visit.encounter.step is Step.IDENTIFY
    visit.encounter = replace(visit.encounter, step=Step.DECIDE)
    visit.say(seal.SealAsked())
    assert not visit.asked(SealSheet)
    assert "Confirmez l’identité" in visit.encounter.notice


def test_a_call_from_the_identity_comes_back_to_the_identity_still_to_confirm() -> None:
    visit = back_to_identity(a_visit_at_decision())
    visit.say(BABY, ask.CallAsked(), ask.CallNoted(), ask.AlarmActed())
    assert visit.encounter.step is Step.IDENTIFY


def test_an_interview_no_longer_accepted_is_not_sealed() -> None:
    visit = back_to_identity(a_visit_at_decision())
    visit.say(identify.ConsentAnswered(Consent.INTERVIEW, given=False))
    visit.say(identify.IdentityConfirmed(), ask.Jumped("t_em"))
    assert visit.encounter.step is Step.IDENTIFY
    visit.encounter = replace(visit.encounter, step=Step.DECIDE)
    assert not visit.say(seal.SealAsked()).asked(SealSheet)


def test_confirming_the_same_identity_again_keeps_the_choice() -> None:
    visit = back_to_identity(a_lowered_visit()).say(identify.PaperSeen(seen=True))
    visit.say(identify.IdentityConfirmed())
    assert visit.encounter.step is Step.DECIDE
    assert visit.encounter.kept is not None


def test_another_protocol_is_not_slipped_under_answers_already_given() -> None:
    visit = a_lowered_visit()
    before = visit.encounter
    visit.say(ComplaintChosen(a_protocol("douleur_pharyngee")))
    assert visit.encounter == before


def test_only_a_red_sign_noted_present_is_withdrawn() -> None:
    visit = a_lowered_visit()
    before = visit.encounter
    visit.say(ask.SignWithdrawn("t_neuro", "erreur"))
    assert visit.encounter == before


def test_a_measure_that_arrives_late_asks_its_questions_before_the_orientation() -> None:
    visit = a_visit_at_decision("douleur_pharyngee")
    assert visit.encounter.decision is not None
    running = replace(measure.slot(visit.encounter, Kind.OXIMETRY), state=SlotState.RUNNING)
    slots = {**visit.encounter.measures, Kind.OXIMETRY: running}
    visit.encounter = replace(visit.encounter, measures=slots)
    visit.say(seal.SealAsked())
    assert not visit.asked(SealSheet)
    assert "en cours" in visit.encounter.notice
    low = a_reading(Kind.OXIMETRY, spo2="84", pulse="80")
    visit.say(measure.Measured(visit.encounter.encounter_id, Kind.OXIMETRY, low))
    assert visit.encounter.step is Step.EMERGENCY


def test_what_was_not_asked_is_listed_in_the_order_of_the_protocol() -> None:
    visit = an_identified_visit("douleur_pharyngee")
    visit.answer_until(Step.EMERGENCY, {visit.encounter.current: "yes"})
    path = {one.id for one in visit.encounter.path}
    left = tuple(
        one.label or one.text
        for one in a_protocol("douleur_pharyngee").questions
        if one.id in path and one.id not in visit.encounter.answers
    )
    assert len(left) > 1
    assert build_sheet(visit.encounter, AT).not_asked == left


@pytest.mark.parametrize("step", [Step.IDENTIFY, Step.SIGNS, Step.MEASURE, Step.DECIDE])
def test_a_call_asked_by_hand_is_resumed_and_left_as_before(step: Step) -> None:
    visit = an_identified_visit() if step is not Step.IDENTIFY else Visit(an_encounter())
    if step is not Step.IDENTIFY:
        visit.answer_until(step)
    before = visit.encounter
    visit.say(ask.CallAsked())
    draft = read_draft(draft_bytes(visit.encounter))
    found = Visit(resume(draft, a_library(), a_station())).say(ask.WentBack()).encounter
    assert (found.step, found.current) == (before.step, before.current)


def test_the_call_is_still_told_once_the_sheet_is_sealed() -> None:
    visit = a_visit_at_decision().say(seal.SealAsked())
    visit.say(seal.Sealed(visit.encounter.encounter_id, Receipt(1, 1, "00")), ask.CallAsked())
    assert "15" in visit.encounter.notice
