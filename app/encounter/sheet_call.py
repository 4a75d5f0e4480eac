"""The part of the sheet that tells the call with a doctor, and what came of it.

Source: clinical.md §1.2 (consent, who was there, devices; code TLM with the teleconsultant's
identifier and the date, no supplement for the patient); dmp.md §2.1 (the report of the call is the
doctor's: received, kept, never written here in the doctor's place).
"""

from dataclasses import dataclass
from datetime import datetime

from app.encounter.call_state import OUTCOME_WORDS, Call, CallPaper, DoctorConclusion
from app.encounter.model import Encounter

BILLING_CODE = "TLM"
"""One act of accompanying, 1 EUR, paid by the health insurance; nothing is asked of the patient."""

REFUSED = "Refusée par le patient"
NOT_MADE = "Pas d’appel"
NOBODY_CAME = "Aucun médecin n’a répondu"
NO_CONCLUSION = "Interrompue ou terminée sans conclusion du médecin"
CONCLUDED = "Réalisée, avec la conclusion du médecin"


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A PDF of the doctor sealed beside the sheet, under ``id`` (32 hexadecimal characters).

    ``size`` in bytes, ``sha256`` of its bytes in hexadecimal, ``received_at`` ISO 8601.
    """

    id: str
    name: str
    size: int
    sha256: str
    received_at: str


@dataclass(frozen=True, slots=True)
class SheetConclusion:
    """What the doctor concluded, word for word; ``outcome`` is a code, ``outcome_label`` French.

    ``doctor`` and ``rpps`` are as the doctor typed them: nothing proves them to the station.
    ``paper_digests`` are the SHA-256 of the documents the conclusion names.
    """

    doctor: str
    rpps: str
    diagnosis: str
    advice: str
    follow_up: str
    outcome: str
    outcome_label: str
    received_at: str
    paper_digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetBilling:
    """What billing the act needs: its code, the teleconsultant's identifier, the date (ISO).

    ``prescriber`` is "" when the doctor gave none: the act cannot be billed then.
    """

    code: str
    prescriber: str
    date: str


@dataclass(frozen=True, slots=True)
class SheetTeleconsultation:
    """The call, from the consent to its end. Times ISO 8601 with offset, "" when it never was.

    ``consent`` is "yes" or "no"; ``outcome`` says in French how the call went; ``devices`` are
    those used while the doctor was there; ``summary_shared`` is "yes", "no" or "not_asked".
    ``billing`` is None when nothing can be billed.
    """

    consent: str
    consent_at: str
    opened_at: str
    joined_at: str
    ended_at: str
    participants: tuple[str, ...]
    summary_shared: str
    devices: tuple[str, ...]
    outcome: str
    conclusion: SheetConclusion | None
    papers: tuple[SheetPaper, ...]
    billing: SheetBilling | None


def teleconsultation(encounter: Encounter) -> SheetTeleconsultation | None:
    """Return what the sheet tells of the call, None when the patient was never asked."""
    call = encounter.call
    if call.agreed is None:
        return None
    return SheetTeleconsultation(
        consent="yes" if call.agreed else "no",
        consent_at=_instant(call.agreed_at),
        opened_at=_instant(call.opened_at),
        joined_at=_instant(call.joined_at),
        ended_at=_instant(call.ended_at),
        participants=_participants(encounter),
        summary_shared=_YES_NO[call.shares_summary],
        devices=call.devices,
        outcome=outcome_of(call),
        conclusion=_conclusion(call.conclusion) if call.conclusion else None,
        papers=tuple(_paper(one) for one in call.papers),
        billing=_billing(call),
    )


_YES_NO = {True: "yes", False: "no", None: "not_asked"}


def outcome_of(call: Call) -> str:
    """Return in French how the call went."""
    if call.conclusion is not None:
        return CONCLUDED
    if call.joined_at is not None:
        return NO_CONCLUSION
    if call.opened_at is not None:
        return NOBODY_CAME
    return REFUSED if call.agreed is False else NOT_MADE


def _participants(encounter: Encounter) -> tuple[str, ...]:
    if encounter.call.joined_at is None:
        return ()
    patient, call = encounter.patient, encounter.call
    companion = patient.companion_here if patient is not None else ""
    language = patient.language if patient is not None else ""
    doctor = f"médecin\u00a0: {call.doctor}" if call.doctor else "médecin, nom non donné"
    here = (
        "patient",
        f"pharmacien\u00a0: {encounter.author.label}",
        doctor,
        f"accompagnant\u00a0: {companion}" if companion else "",
        f"interprète\u00a0: {language}" if language else "",
    )
    return tuple(filter(None, here))


def _conclusion(said: DoctorConclusion) -> SheetConclusion:
    return SheetConclusion(
        doctor=said.doctor,
        rpps=said.rpps,
        diagnosis=said.diagnosis,
        advice=said.advice,
        follow_up=said.follow_up,
        outcome=said.outcome.value,
        outcome_label=OUTCOME_WORDS[said.outcome],
        received_at=_instant(said.received_at),
        paper_digests=said.papers,
    )


def _paper(one: CallPaper) -> SheetPaper:
    return SheetPaper(one.capture_id, one.name, one.size, one.sha256, _instant(one.received_at))


def _billing(call: Call) -> SheetBilling | None:
    if call.joined_at is None or call.conclusion is None:
        return None
    return SheetBilling(BILLING_CODE, call.conclusion.rpps, call.joined_at.date().isoformat())


def _instant(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
