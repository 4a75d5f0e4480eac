"""A weight that cannot be that of the age makes no dose: it is weighed again.

The bounds are those of this demonstration, against a slip of the pen (gate, « g_poids_plausible »).
"""

from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library

LIBRARY = shipped_library()
FEVER, ALLERGY, BACK = (LIBRARY[one] for one in ("douleur_pharyngee", "rhinite", "lombalgie"))
BOUNDS = (
    (0, "2.5", "15"),
    (1, "7", "20"),
    (2, "9", "28"),
    (3, "9", "28"),
    (4, "11", "40"),
    (5, "11", "40"),
    (6, "14", "55"),
    (7, "14", "55"),
    (8, "18", "75"),
    (9, "18", "75"),
    (10, "22", "95"),
    (11, "22", "95"),
    (12, "26", "125"),
    (14, "26", "125"),
)
GRAM = Decimal("0.01")
TO_CHECK = ("paracetamol", "weight_for_age", "Poids à vérifier pour l’âge")


def decide(protocol, **answers):
    return evaluate(protocol, from_json(protocol, {**answers, "*": "reassuring"}))


def offered(decision):
    return {one.substance: one.dose.replace("\u00a0", " ") for one in decision.treatments}


def put_aside(decision):
    return [(one.substance, one.reason, one.reason_label) for one in decision.excluded]


def at(age, weight):
    months = {"g_age_mois": age * 12 + 4} if age < 2 else {}
    return decide(BACK, g_age=age, g_poids=weight, **months)


@pytest.mark.parametrize(("age", "low", "high"), BOUNDS)
def test_the_dose_stops_exactly_at_the_bounds_of_the_age(age, low, high):
    low, high = Decimal(low), Decimal(high)
    for inside in (low, high):
        assert "paracetamol" in offered(at(age, inside))
    for outside in (low - GRAM, high + GRAM):
        decision = at(age, outside)
        assert "paracetamol" not in offered(decision)
        assert TO_CHECK in put_aside(decision)


def test_ninety_five_kilos_at_three_is_weighed_again():
    decision = decide(FEVER, g_age=3, g_poids=95)
    assert offered(decision) == {} and put_aside(decision) == [TO_CHECK]


@pytest.mark.parametrize(
    ("allergy", "antibiotic"),
    [
        ("aucune", "amoxicilline"),
        ("peni_non_severe", "cefpodoxime"),
        ("severe_ou_cephalo", "clarithromycine"),
    ],
)
@pytest.mark.parametrize("age", [8, 12])
def test_no_antibiotic_by_weight_on_a_weight_to_check(age, allergy, antibiotic):
    sick = {"a_ord": "yes", "a_aspect": "yes", "a_trod": "positif", "g_all_bl": allergy}
    assert antibiotic in offered(decide(FEVER, g_age=age, g_poids=30, **sick))
    wrong = decide(FEVER, g_age=age, g_poids=130, **sick)
    assert offered(wrong) == {}
    assert (antibiotic, "weight_for_age") in {(one[0], one[1]) for one in put_aside(wrong)}


def test_amoxicillin_of_eight_years_and_twenty_five_kilos_is_unchanged():
    sick = {"a_ord": "yes", "a_aspect": "yes", "a_trod": "positif"}
    found = offered(decide(FEVER, g_age=8, g_poids=25, **sick))
    assert found == {"amoxicilline": "625 mg", "paracetamol": "375 mg"}


def test_no_loratadine_for_a_small_child_whose_weight_was_mistyped():
    assert "loratadine" in offered(
        decide(ALLERGY, g_age=8, r_allerg="yes", g_rein="yes", g_poids=31)
    )
    wrong = decide(ALLERGY, g_age=3, r_allerg="yes", g_poids=95)
    assert "loratadine" not in offered(wrong)
    assert ("loratadine", "weight_for_age") in {(one[0], one[1]) for one in put_aside(wrong)}


def test_the_age_not_the_weight_is_blamed_when_the_weight_may_be_right():
    unknown_age = decide(FEVER, g_age="unknown", g_poids=60)
    assert ("paracetamol", "age") in {(one[0], one[1]) for one in put_aside(unknown_age)}
    light_adult = decide(FEVER, g_age=20, g_poids=45)
    assert offered(light_adult) == {"paracetamol": "675 mg"}
    slip = decide(FEVER, g_age=20, g_poids=Decimal("4.5"))
    assert put_aside(slip) == [TO_CHECK]
