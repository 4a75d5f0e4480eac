"""The proposal may be raised freely, lowered with a reason, never from a red sign."""

from app.encounter import ask, decide, seal
from app.encounter.decide import kept_orientation, treatments_kept
from app.encounter.effects import SealSheet
from app.encounter.model import Step
from protocols.model import Level, Route
from tests.builders import Visit, a_visit_at_decision, an_identified_visit

THROAT = {
    "a_gang": "yes",
    "a_amyg": "yes",
    "a_aspect": "yes",
    "a_toux": "no",
    "a_trod": "positif",
} | {"temperature": "38,4"}


def a_doctor_visit() -> Visit:
    return a_visit_at_decision("piqure_tique", {"t_em": "yes"})


def test_the_proposal_is_kept_unless_said_otherwise() -> None:
    visit = a_doctor_visit()
    kept = kept_orientation(visit.encounter)
    assert kept is not None
    assert kept.level is Level.DOCTOR_SAME_DAY


def test_raising_needs_no_reason_and_changes_the_route() -> None:
    visit = a_doctor_visit().say(decide.OutcomeChanged(Level.EMERGENCY, ""))
    kept = kept_orientation(visit.encounter)
    assert kept is not None
    assert (kept.level, kept.route) == (Level.EMERGENCY, Route.EMERGENCY_DEPARTMENT)


def test_lowering_needs_a_reason() -> None:
    visit = a_doctor_visit().say(decide.OutcomeChanged(Level.PHARMACY, "   "))
    kept = kept_orientation(visit.encounter)
    assert kept is not None
    assert kept.level is Level.DOCTOR_SAME_DAY
    assert "motif" in visit.encounter.notice
    visit.say(decide.OutcomeChanged(Level.PHARMACY, "vu par le médecin ce matin"))
    kept = kept_orientation(visit.encounter)
    assert kept is not None
    assert kept.reason == "vu par le médecin ce matin"


def test_a_red_sign_is_never_lowered_even_with_a_reason() -> None:
    visit = an_identified_visit().say()
    visit.answer_until(Step.DECIDE, {"t_neuro": "yes"})
    for level in (Level.PHARMACY, Level.DOCTOR_48H, Level.DOCTOR_SAME_DAY):
        visit.say(decide.OutcomeChanged(level, "je suis sûr de moi"))
        kept = kept_orientation(visit.encounter)
        assert kept is not None
        assert kept.level is Level.EMERGENCY


def test_a_new_answer_drops_the_pharmacists_choice() -> None:
    visit = a_doctor_visit().say(decide.OutcomeChanged(Level.PHARMACY, "avis"))
    visit.say(ask.Jumped("t_em"), ask.Answered("t_em", "unknown"))
    assert visit.encounter.kept is None


def test_products_that_cannot_wait_disappear_when_the_level_is_raised() -> None:
    visit = a_visit_at_decision("douleur_pharyngee", THROAT)
    substances = {one.substance for one in treatments_kept(visit.encounter)}
    assert {"amoxicilline", "paracetamol"} <= substances
    visit.say(decide.OutcomeChanged(Level.DOCTOR_SAME_DAY, ""))
    assert {one.substance for one in treatments_kept(visit.encounter)} == {"paracetamol"}
    visit.say(decide.OutcomeChanged(Level.EMERGENCY, ""))
    assert treatments_kept(visit.encounter) == ()


def test_an_orientation_to_fifteen_is_not_sealed_before_the_call_is_noted() -> None:
    visit = a_doctor_visit().say(decide.OutcomeChanged(Level.SAMU_15, ""), seal.SealAsked())
    assert not visit.asked(SealSheet)
    assert "15" in visit.encounter.notice
    visit.say(ask.CallAsked(), ask.CallNoted(), ask.WentBack(), seal.SealAsked())
    assert len(visit.asked(SealSheet)) == 1
