"""What the documents received ask of the world."""

from dataclasses import dataclass, field

from app.encounter.incoming_text import ShownDocument
from app.identity import Patient


@dataclass(frozen=True, slots=True)
class KeepIncoming:
    """Read the file and compare its patient with ``patient``; nothing is sealed yet.

    ``held`` are the documents already there, as (unique id, SHA-256). ``attached`` is how a
    person recognised the patient of a file that does not name one, "" before anybody did.
    Answered by ``IncomingSorted`` or ``IncomingRefused``, then ``SealIncoming`` by
    ``IncomingKept``, ``IncomingUnproven`` or both.
    """

    encounter_id: str
    path: str
    held: tuple[tuple[str, str], ...]
    patient: Patient = field(repr=False)
    attached: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SealIncoming:
    """Seal with the draft the documents of the file that was read."""

    encounter_id: str


@dataclass(frozen=True, slots=True)
class DropIncoming:
    """Forget documents of the draft, their keys and their files."""

    encounter_id: str
    capture_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadIncoming:
    """Read one document of the draft again. Answered by ``DocumentRead`` or ``DocumentUnread``."""

    encounter_id: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class ReadPages:
    """Read the papers of ``shown``, in a process of their own. Answered as ``ReadIncoming``."""

    encounter_id: str
    shown: ShownDocument = field(repr=False)


@dataclass(frozen=True, slots=True)
class StopIncoming:
    """Give up the file that is being taken in; its ``KeepIncoming`` answers that it was."""

    encounter_id: str


IncomingEffect = (
    KeepIncoming | SealIncoming | DropIncoming | ReadIncoming | ReadPages | StopIncoming
)
