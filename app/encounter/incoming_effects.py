"""What the documents received ask of the world."""

from dataclasses import dataclass, field

from app.identity import Patient


@dataclass(frozen=True, slots=True)
class KeepIncoming:
    """Read the file, compare its patient with ``patient``, seal the bytes with the draft.

    ``held`` are the documents already there, as (unique id, SHA-256). Answered by
    ``IncomingKept`` or ``IncomingRefused``.
    """

    encounter_id: str
    path: str
    held: tuple[tuple[str, str], ...]
    patient: Patient = field(repr=False)


@dataclass(frozen=True, slots=True)
class DropIncoming:
    """Forget documents of the draft, their keys and their files."""

    encounter_id: str
    capture_ids: tuple[str, ...]


IncomingEffect = KeepIncoming | DropIncoming
