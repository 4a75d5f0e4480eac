"""Any message in any order: nothing is raised, and no sheet is milder than its red flags."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from app.encounter import ask, decide, identify, measure, seal
from app.encounter.choose import ComplaintChosen
from app.encounter.decide import has_red_flag
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.effects import SealSheet
from app.encounter.known import decide as decide_again
from app.encounter.messages import Message
from app.encounter.model import Consent, Encounter, Stage, Step
from app.encounter.replay import replay
from app.encounter.sheet import OrientationSheet
from hardware.readings import Kind
from protocols.model import Level, Protocol
from tests.builders import (
    a_library,
    a_protocol,
    a_reading,
    a_station,
    a_visit_at_decision,
    an_encounter,
    some_traits,
)

HERE = an_encounter().encounter_id
DATES = ("12/04/1988", "10/11/2026", "23/11/1906", "31/02/2000", "")
VALUES = ("yes", "no", "unknown", "38,5", "-1", "39.9", "1e9", "NaN", "", "positif")


def said(protocol: Protocol) -> st.SearchStrategy[Message]:
    """Return anything a person or a device may say."""
    names = st.sampled_from([one.id for one in protocol.questions] + ["#measures", "nothing"])
    kinds = st.sampled_from(list(Kind))
    texts = st.text(max_size=12)
    yes_no = st.booleans()
    reading = st.sampled_from(
        [
            a_reading(Kind.OXIMETRY, spo2="84", pulse="140"),
            a_reading(Kind.OXIMETRY, spo2="99", pulse="70"),
            a_reading(Kind.TEMPERATURE, temperature="40.4"),
        ]
    )
    alone: list[Message] = [
        identify.IdentityConfirmed(),
        ask.WentBack(),
        ask.WentOn(),
        ask.CallAsked(),
        ask.CallNoted(),
        ask.AlarmActed(),
        measure.MeasuresPassed(),
        decide.ProposalKept(),
        seal.SealAsked(),
    ]
    return st.one_of(
        st.sampled_from(alone),
        st.builds(ask.Answered, names, st.sampled_from(VALUES)),
        st.builds(ask.PutAside, names),
        st.builds(ask.Jumped, names),
        st.builds(ask.SignWithdrawn, names, texts),
        st.builds(measure.MeasureAsked, kinds),
        st.builds(measure.MeasureStopped, kinds),
        st.builds(measure.DoubtLifted, kinds),
        reading.map(lambda one: measure.Measured(HERE, one.kind, one)),
        reading.map(lambda one: measure.MeasureDoubtful(HERE, one.kind, one)),
        st.builds(measure.MeasureFailed, st.just(HERE), kinds, texts),
        st.builds(decide.OutcomeChanged, st.sampled_from(list(Level)), texts),
        st.builds(decide.RefusalSaid, yes_no),
        st.builds(decide.LotTyped, texts, texts),
        st.builds(identify.PaperSeen, yes_no),
        st.builds(identify.ConsentAnswered, st.sampled_from(list(Consent)), yes_no),
        st.sampled_from(DATES).map(lambda d: identify.TraitsTyped(some_traits(birth_date=d))),
        st.builds(lambda t: identify.TraitsTyped(some_traits(doctor=t, family=t)), texts),
        st.builds(identify.CodeRead, st.just(HERE), texts),
        st.builds(seal.SealFailed, st.just(HERE), texts),
        st.sampled_from(["piqure_tique", "douleur_pharyngee"]).map(
            lambda name: ComplaintChosen(a_protocol(name))
        ),
    )


def check(encounter: Encounter) -> None:
    """Refuse a state that no order of presses may reach."""
    if encounter.stage is Stage.OPEN:
        again = resume(read_draft(draft_bytes(encounter)), a_library(), a_station())
        assert draft_bytes(again) == draft_bytes(encounter)
    if encounter.identity_confirmed and encounter.decision is not None:
        assert encounter.decision == decide_again(encounter)
    if encounter.step is Step.DECIDE and encounter.stage is Stage.OPEN:
        assert encounter.decision is not None
        assert encounter.patient is not None


def check_sheet(sheet: OrientationSheet, encounter: Encounter) -> None:
    """Refuse a sheet milder than its red flags, or that does not replay."""
    protocol, decision = encounter.protocol, encounter.decision
    assert protocol is not None
    assert decision is not None
    assert replay(sheet, protocol).same
    assert {one.id: one.given for one in sheet.consents}[Consent.INTERVIEW.value] == "yes"
    if has_red_flag(decision):
        assert Level[sheet.decision.level] >= decision.level
        assert sheet.treatments == ()
    if Level[sheet.decision.level] < decision.level:
        assert sheet.decision.reason.strip()


@pytest.mark.parametrize("name", ["piqure_tique", "douleur_pharyngee"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_order_of_messages_breaks_the_consultation(name: str, data: st.DataObject) -> None:
    visit = a_visit_at_decision(name)
    for message in data.draw(st.lists(said(a_protocol(name)), max_size=16)):
        visit.say(message)
        check(visit.encounter)
    for effect in visit.asked(SealSheet):
        assert isinstance(effect, SealSheet)
    if visit.encounter.stage is Stage.SEALING:
        last = visit.asked(SealSheet)[-1]
        assert isinstance(last, SealSheet)
        check_sheet(last.sheet, visit.encounter)
