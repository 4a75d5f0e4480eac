"""What comes of a call: the link, the doctor, the conclusion and its papers.

What the doctor sends is data: it is written down, kept and shown, and opens nothing here. News of
a room that is no longer open change nothing, except a paper that was on its way to the vault.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from app.encounter.call_effects import KeepPaper
from app.encounter.call_messages import (
    CallChanged,
    CallFailed,
    CallMailWritten,
    CallNews,
    ConclusionCame,
    FileGone,
    LinkReady,
    PaperCame,
    PaperKept,
    PaperLost,
    PaperWritten,
    QualityChanged,
    RequestWritten,
    StillWanted,
    WordsHeard,
)
from app.encounter.call_parts import Next, ended, with_call
from app.encounter.call_state import CallOutcome, CallPaper, CallStage, DoctorConclusion
from app.encounter.exam_effects import DropCapture
from app.encounter.model import Encounter

KEPT_WORDS = "Conclusion reçue\u00a0: elle est écrite dans la fiche."
URGENT = {
    CallOutcome.SAMU_15: "Le médecin demande d’appeler le 15 maintenant. F12.",
    CallOutcome.EMERGENCY: "Le médecin adresse le patient aux urgences, maintenant.",
}
FILE_REFUSED = "La page du médecin a refusé un fichier. Envoyez-le de nouveau."
FILE_KEPT = "Le médecin a reçu le fichier."
PAPER_WRITTEN = "Document du médecin écrit, à ouvrir dans votre lecteur de PDF"
MOST_PAPERS = 16


def hear(encounter: Encounter, message: CallNews, at: datetime) -> Next:
    """Return the consultation after news of its call."""
    if isinstance(message, PaperKept):
        return keep_paper(encounter, message, at)
    if isinstance(message, PaperLost):
        return lose_paper(encounter, message), ()
    if isinstance(message, PaperWritten):
        told = f"{PAPER_WRITTEN}\u00a0: {message.path}"
        return with_call(encounter, papers_at=message.path, sentence=told), ()
    if not encounter.call.is_live:
        return encounter, ()
    match message:
        case CallChanged():
            return move(encounter, message, at)
        case ConclusionCame(_, conclusion):
            return conclude(encounter, conclusion, at), ()
        case PaperCame():
            return take_paper(encounter, message)
        case _:
            return _note(encounter, message), ()


def _note(  # noqa: C901, PLR0911 - one line per message
    encounter: Encounter,
    message: LinkReady
    | CallMailWritten
    | RequestWritten
    | QualityChanged
    | WordsHeard
    | StillWanted
    | FileGone
    | CallFailed,
) -> Encounter:
    match message:
        case LinkReady(_, address, spoken_code):
            if encounter.call.is_briefed:
                return encounter
            return with_call(encounter, link=address, spoken_code=spoken_code)
        case CallMailWritten(_, path):
            return with_call(encounter, mail_path=path)
        case RequestWritten(_, path, told):
            return with_call(encounter, request_path=path, sentence=told or encounter.call.sentence)
        case QualityChanged(_, quality):
            return with_call(encounter, quality=quality)
        case WordsHeard(_, words):
            return with_call(encounter, words=words)
        case StillWanted(_, track):
            return with_call(encounter, still_asked=track)
        case FileGone(_, _, is_kept):
            return with_call(encounter, sentence=FILE_KEPT if is_kept else FILE_REFUSED)
        case CallFailed(_, sentence):
            return with_call(encounter, sentence=sentence)


def move(encounter: Encounter, message: CallChanged, at: datetime) -> Next:
    """Return the call where the link says it is; a call that ended keeps what came of it."""
    stage = message.stage
    if stage in {CallStage.OVER, CallStage.REFUSED, CallStage.INTERRUPTED}:
        return ended(encounter, stage, message.sentence, at)
    if stage in {CallStage.NONE, CallStage.PREPARING}:
        return encounter, ()
    retry_at = at + timedelta(seconds=message.retry_s) if message.retry_s else None
    moved = with_call(encounter, stage=stage, sentence=message.sentence, retry_at=retry_at)
    if stage is not CallStage.CONNECTED:
        return moved, ()
    # the link served once: whoever finds it later reads nothing
    joined_at = encounter.call.joined_at or at
    return with_call(
        moved, joined_at=joined_at, link="", spoken_code="", mail_path="", request_path=""
    ), ()


def conclude(encounter: Encounter, said: DoctorConclusion, at: datetime) -> Encounter:
    """Return the conclusion written down; a newer one takes the place of the former.

    The very same one, said again because its acknowledgement was lost, changes nothing.
    """
    call = encounter.call
    if call.conclusion is not None and call.conclusion.message_id == said.message_id:
        told = tuple(one for one in call.told if one != said.message_id)
        return with_call(encounter, told=told)
    return with_call(
        encounter,
        conclusion=replace(said, received_at=at),
        doctor=said.doctor,
        sentence=URGENT.get(said.outcome, KEPT_WORDS),
        concluded_in=encounter.revision + 1,
    )


def take_paper(encounter: Encounter, message: PaperCame) -> Next:
    """Return a PDF on its way to the vault; the same one twice is kept once."""
    call, digest = encounter.call, message.sha256
    is_known = call.paper(digest) is not None or digest in call.arriving
    if is_known or len(call.papers) + len(call.arriving) >= MOST_PAPERS:
        return encounter, ()
    arriving = MappingProxyType({**call.arriving, digest: message.name})
    effect = KeepPaper(encounter.encounter_id, digest, message.content)
    return with_call(encounter, arriving=arriving), (effect,)


def keep_paper(encounter: Encounter, message: PaperKept, at: datetime) -> Next:
    """Return the paper named by the sheet; one nobody waits for is dropped."""
    call = encounter.call
    name = call.arriving.get(message.sha256)
    if name is None:
        return encounter, (DropCapture(encounter.encounter_id, message.capture_id),)
    kept = CallPaper(message.sha256, name, message.size, message.capture_id, at)
    changed = with_call(
        _without(encounter, message.sha256),
        papers=(*call.papers, kept),
        concluded_in=encounter.revision + 1,
    )
    return changed, ()


def lose_paper(encounter: Encounter, message: PaperLost) -> Encounter:
    """Return the call with what to do about a paper that is not kept."""
    if message.sha256 not in encounter.call.arriving:
        return encounter
    return with_call(_without(encounter, message.sha256), sentence=message.sentence)


def _without(encounter: Encounter, digest: str) -> Encounter:
    left = {key: name for key, name in encounter.call.arriving.items() if key != digest}
    return with_call(encounter, arriving=MappingProxyType(left))
