"""Running nose: which antihistamine, for whom, and the number that only shows."""

from collections.abc import Mapping

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level

WASH = "serum_physiologique"
SYMPTOMS = ("r_t4_etern", "r_t4_coule", "r_t4_bouche", "r_t4_demange")


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["rhinite"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def offered(answers: Mapping[str, object]) -> list[str]:
    return [one.substance for one in decide(answers).treatments]


@pytest.mark.parametrize(
    ("ground", "instead"),
    [("g_rein", ["loratadine"]), ("g_foie", ["cetirizine"]), ("g_gross", []), ("g_allait", [])],
)
@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_each_ground_leaves_the_antihistamine_it_allows(
    ground: str, instead: list[str], answer: str
) -> None:
    assert offered({"r_allerg": "yes", ground: answer}) == [WASH, *instead]


@pytest.mark.parametrize(
    ("age", "kilograms", "dose"), [(5, 18, ""), (6, 20, "5"), (11, 40, "5"), (12, 40, "10")]
)
def test_cetirizine_follows_the_age(age: int, kilograms: int, dose: str) -> None:
    decision = decide({"g_age": age, "g_poids": kilograms, "r_allerg": "yes"})
    doses = {one.substance: one.dose.split("\u00a0")[0] for one in decision.treatments}
    assert doses.get("cetirizine", "") == dose


def test_only_a_nose_wash_waits_for_the_doctor_of_an_allergy() -> None:
    for sign in ("r_asthme", "r_sev", "r_echec"):
        assert offered({"r_allerg": "yes", sign: "yes"}) == [WASH], sign


def test_the_published_number_shows_and_decides_nothing() -> None:
    numbers = dict.fromkeys(SYMPTOMS, 3)
    decision = decide({"r_allerg": "yes", **numbers, "r_eva": 10})
    scores = {one.id: (one.minimum, one.maximum) for one in decision.scores}
    assert scores["t4ss"] == (12, 12)
    assert (decision.level, decision.points.maximum) == (Level.PHARMACY, 0)
    unknown = dict.fromkeys(SYMPTOMS, "unknown")
    assert "t4ss" not in {one.id for one in decide({"r_allerg": "yes", **unknown}).scores}
    assert "t4ss" not in {one.id for one in decide(numbers).scores}


@pytest.mark.parametrize(
    ("oxygen", "level"), [(91, Level.SAMU_15), (92, Level.PHARMACY), (88, Level.SAMU_15)]
)
def test_low_oxygen_says_the_distress_nobody_told(oxygen: int, level: Level) -> None:
    assert decide({"g_spo2": oxygen, "r_resp": "no"}).level is level
    assert decide({"g_spo2": oxygen, "g_bpco": "yes"}).level < Level.SAMU_15
