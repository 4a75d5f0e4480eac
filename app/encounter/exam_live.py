"""Which cameras are looked at: it follows from what is shown, whatever changed it.

The page of pictures shows the camera it aims with. A call shows the camera of the room, before
joining and until it ends, and the one shared with the doctor; none before the patient agreed.
"""

from app.encounter.call_state import CallStage
from app.encounter.exam_effects import ExamEffect, HideCamera, ShowCamera, StopCapture
from app.encounter.exam_state import ExamPage
from app.encounter.model import Encounter, Stage, Step
from hardware.bindings import CameraRole

PREVIEWED = frozenset({CallStage.PREPARING, CallStage.INTERRUPTED, CallStage.REFUSED})


def cameras_shown(encounter: Encounter | None) -> frozenset[CameraRole]:
    """Return the cameras somebody looks at, none when no page shows one."""
    if encounter is None or encounter.stage is not Stage.OPEN:
        return frozenset()
    shown = set(_of_call(encounter))
    if encounter.step is Step.MEASURE and encounter.exam.page is ExamPage.PICTURE:
        shown.add(encounter.exam.camera)
    return frozenset(shown)


def _of_call(encounter: Encounter) -> frozenset[CameraRole]:
    call = encounter.call
    if call.agreed is not True:
        return frozenset()
    if call.is_live:
        return frozenset({CameraRole.ROOM, call.shared_camera or CameraRole.ROOM})
    is_previewed = call.page and call.stage in PREVIEWED
    return frozenset({CameraRole.ROOM} if is_previewed else ())


def follow(before: Encounter, after: Encounter) -> tuple[ExamEffect, ...]:
    """Return what the cameras must do because something changed, whatever changed it."""
    was, now = cameras_shown(before), cameras_shown(after)
    hidden = tuple(HideCamera(before.encounter_id, role) for role in sorted(was - now))
    shown = tuple(ShowCamera(after.encounter_id, role) for role in sorted(now - was))
    return (*hidden, *shown)


def left(encounter: Encounter) -> tuple[ExamEffect, ...]:
    """Return what a consultation that is left must stop."""
    pending = encounter.exam.pending
    hidden = tuple(
        HideCamera(encounter.encounter_id, role) for role in sorted(cameras_shown(encounter))
    )
    if pending is None:
        return hidden
    return (*hidden, StopCapture(encounter.encounter_id, pending.request_id))
