"""The patient's screen is told one word: nothing of the patient, of the answers, of the level."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.patient_view import Act, patient_act
from app.desk.veil import Veil
from app.encounter.model import Encounter, MeasureSlot, SlotState, Stage, Step
from hardware.readings import Kind
from protocols.model import Level
from tests.builders import AT
from tests.ui.scenes import a_decision, a_desk, a_grave_visit, a_patient, a_reading, a_visit

ANSWERS = st.dictionaries(
    st.sampled_from(["s1", "s2", "a1", "a_toux", "g_urg"]),
    st.sampled_from(["yes", "no", "unknown"]),
)
TEXTS = st.text(min_size=1, max_size=30)


def running(*kinds: Kind) -> MappingProxyType[Kind, MeasureSlot]:
    return MappingProxyType({kind: MeasureSlot(kind, SlotState.RUNNING) for kind in kinds})


@settings(deadline=None)
@given(
    answers=ANSWERS,
    family=TEXTS,
    level=st.sampled_from(list(Level)),
    stopped=st.booleans(),
    step=st.sampled_from(list(Step)),
    value=st.integers(35, 41),
)
def test_what_is_shown_never_depends_on_the_patient_the_answers_or_the_level(
    answers: dict[str, str], family: str, level: Level, stopped: bool, step: Step, value: int
) -> None:
    reading = a_reading(Kind.TEMPERATURE, temperature=str(value))
    visit = a_visit(
        step=step,
        patient=replace(a_patient(), birth_family=family),
        answers=MappingProxyType(answers),
        decision=a_decision(level, stopped=stopped),
        measures=MappingProxyType(
            {Kind.TEMPERATURE: MeasureSlot(Kind.TEMPERATURE, SlotState.TAKEN, reading=reading)}
        ),
        notice=family,
    )
    assert patient_act(a_desk(), visit) is Act.TALK


def test_an_alarm_looks_like_any_question() -> None:
    assert patient_act(a_desk(), a_grave_visit()) is patient_act(a_desk(), a_visit(step=Step.ASK))


@pytest.mark.parametrize(
    "kind", [Kind.TEMPERATURE, Kind.BLOOD_PRESSURE, Kind.OXIMETRY, Kind.WEIGHT, Kind.GLUCOSE]
)
def test_a_device_at_work_shows_how_to_sit_for_it(kind: Kind) -> None:
    visit = a_visit(step=Step.MEASURE, measures=running(kind))
    assert patient_act(a_desk(), visit).value == kind.value


def test_a_measure_that_ended_is_not_shown_any_more() -> None:
    for state in set(SlotState) - {SlotState.RUNNING}:
        slots = MappingProxyType({Kind.OXIMETRY: MeasureSlot(Kind.OXIMETRY, state)})
        assert patient_act(a_desk(), a_visit(measures=slots)) is Act.TALK


@pytest.mark.parametrize(
    "changes", [{"person": None}, {"veil": Veil(AT - timedelta(minutes=1), has_pin=True)}]
)
def test_a_locked_or_veiled_station_shows_black(changes: dict[str, object]) -> None:
    desk = a_desk(**changes)
    for visit in (None, a_visit(), a_visit(measures=running(Kind.OXIMETRY))):
        assert patient_act(desk, visit) is Act.HIDDEN


@pytest.mark.parametrize(
    ("visit", "act"),
    [
        (None, Act.WELCOME),
        (a_visit(), Act.TALK),
        (a_visit(stage=Stage.SEALING), Act.TALK),
        (a_visit(stage=Stage.SEALED), Act.THANKS),
    ],
)
def test_a_visit_begins_by_a_welcome_and_ends_by_thanks(visit: Encounter | None, act: Act) -> None:
    assert patient_act(a_desk(), visit) is act
