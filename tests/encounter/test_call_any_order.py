"""Any message of a call in any order: no camera, no link, no word before the patient agreed."""

import hypothesis.strategies as st
from hypothesis import given, settings

from app.encounter import ask, measure, seal
from app.encounter.call_effects import (
    AcknowledgeConclusion,
    CallEffect,
    EndCall,
    LineEffect,
    OpenCall,
    SayVital,
    SendRecording,
    SendStill,
    SendSummary,
    ShareCamera,
    ShareSound,
)
from app.encounter.call_messages import (
    CallChanged,
    CallConsent,
    CallEnded,
    CallFailed,
    CallMailAsked,
    CallMailWritten,
    CallMessage,
    CallPageLeft,
    CallPageOpened,
    CallStarted,
    CameraShared,
    ConclusionCame,
    FileGone,
    LinkReady,
    Muted,
    PaperCame,
    PaperKept,
    PaperLost,
    PatientAlone,
    PharmacistCalled,
    PhotoSent,
    QualityChanged,
    RecordingSent,
    SoundShared,
    StillWanted,
    SummaryChoice,
    WordsHeard,
)
from app.encounter.call_state import Asked, CallStage, LinkQuality
from app.encounter.captures import JPEG, WAV, Found
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.effects import SealSheet
from app.encounter.exam_effects import HideCamera, RecordSound, ShowCamera, TakePicture
from app.encounter.exam_messages import CaptureCame, CaptureFailed, CaptureKept, CaptureStopped
from app.encounter.messages import DraftSaved, Message
from app.encounter.model import Encounter
from app.encounter.update import update
from hardware.bindings import CameraRole
from hardware.readings import Kind, Origin
from tests.builders import AT, Visit, a_library, a_reading, a_station, a_visit_at_decision
from tests.encounter.calls import CODE, LINK, OURS, PAPER, a_conclusion, connected

OTHER = "9" * 32
REACHES_OUT = OpenCall | ShowCamera | ShareCamera | ShareSound | SendSummary | SayVital
ON, ROLES = st.booleans(), st.sampled_from(list(CameraRole))
REQUESTS = st.integers(1, 4).map(lambda rank: f"{OURS}-{rank}")
NAMES = st.sampled_from(["a" * 32, "b" * 32])
PAPERS = st.sampled_from([PAPER, "9" * 64])


def of_the_page() -> st.SearchStrategy[CallMessage]:
    return st.one_of(
        st.sampled_from(
            [
                CallPageOpened(),
                CallPageLeft(),
                CallStarted(),
                CallStarted(),
                CallEnded(),
                CallMailAsked(),
                PharmacistCalled(),
                CameraShared(None),
            ]
        ),
        st.builds(CallConsent, ON),
        st.builds(SummaryChoice, ON),
        st.builds(CameraShared, ROLES),
        st.builds(SoundShared, ON),
        st.builds(Muted, ON),
        st.builds(PatientAlone, ON),
        st.builds(PhotoSent, ROLES),
        st.builds(RecordingSent, NAMES),
    )


def of_the_world(encounter_id: str) -> st.SearchStrategy[CallMessage]:
    here = st.just(encounter_id)
    return st.one_of(
        st.just(LinkReady(encounter_id, LINK, CODE)),
        st.just(CallMailWritten(encounter_id, "mail.eml")),
        st.builds(CallChanged, here, st.sampled_from(list(CallStage)), st.just("…")),
        st.builds(QualityChanged, here, st.sampled_from(list(LinkQuality))),
        st.just(WordsHeard(encounter_id, ("jardin", "cloche", "renard", "sel"))),
        st.builds(StillWanted, here, st.sampled_from([Asked.ROOM, Asked.EXAM])),
        st.builds(
            ConclusionCame,
            here,
            st.sampled_from([a_conclusion(), a_conclusion("e" * 32, PAPER)]),
        ),
        st.builds(PaperCame, here, PAPERS, st.just("a.pdf"), st.just(b"%PDF-")),
        st.builds(PaperKept, here, PAPERS, NAMES, st.just(5)),
        st.builds(PaperLost, here, PAPERS, st.just("…")),
        st.builds(FileGone, here, PAPERS, ON),
        st.builds(CallFailed, here, st.just("…")),
    )


def of_the_exam(encounter_id: str) -> st.SearchStrategy[Message]:
    here = st.just(encounter_id)
    found = st.sampled_from([Found(JPEG, Origin.LIVE, "x"), Found(WAV, Origin.LIVE, "x")])
    reading = a_reading(Kind.OXIMETRY, spo2="99", pulse="70")
    return st.one_of(
        st.builds(CaptureCame, here, REQUESTS, found, st.just(b"x")),
        st.builds(CaptureKept, here, REQUESTS, NAMES, st.just(1), st.just("b" * 64)),
        st.builds(CaptureFailed, here, REQUESTS, st.just("…")),
        st.just(measure.Measured(encounter_id, Kind.OXIMETRY, reading)),
        st.just(measure.LiveShown(encounter_id, Kind.OXIMETRY, reading.values, 10)),
        st.builds(DraftSaved, here, st.integers(0, 9)),
    )


def anything(encounter_id: str = OURS) -> st.SearchStrategy[Message]:
    return st.one_of(
        of_the_page(),
        of_the_page(),
        of_the_world(encounter_id),
        of_the_exam(encounter_id),
        st.sampled_from(
            [
                measure.MeasureAsked(Kind.OXIMETRY),
                CaptureStopped(),
                ask.WentBack(),
                ask.WentOn(),
                ask.CallAsked(),
                seal.SealAsked(),
            ]
        ),
    )


def check(before: Encounter, after: Encounter, effects: tuple[object, ...]) -> None:
    """Refuse an effect or a state that no order of messages may reach."""
    if after.call.agreed is not True:
        assert not after.call.is_live
        assert not [one for one in effects if isinstance(one, REACHES_OUT)]
    for effect in effects:
        if isinstance(effect, LineEffect) and not isinstance(effect, OpenCall | EndCall):
            assert before.call.is_live
        if isinstance(effect, AcknowledgeConclusion):
            assert after.acknowledged >= after.call.concluded_in
            assert after.call.is_concluded
        if isinstance(effect, SendStill | SendRecording):
            assert after.exam.capture(effect.capture_id) is not None
        if isinstance(effect, SealSheet):
            assert not before.call.is_live
    if not after.call.is_live:
        assert after.call.link == after.call.spoken_code == ""
        assert after.call.shared_camera is None and not after.call.is_listening
    again = resume(read_draft(draft_bytes(after)), a_library(), a_station())
    assert draft_bytes(again) == draft_bytes(after)


@settings(max_examples=120, deadline=None)
@given(ON, st.lists(anything(), max_size=20))
def test_no_order_of_messages_reaches_out_before_the_consent(
    in_line: bool, messages: list[Message]
) -> None:
    visit = connected(a_visit_at_decision()) if in_line else a_visit_at_decision()
    for message in messages:
        before = visit.encounter
        visit.encounter, effects = update(before, message, AT)
        visit.effects += effects
        if visit.encounter.stage != "open":
            break
        check(before, visit.encounter, effects)
    shown = [one.role for one in visit.asked(ShowCamera)]
    for role in set(shown):
        hidden = [one.role for one in visit.asked(HideCamera)]
        assert 0 <= shown.count(role) - hidden.count(role) <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(anything(), max_size=12), st.lists(of_the_world(OTHER) | of_the_exam(OTHER)))
def test_the_messages_of_another_consultation_change_nothing(
    ours: list[Message], theirs: list[Message]
) -> None:
    visit = Visit(a_visit_at_decision().encounter).say(*ours)
    for message in theirs:
        after, effects = update(visit.encounter, message, AT)
        assert after is visit.encounter
        assert effects == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(anything(), max_size=24))
def test_every_request_of_a_call_is_of_this_consultation(messages: list[Message]) -> None:
    visit = a_visit_at_decision().say(*messages)
    reaching = [one for one in visit.effects if isinstance(one, CallEffect)]
    devices = [*visit.asked(TakePicture), *visit.asked(RecordSound)]
    assert {one.encounter_id for one in (*reaching, *devices)} <= {OURS}
