"""The call: consent before anything, the exam shared, the conclusion kept before it is told kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.encounter import call, call_sending, exam, identify
from app.encounter.build import build_sheet
from app.encounter.call_effects import (
    EndCall,
    MuteVoice,
    OpenCall,
    SayVital,
    SendRecording,
    SendStill,
    SendSummary,
    ShareCamera,
    ShareSound,
    WriteCallMail,
)
from app.encounter.call_messages import (
    CallConsent,
    CallEnded,
    CallMailAsked,
    CallPageLeft,
    CallPageOpened,
    CallStarted,
    CameraShared,
    Muted,
    PatientAlone,
    PharmacistCalled,
    PhotoSent,
    RecordingSent,
    RequestWritten,
    SoundShared,
    StillWanted,
    SummaryChoice,
)
from app.encounter.call_request import WriteRequest
from app.encounter.call_state import Asked, CallStage
from app.encounter.captures import JPEG, WAV, Aim, CaptureKind, Found, Side
from app.encounter.exam_effects import (
    EndListening,
    HideCamera,
    RecordSound,
    ShowCamera,
    StopCapture,
    TakePicture,
)
from app.encounter.exam_messages import AimChanged, CaptureCame, CaptureFailed, CaptureKept
from app.encounter.leave import disarm
from app.encounter.measure import LiveShown, MeasureAsked, Measured, MeasureStopped, ReadingTyped
from app.encounter.model import Consent, LateEntry, Stage, Step
from app.encounter.seal import CALL_IS_OPEN, SealAsked
from hardware.bindings import CameraRole
from hardware.readings import Kind, Origin
from tests.builders import AT, Visit, a_reading, a_visit_at_decision, an_identified_visit
from tests.encounter.calls import CODE, LINK, OURS, at_measures, connected, moved, prepared, waiting

ROOM, EAR = CameraRole.ROOM, CameraRole.OTOSCOPE
DRUM = Aim(CaptureKind.OTOSCOPY, "ear_drum", Side.LEFT)


def kept(visit: Visit, media_type: str, name: str = "a" * 32) -> Visit:
    pending = visit.encounter.exam.pending
    assert pending is not None
    found = Found(media_type, Origin.LIVE, "otoscope")
    visit.say(CaptureCame(OURS, pending.request_id, found, b"bytes"))
    return visit.say(CaptureKept(OURS, pending.request_id, name, 5, "b" * 64))


def test_nothing_is_opened_nor_shown_before_the_patient_agreed() -> None:
    visit = at_measures().say(CallPageOpened(), CallStarted())
    assert visit.encounter.call.sentence == call.CONSENT_FIRST
    assert visit.encounter.call.stage is CallStage.PREPARING
    assert visit.asked(OpenCall) == visit.asked(ShowCamera) == []
    visit.say(CallConsent(agreed=False), CallStarted())
    assert visit.asked(OpenCall) == visit.asked(ShowCamera) == []


def test_one_sees_oneself_before_the_room_opens_and_not_behind_another_page() -> None:
    visit = prepared()
    assert visit.asked(ShowCamera) == [ShowCamera(OURS, ROOM)]
    assert visit.asked(OpenCall) == []
    visit.say(CallPageLeft())
    assert visit.asked(HideCamera) == [HideCamera(OURS, ROOM)]
    assert visit.encounter.call.agreed_at is not None


def test_the_room_is_opened_for_the_pharmacy_and_nobody_else() -> None:
    visit = prepared().say(CallStarted())
    (opened,) = visit.asked(OpenCall)
    assert opened == OpenCall(OURS, "Pharmacie des Tilleuls", "Hélène Marchetti", True)
    patient = visit.encounter.patient
    assert patient is not None
    assert patient.birth_family not in repr(opened)


def test_the_link_is_shown_until_somebody_joins_and_never_after() -> None:
    visit = waiting()
    assert (visit.encounter.call.link, visit.encounter.call.spoken_code) == (LINK, CODE)
    assert LINK not in repr(visit.encounter) and CODE not in repr(visit.encounter)
    visit.say(moved(CallStage.CONNECTED))
    assert visit.encounter.call.link == visit.encounter.call.spoken_code == ""
    assert visit.encounter.call.joined_at == visit.at


def test_the_mail_is_written_only_while_there_is_a_link() -> None:
    assert prepared().say(CallStarted(), CallMailAsked()).asked(WriteCallMail) == []
    assert waiting().say(CallMailAsked()).asked(WriteCallMail) == [WriteCallMail(OURS)]


def test_the_request_goes_with_the_mail_when_the_patient_shares_the_summary() -> None:
    visit = waiting().say(SummaryChoice(agreed=True), CallMailAsked())
    (request,) = visit.asked(WriteRequest)
    assert request.encounter_id == OURS
    assert request.sheet.readings == build_sheet(visit.encounter, visit.at).readings
    assert visit.encounter.stage is Stage.OPEN
    refused = waiting().say(SummaryChoice(agreed=False), CallMailAsked())
    assert refused.asked(WriteRequest) == []
    assert len(refused.asked(WriteCallMail)) == 1


def test_there_is_nothing_to_request_before_an_orientation() -> None:
    visit = waiting().say(SummaryChoice(agreed=True))
    bare = replace(visit.encounter, decision=None)
    assert call.ask_doctor(bare, AT) == (WriteCallMail(OURS),)


def test_where_the_request_is_goes_with_the_link() -> None:
    visit = waiting().say(RequestWritten(OURS, "/exports/demande", "PDF seulement."))
    assert visit.encounter.call.request_path == "/exports/demande"
    assert visit.encounter.call.sentence == "PDF seulement."
    visit.say(moved(CallStage.CONNECTED))
    assert visit.encounter.call.request_path == ""


@pytest.mark.parametrize("step", [Step.IDENTIFY, Step.CHOOSE, Step.SIGNS, Step.EMERGENCY])
def test_no_doctor_is_called_before_the_red_signs_are_answered(step: Step) -> None:
    visit = at_measures()
    visit.encounter = replace(visit.encounter, step=step)
    visit.say(CallPageOpened())
    assert visit.encounter.call.stage is CallStage.NONE
    assert visit.encounter.notice == call.TOO_EARLY


def test_an_emergency_does_not_wait_for_a_doctor_at_a_distance() -> None:
    visit = an_identified_visit().answer_until(Step.EMERGENCY, {"g_urg": "yes"})
    visit.encounter = replace(visit.encounter, step=Step.DECIDE)
    visit.say(CallPageOpened())
    assert visit.encounter.notice == call.TOO_SERIOUS


def test_nothing_of_a_paper_form_is_called_later() -> None:
    visit = at_measures()
    late = LateEntry(visit.encounter.author, AT, None, AT)
    visit.encounter = replace(visit.encounter, late=late)
    assert visit.say(CallPageOpened()).encounter.notice == call.AFTER_THE_ACT


def test_a_consent_taken_back_ends_the_call_and_turns_the_camera_off() -> None:
    visit = connected().say(CallConsent(agreed=False))
    assert visit.encounter.call.stage is CallStage.OVER
    assert visit.asked(EndCall) == [EndCall(OURS)]
    assert visit.asked(HideCamera)[-1] == HideCamera(OURS, ROOM)
    assert visit.say(CallStarted()).asked(OpenCall)[1:] == []


def test_who_joins_is_told_the_values_kept_and_the_summary_if_agreed() -> None:
    at = at_measures().say(ReadingTyped(Kind.TEMPERATURE, ("38,4",)))
    visit = connected(at, shares=True)
    (told,) = visit.asked(SayVital)
    assert (told.is_final, told.origin) == (True, Origin.MANUAL)
    (summary,) = visit.asked(SendSummary)
    text = repr(summary)
    patient = visit.encounter.patient
    assert patient is not None and patient.ins is not None
    for hidden in (patient.birth_family, patient.first_given, patient.ins.matricule, "1988"):
        assert hidden not in text
    assert any(part.title == "Signes d’alerte" for part in summary.parts)


def test_without_the_agreement_no_summary_leaves_and_it_may_be_given_later() -> None:
    visit = connected(shares=False)
    assert visit.asked(SendSummary) == []
    assert len(visit.say(SummaryChoice(agreed=True)).asked(SendSummary)) == 1
    visit.say(SummaryChoice(agreed=False))
    assert visit.encounter.call.sentence == call.ALREADY_READ
    assert visit.encounter.call.shares_summary is True


def test_an_answer_that_changes_the_summary_is_told_and_a_value_that_moves_is_not() -> None:
    visit = connected(shares=True)
    (first,) = visit.asked(SendSummary)
    assert "non terminé" in repr(first)
    visit.say(MeasureAsked(Kind.OXIMETRY))
    reading = a_reading(Kind.OXIMETRY, spo2="97", pulse="74")
    visit.say(LiveShown(OURS, Kind.OXIMETRY, reading.values, 40))
    assert len(visit.asked(SendSummary)) == 1
    visit.say(MeasureStopped(Kind.OXIMETRY)).answer_until(Step.DECIDE)
    last = visit.asked(SendSummary)[-1]
    assert last.parts != first.parts and "non terminé" not in repr(last)


def test_a_value_is_told_while_it_moves_then_when_it_is_kept() -> None:
    visit = connected().say(MeasureAsked(Kind.OXIMETRY))
    reading = a_reading(Kind.OXIMETRY, spo2="97", pulse="74")
    visit.say(LiveShown(OURS, Kind.OXIMETRY, reading.values, 40))
    visit.say(Measured(OURS, Kind.OXIMETRY, reading))
    assert [one.is_final for one in visit.asked(SayVital)] == [False, True]
    assert visit.encounter.call.devices == ("oxymètre",)


def test_nothing_is_told_before_the_doctor_is_there_nor_after_the_end() -> None:
    typed = ReadingTyped(Kind.TEMPERATURE, ("38,4",))
    assert waiting().say(typed).asked(SayVital) == []
    assert connected().say(CallEnded(), typed).asked(SayVital) == []


def test_after_a_cut_the_doctor_is_not_told_everything_again() -> None:
    at = at_measures().say(ReadingTyped(Kind.TEMPERATURE, ("38,4",)))
    visit = connected(at, shares=True).say(moved(CallStage.LOST, 2.0))
    assert visit.encounter.call.retry_at == visit.at + timedelta(seconds=2)
    visit.say(moved(CallStage.CONNECTED))
    assert len(visit.asked(SayVital)) == len(visit.asked(SendSummary)) == 1


def test_the_camera_of_the_exam_is_shared_shown_here_and_written_down() -> None:
    visit = connected().say(CameraShared(EAR))
    assert visit.asked(ShareCamera) == [ShareCamera(OURS, EAR)]
    assert ShowCamera(OURS, EAR) in visit.asked(ShowCamera)
    assert visit.encounter.call.devices == ("otoscope",)
    visit.say(CameraShared(None))
    assert visit.asked(ShareCamera)[-1] == ShareCamera(OURS, None)
    assert visit.asked(HideCamera) == [HideCamera(OURS, EAR)]
    assert visit.say(CameraShared(ROOM)).asked(ShareCamera)[2:] == []


def test_a_photo_is_kept_with_the_sheet_before_it_is_sent() -> None:
    visit = connected().say(AimChanged(DRUM), StillWanted(OURS, Asked.EXAM), PhotoSent(EAR))
    assert visit.encounter.call.still_asked is Asked.NOTHING
    assert len(visit.asked(TakePicture)) == 1 and visit.asked(SendStill) == []
    kept(visit, JPEG)
    assert visit.asked(SendStill) == [SendStill(OURS, "a" * 32)]
    (capture,) = visit.encounter.exam.captures
    assert capture.aim == DRUM


def test_a_photo_whose_place_was_not_said_is_kept_as_such() -> None:
    visit = kept(connected().say(PhotoSent(ROOM)), JPEG)
    (capture,) = visit.encounter.exam.captures
    assert capture.aim == Aim(CaptureKind.VIEW, "room")


def test_no_photo_without_the_consent_to_photos() -> None:
    visit = connected()
    refused = {**visit.encounter.consents, Consent.PHOTO: False}
    visit.encounter = replace(visit.encounter, consents=refused)
    visit.say(PhotoSent(EAR))
    assert visit.asked(TakePicture) == []
    assert visit.encounter.call.sentence == exam.NO_CONSENT


def test_a_photo_that_fails_says_so_and_sends_nothing() -> None:
    visit = connected().say(PhotoSent(EAR))
    pending = visit.encounter.exam.pending
    assert pending is not None
    visit.say(CaptureFailed(OURS, pending.request_id, "La caméra est débranchée."))
    assert visit.encounter.call.sentence == "La caméra est débranchée."
    assert visit.asked(SendStill) == []


def test_what_the_doctor_hears_is_recorded_kept_and_sent() -> None:
    visit = connected().say(SoundShared(on=True))
    assert visit.asked(ShareSound) == [ShareSound(OURS, True)]
    (recorded,) = visit.asked(RecordSound)
    visit.say(SoundShared(on=False))
    assert visit.asked(EndListening) == [EndListening(OURS, recorded.request_id)]
    kept(visit, WAV)
    assert visit.asked(SendRecording) == [SendRecording(OURS, "a" * 32)]
    assert visit.encounter.exam.captures[0].aim == call_sending.UNSAID_SOUND
    assert visit.encounter.call.devices == ("stéthoscope",)


def test_a_stethoscope_that_fails_is_no_longer_shared() -> None:
    visit = connected().say(SoundShared(on=True))
    pending = visit.encounter.exam.pending
    assert pending is not None
    visit.say(CaptureFailed(OURS, pending.request_id, "Le stéthoscope est débranché."))
    assert visit.asked(ShareSound)[-1] == ShareSound(OURS, False)
    assert not visit.encounter.call.is_listening


def test_a_capture_of_the_consultation_is_sent_again_when_asked() -> None:
    visit = kept(connected().say(PhotoSent(EAR)), JPEG)
    visit.say(RecordingSent("a" * 32), RecordingSent("f" * 32))
    assert visit.asked(SendStill) == [SendStill(OURS, "a" * 32)] * 2
    assert visit.encounter.call.sentence == call_sending.NOT_KEPT


def test_the_patient_alone_stays_heard_and_can_call_the_pharmacist() -> None:
    visit = connected().say(Muted(on=True), PatientAlone(on=True))
    assert visit.asked(MuteVoice) == [MuteVoice(OURS, True), MuteVoice(OURS, False)]
    assert visit.encounter.call.patient_alone and not visit.encounter.call.is_muted
    assert visit.say(PharmacistCalled()).encounter.call.calling
    ended = visit.say(PatientAlone(on=False)).encounter.call
    assert not ended.calling and not ended.patient_alone
    assert not waiting().say(PatientAlone(on=True)).encounter.call.patient_alone


def test_the_end_gives_up_what_the_doctor_was_waiting_for() -> None:
    visit = connected().say(SoundShared(on=True), CallEnded())
    (recorded,) = visit.asked(RecordSound)
    assert visit.asked(StopCapture) == [StopCapture(OURS, recorded.request_id)]
    assert visit.encounter.exam.pending is None
    assert (visit.encounter.call.stage, visit.encounter.call.ended_at) == (CallStage.OVER, visit.at)


def test_a_consultation_that_is_left_ends_its_call() -> None:
    assert EndCall(OURS) in disarm(connected().encounter)
    assert EndCall(OURS) not in disarm(prepared().encounter)


def test_nothing_is_sealed_while_a_doctor_is_in_line_or_awaited() -> None:
    visit = waiting(a_visit_at_decision()).say(SealAsked())
    assert visit.encounter.notice == CALL_IS_OPEN
    refused = visit.say(CallEnded(), identify.ConsentAnswered(Consent.RECALL, given=True))
    assert refused.say(SealAsked()).encounter.notice != CALL_IS_OPEN
