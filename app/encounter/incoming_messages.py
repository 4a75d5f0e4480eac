"""What the consultation listens to about the documents received."""

from dataclasses import dataclass

from app.encounter.incoming import KeptDocument


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
class IncomingKept:
    """The documents are this patient’s, and the vault holds their bytes with the draft."""

    encounter_id: str
    documents: tuple[KeptDocument, ...]


@dataclass(frozen=True, slots=True)
class IncomingRefused:
    """The file was refused; ``sentence`` says why and what to do."""

    encounter_id: str
    sentence: str


IncomingMessage = IncomingOpened | IncomingSetAside | IncomingKept | IncomingRefused
