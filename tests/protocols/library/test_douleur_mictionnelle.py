"""Cystitis: the strip read by either rule, and no level of 48 hours."""

import shutil
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

import protocols
from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import load_library, shipped_library
from protocols.model import Decision, Flag, Level, Protocol

LIBRARY = Path(protocols.__file__).parent / "library"
RESULTS = ("positif", "negatif", "non_fait", "invalide", "unknown")
READ = {"positif", "negatif"}


def decide(protocol: Protocol, answers: Mapping[str, object]) -> Decision:
    return evaluate(protocol, from_json(protocol, {**answers, "*": "reassuring"}))


@pytest.fixture
def shipped() -> Protocol:
    return shipped_library()["douleur_mictionnelle"]


@pytest.fixture
def both_needed(tmp_path: Path) -> Protocol:
    """The same protocol where nitrites and leucocytes must both be positive."""
    for name in ("gate.yaml", "news2.yaml", "catalogue.yaml"):
        shutil.copy(LIBRARY / name, tmp_path / name)
    name = "douleur_mictionnelle.yaml"
    text = (LIBRARY / name).read_text(encoding="utf-8")
    changed = text.replace("value: ou\n    alternatives: [et]", "value: et\n    alternatives: [ou]")
    assert changed != text
    (tmp_path / name).write_text(changed, encoding="utf-8")
    return load_library(tmp_path)["douleur_mictionnelle"]


def outcome(decision: Decision) -> str:
    if decision.flags == (Flag.TEST_INCONCLUSIVE,) and decision.level is Level.DOCTOR_SAME_DAY:
        return "inconclusive"
    assert decision.level is Level.PHARMACY
    assert not decision.flags
    return "positive" if decision.treatments else "negative"


@pytest.mark.parametrize(("nitrites", "leucocytes"), list(product(RESULTS, RESULTS)))
def test_one_positive_is_enough_and_two_negatives_are_needed(
    shipped: Protocol, nitrites: str, leucocytes: str
) -> None:
    read = {nitrites, leucocytes}
    expected = "positive" if "positif" in read else "inconclusive"
    if read == {"negatif"}:
        expected = "negative"
    assert outcome(decide(shipped, {"u_nit": nitrites, "u_leuco": leucocytes})) == expected


@pytest.mark.parametrize(("nitrites", "leucocytes"), list(product(RESULTS, RESULTS)))
def test_with_the_other_rule_both_must_be_positive(
    both_needed: Protocol, nitrites: str, leucocytes: str
) -> None:
    read = {nitrites, leucocytes}
    expected = "negative" if read <= READ and "negatif" in read else "inconclusive"
    if read == {"positif"}:
        expected = "positive"
    assert outcome(decide(both_needed, {"u_nit": nitrites, "u_leuco": leucocytes})) == expected


def test_the_rule_of_reading_is_printed(shipped: Protocol, both_needed: Protocol) -> None:
    either = {one.id for one in decide(shipped, {"u_nit": "positif"}).actions}
    both = {one.id for one in decide(both_needed, {"u_nit": "positif"}).actions}
    assert "bu_regle_ou" in either - both
    assert "bu_regle_et" in both - either


@pytest.mark.parametrize("points_of", ["u_gyn", "u_recid", "u_15j", "u_atb", "u_dur"])
def test_ten_points_are_a_doctor_the_same_day(shipped: Protocol, points_of: str) -> None:
    decision = decide(shipped, {points_of: "yes", "u_nit": "positif"})
    assert decision.level is Level.DOCTOR_SAME_DAY
    assert decision.points.used == 10
    assert decision.treatments == ()


def test_an_allergy_told_but_not_named_leaves_no_antibiotic(shipped: Protocol) -> None:
    for told in ("u_all", "g_all"):
        decision = decide(shipped, {told: "yes", "u_nit": "positif"})
        assert Flag.NO_ANTIBIOTIC_POSSIBLE in decision.flags, told
