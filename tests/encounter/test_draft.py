"""The draft: what a power cut finds again."""

from dataclasses import replace

import pytest

from app.encounter import ask, decide, measure
from app.encounter.draft import ProtocolChanged, draft_bytes, read_draft, resume
from app.encounter.model import Step
from hardware.readings import Kind
from protocols.model import Level
from tests.builders import (
    Visit,
    a_library,
    a_protocol,
    a_station,
    a_visit_at_decision,
    an_identified_visit,
)


def again(visit: Visit) -> Visit:
    draft = read_draft(draft_bytes(visit.encounter))
    return Visit(resume(draft, a_library(), a_station()), visit.at)


def test_the_same_question_is_shown_with_every_answer() -> None:
    visit = an_identified_visit().answer_until(Step.ASK)
    visit.say(ask.Answered(visit.encounter.current, "yes"))
    found = again(visit).encounter
    assert found.current == visit.encounter.current
    assert found.answers == visit.encounter.answers
    assert found.events == visit.encounter.events
    assert found.decision == visit.encounter.decision
    assert found.patient == visit.encounter.patient


def test_a_draft_of_a_draft_is_the_same_bytes_at_every_step() -> None:
    visits = [
        Visit(),
        an_identified_visit(),
        an_identified_visit().say(ask.Answered("g_urg", "yes"), ask.CallNoted()),
        an_identified_visit()
        .answer_until(Step.MEASURE)
        .say(measure.ReadingTyped(Kind.BLOOD_PRESSURE, ("124", "78"))),
        a_visit_at_decision("piqure_tique", {"t_em": "yes"}).say(
            decide.OutcomeChanged(Level.DOCTOR_48H, "avis"), decide.RefusalSaid(refused=True)
        ),
    ]
    for visit in visits:
        data = draft_bytes(visit.encounter)
        assert draft_bytes(again(visit).encounter) == data


def test_a_measure_that_was_running_is_not_taken_for_a_value() -> None:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    visit.say(measure.MeasureAsked(Kind.TEMPERATURE))
    found = again(visit).encounter
    assert measure.slot(found, Kind.TEMPERATURE).reading is None


def test_a_draft_is_not_resumed_under_another_version_of_its_protocol() -> None:
    visit = an_identified_visit()
    draft = read_draft(draft_bytes(visit.encounter))
    other = {"piqure_tique": replace(a_protocol(), sha256="0" * 64)}
    with pytest.raises(ProtocolChanged):
        resume(draft, other, a_station())


def test_a_typed_pressure_survives_as_the_number_it_was() -> None:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    visit.say(measure.ReadingTyped(Kind.TEMPERATURE, ("38,5",)))
    assert str(again(visit).encounter.answers["g_temp"]) == "38.5"
