"""Red eye: the score that chooses the eye drops, and who sees the patient."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level, Route


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["conjonctivite"]
    return evaluate(protocol, from_json(protocol, {**answers, "*": "reassuring"}))


def test_a_reassuring_number_may_be_zero() -> None:
    protocol = shipped_library()["conjonctivite"]
    assert from_json(protocol, {"*": "reassuring"})["c_colle"] == Decimal(0)


@pytest.mark.parametrize("glued", [0, 1, 2])
@pytest.mark.parametrize("itching", ["yes", "no"])
@pytest.mark.parametrize("past", ["yes", "no"])
def test_the_published_score_is_the_sum_of_its_lines(glued: int, itching: str, past: str) -> None:
    expected = (0, 2, 5)[glued] - (itching == "yes") - 2 * (past == "yes")
    decision = decide({"c_colle": glued, "c_demange": itching, "c_atcd": past})
    scores = {one.id: (one.minimum, one.maximum) for one in decision.scores}
    assert scores["rietveld"] == (expected, expected)
    offered = {one.substance for one in decision.treatments}
    assert ("hexamidine" in offered) is (expected >= 2)
    assert ("cromoglicate" in offered) is (expected < 2 and itching == "yes")


def test_lost_sight_goes_to_the_eye_department_and_doubt_to_a_doctor() -> None:
    certain, doubt = decide({"c_av": "yes"}), decide({"c_av": "unknown"})
    assert certain.level is Level.EMERGENCY
    assert (certain.route, certain.recipient) == (Route.EMERGENCY_DEPARTMENT, "Ophtalmologie")
    assert doubt.level is Level.DOCTOR_SAME_DAY
    assert (doubt.route, doubt.recipient) == (Route.TREATING_DOCTOR, "")
