"""A device may be finer than the question it answers: the answer is rounded, the reading is not."""

import pytest

from app.encounter import measure
from app.encounter.model import Step
from hardware.readings import Kind
from hardware.units import MEASURANDS
from protocols.load import shipped_library
from tests.builders import Visit, a_reading, an_identified_visit


def taken(kind: Kind, **values: str) -> Visit:
    visit = an_identified_visit("piqure_tique").answer_until(Step.MEASURE)
    visit = visit.say(measure.MeasureAsked(kind))
    reading = a_reading(kind, **values)
    return visit.say(measure.Measured(visit.encounter.encounter_id, kind, reading))


@pytest.mark.parametrize(
    ("kind", "name", "question", "value", "answer"),
    [
        (Kind.TEMPERATURE, "temperature", "g_temp", "38.05", "38.1"),
        (Kind.TEMPERATURE, "temperature", "g_temp", "38.04", "38.0"),
        (Kind.TEMPERATURE, "temperature", "g_temp", "37.30", "37.3"),
        (Kind.OXIMETRY, "spo2", "g_spo2", "91.5", "92"),
        (Kind.OXIMETRY, "spo2", "g_spo2", "98.0", "98"),
    ],
)
def test_the_answer_has_the_digits_of_its_question(
    kind: Kind, name: str, question: str, value: str, answer: str
) -> None:
    visit = taken(kind, **{name: value})
    assert str(visit.encounter.answers[question]) == answer
    kept = measure.slot(visit.encounter, kind).reading
    assert kept is not None
    assert str(kept.value(name)) == value
    assert visit.encounter.decision is not None


def test_a_temperature_between_two_bands_of_news2_falls_in_the_higher() -> None:
    visit = taken(Kind.TEMPERATURE, temperature="38.05")
    assert visit.encounter.decision is not None
    news = next(one for one in visit.encounter.decision.scores if one.id == "g_news")
    assert news.minimum == 1


def test_whatever_a_device_may_give_fits_the_question_it_answers() -> None:
    for protocol in shipped_library().values():
        for question in protocol.questions:
            if question.quantity:
                low, high = MEASURANDS[question.quantity].reject
                assert question.minimum <= low, question.id
                assert high <= question.maximum, question.id
