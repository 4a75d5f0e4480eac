"""The sheet is built, sealed once, and the consultation is closed."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.encounter.build import build_sheet
from app.encounter.call_state import CallOutcome
from app.encounter.decide import kept_orientation
from app.encounter.effects import Effect, SealSheet
from app.encounter.exam import ON_ITS_WAY, WITHDRAWN
from app.encounter.measure import STILL_RUNNING
from app.encounter.model import Consent, Encounter, Receipt, SlotState, Stage, Step
from protocols.model import Level

Next = tuple[Encounter, tuple[Effect, ...]]
CALL_NOW = "Appelez le 15 ou le 112 maintenant. La fiche est scellée\u00a0: notez l’heure à part."

CALL_IS_OPEN = "Le médecin est encore en ligne ou attendu. Terminez l’appel, puis signez."
PAPER_ON_ITS_WAY = "Un document du médecin s’enregistre. Signez dans un instant."
DOCTOR_ASKS_15 = (
    "Le médecin demande le 15, et l’appel n’est pas noté. F12, puis Entrée quand il est passé."
)


@dataclass(frozen=True, slots=True)
class SealAsked:
    """The pharmacist signs: everything is sealed at once."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The vault holds the sheet."""

    encounter_id: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class SealFailed:
    """Nothing was sealed; the draft is intact and ``sentence`` says what to do."""

    encounter_id: str
    sentence: str


SealMessage = SealAsked | Sealed | SealFailed


def ask_seal(encounter: Encounter, at: datetime) -> Next:
    """Return the consultation being sealed, once; a second press changes nothing."""
    refusal = why_not(encounter)
    if refusal:
        return replace(encounter, notice=refusal), ()
    protocol = encounter.protocol
    if protocol is None:
        return encounter, ()
    sheet = build_sheet(encounter, at)
    sealing = replace(encounter, stage=Stage.SEALING, step=Step.SEAL, notice="")
    return sealing, (SealSheet(encounter.encounter_id, sheet, protocol.package),)


def why_not(encounter: Encounter) -> str:
    """Return what is missing before sealing, "" when nothing is."""
    kept = kept_orientation(encounter)
    if encounter.step is not Step.DECIDE or kept is None or encounter.patient is None:
        return "La fiche se scelle depuis l’orientation. Finissez les questions."
    if not encounter.identity_confirmed:
        return "L’identité ou l’accord pour l’entretien a changé. Confirmez l’identité."
    if any(one.state is SlotState.RUNNING for one in encounter.measures.values()):
        return STILL_RUNNING
    if encounter.exam.pending is not None:
        return ON_ITS_WAY
    refusal = _call_refusal(encounter)
    if refusal:
        return refusal
    if encounter.exam.holds_pictures and not encounter.consents.get(Consent.PHOTO, False):
        return WITHDRAWN
    if kept.level is Level.SAMU_15 and encounter.called_at is None and not encounter.late:
        return "L’appel au 15 n’est pas noté. F12, puis Entrée quand l’appel est passé."
    return ""


def _call_refusal(encounter: Encounter) -> str:
    """Return what the call with a doctor still asks before sealing, "" when nothing."""
    call = encounter.call
    if call.is_live:
        return CALL_IS_OPEN
    if call.arriving:
        return PAPER_ON_ITS_WAY
    said = call.conclusion
    if said is not None and said.outcome is CallOutcome.SAMU_15 and encounter.called_at is None:
        return DOCTOR_ASKS_15
    return ""


def close(encounter: Encounter, message: Sealed) -> Encounter:
    """Return the consultation sealed; nothing in it changes any more."""
    return replace(encounter, stage=Stage.SEALED, receipt=message.receipt, notice="")


def reopen(encounter: Encounter, message: SealFailed) -> Encounter:
    """Return the consultation open again, with what to do."""
    return replace(encounter, stage=Stage.OPEN, step=Step.DECIDE, notice=message.sentence)
