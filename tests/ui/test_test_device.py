"""The device of a rapid test on the page of the orientation: its fields, and what it lacks."""

from app.encounter.decide import LotTyped
from tests.builders import Visit, a_visit_at_decision
from tests.exchange.trods import THROAT, UDI
from ui.outcome_words import products_with_lot, treatment_lines


def a_positive_throat() -> Visit:
    return a_visit_at_decision("douleur_pharyngee", THROAT | {"a_trod": "positif"})


def test_a_test_that_was_done_asks_for_its_device_before_the_lots_of_products() -> None:
    keys = [key for key, _ in products_with_lot(a_positive_throat().encounter)]
    assert keys[:4] == ["a_trod", "a_trod.maker", "a_trod.reference", "a_trod.read_at"]
    assert "amoxicilline" in keys[4:]


def test_what_is_missing_stands_beside_the_products_until_it_is_typed() -> None:
    visit = a_positive_throat()
    (told,) = [one for one in treatment_lines(visit.encounter) if one.words == "Test à compléter"]
    assert "saisissez" in told.note
    visit.say(LotTyped("a_trod", UDI))
    assert all(one.words != "Test à compléter" for one in treatment_lines(visit.encounter))


def test_without_a_test_nothing_is_asked() -> None:
    visit = a_visit_at_decision("douleur_pharyngee", THROAT | {"a_trod": "non_fait"})
    assert not any(key.startswith("a_trod") for key, _ in products_with_lot(visit.encounter))
    assert all(one.words != "Test à compléter" for one in treatment_lines(visit.encounter))
