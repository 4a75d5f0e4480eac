"""Low back pain: the nine questions that may not be done, and what forbids ibuprofen."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.interview import remaining
from protocols.load import shipped_library
from protocols.model import Answer, Decision, Level

FORBID_IBUPROFENE = (
    "g_gross", "g_allait", "g_ac", "g_aap", "g_ains", "g_li", "g_mtx", "g_cort", "g_rein_med",
    "g_rein", "g_foie", "g_coeur", "g_ulc", "g_asth_ains", "g_varic",
)  # fmt: skip
START_BACK = {"l_sb_fait", "l_sb", "l_sb_psy"}


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["lombalgie"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def left(**answers: Answer) -> set[str]:
    """Return the STarT Back questions still to ask somebody whose leg hurts."""
    told = {"g_age": Decimal(40), "g_sexe": "M", "l_sciat": "yes", **answers}
    return {one.id for one in remaining(shipped_library()["lombalgie"], told)} & START_BACK


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize("ground", FORBID_IBUPROFENE)
def test_no_ibuprofene_unless_each_ground_is_excluded(ground: str, answer: str) -> None:
    assert [one.substance for one in decide({}).treatments] == ["paracetamol", "ibuprofene"]
    assert "ibuprofene" not in [one.substance for one in decide({ground: answer}).treatments]


@pytest.mark.parametrize("total", range(10))
def test_the_published_total_weighs_from_four_and_only_when_it_is_due(total: int) -> None:
    for due in ("l_sciat", "l_dur", "g_recid"):
        decision = decide({due: "yes", "l_sb": total, "l_sb_fait": "yes"})
        assert decision.points.used == (20 if total >= 4 else 10), due
        scores = {one.id: (one.minimum, one.maximum) for one in decision.scores}
        assert scores["start_back"] == (total, total), due
    assert decide({"l_sb": total, "l_sb_fait": "yes"}).level is Level.PHARMACY


@pytest.mark.parametrize("done", ["no", "unknown"])
def test_nine_questions_not_done_have_no_effect_and_print_no_score(done: str) -> None:
    not_done = {"l_sb_fait": done, "l_sb": "unknown", "l_sb_psy": "unknown"}
    decision = decide({"l_sciat": "yes", **not_done})
    assert (decision.points.minimum, decision.points.used) == (10, 10)
    assert not {one.id for one in decision.scores} & {"start_back", "start_back_psy"}
    assert not {one.id for one in decision.actions} & {"start_moyen", "start_eleve"}


def test_the_nine_questions_are_put_only_to_who_accepts_them() -> None:
    assert "l_sb_fait" in left()
    assert "l_sb" in left(l_sb_fait="yes")
    assert left(l_sb_fait="no") == set()
    assert left(l_sb_fait="yes", l_sb=Decimal(3)) == set()
    assert left(l_sb_fait="yes", l_sb=Decimal(4)) == {"l_sb_psy"}


@pytest.mark.parametrize(("age", "fragile"), [(70, "no"), (40, "yes"), (40, "unknown")])
def test_a_small_fall_on_a_fragile_bone_is_never_for_the_pharmacy(age: int, fragile: str) -> None:
    decision = decide({"g_age": age, "l_chute": "yes", "l_cort": fragile})
    assert decision.level >= Level.DOCTOR_SAME_DAY
    assert (decision.level is Level.EMERGENCY) is (fragile != "unknown")
