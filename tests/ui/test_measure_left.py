"""What the foot of the measures says: what is needed, then what may still be taken."""

from decimal import Decimal
from types import MappingProxyType

from app.encounter.model import Encounter
from protocols.model import Answer
from tests.builders import a_protocol
from tests.ui.scenes import a_measuring_protocol, a_visit
from ui.measure_left import left_words, needed, spared
from ui.observed import observed


def visit_of(**answers: Answer) -> Encounter:
    return a_visit(protocol=a_measuring_protocol(), answers=MappingProxyType(answers))


def test_a_needed_measure_is_said_with_what_its_absence_does() -> None:
    assert left_words(visit_of()) == (
        "Température à prendre\u00a0: sans elle, le protocole oriente vers un médecin."
    )


def test_the_same_quantity_is_never_named_twice() -> None:
    names = needed(visit_of()) + spared(visit_of())
    assert len(names) == len(set(names))
    assert names.count("tension") == 1


def test_once_taken_only_what_is_optional_is_named() -> None:
    taken = visit_of(a_temp=Decimal("38.4"))
    assert needed(taken) == ()
    assert left_words(taken).startswith("Facultatif\u00a0: pouls, tension, sous oxygène et")
    assert "empérature" not in left_words(taken)


def test_nothing_left_says_nothing() -> None:
    everything = {one.id: "no" for one in a_measuring_protocol().questions}
    assert left_words(visit_of(**everything)) == ""


def test_the_sore_throat_needs_its_temperature_and_the_tick_needs_no_measure() -> None:
    throat = a_visit(protocol=a_protocol("douleur_pharyngee"), answers=MappingProxyType({}))
    tick = a_visit(protocol=a_protocol("piqure_tique"), answers=MappingProxyType({}))
    assert needed(throat) == ("température",)
    assert needed(tick) == ()


def test_no_letter_answers_two_things() -> None:
    letters = [key for fact in observed(visit_of()) for key in fact.letters]
    assert letters == ["O", "N", "I", "A", "C", "U"]
