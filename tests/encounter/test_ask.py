"""Questions: order, going back, putting aside, red signs."""

from app.encounter import ask, measure
from app.encounter.model import Step
from app.encounter.way import stops
from hardware.readings import Kind
from protocols.model import Block, Level
from tests.builders import a_visit_at_decision, an_identified_visit


def test_the_first_question_is_a_red_sign() -> None:
    visit = an_identified_visit()
    assert visit.encounter.step is Step.SIGNS
    question = visit.encounter.question
    assert question is not None
    assert question.block is Block.RED_FLAGS


def test_a_red_sign_stops_the_questions_at_once() -> None:
    visit = an_identified_visit()
    first = visit.encounter.current
    visit.say(ask.Answered(first, "yes"))
    assert visit.encounter.step is Step.EMERGENCY
    assert visit.encounter.decision is not None
    assert visit.encounter.decision.level >= Level.EMERGENCY


def test_every_red_sign_stops_the_questions_and_is_never_lowered() -> None:
    path = [one.id for one in an_identified_visit().encounter.path if one.block is Block.RED_FLAGS]
    signs = [name for name in path if name != "g_urg_signe"]
    assert signs
    for name in signs:
        visit = an_identified_visit().say(ask.Answered(name, "yes"))
        assert visit.encounter.step is Step.EMERGENCY, name


def test_the_call_is_noted_once_with_its_first_time() -> None:
    visit = an_identified_visit()
    visit.say(ask.Answered(visit.encounter.current, "yes"), ask.CallNoted())
    first = visit.encounter.called_at
    visit.say(ask.CallNoted())
    assert first is not None
    assert visit.encounter.called_at == first


def test_a_red_sign_is_taken_back_only_with_a_reason_that_stays() -> None:
    visit = an_identified_visit()
    sign = visit.encounter.current
    visit.say(ask.Answered(sign, "yes"), ask.SignWithdrawn(sign, "  "))
    assert sign in visit.encounter.answers
    visit.say(ask.SignWithdrawn(sign, "question mal comprise"))
    assert sign not in visit.encounter.answers
    assert [one.reason for one in visit.encounter.withdrawn] == ["question mal comprise"]
    assert visit.encounter.current == sign


def test_a_red_sign_does_not_vanish_by_answering_again() -> None:
    visit = an_identified_visit()
    sign = visit.encounter.current
    visit.say(ask.Answered(sign, "yes"), ask.AlarmActed(), ask.Answered(sign, "no"))
    assert visit.encounter.answers[sign] == "yes"
    assert "retirer" in visit.encounter.notice


def test_going_back_shows_the_answer_before_and_answering_again_reevaluates() -> None:
    visit = an_identified_visit().answer_until(Step.ASK)
    first = visit.encounter.current
    visit.say(ask.Answered(first, "yes"), ask.WentBack())
    assert visit.encounter.current == first
    decided = visit.encounter.decision
    visit.say(ask.Answered(first, "no"))
    assert visit.encounter.decision != decided


def test_the_whole_history_of_answers_is_kept_in_order() -> None:
    visit = an_identified_visit().answer_until(Step.ASK)
    first = visit.encounter.current
    visit.say(ask.Answered(first, "yes"), ask.WentBack(), ask.Answered(first, "no"))
    kept = [event.answer for event in visit.encounter.events if event.question_id == first]
    assert kept == ["yes", "no"]


def test_a_question_put_aside_comes_back_before_the_end() -> None:
    visit = an_identified_visit().answer_until(Step.ASK)
    aside = visit.encounter.current
    visit.say(ask.PutAside(aside))
    assert visit.encounter.current != aside
    for _ in range(100):
        if visit.encounter.current == aside:
            break
        if visit.encounter.step is Step.MEASURE:
            visit.say(measure.MeasuresPassed())
        else:
            visit.say(ask.Answered(visit.encounter.current, "no"))
        assert visit.encounter.step is not Step.DECIDE
    assert visit.encounter.current == aside


def test_next_is_refused_without_an_answer() -> None:
    visit = an_identified_visit()
    here = visit.encounter.current
    visit.say(ask.WentOn())
    assert visit.encounter.current == here
    assert visit.encounter.notice


def test_going_back_from_the_decision_walks_every_stop_to_the_identity() -> None:
    visit = a_visit_at_decision()
    visited = len(stops(visit.encounter))
    visit.say(*[ask.WentBack() for _ in range(visited + 1)])
    assert visit.encounter.step is Step.IDENTIFY


def test_an_answer_to_a_question_that_is_not_asked_changes_nothing() -> None:
    visit = an_identified_visit()
    before = visit.encounter
    visit.say(ask.Answered("g_age", "3"), ask.Answered("no_such_item", "yes"))
    assert visit.encounter == before


def test_fifteen_is_one_key_away_from_any_step_and_back() -> None:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    visit.say(ask.CallAsked())
    assert visit.encounter.step is Step.EMERGENCY
    visit.say(ask.WentBack())
    assert visit.encounter.step is Step.MEASURE


def test_the_sign_of_the_call_is_chosen_on_the_emergency_page() -> None:
    visit = an_identified_visit().say(ask.Answered("g_urg", "yes"))
    visit.say(ask.Answered("g_urg_signe", "thorax"))
    assert visit.encounter.step is Step.EMERGENCY
    assert visit.encounter.answers["g_urg_signe"] == "thorax"


def test_the_sign_chosen_later_for_a_call_asked_by_hand_keeps_the_emergency_page() -> None:
    visit = an_identified_visit().say(ask.Answered("g_urg", "yes"), ask.AlarmActed())
    visit.say(ask.CallAsked(), ask.Answered("g_urg_signe", "sang"))
    assert visit.encounter.step is Step.EMERGENCY
    assert visit.encounter.answers["g_urg_signe"] == "sang"


def test_oxygen_and_awareness_are_observed_on_the_page_of_measures() -> None:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    names = {one.id for one in ask.observations(visit.encounter)}
    assert {"g_o2", "g_consc"} <= names
    visit.say(ask.Answered("g_o2", "no"))
    assert visit.encounter.step is Step.MEASURE
    assert visit.encounter.answers["g_o2"] == "no"


def test_a_measured_red_sign_shows_the_emergency_page_at_once() -> None:
    visit = an_identified_visit().answer_until(Step.MEASURE)
    visit.say(measure.ReadingTyped(Kind.OXIMETRY, ("85", "110")))
    assert visit.encounter.step is Step.EMERGENCY
