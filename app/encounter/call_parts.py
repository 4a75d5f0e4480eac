"""Small moves shared by the modules of the call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from app.encounter.call_effects import CallEffect
from app.encounter.call_messages import (
    CallMailAsked,
    CameraShared,
    Muted,
    PatientAlone,
    PharmacistCalled,
    PhotoSent,
    RecordingSent,
    SoundShared,
    VolumeTurned,
)
from app.encounter.call_state import LOUDEST, Asked, CallStage, LinkQuality
from app.encounter.exam_effects import ExamEffect, StopCapture
from app.encounter.model import Encounter
from hardware.bindings import CameraRole

Next = tuple[Encounter, tuple[CallEffect | ExamEffect, ...]]
Said = (
    CallMailAsked
    | PharmacistCalled
    | Muted
    | VolumeTurned
    | PatientAlone
    | CameraShared
    | SoundShared
    | PhotoSent
    | RecordingSent
)
"""What the page says while a room is open."""

STETHOSCOPE = "stéthoscope"
DEVICE_WORDS: Mapping[CameraRole, str] = MappingProxyType(
    {
        CameraRole.ROOM: "caméra de la pièce",
        CameraRole.OTOSCOPE: "otoscope",
        CameraRole.DERMATOSCOPE: "dermatoscope",
    }
)


def with_call(encounter: Encounter, **changes: object) -> Encounter:
    """Return the consultation with fields of its call changed."""
    return replace(encounter, call=replace(encounter.call, **changes))  # type: ignore[arg-type] # fields named here only


def with_device(encounter: Encounter, words: str) -> Encounter:
    """Return the consultation with a device written among those used during the call."""
    used = encounter.call.devices
    return encounter if words in used else with_call(encounter, devices=(*used, words))


def ended(encounter: Encounter, stage: CallStage, sentence: str, at: datetime) -> Next:
    """Return the call ended: nothing of the link is left, nothing is shared.

    A photo or a listening the doctor was waiting for is given up, unless the vault has it.
    """
    over = with_call(
        encounter,
        stage=stage,
        sentence=sentence,
        retry_at=None,
        quality=LinkQuality.UNKNOWN,
        words=(),
        link="",
        spoken_code="",
        mail_path="",
        request_path="",
        shared_camera=None,
        is_listening=False,
        is_muted=False,
        volume=LOUDEST,
        patient_alone=False,
        calling=False,
        still_asked=Asked.NOTHING,
        ended_at=at,
    )
    return given_up(over)


def given_up(encounter: Encounter) -> Next:
    """Return the consultation without what the doctor was waiting for and no device gave yet."""
    pending = encounter.exam.pending
    if pending is None or not pending.for_doctor or pending.found is not None:
        return encounter, ()
    stopped = replace(encounter, exam=replace(encounter.exam, pending=None))
    return stopped, (StopCapture(encounter.encounter_id, pending.request_id),)
