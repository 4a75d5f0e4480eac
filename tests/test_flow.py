"""Two states side by side: what is left running, what is shown, what never crosses."""

from datetime import datetime, timedelta

from app.desk import messages as say
from app.desk.effects import CloseVault
from app.desk.model import Account, Desk, Screen
from app.desk.veil import PinKept, VeilFell
from app.encounter import ask, identify, measure, seal
from app.encounter.effects import StopMeasure
from app.encounter.model import Consent, Encounter, Step
from app.flow import Flow
from app.traffic import AnyEffect
from hardware.readings import Kind
from tests.builders import (
    AT,
    a_reading,
    a_station,
    a_visit_at_decision,
    an_encounter,
    an_identified_visit,
    some_traits,
)

HELENE = Account("helene", "Hélène", "pharmacienne", "pharmacist")


class Asked:
    """Remembers the effects; answers nothing."""

    def __init__(self) -> None:
        self.effects: list[AnyEffect] = []

    def start(self, effect: AnyEffect) -> None:
        self.effects.append(effect)


def a_flow(visit: Encounter | None = None) -> tuple[Flow, Asked]:
    asked = Asked()
    moment = iter(range(10_000))

    def now() -> datetime:
        return AT + timedelta(seconds=next(moment))

    flow = Flow(Desk(station=a_station()), asked, now)
    flow.dispatch(say.LoggedIn(HELENE))
    if visit is not None:
        flow.dispatch(say.EncounterOpened(visit))
    return flow, asked


def a_flow_measuring() -> tuple[Flow, Asked]:
    visit = an_identified_visit("douleur_pharyngee").answer_until(Step.MEASURE).encounter
    flow, asked = a_flow(visit)
    flow.dispatch(measure.MeasureAsked(Kind.OXIMETRY))
    return flow, asked


def test_leaving_a_patient_disarms_the_device_that_measures_them() -> None:
    other = an_encounter(encounter_id="2" * 32)
    for leaving in (say.StationLeft(), say.HomeAsked(), say.EncounterOpened(other)):
        flow, asked = a_flow_measuring()
        here = flow.encounter
        assert here is not None
        flow.dispatch(leaving)
        stops = [one for one in asked.effects if isinstance(one, StopMeasure)]
        assert stops == [StopMeasure(here.encounter_id, Kind.OXIMETRY)]


def test_a_value_that_comes_after_the_lock_is_kept_for_nobody() -> None:
    flow, _ = a_flow_measuring()
    here = flow.encounter
    assert here is not None
    late = measure.Measured(here.encounter_id, Kind.OXIMETRY, a_reading(Kind.OXIMETRY, spo2="84"))
    for message in (say.StationLeft(), late, say.LoggedIn(HELENE), late):
        flow.dispatch(message)
    flow.dispatch(say.EncounterOpened(an_encounter(encounter_id="2" * 32)))
    flow.dispatch(late)
    assert flow.encounter is not None
    assert flow.encounter.measures == {}


def test_a_running_device_puts_off_the_lock_and_the_veil_and_says_why() -> None:
    for hiding in (say.LockAsked(), VeilFell()):
        flow, asked = a_flow_measuring()
        before = len(asked.effects)
        flow.dispatch(hiding)
        assert flow.desk.person is not None
        assert not flow.desk.veil.is_down
        assert "Un appareil mesure" in flow.desk.notice
        assert asked.effects[before:] == []


def test_a_call_is_not_locked_by_a_key() -> None:
    flow, _ = a_flow(an_identified_visit().encounter)
    flow.dispatch(ask.CallAsked())
    flow.dispatch(say.LockAsked())
    assert flow.desk.person is not None
    assert "L’appel est à l’écran" in flow.desk.notice


def test_a_call_left_alone_is_hidden_then_locked_and_its_draft_is_kept() -> None:
    flow, asked = a_flow(an_identified_visit().encounter)
    flow.dispatch(ask.CallAsked())
    flow.dispatch(PinKept())
    flow.dispatch(VeilFell())
    assert flow.desk.veil.is_down
    assert flow.encounter is not None
    flow.dispatch(say.LockAsked())
    assert flow.desk.person is None
    assert CloseVault() in asked.effects


def test_an_alarm_is_shown_even_from_the_archive() -> None:
    flow, _ = a_flow_measuring()
    here = flow.encounter
    assert here is not None
    flow.dispatch(say.ArchiveAsked())
    low = a_reading(Kind.OXIMETRY, spo2="84", pulse="80")
    flow.dispatch(measure.Measured(here.encounter_id, Kind.OXIMETRY, low))
    assert flow.encounter is not None
    assert flow.encounter.step is Step.EMERGENCY
    assert flow.desk.screen is Screen.ENCOUNTER


def test_the_call_asked_from_the_archive_is_shown() -> None:
    flow, _ = a_flow(an_identified_visit().encounter)
    flow.dispatch(say.ArchiveAsked())
    flow.dispatch(ask.CallAsked())
    assert flow.desk.screen is Screen.ENCOUNTER


def test_nothing_of_a_patient_is_in_the_next_consultation() -> None:
    visit = a_visit_at_decision("douleur_pharyngee").encounter
    flow, _ = a_flow(visit)
    flow.dispatch(say.HomeAsked())
    fresh = an_encounter(encounter_id="3" * 32)
    flow.dispatch(say.EncounterOpened(fresh))
    assert flow.encounter == fresh
    for old in (ask.Answered(visit.path[0].id, "yes"), ask.Jumped(visit.path[0].id)):
        flow.dispatch(old)
    flow.dispatch(seal.SealFailed(visit.encounter_id, "phrase"))
    flow.dispatch(identify.CodeRefused(visit.encounter_id, "phrase"))
    assert flow.encounter is not None
    assert flow.encounter.answers == {}
    assert flow.encounter.patient is None
    assert "phrase" not in flow.encounter.notice


def test_consents_and_traits_of_one_visit_stay_with_it() -> None:
    flow, _ = a_flow(an_encounter())
    flow.dispatch(identify.TraitsTyped(some_traits()))
    flow.dispatch(identify.ConsentAnswered(Consent.DOCTOR, given=False))
    flow.dispatch(say.HomeAsked())
    flow.dispatch(say.EncounterOpened(an_encounter(encounter_id="4" * 32)))
    assert flow.encounter is not None
    assert flow.encounter.traits.family == ""
    assert flow.encounter.consents == {}
