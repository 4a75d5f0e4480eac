"""The call with a doctor, as its page drives it: consent first, then a link, then the exam shared.

No camera and no link before the patient agreed. What comes from the doctor is in ``call_heard``,
what follows by itself in ``call_live``.
Source: clinical.md §1.2; video.md §5.
"""

from dataclasses import replace
from datetime import datetime

from app.encounter import exam
from app.encounter.build import build_sheet
from app.encounter.call_effects import (
    EndCall,
    MuteVoice,
    OpenCall,
    SendSummary,
    SetVolume,
    ShareCamera,
    WriteCallMail,
    WritePaper,
)
from app.encounter.call_heard import hear
from app.encounter.call_messages import (
    CallConsent,
    CallEnded,
    CallMailAsked,
    CallMessage,
    CallNews,
    CallPageLeft,
    CallPageOpened,
    CallStarted,
    CameraShared,
    Muted,
    PaperAsked,
    PatientAlone,
    PharmacistCalled,
    PhotoSent,
    RecordingSent,
    SoundShared,
    SummaryChoice,
    VolumeTurned,
)
from app.encounter.call_parts import DEVICE_WORDS, Next, Said, ended, with_call, with_device
from app.encounter.call_request import WriteRequest
from app.encounter.call_sending import end_sound, send_kept, share_sound, take_photo
from app.encounter.call_state import LOUDEST, QUIETEST, VOLUME_STEP, CallStage
from app.encounter.call_summary import summary_parts
from app.encounter.exam_state import ExamPage
from app.encounter.model import Encounter, Step
from hardware.bindings import CameraRole
from protocols.model import Level

STEPS = frozenset({Step.ASK, Step.MEASURE, Step.DECIDE})
TOO_EARLY = (
    "La téléconsultation s’ouvre après les signes d’alerte, depuis les questions, les mesures ou "
    "l’orientation."
)
AFTER_THE_ACT = "Saisie différée\u00a0: aucun appel ne se passe après coup."
TOO_SERIOUS = "Urgences ou 15\u00a0: n’attendez pas un médecin à distance."
CONSENT_FIRST = "Demandez d’abord au patient s’il accepte de voir un médecin à distance."
REFUSED_BY_PATIENT = "Le patient refuse la téléconsultation. Orientez-le comme proposé."
TAKEN_BACK = "Le patient a repris son accord\u00a0: l’appel est terminé."
ALREADY_READ = "Le médecin a déjà la synthèse\u00a0: elle ne se reprend pas."
NOBODY_THERE = "Aucun médecin n’est en ligne."
Leading = CallPageOpened | CallPageLeft | CallConsent | SummaryChoice | CallStarted | CallEnded


def listen(encounter: Encounter, message: CallMessage, at: datetime) -> Next:
    """Return the consultation after a message of the call, and what is asked of the world."""
    if isinstance(message, CallNews):
        return hear(encounter, message, at)
    if isinstance(message, PaperAsked):
        return write_paper(encounter, message.sha256)
    return (
        _during(encounter, message, at)
        if isinstance(message, Said)
        else _lead(encounter, message, at)
    )


def _lead(encounter: Encounter, message: Leading, at: datetime) -> Next:
    """Return the call after what leads to it, and to its end."""
    match message:
        case CallPageOpened():
            return open_page(encounter)
        case CallPageLeft():
            return with_call(encounter, page=False), ()
        case CallConsent(agreed):
            return consent(encounter, at, is_given=agreed)
        case SummaryChoice(agreed):
            return choose_summary(encounter, is_shared=agreed)
        case CallStarted():
            return start(encounter, at)
        case CallEnded():
            return end(encounter, at)


def why_not(encounter: Encounter) -> str:
    """Return why no doctor can be called now, "" when one can."""
    if encounter.late:
        return AFTER_THE_ACT
    if encounter.step not in STEPS or not encounter.identity_confirmed:
        return TOO_EARLY
    decision = encounter.decision
    if decision is not None and decision.level >= Level.EMERGENCY:
        return TOO_SERIOUS
    return ""


def open_page(encounter: Encounter) -> Next:
    """Return the page of the call shown, unless no doctor can be called now."""
    call = encounter.call
    refusal = "" if call.is_live else why_not(encounter)
    if refusal:
        return replace(encounter, notice=refusal), ()
    left, effects = (encounter, ()) if encounter.exam.page is ExamPage.NONE else leave(encounter)
    stage = CallStage.PREPARING if call.stage is CallStage.NONE else call.stage
    return with_call(left, page=True, stage=stage), effects


def leave(encounter: Encounter) -> Next:
    """Return the page of the exam left; what a doctor waits for goes on."""
    pending = encounter.exam.pending
    if pending is not None and pending.for_doctor:
        return exam.with_exam(encounter, page=ExamPage.NONE, told="", sentence=""), ()
    return exam.leave(encounter)


def consent(encounter: Encounter, at: datetime, *, is_given: bool) -> Next:
    """Return the patient's word recorded; taken back during a call, it ends the call."""
    call = encounter.call
    if call.stage is CallStage.NONE:
        return encounter, ()
    if is_given:
        at = call.agreed_at if call.agreed and call.agreed_at is not None else at
        return with_call(encounter, agreed=True, agreed_at=at, sentence=""), ()
    if call.is_live:
        over, effects = end(encounter, at)
        return with_call(over, agreed=False, sentence=TAKEN_BACK), effects
    return with_call(encounter, agreed=False, agreed_at=None, sentence=REFUSED_BY_PATIENT), ()


def choose_summary(encounter: Encounter, *, is_shared: bool) -> Next:
    """Return whether the doctor may read the summary; once read it is read."""
    call = encounter.call
    if call.stage is CallStage.NONE:
        return encounter, ()
    if call.is_briefed and call.shares_summary:
        sentence = call.sentence if is_shared else ALREADY_READ
        return with_call(encounter, sentence=sentence), ()
    chosen = with_call(encounter, shares_summary=is_shared)
    if not (is_shared and call.is_linked):
        return chosen, ()
    return chosen, (SendSummary(encounter.encounter_id, summary_parts(encounter)),)


def start(encounter: Encounter, at: datetime) -> Next:
    """Return the room being opened, once the patient agreed."""
    call = encounter.call
    if call.is_live or call.stage is CallStage.NONE:
        return encounter, ()
    refusal = why_not(encounter)
    if not refusal and (call.agreed is not True or call.agreed_at is None):
        refusal = CONSENT_FIRST
    if refusal:
        return with_call(encounter, sentence=refusal), ()
    opened = with_call(
        encounter,
        stage=CallStage.OPENING,
        sentence="Ouverture de la salle d’attente…",
        opened_at=call.opened_at or at,
        ended_at=None,
        is_briefed=False,
    )
    effect = OpenCall(
        encounter.encounter_id,
        encounter.station.pharmacy.name,
        encounter.author.label,
        encounter.station.demonstration,
    )
    return opened, (effect,)


def write_paper(encounter: Encounter, digest: str) -> Next:
    """Return a paper of the doctor being written where it can be read; during the call or after."""
    papers = encounter.call.papers
    found = [(rank, one) for rank, one in enumerate(papers, start=1) if one.sha256 == digest]
    return encounter, tuple(
        WritePaper(encounter.encounter_id, one.capture_id, rank) for rank, one in found
    )


def end(encounter: Encounter, at: datetime) -> Next:
    """Return the call ended for both; what came of it stays."""
    if not encounter.call.is_live:
        return encounter, ()
    over, effects = ended(encounter, CallStage.OVER, "L’appel est terminé.", at)
    return over, (*effects, EndCall(encounter.encounter_id))


def ask_doctor(encounter: Encounter, at: datetime) -> tuple[WriteCallMail | WriteRequest, ...]:
    """Return the mail of the link to write, and the request when the patient shares the summary.

    A consultation that has no orientation yet has nothing to ask in writing: the mail goes alone.
    """
    encounter_id, call = encounter.encounter_id, encounter.call
    if not call.link:
        return ()
    if not call.shares_summary or encounter.decision is None:
        return (WriteCallMail(encounter_id),)
    return WriteCallMail(encounter_id), WriteRequest(encounter_id, build_sheet(encounter, at))


def _during(  # noqa: C901, PLR0911 - one line per message
    encounter: Encounter, message: Said, at: datetime
) -> Next:
    """Return the call after what is only said while it is open."""
    if not encounter.call.is_live:
        return encounter, ()
    match message:
        case CallMailAsked():
            return encounter, ask_doctor(encounter, at)
        case PharmacistCalled():
            return with_call(encounter, calling=encounter.call.patient_alone), ()
        case Muted(on):
            return with_call(encounter, is_muted=on), (MuteVoice(encounter.encounter_id, on),)
        case VolumeTurned(louder):
            return turn_volume(encounter, is_louder=louder)
        case PatientAlone(on):
            return leave_alone(encounter, is_alone=on)
        case CameraShared(role):
            return share_camera(encounter, role)
        case SoundShared(on):
            return share_sound(encounter) if on else end_sound(encounter)
        case PhotoSent() | RecordingSent():
            return _send(encounter, message)


def _send(encounter: Encounter, message: PhotoSent | RecordingSent) -> Next:
    if not encounter.call.is_linked:
        return with_call(encounter, sentence=NOBODY_THERE), ()
    if isinstance(message, PhotoSent):
        return take_photo(encounter, message.role)
    return send_kept(encounter, message.capture_id)


def turn_volume(encounter: Encounter, *, is_louder: bool) -> Next:
    """Return the doctor heard one step louder or quieter, never silent."""
    step = VOLUME_STEP if is_louder else -VOLUME_STEP
    volume = min(max(encounter.call.volume + step, QUIETEST), LOUDEST)
    if volume == encounter.call.volume:
        return encounter, ()
    return with_call(encounter, volume=volume), (SetVolume(encounter.encounter_id, volume),)


def leave_alone(encounter: Encounter, *, is_alone: bool) -> Next:
    """Return the patient left alone with the doctor, heard by the doctor, or no longer alone."""
    if not is_alone:
        return with_call(encounter, patient_alone=False, calling=False), ()
    if not encounter.call.is_linked:
        return with_call(encounter, sentence=NOBODY_THERE), ()
    alone = with_call(encounter, patient_alone=True, calling=False, is_muted=False)
    # the room has one microphone: it is the patient's
    unmuted = (MuteVoice(encounter.encounter_id, on=False),) if encounter.call.is_muted else ()
    return alone, unmuted


def share_camera(encounter: Encounter, role: CameraRole | None) -> Next:
    """Return the camera of the exam shown to the doctor, or none; the room has its own line."""
    if role is CameraRole.ROOM or role is encounter.call.shared_camera:
        return encounter, ()
    shared = with_call(encounter, shared_camera=role, sentence="")
    if role is not None:
        shared = with_device(shared, DEVICE_WORDS[role])
    return shared, (ShareCamera(encounter.encounter_id, role),)
