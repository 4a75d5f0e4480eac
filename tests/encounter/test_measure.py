"""Measures: typed or taken, in their bounds, of this patient."""

import pytest

from app.encounter import measure
from app.encounter.effects import StopMeasure
from app.encounter.model import SlotState, Step
from hardware.readings import Kind, Origin
from tests.builders import WITH_A_PARENT, Visit, a_protocol, a_reading, an_identified_visit


def at_measures() -> Visit:
    return an_identified_visit().answer_until(Step.MEASURE)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Kind.TEMPERATURE, ("385",)),
        (Kind.TEMPERATURE, ("3,85",)),
        (Kind.TEMPERATURE, ("trente",)),
        (Kind.TEMPERATURE, ("38,55",)),
        (Kind.BLOOD_PRESSURE, ("78", "124")),
        (Kind.BLOOD_PRESSURE, ("124", "")),
        (Kind.OXIMETRY, ("101", "70")),
        (Kind.RESPIRATION, ("1e1",)),
    ],
)
def test_a_value_no_patient_can_have_is_refused_with_its_bounds(
    kind: Kind, texts: tuple[str, ...]
) -> None:
    visit = at_measures().say(measure.ReadingTyped(kind, texts))
    slot = measure.slot(visit.encounter, kind)
    assert slot.reading is None
    assert slot.sentence
    assert not any(name.startswith("g_") and name != "g_urg" for name in _measured(visit))


def _measured(visit: Visit) -> set[str]:
    return {event.question_id for event in visit.encounter.events if event.origin == "typed"}


def test_a_comma_and_a_point_are_the_same_number() -> None:
    for text in ("38,5", "38.5"):
        visit = at_measures().say(measure.ReadingTyped(Kind.TEMPERATURE, (text,)))
        assert str(visit.encounter.answers["g_temp"]) == "38.5"


def test_a_typed_value_is_marked_typed() -> None:
    visit = at_measures().say(measure.ReadingTyped(Kind.BLOOD_PRESSURE, ("124", "78")))
    reading = measure.slot(visit.encounter, Kind.BLOOD_PRESSURE).reading
    assert reading is not None
    assert reading.origin is Origin.MANUAL
    assert {e.origin for e in visit.encounter.events if e.question_id == "g_pas"} == {"typed"}


def test_a_doubtful_reading_waits_for_the_pharmacists_word() -> None:
    visit = at_measures().say(measure.MeasureAsked(Kind.TEMPERATURE))
    reading = a_reading(Kind.TEMPERATURE, temperature="38.4")
    here = visit.encounter.encounter_id
    visit.say(measure.MeasureDoubtful(here, Kind.TEMPERATURE, reading))
    assert "g_temp" not in visit.encounter.answers
    visit.say(measure.DoubtLifted(Kind.TEMPERATURE))
    assert str(visit.encounter.answers["g_temp"]) == "38.4"


def test_readings_set_aside_are_counted_and_never_shown() -> None:
    visit = at_measures().say(measure.MeasureAsked(Kind.BLOOD_PRESSURE))
    here = visit.encounter.encounter_id
    visit.say(measure.ReadingsSetAside(here, Kind.BLOOD_PRESSURE, 3))
    slot = measure.slot(visit.encounter, Kind.BLOOD_PRESSURE)
    assert slot.set_aside == 3
    assert slot.reading is None and slot.live == ()


def test_stopping_keeps_nothing_and_says_so_to_the_device() -> None:
    visit = at_measures().say(measure.MeasureAsked(Kind.TEMPERATURE))
    visit.say(measure.MeasureStopped(Kind.TEMPERATURE))
    assert measure.slot(visit.encounter, Kind.TEMPERATURE).state is SlotState.IDLE
    assert len(visit.asked(StopMeasure)) == 1


def test_a_failure_leaves_the_value_kept_before() -> None:
    visit = at_measures().say(measure.ReadingTyped(Kind.TEMPERATURE, ("37,0",)))
    visit.say(measure.MeasureAsked(Kind.TEMPERATURE))
    here = visit.encounter.encounter_id
    visit.say(measure.MeasureFailed(here, Kind.TEMPERATURE, "Reprenez la mesure."))
    slot = measure.slot(visit.encounter, Kind.TEMPERATURE)
    assert slot.state is SlotState.FAILED
    assert slot.reading is not None


def test_the_measures_are_not_left_while_a_device_runs() -> None:
    visit = at_measures().say(measure.MeasureAsked(Kind.TEMPERATURE), measure.MeasuresPassed())
    assert visit.encounter.step is Step.MEASURE
    assert "en cours" in visit.encounter.notice


def test_a_child_is_weighed_and_an_adult_is_not_asked_to() -> None:
    assert Kind.WEIGHT not in measure.kinds(at_measures().encounter)
    child = an_identified_visit(birth_date="12/04/2019", matricule="", **WITH_A_PARENT).encounter
    assert Kind.WEIGHT in measure.kinds(child)


def test_a_measure_taken_again_without_a_value_leaves_no_answer_of_the_former() -> None:
    visit = an_identified_visit("douleur_pharyngee").answer_until(Step.MEASURE)
    visit.say(measure.ReadingTyped(Kind.OXIMETRY, ("98", "112")))
    fed = {one.id for one in a_protocol("douleur_pharyngee").questions if one.quantity == "pulse"}
    assert fed
    assert fed <= visit.encounter.answers.keys()
    visit.say(measure.ReadingTyped(Kind.OXIMETRY, ("98", "")))
    assert not fed & visit.encounter.answers.keys()
    oxygen = {one.id for one in a_protocol("douleur_pharyngee").questions if one.quantity == "spo2"}
    assert oxygen <= visit.encounter.answers.keys()
