"""Which camera is looked at: it follows from the page, whatever changed the page."""

from app.encounter.exam_effects import ExamEffect, HideCamera, ShowCamera, StopCapture
from app.encounter.exam_state import ExamPage
from app.encounter.model import Encounter, Stage, Step
from hardware.bindings import CameraRole


def camera_shown(encounter: Encounter | None) -> CameraRole | None:
    """Return the camera somebody looks at, ``None`` when no page shows one."""
    if encounter is None or encounter.stage is not Stage.OPEN:
        return None
    shown = encounter.step is Step.MEASURE and encounter.exam.page is ExamPage.PICTURE
    return encounter.exam.camera if shown else None


def follow(before: Encounter, after: Encounter) -> tuple[ExamEffect, ...]:
    """Return what the cameras must do because the page changed, whatever changed it."""
    was, now = camera_shown(before), camera_shown(after)
    if was is now:
        return ()
    hidden = (HideCamera(before.encounter_id, was),) if was is not None else ()
    shown = (ShowCamera(after.encounter_id, now),) if now is not None else ()
    return (*hidden, *shown)


def left(encounter: Encounter) -> tuple[ExamEffect, ...]:
    """Return what a consultation that is left must stop."""
    role, pending = camera_shown(encounter), encounter.exam.pending
    hidden = (HideCamera(encounter.encounter_id, role),) if role is not None else ()
    if pending is None:
        return hidden
    return (*hidden, StopCapture(encounter.encounter_id, pending.request_id))
