"""The words of the call, from the consultation to the doctor's page and back. Pure."""

from collections.abc import Iterable
from datetime import datetime

from app.encounter import call_messages as say
from app.encounter.call_effects import SayVital, SummaryPart
from app.encounter.call_state import Asked, CallOutcome, CallStage, DoctorConclusion, LinkQuality
from app.identity import printable
from app.teleconsult.files import Named
from app.teleconsult.messages import Bye, Conclusion, Section, StillAsked, Vital
from app.teleconsult.messages import Message as Word
from app.teleconsult.states import (
    CallLacks,
    CallMoved,
    CallNews,
    DoctorSaid,
    FileArrived,
    FileLeft,
    WordsReady,
)
from app.teleconsult.states import LinkQuality as LinkFelt
from hardware.quality import LABELS, NEVER
from hardware.readings import Origin

HOW = {Origin.MANUAL: "typed", Origin.SIMULATED: "simulated", Origin.DEMO: "simulated"}
LONGEST_DEVICE = 80
SITE = "site_"
MOST_SECTIONS = 64
NO_MORE = SummaryPart("Partie retirée", ())
DOCTOR_LEFT = "Le médecin a quitté l’appel."
Heard = CallNews | LinkFelt | CallLacks


def vitals(effect: SayVital, named: Iterable[Named], seq: int) -> tuple[Vital, ...]:
    """Return one message for each value that has a code; ``named`` gives each its id and date."""
    told = [one for one in effect.values if one.loinc]
    how = HOW.get(effect.origin, "final" if effect.is_final else "live")
    return tuple(
        Vital(
            **name,
            code=one.loinc,
            val=format(one.value, "f"),
            unit=one.unit,
            q=signal_of(effect.quality),
            how=how,
            site=site_of(effect.quality),
            dev=effect.device[:LONGEST_DEVICE],
            seq=seq,
        )
        for one, name in zip(told, named, strict=False)
    )


def signal_of(flags: tuple[str, ...]) -> str:
    """Return how the signal is, from the flags of the device."""
    if any(flag in NEVER for flag in flags):
        return "off"
    return "weak" if any(not flag.startswith(SITE) for flag in flags) else "ok"


def site_of(flags: tuple[str, ...]) -> str:
    """Return where the value was taken, in French, "" when the device does not say."""
    found = next((flag for flag in flags if flag.startswith(SITE)), "")
    return LABELS.get(found, "")


def sections(
    parts: tuple[SummaryPart, ...], told: int, named: Iterable[Named]
) -> tuple[Section, ...]:
    """Return the parts of the summary as messages, numbered from 1.

    ``told`` is how many were told before: those that are no more are said empty, so that nothing
    of an older summary stays on the page.
    """
    whole = (*parts, *(NO_MORE for _ in range(told - len(parts))))[:MOST_SECTIONS]
    return tuple(
        Section(**name, number=rank, total=len(whole), title=part.title, rows=part.rows)
        for rank, (part, name) in enumerate(zip(whole, named, strict=False), start=1)
    )


def news(encounter_id: str, heard: Heard, at: datetime) -> say.CallMessage | None:
    """Return what the consultation is told of ``heard``, None when it needs to know nothing."""
    match heard:
        case CallMoved(state, sentence, retry_s):
            return say.CallChanged(encounter_id, CallStage(state.value), sentence, retry_s)
        case WordsReady(words):
            return say.WordsHeard(encounter_id, words)
        case LinkFelt(words_kind):
            return say.QualityChanged(encounter_id, LinkQuality(words_kind.value))
        case FileArrived(file):
            return say.PaperCame(encounter_id, file.digest, file.name, file.data)
        case FileLeft(digest, is_kept):
            return say.FileGone(encounter_id, digest, is_kept)
        case CallLacks(_, sentence):
            return say.CallFailed(encounter_id, sentence) if sentence else None
        case DoctorSaid(message):
            return _said(encounter_id, message, at)


def _said(encounter_id: str, word: Word, at: datetime) -> say.CallMessage | None:
    match word:
        case Conclusion():
            return say.ConclusionCame(encounter_id, conclusion_of(word, at))
        case StillAsked(track=track):
            return say.StillWanted(encounter_id, Asked(track))
        case Bye():
            return say.CallChanged(encounter_id, CallStage.OVER, DOCTOR_LEFT)
        case _:  # what a page says to the other end only
            return None


def conclusion_of(word: Conclusion, at: datetime) -> DoctorConclusion:
    """Return the conclusion of the doctor, its lines without anything unprintable."""
    return DoctorConclusion(
        message_id=word.id,
        doctor=_line(word.doctor),
        rpps=word.rpps,
        diagnosis=_line(word.diagnosis),
        advice=_paragraph(word.advice),
        follow_up=_line(word.follow_up),
        outcome=CallOutcome(word.outcome),
        papers=word.papers,
        received_at=at,
    )


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _paragraph(text: str) -> str:
    return "\n".join(line for line in map(_line, text.splitlines()) if line)
