"""The orientation sheet: what is sealed, its canonical bytes, its hash.

Everything printed, exported or counted later is a pure function of this value. It holds the
fields of clinical.md §4.1 (numbers in the comments); what this version cannot fill is named in
``absent`` so that paper and screen say so. What is only known after sealing (receipts, calls,
the sheet's own hash) lives in the ledger and in addenda, never here.

Canonical bytes, format 1: JSON, UTF-8, keys sorted, no white space, no floating number (decimal
values are strings with a point), times ISO 8601 with their offset.
"""

import hashlib
import json
from dataclasses import dataclass
from types import MappingProxyType

import msgspec

from app.encounter.incoming import XML
from app.encounter.sheet_call import (
    SheetBilling,
    SheetConclusion,
    SheetPaper,
    SheetTeleconsultation,
)
from app.encounter.sheet_captures import SheetCapture, SheetRemovedCapture
from app.encounter.sheet_fields import (
    NOBODY_BESIDE,
    SheetAct,
    SheetAnswer,
    SheetConsent,
    SheetDecision,
    SheetExclusion,
    SheetLate,
    SheetNote,
    SheetPatient,
    SheetPharmacist,
    SheetPharmacy,
    SheetPresence,
    SheetProposal,
    SheetProtocol,
    SheetReading,
    SheetRecall,
    SheetRule,
    SheetScore,
    SheetTest,
    SheetTreatment,
    SheetWithdrawnSign,
)
from app.encounter.sheet_incoming import SheetDocument, SheetFact

__all__ = [
    "FORMAT",
    "OrientationSheet",
    "SheetAct",
    "SheetAnswer",
    "SheetBilling",
    "SheetCapture",
    "SheetConclusion",
    "SheetConsent",
    "SheetDecision",
    "SheetDocument",
    "SheetExclusion",
    "SheetFact",
    "SheetLate",
    "SheetNote",
    "SheetPaper",
    "SheetPatient",
    "SheetPharmacist",
    "SheetPharmacy",
    "SheetPresence",
    "SheetProposal",
    "SheetProtocol",
    "SheetReading",
    "SheetRecall",
    "SheetRemovedCapture",
    "SheetRule",
    "SheetScore",
    "SheetTeleconsultation",
    "SheetTest",
    "SheetTreatment",
    "SheetWithdrawnSign",
    "canonical_bytes",
    "read_sheet",
    "sheet_hash",
]

FORMAT = 1
SIMULATED = "simulated"
ADDED = (
    *("late", "notes", "captures", "removed_captures", "teleconsultation"),
    *("documents", "document_facts", "presence"),
)
"""Fields that came after the first sheets: they are written only when there is something."""
USUAL = MappingProxyType({"media_type": XML, "attached": ""})
"""Of a document received, what is written only when it is something else."""


@dataclass(frozen=True, slots=True)
class OrientationSheet:
    """The whole sheet. Field numbers are those of clinical.md §4.1."""

    format: int
    sheet_id: str
    act_ref: str
    software: str
    demonstration: bool
    pharmacy: SheetPharmacy
    pharmacist: SheetPharmacist
    patient: SheetPatient
    act: SheetAct
    protocol: SheetProtocol
    answers: tuple[SheetAnswer, ...]
    not_asked: tuple[str, ...]
    withdrawn_signs: tuple[SheetWithdrawnSign, ...]
    readings: tuple[SheetReading, ...]
    proposal: SheetProposal
    decision: SheetDecision
    treatments: tuple[SheetTreatment, ...]
    exclusions: tuple[SheetExclusion, ...]
    actions: tuple[str, ...]
    advice: tuple[str, ...]
    return_if: tuple[str, ...]
    limits: tuple[str, ...]
    patient_page: tuple[str, ...]
    tests: tuple[SheetTest, ...]
    consents: tuple[SheetConsent, ...]
    alternative: str
    recalls: tuple[SheetRecall, ...]
    mentions: tuple[str, ...]
    archive_until: str
    absent: tuple[str, ...]
    late: SheetLate | None = None
    notes: tuple[SheetNote, ...] = ()
    captures: tuple[SheetCapture, ...] = ()
    removed_captures: tuple[SheetRemovedCapture, ...] = ()
    teleconsultation: SheetTeleconsultation | None = None
    documents: tuple[SheetDocument, ...] = ()
    document_facts: tuple[SheetFact, ...] = ()
    presence: SheetPresence | None = None

    @property
    def beside(self) -> SheetPresence:
        """Who was with the patient; nobody in the sheets of before."""
        return self.presence or NOBODY_BESIDE

    @property
    def papers(self) -> tuple[SheetPaper, ...]:
        """The documents of a doctor that were sealed beside the sheet."""
        return self.teleconsultation.papers if self.teleconsultation else ()

    @property
    def performer(self) -> SheetPharmacist:
        """Who did the act: who signs, unless it was typed later from a paper form."""
        return self.late.performer if self.late else self.pharmacist

    @property
    def closed_at(self) -> str:
        """When the sheet was closed, ISO 8601: its typing when it was late, else its end."""
        return self.late.entered_at if self.late else self.act.ended_at or self.act.started_at

    @property
    def holds_simulated_captures(self) -> bool:
        """True when any picture or sound came from a simulated device."""
        return any(one.origin == SIMULATED for one in self.captures)

    @property
    def holds_simulated(self) -> bool:
        """True when anything came from a simulated device."""
        return self.holds_simulated_values or self.holds_simulated_captures

    @property
    def holds_simulated_values(self) -> bool:
        """True when any value came from a simulated device."""
        return any(reading.origin == SIMULATED for reading in self.readings)


def canonical_bytes(sheet: OrientationSheet) -> bytes:
    """Return the one serialisation that is hashed, sealed and replayed."""
    value = msgspec.to_builtins(sheet)
    for name in ADDED:
        # a sheet of before keeps its bytes
        if not value[name]:
            del value[name]
    for one in value.get("documents", ()):
        for name in USUAL:
            if one[name] == USUAL[name]:
                del one[name]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def read_sheet(data: bytes) -> OrientationSheet:
    """Return the sheet stored as ``data``.

    Raises:
        msgspec.ValidationError: the bytes are not a sheet of this format.
    """
    return msgspec.json.decode(data, type=OrientationSheet)


def sheet_hash(sheet: OrientationSheet) -> str:
    """Return the SHA-256 of the canonical bytes, 64 hexadecimal characters."""
    return hashlib.sha256(canonical_bytes(sheet)).hexdigest()
