"""Acute diarrhoea: no antidiarrhoeal without asking the medicines, the child's scale."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.interview import next_question
from protocols.load import shipped_library
from protocols.model import Answer, Decision, Flag, Level

SLOWED = ("racecadotril", "loperamide", "diosmectite")
SEVERE_FROM = 5


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["diarrhee"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def offered(decision: Decision) -> list[str]:
    return [one.substance for one in decision.treatments]


def calm_interview(**told: Answer) -> dict[str, Answer]:
    """Return the answers of an adult asked to the end, reassuring but for ``told``."""
    protocol = shipped_library()["diarrhee"]
    answers: dict[str, Answer] = {"g_age": Decimal(40), "g_sexe": "F"}
    while (question := next_question(protocol, answers)) is not None:
        answers[question.id] = told.get(question.id, question.reassuring)
    return answers


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("ground", ["g_iec", "g_angio", "g_rein", "g_foie", "g_gross", "g_allait"])
def test_no_racecadotril_unless_each_ground_is_excluded(ground: str, answer: str) -> None:
    assert offered(decide({})) == ["sro", "racecadotril"]
    assert "racecadotril" not in offered(decide({ground: answer}))


def test_the_medicines_are_asked_before_racecadotril_is_offered() -> None:
    answers = calm_interview()
    assert answers["g_meds"] == "no"
    assert offered(evaluate(shipped_library()["diarrhee"], answers)) == ["sro", "racecadotril"]


def test_a_blood_pressure_medicine_found_late_leads_to_the_doctor() -> None:
    answers = calm_interview(g_meds="yes", g_rein_med="yes")
    decision = evaluate(shipped_library()["diarrhee"], answers)
    assert answers["d_fragile"] == "no"
    assert decision.level is Level.DOCTOR_SAME_DAY
    assert offered(decision) == ["sro"]
    assert "d_fragile" in {one.id for one in decision.actions}


@pytest.mark.parametrize("sign", ["d_sang", "d_fiev", "d_atb", "d_mici"])
def test_nothing_slows_the_bowel_before_a_doctor(sign: str) -> None:
    for answer in ("yes", "unknown"):
        assert not set(offered(decide({sign: answer}))) & set(SLOWED)


@pytest.mark.parametrize("total", range(9))
@pytest.mark.parametrize("age", [2, 4])
def test_the_scale_of_the_child_is_read_before_five_years(age: int, total: int) -> None:
    decision = decide({"g_age": age, "d_cds": total})
    scale = next(one for one in decision.scores if one.id == "cds")
    assert (scale.minimum, scale.maximum) == (total, total)
    severe = Level.EMERGENCY if total >= SEVERE_FROM else Level.DOCTOR_SAME_DAY
    assert decision.level is (severe if total else Level.PHARMACY)
    assert decide({"g_age": 5, "d_cds": total}).level is Level.PHARMACY


def test_under_two_years_is_out_of_scope_whatever_the_signs() -> None:
    assert Flag.OUT_OF_SCOPE in decide({"g_age": 1, "g_age_mois": 23}).flags
    assert Flag.OUT_OF_SCOPE not in decide({"g_age": 2}).flags
