"""Constructions of the format that the shipped protocols may not all use, run by the engine."""

import shutil
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from protocols.evaluate import evaluate
from protocols.load import load_library
from protocols.model import Level, Route

LIBRARY = Path(__file__).parents[2] / "protocols" / "library"
WORDS = ("no", "unknown", "yes")
CALM = {"g_comp": "yes", "g_age": Decimal(30), "g_sexe": "M"}


@pytest.fixture
def written(tmp_path):
    """Return a function that loads the tick bite with other parts."""

    def load(*changes):
        for name in ("gate.yaml", "news2.yaml", "catalogue.yaml", "piqure_tique.yaml"):
            shutil.copy(LIBRARY / name, tmp_path / name)
        path = tmp_path / "piqure_tique.yaml"
        text = path.read_text("utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        path.write_text(text, "utf-8")
        return load_library(tmp_path)["piqure_tique"]

    return load


def rules(when, key="when"):
    rule = (
        f'rules:\n  - {{id: essai, {key}: "{when}", level: EMERGENCY, label: essai, sources: [X]}}'
    )
    return "rules: []", rule


def fired(protocol, answers):
    decision = evaluate(protocol, {**CALM, **answers})
    return next((one.certain for one in decision.rules if one.id == "essai"), None)


def test_at_least_counts_what_is_certain_and_what_may_be(written):
    protocol = written(rules("at_least(2, t_em, t_esc, t_fiev)"))
    for values in product(WORDS, repeat=3):
        found = fired(protocol, dict(zip(("t_em", "t_esc", "t_fiev"), values, strict=True)))
        sure, may = values.count("yes"), 3 - values.count("no")
        assert found == (True if sure >= 2 else False if may >= 2 else None), values


@pytest.mark.parametrize(
    ("when", "truth"),
    [
        ("t_em and not t_esc", lambda a, b: a and not b),
        ("not (t_em or t_esc)", lambda a, b: not (a or b)),
        ("t_em or (t_esc and t_em)", lambda a, b: a or (b and a)),
    ],
)
def test_a_condition_is_certain_exactly_when_no_unknown_matters(written, when, truth):
    protocol = written(rules(when))
    for values in product(WORDS, repeat=2):
        worlds = product(*({"yes": [True], "no": [False]}.get(v, [True, False]) for v in values))
        outcomes = {truth(*world) for world in worlds}
        found = fired(protocol, dict(zip(("t_em", "t_esc"), values, strict=True)))
        assert found == {(True,): True, (False,): None}.get(tuple(outcomes), False)


@pytest.mark.parametrize(
    ("sign", "holds"),
    [
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        ("=", (False, True, False)),
        ("!=", (True, False, True)),
        (">=", (False, True, True)),
        (">", (False, False, True)),
    ],
)
def test_every_sign_of_comparison(written, sign, holds):
    protocol = written(rules(f"g_age {sign} 30 a"))
    for age, expected in zip((29, 30, 31), holds, strict=True):
        assert (fired(protocol, {"g_age": Decimal(age)}) is True) is expected
    assert fired(protocol, {"g_age": "unknown"}) is False


def test_a_rule_on_uncertainty_fires_only_while_it_lasts(written):
    protocol = written(rules("t_em", key="when_uncertain"))
    assert fired(protocol, {"t_em": "unknown"}) is False
    assert fired(protocol, {"t_em": "yes"}) is None
    assert fired(protocol, {"t_em": "no"}) is None


def test_a_parameter_replaces_a_number_or_settles_a_choice(written):
    parameters = """parameters:
  - {id: z_limite, title: x, value: 38.5, unit: Cel, alternatives: ["39.0"], sources: [X]}
  - {id: z_regle, title: x, value: either, alternatives: [both], sources: [X]}

rules:"""
    warm = ("rules: []", rules("z_regle = either and g_temp > z_limite")[1])
    protocol = written(warm, ("rules:", parameters))
    assert fired(protocol, {"g_temp": Decimal("38.6")}) is True
    assert fired(protocol, {"g_temp": Decimal("38.5")}) is None
    assert fired(protocol, {}) is None
    never = ("rules: []", rules("z_regle = both and g_temp > z_limite")[1])
    assert fired(written(never, ("rules:", parameters)), {"g_temp": Decimal("38.6")}) is None


def test_thresholds_of_a_protocol_replace_those_of_the_gate(written):
    protocol = written(("gate: {g_recid", "thresholds: {DOCTOR_SAME_DAY: 10}\n\ngate: {g_recid"))
    ten = {q.id: q.reassuring for q in protocol.questions if not q.derived and q.reassuring != ""}
    decision = evaluate(protocol, {**ten, "t_voy": "yes"})
    assert (decision.level, decision.points.used) == (Level.DOCTOR_SAME_DAY, 10)
    assert evaluate(protocol, {**ten, "g_comp": "no"}).level is Level.DOCTOR_SAME_DAY


def test_a_certain_sign_names_its_service_and_an_unknown_one_does_not(written):
    card = "  - id: t_card\n    class: R\n"
    named = card + "    route: maternity\n    recipient: maternité\n"
    protocol = written((card, named))
    calm = {q.id: q.reassuring for q in protocol.questions if not q.derived and q.reassuring != ""}
    found = evaluate(protocol, {**calm, "t_card": "yes"})
    assert (found.route, found.recipient) == (Route.MATERNITY, "maternité")
    found = evaluate(protocol, {**calm, "t_card": "unknown"})
    assert (found.route, found.recipient) == (Route.TREATING_DOCTOR, "")
    found = evaluate(protocol, {**calm, "t_card": "yes", "g_urg": "yes"})
    assert found.route is Route.SAMU_15


def test_overlapping_families_count_the_heaviest_way(written):
    families = ("  - [t_em, t_em_multi]", "  - [t_em, t_voy]\n  - [t_em, t_30j]")
    protocol = written(families)
    calm = {q.id: q.reassuring for q in protocol.questions if not q.derived and q.reassuring != ""}
    assert evaluate(protocol, {**calm, "t_voy": "yes", "t_30j": "yes"}).points.used == 20
    both = {**calm, "t_voy": "yes", "t_30j": "yes", "t_em": "yes"}
    assert evaluate(protocol, both).points.used == 30
