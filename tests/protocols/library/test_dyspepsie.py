"""Upset stomach: the published score that only shows, and what forbids each product."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level, Route, ScoreResult

GERDQ = ("y_gq1", "y_gq2", "y_gq3", "y_gq4", "y_gq5", "y_gq6")
REVERSED = {"y_gq3", "y_gq4"}
REFLUX_FROM = 8
DAYS = st.integers(min_value=0, max_value=3)


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["dyspepsie"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def offered(decision: Decision) -> list[str]:
    return [one.substance for one in decision.treatments]


def gerdq(decision: Decision) -> ScoreResult | None:
    return next((one for one in decision.scores if one.id == "gerdq"), None)


@given(st.fixed_dictionaries(dict.fromkeys(GERDQ, DAYS)))
@settings(max_examples=60, deadline=None)
def test_the_published_score_counts_two_items_backwards_and_decides_nothing(
    days: dict[str, int],
) -> None:
    decision = decide(days)
    expected = sum(3 - n if name in REVERSED else n for name, n in days.items())
    score = gerdq(decision)
    assert score is not None
    assert (score.minimum, score.maximum, score.complete) == (expected, expected, True)
    assert decision.level is Level.PHARMACY
    assert offered(decision) == ["alginate", "omeprazole"]
    assert (decision.branch == "reflux") is (expected >= REFLUX_FROM)


def test_the_score_is_neither_asked_nor_shown_when_nobody_wants_it() -> None:
    protocol = shipped_library()["dyspepsie"]
    answers = from_json(protocol, {"*": "reassuring"})
    decision = evaluate(protocol, {k: v for k, v in answers.items() if k not in GERDQ})
    assert gerdq(decision) is None
    assert decision.missing == ()
    partial = gerdq(decide({"y_gq2": "unknown"}))
    assert partial is not None
    assert not partial.complete


def test_an_emergency_is_never_called_reflux() -> None:
    assert decide({"y_gq1": 3, "y_coro": "yes"}).branch == "digestif_haut"
    assert decide({"y_gq1": 3, "y_ulc": "yes"}).branch == "digestif_haut"


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize(
    "ground", ["g_clopi", "g_mtx", "g_nelf", "g_ac", "g_foie", "g_allait", "y_gross", "g_gross"]
)
def test_omeprazole_needs_each_ground_excluded(ground: str, answer: str) -> None:
    assert "omeprazole" not in offered(decide({ground: answer}))


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("ground", ["g_rein", "y_hemo", "y_abdo"])
def test_alginate_needs_each_ground_excluded(ground: str, answer: str) -> None:
    assert "alginate" not in offered(decide({ground: answer}))


def test_a_mother_just_delivered_is_asked_for_the_bar_pain_and_gets_no_omeprazole() -> None:
    # pregnancy is over (g_gross no) and the sign still belongs to her: y_gross covers both
    mother = {"g_gross": "no", "y_gross": "yes"}
    assert offered(decide(mother)) == ["alginate"]
    decision = decide({**mother, "y_gross_barre": "yes"})
    assert (decision.route, decision.recipient) == (Route.MATERNITY, "Maternité")
    assert decide({**mother, "y_gross_barre": "yes", "g_pas": 140}).level is Level.SAMU_15


def test_no_nsaid_is_ever_advised_here() -> None:
    protocol = shipped_library()["dyspepsie"]
    assert {one.substance for one in protocol.logic.book.products} == {"alginate", "omeprazole"}
