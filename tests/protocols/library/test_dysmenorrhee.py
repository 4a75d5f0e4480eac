"""Painful periods: one story counted once, and no anti-inflammatory without being sure."""

from collections.abc import Mapping
from itertools import combinations

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level, Route

FORBID_IBUPROFENE = (
    "g_allait", "g_ac", "g_aap", "g_ains", "g_li", "g_mtx", "g_cort", "g_rein_med",
    "g_rein", "g_coeur", "g_ulc", "g_asth_ains", "g_varic",
)  # fmt: skip
ONE_STORY = (("m_endo", "yes"), ("m_abs", "yes"), ("m_echec", "yes"), ("m_eva", 9))
STRONG_FROM = 7


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["dysmenorrhee"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def offered(decision: Decision) -> list[str]:
    return [one.substance for one in decision.treatments]


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("ground", FORBID_IBUPROFENE)
def test_paracetamol_takes_the_place_of_ibuprofene(ground: str, answer: str) -> None:
    assert offered(decide({})) == ["ibuprofene", "phloroglucinol"]
    assert offered(decide({ground: answer})) == ["paracetamol", "phloroglucinol"]


def test_ibuprofene_is_advised_three_days_here() -> None:
    days = {one.substance: one.max_days for one in decide({}).treatments}
    assert days == {"ibuprofene": 3, "phloroglucinol": 2}


@pytest.mark.parametrize("name", ["m_retard", "m_geu", "m_gross", "g_gross"])
@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_no_anti_inflammatory_while_a_pregnancy_is_possible(name: str, answer: str) -> None:
    decision = decide({name: answer})
    assert decision.level > Level.PHARMACY
    assert not set(offered(decision)) & {"ibuprofene", "phloroglucinol"}


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_one_story_told_in_several_ways_counts_once(size: int) -> None:
    for told in combinations(ONE_STORY, size):
        decision = decide(dict(told))
        assert decision.points.used == 10, told
        assert decision.level is Level.DOCTOR_48H


@pytest.mark.parametrize("pain", range(11))
def test_strong_pain_starts_at_seven(pain: int) -> None:
    expected = Level.DOCTOR_48H if pain >= STRONG_FROM else Level.PHARMACY
    assert decide({"m_eva": pain}).level is expected


def test_a_late_period_belongs_to_two_stories_and_is_counted_once() -> None:
    late = decide({"m_retard": "unknown", "m_geu": "unknown", "m_gross": "unknown"})
    assert late.points.used == 60  # m_geu and m_gross dropped to 30 each, m_retard inside both


def test_a_known_pregnancy_goes_to_the_maternity_and_a_doubt_to_a_doctor() -> None:
    certain, doubt = decide({"m_gross": "yes"}), decide({"m_gross": "unknown"})
    assert (certain.route, certain.recipient) == (Route.MATERNITY, "Maternité")
    assert (doubt.level, doubt.route) == (Level.DOCTOR_SAME_DAY, Route.TREATING_DOCTOR)


def test_an_emergency_is_not_called_usual_periods() -> None:
    assert decide({}).branch == "regles_douloureuses"
    assert decide({"m_tors": "yes"}).branch == "douleur_des_regles"
