"""Photos and sounds that a doctor at a distance asked for: kept with the sheet, then sent.

The doctor gets the very bytes that the sheet names. The place is the one aimed at on the page of
the exam when it was said, and is said to be unknown otherwise: nobody waits for a form.
"""

from dataclasses import replace

from app.encounter.call_effects import SendRecording, SendStill, ShareSound
from app.encounter.call_parts import STETHOSCOPE, Next, with_call, with_device
from app.encounter.call_state import Asked
from app.encounter.captures import Aim, CaptureKind, missing
from app.encounter.exam import NO_CONSENT, ON_ITS_WAY
from app.encounter.exam_effects import EndListening, RecordSound, TakePicture
from app.encounter.exam_state import Pending
from app.encounter.model import Consent, Encounter
from hardware.bindings import CameraRole

UNSAID_SOUND = Aim(CaptureKind.AUSCULTATION, "chest")
NOT_KEPT = "Cette capture n’est plus dans la consultation."


def take_photo(encounter: Encounter, role: CameraRole) -> Next:
    """Return a photo on its way: it will be kept, then sent."""
    if not encounter.consents.get(Consent.PHOTO, False):
        return with_call(encounter, sentence=NO_CONSENT), ()
    if encounter.exam.pending is not None:
        return with_call(encounter, sentence=ON_ITS_WAY), ()
    waiting, request_id = _awaiting(encounter, photo_aim(encounter, role))
    answered = with_call(waiting, still_asked=Asked.NOTHING, sentence="")
    return answered, (TakePicture(encounter.encounter_id, request_id, role),)


def photo_aim(encounter: Encounter, role: CameraRole) -> Aim:
    """Return what a photo by this camera shows, as far as it was said."""
    aimed = encounter.exam.picture
    if encounter.exam.camera is role and not missing(aimed):
        return aimed
    return Aim(CaptureKind.VIEW, role.value)


def share_sound(encounter: Encounter) -> Next:
    """Return the stethoscope heard by the doctor, and recorded meanwhile."""
    call, aimed = encounter.call, encounter.exam.sound
    if call.is_listening:
        return encounter, ()
    if encounter.exam.pending is not None:
        return with_call(encounter, sentence=ON_ITS_WAY), ()
    waiting, request_id = _awaiting(encounter, UNSAID_SOUND if missing(aimed) else aimed)
    shared = with_call(with_device(waiting, STETHOSCOPE), is_listening=True, sentence="")
    heard = RecordSound(encounter.encounter_id, request_id, encounter.exam.heard_through)
    return shared, (ShareSound(encounter.encounter_id, on=True), heard)


def end_sound(encounter: Encounter) -> Next:
    """Return the stethoscope no longer heard; what was recorded is kept, then sent."""
    pending = encounter.exam.pending
    if not encounter.call.is_listening:
        return encounter, ()
    ended = with_call(encounter, is_listening=False)
    quiet = ShareSound(encounter.encounter_id, on=False)
    if pending is None or not pending.for_doctor or pending.found is not None:
        return ended, (quiet,)
    return ended, (quiet, EndListening(encounter.encounter_id, pending.request_id))


def _awaiting(encounter: Encounter, aim: Aim) -> tuple[Encounter, str]:
    exam = encounter.exam
    asked = exam.asked + 1
    request_id = f"{encounter.encounter_id}-{asked}"
    pending = Pending(request_id, aim, for_doctor=True)
    return replace(encounter, exam=replace(exam, asked=asked, pending=pending)), request_id


def send_kept(encounter: Encounter, capture_id: str) -> Next:
    """Return a capture of the consultation sent to the doctor."""
    kept = encounter.exam.capture(capture_id)
    if kept is None:
        return with_call(encounter, sentence=NOT_KEPT), ()
    if kept.aim.is_sound:
        return encounter, (SendRecording(encounter.encounter_id, capture_id),)
    if not encounter.consents.get(Consent.PHOTO, False):
        return with_call(encounter, sentence=NO_CONSENT), ()
    return encounter, (SendStill(encounter.encounter_id, capture_id),)
