"""Pictures and sounds: nothing without a place, a side and a consent; nothing of another patient."""

from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from app.encounter import exam, identify
from app.encounter.captures import (
    JPEG,
    SITES,
    WAV,
    Aim,
    CaptureKind,
    EarlierPicture,
    Found,
    Moment,
    Side,
    missing,
)
from app.encounter.draft import draft_bytes, read_draft, resume
from app.encounter.exam_effects import (
    DropCapture,
    EndListening,
    FindEarlier,
    HideCamera,
    KeepCapture,
    ReadCapture,
    RecordSound,
    ShowCamera,
    StopCapture,
    TakePicture,
)
from app.encounter.exam_messages import (
    AimChanged,
    CameraChosen,
    CaptureAsked,
    CaptureCame,
    CaptureFailed,
    CaptureKept,
    CaptureRead,
    CaptureRemoved,
    CaptureStopped,
    EarlierAsked,
    EarlierFound,
    ExamLeft,
    ExamOpened,
    HeardThrough,
)
from app.encounter.exam_state import ExamPage
from app.encounter.leave import disarm
from app.encounter.measure import MeasuresPassed
from app.encounter.model import Consent, LateEntry, Stage, Step
from app.encounter.seal import SealAsked
from app.encounter.sheet import canonical_bytes, read_sheet, sheet_hash
from app.exchange.dmp import SIMULATED_CAPTURE, Channel, refusals_to
from hardware.bindings import CameraRole
from hardware.readings import Origin
from tests.builders import AT, Visit, a_library, a_station, an_identified_visit

EAR = Aim(CaptureKind.OTOSCOPY, "ear_drum", Side.LEFT)
MITRAL = Aim(CaptureKind.HEART, "mitral")
OURS = "0" * 31 + "1"


def found(origin: Origin = Origin.LIVE, **changes: object) -> Found:
    return replace(Found(JPEG, origin, "otoscope", 1280, 720), **changes)


def at_measures() -> Visit:
    return an_identified_visit().answer_until(Step.MEASURE)


def on_pictures(aim: Aim = EAR) -> Visit:
    return at_measures().say(ExamOpened(ExamPage.PICTURE), AimChanged(aim))


def came(visit: Visit, content: bytes = b"jpeg", origin: Origin = Origin.LIVE) -> Visit:
    pending = visit.encounter.exam.pending
    assert pending is not None
    return visit.say(CaptureCame(OURS, pending.request_id, found(origin), content))


def take(
    visit: Visit, name: str = "a" * 32, origin: Origin = Origin.LIVE, replaces: str = ""
) -> Visit:
    visit.say(CaptureAsked(replaces))
    pending = visit.encounter.exam.pending
    assert pending is not None, visit.encounter.exam.sentence
    came(visit, origin=origin)
    return visit.say(CaptureKept(OURS, pending.request_id, name, 4, "b" * 64))


def test_a_picture_is_aimed_taken_and_kept() -> None:
    visit = take(on_pictures())
    (kept,) = visit.encounter.exam.captures
    assert (kept.aim, kept.capture_id, kept.size, kept.sha256) == (EAR, "a" * 32, 4, "b" * 64)
    assert visit.asked(TakePicture) == [TakePicture(OURS, f"{OURS}-1", CameraRole.OTOSCOPE)]
    assert visit.asked(KeepCapture) == [KeepCapture(OURS, f"{OURS}-1", JPEG, b"jpeg")]
    assert visit.encounter.exam.pending is None
    assert visit.encounter.exam.contents["a" * 32] == b"jpeg"


@pytest.mark.parametrize(
    "aim",
    [
        Aim(CaptureKind.OTOSCOPY),
        Aim(CaptureKind.OTOSCOPY, "ear_drum"),
        Aim(CaptureKind.OTOSCOPY, "tonsils", Side.LEFT),
        Aim(CaptureKind.EYE, "eye"),
        Aim(CaptureKind.SKIN, "leg"),
        Aim(CaptureKind.SKIN, "back", Side.LEFT),
        Aim(CaptureKind.LUNGS, "back_top"),
    ],
)
def test_nothing_is_taken_before_place_and_side_are_said(aim: Aim) -> None:
    page = ExamPage.LISTEN if aim.is_sound else ExamPage.PICTURE
    visit = at_measures().say(ExamOpened(page), AimChanged(aim), CaptureAsked())
    assert visit.encounter.exam.pending is None
    assert visit.encounter.exam.sentence == missing(aim) != ""
    assert visit.asked(TakePicture) == visit.asked(RecordSound) == []


@given(st.sampled_from(list(CaptureKind)), st.data())
def test_every_site_is_taken_with_the_side_it_needs_and_no_other(
    kind: CaptureKind, data: st.DataObject
) -> None:
    site = data.draw(st.sampled_from(SITES[kind]))
    side = data.draw(st.sampled_from(list(Side)))
    allowed = (side is not Side.NONE) == site.sided
    assert (missing(Aim(kind, site.id, side)) == "") == allowed


def test_without_the_consent_no_picture_is_taken_and_a_sound_may_be() -> None:
    visit = at_measures()
    visit.say(identify.ConsentAnswered(Consent.PHOTO, given=False))
    visit.encounter = replace(visit.encounter, step=Step.MEASURE, identity_confirmed=True)
    visit.say(ExamOpened(ExamPage.PICTURE), AimChanged(EAR), CaptureAsked())
    assert visit.encounter.exam.sentence == exam.NO_CONSENT
    assert visit.asked(TakePicture) == []
    visit.say(ExamLeft(), ExamOpened(ExamPage.LISTEN), AimChanged(MITRAL), CaptureAsked())
    assert visit.asked(RecordSound) == [RecordSound(OURS, f"{OURS}-1", "bell")]


def test_a_consent_taken_back_forbids_to_seal_until_the_pictures_are_removed() -> None:
    visit = take(on_pictures()).say(ExamLeft()).answer_until(Step.DECIDE)
    refused = replace(visit.encounter, consents={**visit.encounter.consents, Consent.PHOTO: False})
    visit.encounter = refused
    visit.say(SealAsked())
    assert visit.encounter.notice == exam.WITHDRAWN
    assert visit.encounter.stage is Stage.OPEN
    visit.say(CaptureRemoved("a" * 32, "Refus du patient"), SealAsked())
    assert visit.encounter.stage is Stage.SEALING


def test_a_paper_form_takes_no_picture_after_the_act() -> None:
    visit = on_pictures()
    late = LateEntry(visit.encounter.author, AT, None, AT)
    visit.encounter = replace(visit.encounter, late=late)
    visit.say(CaptureAsked())
    assert visit.encounter.exam.sentence == exam.AFTER_THE_ACT


def test_two_presses_ask_for_one_picture() -> None:
    visit = on_pictures().say(CaptureAsked(), CaptureAsked())
    assert len(visit.asked(TakePicture)) == 1
    assert visit.encounter.exam.sentence == exam.ON_ITS_WAY


def test_a_picture_of_another_consultation_is_never_kept() -> None:
    visit = on_pictures().say(CaptureAsked())
    visit.say(CaptureCame("f" * 32, f"{OURS}-1", found(), b"another patient"))
    visit.say(CaptureKept("f" * 32, f"{OURS}-1", "c" * 32, 4, "b" * 64))
    assert visit.asked(KeepCapture) == []
    assert visit.encounter.exam.captures == ()


def test_a_picture_given_up_is_not_kept_when_it_comes() -> None:
    visit = on_pictures().say(CaptureAsked(), CaptureStopped())
    visit.say(CaptureCame(OURS, f"{OURS}-1", found(), b"late"))
    assert visit.asked(StopCapture) == [StopCapture(OURS, f"{OURS}-1")]
    assert visit.asked(KeepCapture) == []


def test_a_picture_given_up_once_in_the_vault_is_dropped_from_it() -> None:
    visit = on_pictures().say(CaptureAsked())
    came(visit).say(CaptureStopped(), CaptureKept(OURS, f"{OURS}-1", "a" * 32, 4, "b" * 64))
    assert visit.encounter.exam.captures == ()
    assert visit.asked(DropCapture) == [DropCapture(OURS, "a" * 32)]


def test_the_bytes_come_once() -> None:
    visit = on_pictures().say(CaptureAsked())
    came(visit)
    visit.say(CaptureCame(OURS, f"{OURS}-1", found(), b"again"))
    assert len(visit.asked(KeepCapture)) == 1


def test_taken_again_the_new_picture_replaces_the_old_one() -> None:
    visit = take(on_pictures())
    take(visit, "c" * 32, replaces="a" * 32)
    (kept,) = visit.encounter.exam.captures
    assert (kept.capture_id, kept.tries, kept.aim) == ("c" * 32, 1, EAR)
    assert visit.asked(DropCapture) == [DropCapture(OURS, "a" * 32)]
    assert set(visit.encounter.exam.contents) == {"c" * 32}


def test_a_second_try_that_fails_leaves_the_first_picture() -> None:
    visit = take(on_pictures())
    visit.say(CaptureAsked("a" * 32), CaptureFailed(OURS, f"{OURS}-2", "Rebranchez l’otoscope."))
    assert [one.capture_id for one in visit.encounter.exam.captures] == ["a" * 32]
    assert visit.encounter.exam.sentence == "Rebranchez l’otoscope."
    assert visit.asked(DropCapture) == []


def test_a_capture_is_taken_away_for_a_reason_that_stays() -> None:
    visit = take(on_pictures()).say(CaptureRemoved("a" * 32, "  "))
    assert len(visit.encounter.exam.captures) == 1
    assert visit.encounter.exam.sentence == exam.REASON_NEEDED
    visit.say(CaptureRemoved("a" * 32, "Mauvaise oreille"))
    assert visit.encounter.exam.captures == ()
    assert [one.reason for one in visit.encounter.exam.removed] == ["Mauvaise oreille"]
    assert visit.asked(DropCapture) == [DropCapture(OURS, "a" * 32)]


def test_the_camera_follows_the_page_whatever_changes_it() -> None:
    visit = on_pictures()
    visit.say(AimChanged(Aim(CaptureKind.SKIN)), CameraChosen(CameraRole.ROOM), ExamLeft())
    shown = [one for one in visit.effects if isinstance(one, ShowCamera | HideCamera)]
    roles = (CameraRole.OTOSCOPE, CameraRole.DERMATOSCOPE, CameraRole.ROOM)
    assert shown == [
        ShowCamera(OURS, roles[0]),
        HideCamera(OURS, roles[0]),
        ShowCamera(OURS, roles[1]),
        HideCamera(OURS, roles[1]),
        ShowCamera(OURS, roles[2]),
        HideCamera(OURS, roles[2]),
    ]


def test_passing_the_measures_puts_the_camera_away() -> None:
    visit = on_pictures().say(MeasuresPassed())
    assert visit.encounter.step is not Step.MEASURE
    assert visit.asked(HideCamera) == [HideCamera(OURS, CameraRole.OTOSCOPE)]


def test_a_consultation_that_is_left_stops_its_camera_and_its_request() -> None:
    visit = on_pictures().say(CaptureAsked())
    assert disarm(visit.encounter) == (
        HideCamera(OURS, CameraRole.OTOSCOPE),
        StopCapture(OURS, f"{OURS}-1"),
    )


def test_nothing_is_sealed_while_a_picture_is_on_its_way() -> None:
    visit = on_pictures().say(CaptureAsked()).say(MeasuresPassed()).answer_until(Step.DECIDE)
    visit.say(SealAsked())
    assert visit.encounter.notice == exam.ON_ITS_WAY


def test_the_draft_keeps_the_captures_and_reads_their_bytes_again() -> None:
    visit = take(on_pictures())
    visit.say(CaptureRemoved("none", "x"))
    draft = read_draft(draft_bytes(visit.encounter))
    again = Visit(resume(draft, a_library(), a_station()))
    assert again.encounter.exam.captures == visit.encounter.exam.captures
    assert again.encounter.exam.contents == {}
    again.say(ExamOpened(ExamPage.PICTURE))
    assert again.asked(ReadCapture) == [ReadCapture(OURS, "a" * 32)]
    again.say(CaptureRead(OURS, "a" * 32, b"jpeg"), CaptureRead(OURS, "f" * 32, b"other"))
    assert dict(again.encounter.exam.contents) == {"a" * 32: b"jpeg"}


def test_the_bytes_of_a_picture_are_in_no_text_of_the_state() -> None:
    marker = b"MARQUEUR"
    visit = on_pictures().say(CaptureAsked())
    came(visit, marker)
    visit.say(CaptureKept(OURS, f"{OURS}-1", "a" * 32, 4, "b" * 64))
    message = CaptureCame(OURS, "r", found(), marker)
    earlier = EarlierPicture(1, EAR, "2026-11-20T09:00:00+01:00", "live", marker)
    for one in (visit.encounter, message, earlier, *visit.effects):
        assert "MARQUEUR" not in repr(one)
    assert marker not in draft_bytes(visit.encounter)


def test_a_draft_of_before_opens_without_captures() -> None:
    import json

    fields = json.loads(draft_bytes(at_measures().encounter))
    del fields["captures"], fields["removed_captures"]
    again = resume(read_draft(json.dumps(fields).encode()), a_library(), a_station())
    assert again.exam.captures == ()


def sealed_sheet(visit: Visit):
    from app.encounter.effects import SealSheet

    visit.say(ExamLeft()).answer_until(Step.DECIDE).say(SealAsked())
    (effect,) = visit.asked(SealSheet)
    return effect.sheet


def test_the_sheet_names_what_was_taken_and_what_was_taken_away() -> None:
    visit = take(take(on_pictures()), "c" * 32)
    visit.say(CaptureRemoved("c" * 32, "En double"))
    sheet = sealed_sheet(visit)
    (one,) = sheet.captures
    assert (one.place, one.kind_label, one.moment, one.quality) == (
        "Tympan, côté gauche",
        "Oreille",
        "J0",
        "nette",
    )
    assert [(gone.place, gone.reason) for gone in sheet.removed_captures] == [
        ("Tympan, côté gauche", "En double")
    ]
    assert "photos" not in sheet.absent
    assert read_sheet(canonical_bytes(sheet)) == sheet


def test_a_sheet_without_captures_keeps_its_bytes() -> None:
    sheet = sealed_sheet(at_measures())
    body = canonical_bytes(sheet)
    assert b"captures" not in body
    assert "photos" in sheet.absent
    assert sheet_hash(read_sheet(body)) == sheet_hash(sheet)


@pytest.mark.parametrize("origin", [Origin.LIVE, Origin.SIMULATED])
def test_a_simulated_picture_never_leaves_for_the_shared_record(origin: Origin) -> None:
    sheet = sealed_sheet(take(on_pictures(), origin=origin))
    real = replace(sheet, demonstration=False, readings=())
    simulated = origin is Origin.SIMULATED
    for channel in Channel:
        assert (SIMULATED_CAPTURE in refusals_to(real, channel)) is simulated
    assert real.holds_simulated is simulated
    assert any("simulée" in one for one in sheet.mentions) is simulated


def test_a_recording_says_its_length_and_its_filter() -> None:
    visit = at_measures().say(ExamOpened(ExamPage.LISTEN), AimChanged(MITRAL), CaptureAsked())
    pending = visit.encounter.exam.pending
    assert pending is not None
    heard = found(media_type=WAV, device="stethoscope", seconds="15", heard_through="bell")
    visit.say(CaptureCame(OURS, pending.request_id, heard, b"wav"))
    visit.say(CaptureKept(OURS, pending.request_id, "a" * 32, 3, "b" * 64))
    sheet = sealed_sheet(visit)
    assert [(o.kind, o.seconds, o.heard_through, o.quality) for o in sheet.captures] == [
        ("heart", "15", "bell", "complet")
    ]
    assert "photos" in sheet.absent


def test_a_second_press_while_listening_keeps_what_was_heard() -> None:
    visit = at_measures().say(ExamOpened(ExamPage.LISTEN), AimChanged(MITRAL), CaptureAsked())
    assert visit.encounter.exam.is_listening
    visit.say(CaptureAsked())
    assert visit.asked(EndListening) == [EndListening(OURS, f"{OURS}-1")]
    assert len(visit.asked(RecordSound)) == 1
    visit.say(CaptureCame(OURS, f"{OURS}-1", found(media_type=WAV), b"wav"), CaptureAsked())
    assert len(visit.asked(EndListening)) == 1
    assert visit.encounter.exam.sentence == exam.ON_ITS_WAY


def test_the_filter_of_the_wave_follows_what_is_listened_to() -> None:
    visit = at_measures().say(ExamOpened(ExamPage.LISTEN), AimChanged(MITRAL))
    assert visit.encounter.exam.heard_through == "bell"
    visit.say(HeardThrough("diaphragm"), AimChanged(replace(MITRAL, site="aortic")))
    assert visit.encounter.exam.heard_through == "diaphragm"
    visit.say(AimChanged(Aim(CaptureKind.LUNGS, "back_top", Side.LEFT)), CaptureAsked())
    assert visit.asked(RecordSound) == [RecordSound(OURS, f"{OURS}-1", "lungs")]
    visit.say(HeardThrough("nothing of the kind"))
    assert visit.encounter.exam.heard_through == "bell"


def test_a_series_says_its_day() -> None:
    visit = take(on_pictures(replace(EAR, moment=Moment.DAY3)))
    assert [one.moment for one in sealed_sheet(visit).captures] == ["J3"]


def test_earlier_pictures_are_asked_by_the_number_of_the_patient() -> None:
    visit = on_pictures().say(EarlierAsked())
    patient = visit.encounter.patient
    assert patient is not None and patient.ins is not None
    assert visit.asked(FindEarlier) == [FindEarlier(OURS, patient.ins.matricule)]
    picture = EarlierPicture(12, EAR, "2026-11-20T09:00:00+01:00", "live", b"jpeg")
    visit.say(EarlierFound(OURS, (picture,), ""), ExamLeft())
    assert visit.encounter.exam.earlier == ()


def test_without_a_number_nobody_elses_sheet_is_looked_for() -> None:
    visit = on_pictures()
    patient = visit.encounter.patient
    assert patient is not None
    visit.encounter = replace(visit.encounter, patient=replace(patient, ins=None))
    visit.say(EarlierAsked())
    assert visit.asked(FindEarlier) == []
    assert visit.encounter.exam.told == exam.NO_MATRICULE


def test_the_pages_open_from_the_measures_only() -> None:
    visit = an_identified_visit().say(ExamOpened(ExamPage.PICTURE))
    assert visit.encounter.exam.page is ExamPage.NONE
    assert visit.at > AT - timedelta(days=1)
