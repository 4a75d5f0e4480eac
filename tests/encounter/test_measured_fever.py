"""A fever that was measured is not asked: it answers by itself, in every protocol that asks."""

import re

import pytest

from app.encounter import ask, measure
from app.encounter.model import Step
from hardware.readings import Kind
from tests.builders import Visit, a_library, an_identified_visit, reassuring

FEVER = re.compile(r"de la fièvre|de fièvre")
HIGH, USUAL = "39,6", "37,0"


def fever_questions() -> list[tuple[str, str]]:
    """Return the questions that a temperature answers alone, by protocol."""
    found = []
    for protocol in a_library().values():
        temperature = {one.id for one in protocol.questions if one.quantity == "temperature"}
        for item in protocol.logic.book.items:
            measured = item.auto is not None and any(
                name in repr(item.auto) for name in temperature
            )
            if measured:
                found.append((protocol.id, item.id))
    return found


ASKED = fever_questions()


def walk(visit: Visit) -> list[str]:
    """Answer everything reassuringly up to the orientation; return what was asked aloud."""
    asked = []
    for _ in range(200):
        here = visit.encounter
        match here.step:
            case Step.DECIDE:
                return asked
            case Step.SIGNS | Step.ASK:
                question = here.question
                assert question is not None
                asked.append(question.id)
                visit.say(ask.Answered(question.id, reassuring(question)))
            case Step.MEASURE:
                visit.say(measure.MeasuresPassed())
            case Step.EMERGENCY:
                visit.say(ask.CallNoted(), ask.AlarmActed())
            case step:
                raise AssertionError(f"stuck at {step}")
    raise AssertionError("the orientation was not reached")


def taken(protocol: str, temperature: str) -> Visit:
    return an_identified_visit(protocol).say(measure.ReadingTyped(Kind.TEMPERATURE, (temperature,)))


def test_every_protocol_that_asks_plainly_about_fever_lets_the_thermometer_answer() -> None:
    """The others ask what no thermometer knows: since when, after what, with which other sign."""
    plain = {
        (protocol.id, one.id)
        for protocol in a_library().values()
        for one in protocol.questions
        if FEVER.search(one.text) and not one.derived and not one.id.startswith("g_")
    }
    assert {name for _, name in plain - set(ASKED)} == {
        "h_fiev",
        "r_fiev",
        "t_fiev",
        "w_inf_grave",
    }
    assert len(ASKED) == 9


@pytest.mark.parametrize(("protocol", "question"), ASKED)
def test_a_measured_fever_is_never_asked(protocol: str, question: str) -> None:
    assert question in walk(taken(protocol, USUAL)), "without fever it is asked: the test sees it"
    assert question not in walk(taken(protocol, HIGH))


@pytest.mark.parametrize(("protocol", "question"), ASKED)
def test_a_measured_fever_counts_as_a_yes(protocol: str, question: str) -> None:
    decision = taken(protocol, HIGH).encounter.decision
    assert decision is not None
    assert question in {rule.id for rule in decision.rules if rule.certain}


@pytest.mark.parametrize(("protocol", "question"), ASKED)
def test_a_question_kept_for_later_is_answered_by_the_thermometer(
    protocol: str, question: str
) -> None:
    visit = an_identified_visit(protocol)
    for _ in range(200):
        shown = visit.encounter.question
        if visit.encounter.step is Step.MEASURE:
            break
        assert shown is not None
        if shown.id == question:
            visit.say(ask.PutAside(question))
        else:
            visit.say(ask.Answered(shown.id, reassuring(shown)))
    visit.say(measure.ReadingTyped(Kind.TEMPERATURE, (HIGH,)))
    assert question not in walk(visit)
