"""What the consultation listens to about the documents received."""

from dataclasses import dataclass, field

from app.encounter.incoming import KeptDocument
from app.encounter.incoming_text import ShownDocument
from app.identity import Patient


@dataclass(frozen=True, slots=True)
class IncomingOpened:
    """Read the file ``path``: a document of this patient, or an archive of them."""

    path: str


@dataclass(frozen=True, slots=True)
class IncomingSetAside:
    """What the documents say of one question does not count, with the pharmacist’s reason."""

    question_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class IncomingSorted:
    """The file was read whole, and nothing in it refuses it."""

    encounter_id: str


@dataclass(frozen=True, slots=True)
class IncomingKept:
    """The documents are ``patient``’s, and the vault holds their bytes with the draft."""

    encounter_id: str
    documents: tuple[KeptDocument, ...]
    patient: Patient | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class IncomingRefused:
    """The file was refused; ``sentence`` says why and what to do."""

    encounter_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class IncomingGoesOn:
    """The file is being taken in; ``percent`` of it is done."""

    encounter_id: str
    percent: int


@dataclass(frozen=True, slots=True)
class IncomingStopped:
    """Give up the file that is being taken in: nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class IncomingUnproven:
    """The file does not say whose it is: only a person may attach it to this patient."""

    encounter_id: str
    path: str
    words: str
    why: str
    shown: ShownDocument = field(repr=False)


@dataclass(frozen=True, slots=True)
class IncomingAttached:
    """The file waiting is this patient’s: the pharmacist says by what it was recognised."""

    reason: str


@dataclass(frozen=True, slots=True)
class AttachLeft:
    """Leave the file that does not say whose it is."""


@dataclass(frozen=True, slots=True)
class ViewerOpened:
    """Show the page of the documents received."""


@dataclass(frozen=True, slots=True)
class ViewerLeft:
    """Go back to the consultation."""


@dataclass(frozen=True, slots=True)
class DocumentChosen:
    """Read one of the documents received, whole."""

    capture_id: str


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """The document, from its sealed bytes."""

    encounter_id: str
    shown: ShownDocument


@dataclass(frozen=True, slots=True)
class DocumentUnread:
    """The document cannot be read again; ``sentence`` says why and what to do."""

    encounter_id: str
    capture_id: str
    sentence: str


ViewMessage = (
    ViewerOpened
    | ViewerLeft
    | DocumentChosen
    | DocumentRead
    | DocumentUnread
    | IncomingGoesOn
    | IncomingStopped
    | IncomingUnproven
    | AttachLeft
)
IncomingMessage = (
    IncomingOpened
    | IncomingSetAside
    | IncomingSorted
    | IncomingKept
    | IncomingRefused
    | IncomingAttached
    | ViewMessage
)
