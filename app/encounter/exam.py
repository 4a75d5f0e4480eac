"""Pictures and sounds of this patient: aimed, taken, kept in the vault, taken away with a reason.

Nothing is taken before the place, and the side where there are two, are said. A picture asks
for the consent to pictures. An answer that no request awaits is never kept.
"""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from app.encounter.captures import (
    BELL,
    CAMERAS,
    FILTERS,
    LUNGS,
    Aim,
    Capture,
    CaptureKind,
    RemovedCapture,
    missing,
)
from app.encounter.exam_effects import (
    DropCapture,
    EndListening,
    ExamEffect,
    FindEarlier,
    KeepCapture,
    ReadCapture,
    RecordSound,
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
    CaptureSelected,
    CaptureStopped,
    CaptureUnread,
    EarlierAsked,
    EarlierFound,
    ExamLeft,
    ExamMessage,
    ExamOpened,
    HeardThrough,
    PageMessage,
)
from app.encounter.exam_state import Exam, ExamPage, Pending
from app.encounter.model import Consent, Encounter, Step

Next = tuple[Encounter, tuple[ExamEffect, ...]]
LONGEST_REASON = 200

NO_CONSENT = (
    "Le patient n’a pas donné son accord pour la photo. Posez-lui la question à la page Identité, "
    "ou décrivez sans photo."
)
AFTER_THE_ACT = "Saisie différée\u00a0: aucune image ni aucun son ne se prend après coup."
ON_ITS_WAY = "Une image ou un son s’enregistre. Attendez un instant, ou arrêtez (Échap)."
REASON_NEEDED = "Dites pourquoi cette capture est retirée\u00a0: la raison reste sur la fiche."
NO_MATRICULE = "Sans numéro INS, les fiches précédentes de ce patient ne se retrouvent pas."
WITHDRAWN = (
    "Le patient refuse la photo, et des photos ont été prises. Retirez-les de la page des images, "
    "ou redemandez son accord."
)


def listen(encounter: Encounter, message: ExamMessage, at: datetime) -> Next:
    """Return the consultation after a message of the exam, and what is asked of the world."""
    match message:
        case CaptureAsked():
            return ask_capture(encounter, message)
        case CaptureStopped():
            return stop_capture(encounter)
        case CaptureCame():
            return receive(encounter, message)
        case CaptureKept():
            return keep(encounter, message, at)
        case CaptureRemoved():
            return remove(encounter, message, at)
        case EarlierAsked():
            return ask_earlier(encounter)
        case _ if isinstance(message, PageMessage):
            return _turn_page(encounter, message)
        case _:
            return _hear(encounter, message), ()


def with_exam(encounter: Encounter, **changes: object) -> Encounter:
    """Return the consultation with fields of its exam changed."""
    return replace(encounter, exam=replace(encounter.exam, **changes))  # type: ignore[arg-type] # fields named here only


def _turn_page(encounter: Encounter, message: PageMessage) -> Next:
    match message:
        case ExamOpened(page):
            return _open(encounter, page)
        case ExamLeft():
            return leave(encounter)
        case AimChanged(aim):
            return _aim(encounter, aim), ()
        case CameraChosen(role):
            return with_exam(encounter, camera=role, sentence=""), ()
        case HeardThrough(name):
            return with_exam(encounter, heard_through=name if name in FILTERS else BELL), ()
        case CaptureSelected(capture_id):
            return with_exam(encounter, selected=capture_id, sentence=""), ()


def _open(encounter: Encounter, page: ExamPage) -> Next:
    """Return the page shown; what was taken before the station stopped is read back."""
    if encounter.step is not Step.MEASURE or encounter.exam.pending is not None:
        return encounter, ()
    opened = with_exam(encounter, page=page, selected="", sentence="", told="")
    unread = [one for one in opened.exam.shown if one.capture_id not in opened.exam.contents]
    effects = tuple(ReadCapture(opened.encounter_id, one.capture_id) for one in unread)
    return opened, effects


def leave(encounter: Encounter) -> Next:
    """Return the measures; what was on its way is given up."""
    stopped, effects = stop_capture(encounter)
    return with_exam(stopped, page=ExamPage.NONE, earlier=(), told="", sentence=""), effects


def _aim(encounter: Encounter, aim: Aim) -> Encounter:
    exam = encounter.exam
    if aim.is_sound:
        usual = LUNGS if aim.kind is CaptureKind.LUNGS else BELL
        through = exam.heard_through if aim.kind is exam.sound.kind else usual
        return with_exam(encounter, sound=aim, heard_through=through, sentence="")
    camera = exam.camera if aim.kind is exam.picture.kind else CAMERAS[aim.kind]
    return with_exam(encounter, picture=aim, camera=camera, sentence="")


def ask_capture(encounter: Encounter, message: CaptureAsked) -> Next:
    """Return the capture asked of the device, or the sentence that refuses it.

    Asked while somebody listens, it keeps what was just heard.
    """
    exam = encounter.exam
    if exam.is_listening and exam.pending is not None:
        return encounter, (EndListening(encounter.encounter_id, exam.pending.request_id),)
    replaced = exam.capture(message.replaces)
    aim = replaced.aim if replaced is not None else exam.aim
    refusal = why_not(encounter, aim)
    if refusal:
        return with_exam(encounter, sentence=refusal), ()
    asked = exam.asked + 1
    request_id = f"{encounter.encounter_id}-{asked}"
    pending = Pending(request_id, aim, replaced.capture_id if replaced is not None else "")
    waiting = with_exam(encounter, asked=asked, pending=pending, sentence="")
    if aim.is_sound:
        return waiting, (RecordSound(encounter.encounter_id, request_id, exam.heard_through),)
    return waiting, (TakePicture(encounter.encounter_id, request_id, exam.camera),)


def why_not(encounter: Encounter, aim: Aim) -> str:
    """Return why ``aim`` cannot be taken now, "" when it can."""
    if encounter.step is not Step.MEASURE or encounter.exam.page is ExamPage.NONE:
        return "Les images et les sons se prennent depuis les mesures."
    if encounter.late:
        return AFTER_THE_ACT
    if encounter.exam.pending is not None:
        return ON_ITS_WAY
    if not aim.is_sound and not encounter.consents.get(Consent.PHOTO, False):
        return NO_CONSENT
    return missing(aim)


def stop_capture(encounter: Encounter) -> Next:
    """Return the exam with nothing on its way; a late answer will not be kept."""
    pending = encounter.exam.pending
    if pending is None:
        return encounter, ()
    stopped = with_exam(encounter, pending=None, sentence="")
    return stopped, (StopCapture(encounter.encounter_id, pending.request_id),)


def receive(encounter: Encounter, message: CaptureCame) -> Next:
    """Return the bytes on their way to the vault, when they were awaited."""
    pending = encounter.exam.pending
    if pending is None or pending.request_id != message.request_id or pending.found is not None:
        return encounter, ()
    received = replace(pending, found=message.found, content=message.content)
    effect = KeepCapture(
        encounter.encounter_id, message.request_id, message.found.media_type, message.content
    )
    return with_exam(encounter, pending=received), (effect,)


def keep(encounter: Encounter, message: CaptureKept, at: datetime) -> Next:
    """Return the capture kept, in the place of the one it replaces; one given up is dropped."""
    exam, pending = encounter.exam, encounter.exam.pending
    awaited = pending is not None and pending.request_id == message.request_id
    if pending is None or pending.found is None or not awaited:
        return encounter, (DropCapture(encounter.encounter_id, message.capture_id),)
    before = exam.capture(pending.replaces)
    kept = Capture(
        capture_id=message.capture_id,
        aim=pending.aim,
        found=pending.found,
        taken_at=at,
        size=message.size,
        sha256=message.sha256,
        tries=before.tries + 1 if before is not None else 0,
    )
    others = tuple(one for one in exam.captures if one is not before)
    changed = with_exam(
        encounter,
        captures=(*others, kept),
        pending=None,
        selected=kept.capture_id,
        contents=_with(exam, kept.capture_id, pending.content, pending.replaces),
        sentence="",
    )
    if before is None:
        return changed, ()
    return changed, (DropCapture(encounter.encounter_id, before.capture_id),)


def _with(
    exam: Exam, capture_id: str, content: bytes, gone: str = ""
) -> MappingProxyType[str, bytes]:
    kept = {name: held for name, held in exam.contents.items() if name != gone}
    return MappingProxyType({**kept, capture_id: content})


def remove(encounter: Encounter, message: CaptureRemoved, at: datetime) -> Next:
    """Return the exam without the capture; the reason stays."""
    exam, reason = encounter.exam, " ".join(message.reason.split())[:LONGEST_REASON]
    gone = exam.capture(message.capture_id)
    if gone is None:
        return encounter, ()
    if not reason:
        return with_exam(encounter, sentence=REASON_NEEDED), ()
    told = RemovedCapture(gone.aim, gone.taken_at, reason, at)
    contents = {k: held for k, held in exam.contents.items() if k != gone.capture_id}
    changed = with_exam(
        encounter,
        captures=tuple(one for one in exam.captures if one is not gone),
        removed=(*exam.removed, told),
        contents=MappingProxyType(contents),
        selected="",
        sentence="",
    )
    return changed, (DropCapture(encounter.encounter_id, gone.capture_id),)


def ask_earlier(encounter: Encounter) -> Next:
    """Return the search of this patient's earlier pictures, by the number of their INS."""
    patient = encounter.patient
    if encounter.exam.page is not ExamPage.PICTURE:
        return encounter, ()
    if patient is None or patient.ins is None:
        return with_exam(encounter, told=NO_MATRICULE), ()
    effect = FindEarlier(encounter.encounter_id, patient.ins.matricule)
    return with_exam(encounter, told="Recherche en cours."), (effect,)


def _hear(
    encounter: Encounter, message: CaptureFailed | CaptureRead | CaptureUnread | EarlierFound
) -> Encounter:
    """Return the exam after an answer that asks nothing more."""
    exam = encounter.exam
    match message:
        case CaptureFailed(_, request_id, sentence):
            if exam.pending is None or exam.pending.request_id != request_id:
                return encounter
            return with_exam(encounter, pending=None, sentence=sentence)
        case CaptureRead(_, capture_id, content):
            if exam.capture(capture_id) is None:
                return encounter
            return with_exam(encounter, contents=_with(exam, capture_id, content))
        case CaptureUnread(_, _, sentence):
            return with_exam(encounter, sentence=sentence)
        case EarlierFound(_, pictures, sentence):
            return with_exam(encounter, earlier=pictures, told=sentence)
