"""An act done on paper keeps its own time, whoever types it and whenever."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from app.clock import PARIS
from app.encounter import ask, identify, measure, seal
from app.encounter.build import build_sheet
from app.encounter.choose import ComplaintChosen
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.effects import TakeMeasure
from app.encounter.fact import fact_of
from app.encounter.late import LateDropped, LateTyped
from app.encounter.model import Alternative, Consent, Encounter, Step
from app.encounter.sheet import canonical_bytes, read_sheet
from app.encounter.summary import summarise
from hardware.readings import Kind
from tests.builders import AT, Visit, a_library, a_protocol, a_station, an_encounter, some_traits

PERFORMER = a_station().professionals[-1].login
FORM = LateTyped("21/11/2026", "9:05", "9h20", "", PERFORMER)
START = datetime(2026, 11, 21, 9, 5, tzinfo=PARIS)


def a_late_visit(form: LateTyped = FORM) -> Visit:
    visit = Visit().say(ComplaintChosen(a_protocol()), form)
    visit.say(identify.TraitsTyped(some_traits()))
    visit.say(*(identify.ConsentAnswered(one, given=True) for one in Consent))
    visit.say(identify.PaperSeen(seen=True), identify.AlternativeSaid(Alternative.DOCTOR))
    return visit.say(identify.IdentityConfirmed())


def test_the_sheet_bears_the_time_of_the_act_and_says_it_was_typed_later() -> None:
    visit = a_late_visit().answer_until(Step.DECIDE)
    sheet = build_sheet(visit.encounter, visit.at)
    assert sheet.act.started_at == "2026-11-21T09:05:00+01:00"
    assert sheet.act.ended_at == "2026-11-21T09:20:00+01:00"
    assert sheet.late is not None
    assert sheet.closed_at == sheet.late.entered_at > sheet.act.ended_at
    assert sheet.performer.rpps == a_station().professionals[-1].rpps
    assert sheet.pharmacist.rpps == visit.encounter.author.rpps
    assert {one.asked_at for one in sheet.answers} == {sheet.act.started_at}
    assert {one.taken_at for one in sheet.readings} == {sheet.act.started_at}
    assert {one.operator for one in sheet.readings} == {PERFORMER}
    assert read_sheet(canonical_bytes(sheet)) == sheet


def test_figures_count_the_act_on_its_day_for_who_did_it() -> None:
    visit = a_late_visit().answer_until(Step.DECIDE)
    sheet = build_sheet(visit.encounter, visit.at)
    fact = fact_of(sheet)
    assert (fact.day, fact.half, fact.minutes) == ("2026-11-21", "morning", 15)
    assert summarise(sheet, 7).sealed_at == sheet.closed_at
    assert summarise(sheet, 7).author == sheet.performer.rpps


def test_a_sheet_that_is_not_late_has_the_bytes_it_always_had() -> None:
    visit = a_late_visit().answer_until(Step.DECIDE)
    ordinary = replace(build_sheet(visit.encounter, visit.at), late=None)
    assert b'"late"' not in canonical_bytes(ordinary)
    assert read_sheet(canonical_bytes(ordinary)) == ordinary


def test_no_device_measures_after_the_fact_but_the_form_is_copied() -> None:
    visit = a_late_visit().answer_until(Step.MEASURE)
    visit.say(measure.MeasureAsked(Kind.TEMPERATURE))
    assert not visit.asked(TakeMeasure)
    assert "Recopiez" in measure.slot(visit.encounter, Kind.TEMPERATURE).sentence
    visit.say(measure.ReadingTyped(Kind.TEMPERATURE, ("38,4",)))
    assert measure.slot(visit.encounter, Kind.TEMPERATURE).reading is not None


def test_a_draft_of_a_late_entry_is_taken_up_as_it_was() -> None:
    encounter = a_late_visit().answer_until(Step.MEASURE).encounter
    again = resume(read_draft(draft_bytes(encounter)), a_library(), a_station())
    assert (again.late, again.started_at) == (encounter.late, START)


def test_the_call_of_the_form_is_the_call_of_the_sheet() -> None:
    visit = a_late_visit(replace(FORM, call="9h10")).answer_until(Step.DECIDE, {"g_urg": "yes"})
    sheet = build_sheet(visit.encounter, visit.at)
    assert sheet.act.emergency_call_at == "2026-11-21T09:10:00+01:00"


def test_the_call_of_the_form_is_kept_whatever_the_level() -> None:
    visit = a_late_visit(replace(FORM, call="9h10")).answer_until(Step.DECIDE)
    sheet = build_sheet(visit.encounter, visit.at)
    assert sheet.act.emergency_call_at == "2026-11-21T09:10:00+01:00"


def test_a_visit_that_calls_the_15_now_is_no_late_entry() -> None:
    called = Visit().say(ask.CallAsked(), ask.CallNoted())
    before = called.encounter
    called.say(FORM)
    assert "déjà noté" in called.encounter.notice
    assert replace(called.encounter, notice="", revision=0) == replace(
        before, notice="", revision=0
    )


def test_a_form_without_the_hour_of_its_call_is_kept_and_says_so() -> None:
    visit = a_late_visit().answer_until(Step.DECIDE, {"g_urg": "yes"})
    sheet = build_sheet(visit.encounter, visit.at)
    assert sheet.act.emergency_call_at == ""
    assert "heure de l’appel au 15" in sheet.absent
    assert seal.why_not(visit.encounter) == ""


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (replace(FORM, day="31/02/2026"), "Jour de l’acte"),
        (replace(FORM, day="01/10/2026"), "plus de 30"),
        (replace(FORM, day="23/11/2026", start="11:30", end="12:30"), "pas fini"),
        (replace(FORM, start="25:00"), "Heure de début"),
        (replace(FORM, end="soir"), "Heure de fin"),
        (replace(FORM, end="9:04"), "12"),
        (replace(FORM, login="nobody"), "qui a rempli"),
        (replace(FORM, day="23/11/2026", start="9:00", end="9:10", call="12:30"), "à venir"),
        (replace(FORM, call="22:00"), "pas pendant l’acte"),
    ],
)
def test_a_form_that_cannot_be_dated_is_refused_and_changes_nothing(
    form: LateTyped, said: str
) -> None:
    visit = Visit().say(form)
    assert said in visit.encounter.notice
    assert replace(visit.encounter, notice="") == an_encounter()


def test_an_act_may_end_after_midnight() -> None:
    visit = Visit().say(replace(FORM, start="23:50", end="0:10"))
    late = visit.encounter.late
    assert late is not None
    assert late.ended_at - visit.encounter.started_at == timedelta(minutes=20)


def test_a_late_entry_is_chosen_before_the_identity_is_confirmed_and_can_be_dropped() -> None:
    visit = Visit().say(FORM, LateDropped())
    assert replace(visit.encounter, revision=0) == an_encounter()
    late = a_late_visit()
    confirmed = late.encounter
    late.say(LateDropped())
    assert late.encounter == confirmed
    late.say(replace(FORM, start="9:10"))
    assert late.encounter.started_at == START


@given(days=st.integers(1, 29), minutes=st.integers(0, 719))
def test_ages_and_papers_are_those_of_the_day_of_the_act(days: int, minutes: int) -> None:
    at = AT - timedelta(days=days)
    form = replace(
        FORM, day=at.strftime("%d/%m/%Y"), start=f"{minutes // 60}:{minutes % 60:02}", end="12:00"
    )
    encounter: Encounter = Visit().say(form).encounter
    assert encounter.started_at.date() == date(at.year, at.month, at.day)
    assert (encounter.started_at.hour, encounter.started_at.minute) == divmod(minutes, 60)
