"""Headache: which painkiller, and what a measure or a word adds to a sign."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.interview import relevant, remaining
from protocols.load import shipped_library
from protocols.model import Decision, Level, Route

FORBID_IBUPROFENE = (
    "g_allait", "g_ac", "g_aap", "g_ains", "g_li", "g_mtx", "g_cort", "g_rein_med",
    "g_rein", "g_coeur", "g_ulc", "g_asth_ains", "g_varic",
)  # fmt: skip


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["cephalee"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def offered(decision: Decision) -> list[str]:
    return [one.substance for one in decision.treatments]


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("ground", FORBID_IBUPROFENE)
def test_paracetamol_takes_the_place_of_ibuprofene(ground: str, answer: str) -> None:
    assert offered(decide({})) == ["ibuprofene"]
    assert offered(decide({ground: answer})) == ["paracetamol"]


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_sick_liver_gets_no_painkiller(answer: str) -> None:
    assert offered(decide({"g_foie": answer})) == []


def test_before_a_doctor_paracetamol_waits_and_ibuprofene_never() -> None:
    decision = decide({"h_freq": "yes"})
    assert decision.level is Level.DOCTOR_48H
    assert offered(decision) == ["paracetamol"]
    assert decision.treatments[0].waiting
    assert decision.treatments[0].max_days == 3


def test_a_painkiller_every_other_day_ends_painkillers_at_any_level() -> None:
    for told in ({"h_abus": "yes"}, {"h_abus": "yes", "h_prog": "yes"}, {"h_abus": "unknown"}):
        assert offered(decide(told)) == [], told


def test_migraine_is_named_only_by_a_certain_score_at_the_pharmacy() -> None:
    sure = {"h_id1": "yes", "h_id2": "yes"}
    assert decide(sure).case == "Migraine probable"
    assert decide({"h_id1": "yes", "h_id2": "unknown"}).case == "Céphalée"
    assert decide({**sure, "h_foudre": "yes"}).case == "Céphalée"


def test_a_measure_not_taken_never_reassures_about_pregnancy_nor_hides_it() -> None:
    protocol = shipped_library()["cephalee"]
    answers = from_json(protocol, {"*": "reassuring", "h_gross": "yes"})
    without = {k: v for k, v in answers.items() if k not in {"g_pas", "g_pad"}}
    decision = evaluate(protocol, without)
    assert (decision.level, decision.route) == (Level.EMERGENCY, Route.EMERGENCY_DEPARTMENT)


def test_the_sign_of_high_pressure_is_asked_once_the_pressure_is_high() -> None:
    protocol = shipped_library()["cephalee"]
    calm = from_json(protocol, {"*": "reassuring", "g_pas": 190})
    del calm["h_ta_signe"]
    assert [one.id for one in remaining(protocol, calm)][:1] == ["h_ta_signe"]
    assert evaluate(protocol, calm).missing == ("h_ta_signe",)
    quiet = {k: v for k, v in calm.items() if k != "g_pas"}
    assert "h_ta_signe" not in {one.id for one in remaining(protocol, quiet)}


def test_the_sign_of_high_pressure_stands_when_the_cuff_is_taken_again_until_withdrawn() -> None:
    protocol = shipped_library()["cephalee"]
    said = from_json(protocol, {"*": "reassuring", "g_pas": 190, "h_ta_signe": "yes"})
    lower = {**said, "g_pas": Decimal(130)}
    decision = evaluate(protocol, lower)
    assert (decision.level, decision.treatments) == (Level.EMERGENCY, ())
    assert [one.id for one in decision.rules] == ["h_ta_signe"]
    assert "h_ta_signe" in {one.id for one in relevant(protocol, lower)}
    withdrawn = {**lower, "h_ta_signe": "no"}
    assert evaluate(protocol, withdrawn).level is Level.PHARMACY


def test_an_anticoagulant_said_either_way_makes_a_fall_a_call_to_15() -> None:
    assert decide({"h_trauma": "yes", "g_ac": "yes"}).level is Level.SAMU_15
    assert decide({"h_trauma": "yes", "g_avk": "yes"}).level is Level.SAMU_15
    assert decide({"h_trauma": "yes", "h_terr": "yes"}).level is Level.EMERGENCY
