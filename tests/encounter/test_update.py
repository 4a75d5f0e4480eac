"""The rules of the consultation that no press of a key may break."""

import hypothesis.strategies as st
from hypothesis import given, settings

from app.encounter import ask, decide, identify, measure, seal
from app.encounter.effects import SaveDraft, SealSheet, TakeMeasure
from app.encounter.messages import DraftSaved
from app.encounter.model import Consent, Receipt, SlotState, Stage, Step
from hardware.readings import Kind
from protocols.model import Level
from tests.builders import (
    Visit,
    a_reading,
    a_visit_at_decision,
    an_encounter,
    an_identified_visit,
)

OTHER = "f" * 32


def a_visit_measuring() -> Visit:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    return visit.say(measure.MeasureAsked(Kind.TEMPERATURE))


def test_a_late_answer_of_a_device_never_reaches_another_patients_sheet() -> None:
    visit = a_visit_measuring()
    before = visit.encounter
    late = a_reading(Kind.TEMPERATURE, temperature="39.9")
    visit.say(
        measure.LiveShown(OTHER, Kind.TEMPERATURE, late.values, 50),
        measure.Measured(OTHER, Kind.TEMPERATURE, late),
        measure.MeasureDoubtful(OTHER, Kind.TEMPERATURE, late),
        measure.ReadingsSetAside(OTHER, Kind.TEMPERATURE, 3),
        measure.MeasureFailed(OTHER, Kind.TEMPERATURE, "phrase"),
        identify.CodeRead(OTHER, "IS01"),
        DraftSaved(OTHER, 99),
        seal.Sealed(OTHER, Receipt(1, 1, "00")),
    )
    assert visit.encounter == before


def test_a_reading_that_nobody_awaits_is_not_kept() -> None:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    here = visit.encounter.encounter_id
    visit.say(
        measure.Measured(here, Kind.TEMPERATURE, a_reading(Kind.TEMPERATURE, temperature="39.9"))
    )
    assert measure.slot(visit.encounter, Kind.TEMPERATURE).reading is None


def test_an_awaited_reading_answers_the_items_it_feeds() -> None:
    visit = a_visit_measuring()
    here = visit.encounter.encounter_id
    visit.say(
        measure.Measured(here, Kind.TEMPERATURE, a_reading(Kind.TEMPERATURE, temperature="39.9"))
    )
    assert measure.slot(visit.encounter, Kind.TEMPERATURE).state is SlotState.TAKEN
    assert str(visit.encounter.answers["g_temp"]) == "39.9"


def test_a_running_device_is_not_armed_twice() -> None:
    visit = a_visit_measuring().say(measure.MeasureAsked(Kind.TEMPERATURE))
    assert len(visit.asked(TakeMeasure)) == 1


def test_every_clinical_change_is_saved_and_only_those() -> None:
    visit = an_identified_visit()
    saved = len(visit.asked(SaveDraft))
    visit.say(ask.Jumped("nothing_like_that"), measure.DoubtLifted(Kind.WEIGHT))
    assert len(visit.asked(SaveDraft)) == saved
    visit.say(ask.Answered(visit.encounter.current, "no"))
    assert len(visit.asked(SaveDraft)) == saved + 1


def test_an_answer_is_acknowledged_when_the_vault_says_so() -> None:
    visit = an_identified_visit()
    assert not visit.encounter.is_saved
    visit.say(DraftSaved(visit.encounter.encounter_id, visit.encounter.revision))
    assert visit.encounter.is_saved


def test_an_older_acknowledgement_does_not_hide_a_newer_change() -> None:
    visit = an_identified_visit()
    last = visit.encounter.revision
    here = visit.encounter.encounter_id
    visit.say(DraftSaved(here, last), DraftSaved(here, last - 1))
    assert visit.encounter.acknowledged == last


def test_a_sheet_is_sealed_once_however_often_the_key_is_pressed() -> None:
    visit = a_visit_at_decision().say(seal.SealAsked(), seal.SealAsked(), seal.SealAsked())
    assert len(visit.asked(SealSheet)) == 1
    assert visit.encounter.stage is Stage.SEALING


def test_nothing_clinical_changes_once_sealing_began() -> None:
    visit = a_visit_at_decision().say(seal.SealAsked())
    before = visit.encounter
    visit.say(
        ask.Answered("t_em", "yes"),
        decide.OutcomeChanged(Level.SAMU_15, "x"),
        measure.ReadingTyped(Kind.TEMPERATURE, ("40",)),
        identify.ConsentAnswered(Consent.DOCTOR, given=False),
    )
    assert visit.encounter == before


def test_a_failed_sealing_opens_the_consultation_again() -> None:
    visit = a_visit_at_decision().say(seal.SealAsked())
    visit.say(seal.SealFailed(visit.encounter.encounter_id, "Le disque est plein."))
    assert visit.encounter.stage is Stage.OPEN
    assert visit.encounter.notice == "Le disque est plein."
    visit.say(seal.SealAsked())
    assert len(visit.asked(SealSheet)) == 2


def test_a_sealed_consultation_never_seals_again() -> None:
    visit = a_visit_at_decision().say(seal.SealAsked())
    visit.say(seal.Sealed(visit.encounter.encounter_id, Receipt(3, 3, "ab")), seal.SealAsked())
    assert visit.encounter.stage is Stage.SEALED
    assert len(visit.asked(SealSheet)) == 1


presses = st.sampled_from(
    [
        seal.SealAsked(),
        seal.SealFailed("0" * 31 + "1", "phrase"),
        seal.Sealed("0" * 31 + "1", Receipt(1, 1, "00")),
        seal.Sealed(OTHER, Receipt(1, 1, "00")),
        ask.WentBack(),
        ask.WentOn(),
        ask.CallAsked(),
        ask.AlarmActed(),
        decide.OutcomeChanged(Level.EMERGENCY, ""),
        decide.RefusalSaid(refused=True),
        measure.MeasuresPassed(),
        ask.Answered("t_em", "yes"),
        ask.Answered("t_neuro", "yes"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(presses, max_size=25))
def test_no_story_seals_twice_without_a_failure_between(story: list[object]) -> None:
    visit = a_visit_at_decision()
    failures = sum(isinstance(message, seal.SealFailed) for message in story)
    visit.say(*story)
    assert len(visit.asked(SealSheet)) <= 1 + failures


@settings(max_examples=100, deadline=None)
@given(st.lists(presses, max_size=15))
def test_no_message_is_refused_by_an_empty_consultation(story: list[object]) -> None:
    Visit(an_encounter()).say(*story)
