"""Simple wound: who sees the patient when a bite also needs the rabies centre."""

from collections.abc import Mapping

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level, Route


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["plaie_simple"]
    return evaluate(protocol, from_json(protocol, {**answers, "*": "reassuring"}))


def test_a_stray_animal_alone_goes_to_the_rabies_centre_through_the_15() -> None:
    decision = decide({"w_rage": "yes"})
    assert decision.level is Level.DOCTOR_SAME_DAY
    assert (decision.route, decision.recipient) == (Route.ON_CALL, "Centre antirabique, par le 15")


def test_a_lesser_item_never_takes_a_patient_away_from_the_emergency_department() -> None:
    decision = decide({"w_rage": "yes", "w_mors_grave": "yes"})
    assert decision.level is Level.EMERGENCY
    assert (decision.route, decision.recipient) == (Route.EMERGENCY_DEPARTMENT, "")


def test_an_anticoagulant_found_in_the_medicines_counts_as_told_at_the_wound() -> None:
    for told in ("w_ac", "g_ac", "g_aap"):
        decision = decide({"w_crane": "yes", told: "yes"})
        assert decision.level is Level.EMERGENCY, told
