"""What documents received say of the patient: facts with their codes, their source, their date.

A document is never an answer of the patient. Its facts can only make the station more careful
(``incoming_caution``); each is said aloud and keeps its source on the sheet.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

XML, PDF = "text/xml", "application/pdf"


class FactKind(StrEnum):
    """What a fact is about."""

    ALLERGY = "allergy"
    TREATMENT = "treatment"
    CONDITION = "condition"
    PREGNANCY = "pregnancy"


class Standing(StrEnum):
    """What the document says of the fact: it holds, it held, or it does not."""

    PRESENT = "present"
    PAST = "past"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class FactCode:
    """A code as the document writes it, ``system`` being the OID of its terminology."""

    code: str
    label: str
    system: str


@dataclass(frozen=True, slots=True)
class FactSource:
    """The document a fact comes from: ``written_on`` is a day AAAA-MM-JJ, "" when not said.

    ``document_id`` is the unique id of the document, as XDS writes it.
    """

    document_id: str
    title: str
    author: str
    written_on: str


@dataclass(frozen=True, slots=True)
class IncomingFact:
    """One coded fact. ``words`` is what the document shows for it, ``since`` and ``until`` days.

    ``is_severe`` is true for an allergy whose reaction is coded severe or fatal.
    """

    kind: FactKind
    standing: Standing
    words: str
    codes: tuple[FactCode, ...]
    source: FactSource
    since: str = ""
    until: str = ""
    is_severe: bool = False
    is_drug: bool = True


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document accepted for this patient, its bytes archived with the draft.

    ``sha256`` of the exact bytes, 64 hexadecimal characters; ``size`` in bytes; ``kind`` is the
    French label of its type; ``capture_id`` names the bytes in the vault. ``attached`` is by
    what a person recognised the patient of a document that does not name one, else "".
    """

    capture_id: str
    source: FactSource
    kind: str
    received_at: datetime
    size: int
    sha256: str
    facts: tuple[IncomingFact, ...]
    media_type: str = XML
    attached: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """What the documents say of one question, set aside by the pharmacist, with the reason."""

    question_id: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """The documents received for this consultation, in the order they came."""

    documents: tuple[KeptDocument, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    @property
    def facts(self) -> tuple[IncomingFact, ...]:
        """Every fact, in the order the documents came."""
        return tuple(fact for document in self.documents for fact in document.facts)


NO_INCOMING = Incoming()
