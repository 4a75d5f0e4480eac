"""Moments of the exam: pictures aimed at, taken, compared; sounds listened to."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType

import cv2
import numpy

from app.encounter.captures import (
    JPEG,
    WAV,
    Aim,
    Capture,
    CaptureKind,
    EarlierPicture,
    Found,
    Moment,
    Side,
)
from app.encounter.exam_state import Exam, ExamPage, Pending
from hardware.bindings import CameraRole
from hardware.readings import Origin
from hardware.recording import wav_of

EAR = Aim(CaptureKind.OTOSCOPY, "ear_drum", Side.LEFT)
LEG = Aim(CaptureKind.SKIN, "leg", Side.RIGHT)
MITRAL = Aim(CaptureKind.HEART, "mitral")


@cache
def a_picture(hue: int = 40) -> bytes:
    drawn = numpy.full((180, 320, 3), (hue, 90, 190), numpy.uint8)
    cv2.circle(drawn, (160, 90), 60, (200, 210, 225), -1)
    done, coded = cv2.imencode(".jpg", drawn)
    assert done
    return coded.tobytes()


@cache
def a_recording() -> bytes:
    beat = numpy.concatenate([numpy.full(200, 9000), numpy.zeros(3800)])
    return wav_of(numpy.tile(beat, 5).astype(numpy.int16))


def a_capture(name: str, aim: Aim, at: datetime, **changes: object) -> Capture:
    sound = aim.is_sound
    found = Found(
        media_type=WAV if sound else JPEG,
        origin=Origin.SIMULATED,
        device="stethoscope" if sound else "otoscope",
        width=0 if sound else 320,
        height=0 if sound else 180,
        seconds="15.0" if sound else "",
    )
    return Capture(name * 32, aim, replace(found, **changes), at, 4000, "e" * 64)


def exam_moments(now: datetime) -> dict[str, Exam]:
    """Return the exams of this file, by the name of their moment."""
    left = a_capture("a", EAR, now)
    right = a_capture("b", replace(EAR, side=Side.RIGHT), now, flaws=("blurred", "glare"))
    leg = a_capture("c", replace(LEG, moment=Moment.DAY3), now)
    contents = {one.capture_id: a_picture() for one in (left, right, leg)}
    earlier = EarlierPicture(
        12, LEG, (now - timedelta(days=3)).isoformat(), "simulated", a_picture(120)
    )
    heart = a_capture("d", MITRAL, now, heard_through="bell")
    pictures = Exam(
        page=ExamPage.PICTURE,
        picture=EAR,
        captures=(left, right),
        selected=left.capture_id,
        contents=MappingProxyType(contents),
    )
    return {
        "picture-blank": Exam(page=ExamPage.PICTURE),
        "picture": pictures,
        "picture-on-its-way": replace(pictures, pending=Pending("r", EAR)),
        "picture-refused": replace(
            pictures, sentence="Dites d’abord le côté\u00a0: G pour gauche, D pour droite."
        ),
        "picture-series": replace(
            pictures,
            picture=replace(LEG, moment=Moment.DAY3),
            camera=CameraRole.DERMATOSCOPE,
            captures=(leg,),
            selected=leg.capture_id,
            earlier=(earlier,),
        ),
        "listen-blank": Exam(page=ExamPage.LISTEN),
        "listen": Exam(page=ExamPage.LISTEN, sound=MITRAL, captures=(heart,)),
        "listen-kept": Exam(
            page=ExamPage.LISTEN,
            sound=MITRAL,
            captures=(heart,),
            selected=heart.capture_id,
            contents=MappingProxyType({heart.capture_id: a_recording()}),
        ),
        "listen-recording": Exam(page=ExamPage.LISTEN, sound=MITRAL, pending=Pending("r", MITRAL)),
    }
