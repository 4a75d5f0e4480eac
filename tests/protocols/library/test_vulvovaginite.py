"""Known vaginal mycosis: when an ovule is given, and what is said with it."""

from collections.abc import Mapping

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["vulvovaginite"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def advised(decision: Decision) -> set[str]:
    return {action.id for action in decision.actions}


def test_econazole_is_named_only_when_a_vitamin_k_antagonist_is_excluded() -> None:
    assert "econazole_a_defaut" in advised(decide({}))
    for told in ({"g_avk": "yes"}, {"g_avk": "unknown"}, {"g_meds": "yes"}, {"g_meds": "unknown"}):
        decision = decide(told)
        assert decision.level is Level.PHARMACY, told
        assert "econazole_a_defaut" not in advised(decision), told
        assert [one.substance for one in decision.treatments] == ["clotrimazole"], told


def test_neither_ovule_nor_cream_without_excluding_a_pregnancy() -> None:
    decision = decide({"v_gross": "unknown"})
    assert decision.level is Level.PHARMACY
    assert decision.treatments == ()
    assert not advised(decision) & {"creme", "econazole_a_defaut"}
    assert "grossesse" in decision.sentence


def test_the_warning_on_latex_is_kept_from_those_who_use_none() -> None:
    assert "latex" not in advised(decide({"g_latex": "no"}))
    for answer in ("yes", "unknown"):
        assert "latex" in advised(decide({"g_latex": answer})), answer


def test_a_man_is_told_apart_and_never_given_an_ovule() -> None:
    decision = decide({"g_sexe": "M"})
    assert decision.level is Level.DOCTOR_48H
    assert decision.treatments == ()
    assert not advised(decision) & {"creme", "econazole_a_defaut", "latex"}


def test_a_sign_said_alone_says_its_main_sign_too() -> None:
    told = {rule.id for rule in decide({"v_pelv_fort": "yes"}).rules}
    assert {"v_pelv", "v_pelv_fort"} <= told


def test_pregnancy_makes_a_measured_fever_an_emergency() -> None:
    for name in ("v_gross", "g_gross"):
        assert decide({name: "yes", "g_temp": 38}).level is Level.EMERGENCY
    assert decide({"v_gross": "unknown", "g_temp": 38}).level is Level.DOCTOR_SAME_DAY
