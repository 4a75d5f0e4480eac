"""Constipation: one osmotic laxative at a time, and none before a doctor."""

from collections.abc import Mapping

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Decision, Level

RAISES = (
    "k_occ", "k_doul", "k_mel", "k_neuro", "k_sang", "k_poids", "k_mici", "k_cloz", "k_fec",
    "k_alt", "k_med", "k_dur", "g_recid", "g_immun",
)  # fmt: skip


def decide(answers: Mapping[str, object]) -> Decision:
    protocol = shipped_library()["constipation"]
    return evaluate(protocol, from_json(protocol, {"*": "reassuring", **answers}))


def offered(answers: Mapping[str, object]) -> list[str]:
    return [one.substance for one in decide(answers).treatments]


@pytest.mark.parametrize("sign", RAISES)
def test_no_laxative_before_the_doctor_has_seen_the_patient(sign: str) -> None:
    decision = decide({sign: "yes"})
    assert decision.level >= Level.DOCTOR_48H
    assert decision.treatments == ()


def test_lactulose_takes_the_place_of_macrogol_and_is_never_added_to_it() -> None:
    assert offered({}) == ["macrogol", "glycerine"]
    for answer in ("yes", "unknown"):
        assert offered({"k_macro_non": answer}) == ["lactulose", "glycerine"]
        assert offered({"k_macro_non": "yes", "g_galact": answer}) == ["glycerine"]


def test_a_pregnancy_keeps_its_laxative() -> None:
    for answer in ("yes", "unknown"):
        decision = decide({"k_gross": answer})
        assert decision.level is Level.PHARMACY
        assert "macrogol" in [one.substance for one in decision.treatments]


@pytest.mark.parametrize("unknown", ["k_occ", "k_doul"])
def test_a_blocked_bowel_not_excluded_gets_no_laxative(unknown: str) -> None:
    decision = decide({unknown: "unknown"})
    assert decision.level is Level.DOCTOR_SAME_DAY
    assert decision.treatments == ()


@pytest.mark.parametrize(
    ("age", "level"),
    [
        (1, Level.DOCTOR_SAME_DAY),
        (2, Level.DOCTOR_48H),
        (15, Level.DOCTOR_48H),
        (16, Level.PHARMACY),
    ],
)
def test_a_child_is_never_kept_at_the_pharmacy(age: int, level: Level) -> None:
    assert decide({"g_age": age, "g_poids": 50}).level is level
