"""The blood glucose: shown when it is wanted, typed in grams a litre, kept in mg/dL."""

from decimal import Decimal

import pytest

from app.encounter import measure
from app.encounter.model import SlotState, Step
from app.encounter.sheet_facts import readings
from hardware.readings import Kind
from tests.builders import Visit, an_identified_visit


def at_measures() -> Visit:
    return an_identified_visit("piqure_tique").answer_until(Step.MEASURE)


def test_the_card_comes_when_it_is_asked_for_and_once() -> None:
    visit = at_measures()
    assert Kind.GLUCOSE not in measure.kinds(visit.encounter)
    visit.say(measure.MeasureAdded(Kind.GLUCOSE), measure.MeasureAdded(Kind.GLUCOSE))
    assert measure.kinds(visit.encounter)[-1] is Kind.GLUCOSE
    assert measure.kinds(visit.encounter).count(Kind.GLUCOSE) == 1


def test_only_a_kind_measured_on_request_is_added_and_only_at_the_measures() -> None:
    visit = at_measures().say(measure.MeasureAdded(Kind.HEART_RATE))
    assert Kind.HEART_RATE not in visit.encounter.measures
    early = an_identified_visit("piqure_tique").say(measure.MeasureAdded(Kind.GLUCOSE))
    assert Kind.GLUCOSE not in early.encounter.measures


@pytest.mark.parametrize(("typed", "kept"), [("1,05", "105"), ("0,2", "20"), ("6", "600")])
def test_grams_a_litre_are_kept_in_milligrams_a_decilitre(typed: str, kept: str) -> None:
    visit = at_measures().say(measure.MeasureAdded(Kind.GLUCOSE))
    visit.say(measure.ReadingTyped(Kind.GLUCOSE, (typed,)))
    slot = measure.slot(visit.encounter, Kind.GLUCOSE)
    assert slot.reading is not None and slot.state is SlotState.TAKEN
    (value,) = slot.reading.values
    assert (value.value, value.unit, value.loinc) == (Decimal(kept), "mg/dL", "41653-7")


@pytest.mark.parametrize("typed", ["105", "0,19", "6,01", "1,055", "un"])
def test_a_value_in_another_unit_or_out_of_bounds_is_refused_in_the_unit_typed(typed: str) -> None:
    visit = at_measures().say(measure.MeasureAdded(Kind.GLUCOSE))
    visit.say(measure.ReadingTyped(Kind.GLUCOSE, (typed,)))
    slot = measure.slot(visit.encounter, Kind.GLUCOSE)
    assert slot.reading is None
    assert slot.sentence and "mg/dL" not in slot.sentence
    if typed in {"105", "0,19", "6,01"}:
        assert "entre 0,20 et 6,00\u00a0g/L" in slot.sentence


def test_it_is_in_the_sheet_and_feeds_no_question() -> None:
    visit = at_measures().say(measure.MeasureAdded(Kind.GLUCOSE))
    before = visit.encounter.answers
    visit.say(measure.ReadingTyped(Kind.GLUCOSE, ("1,05",)))
    (kept,) = readings(visit.encounter)
    assert (kept.quantity, kept.value, kept.unit, kept.origin) == (
        "glucose",
        "105",
        "mg/dL",
        "manual",
    )
    assert visit.encounter.answers == before
