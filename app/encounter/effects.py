"""What the consultation asks of the world; every effect carries the consultation's id."""

from dataclasses import dataclass

from app.encounter.call_effects import CallEffect
from app.encounter.exam_effects import ExamEffect
from app.encounter.incoming_effects import IncomingEffect
from app.encounter.model import Encounter
from app.encounter.same_person import FindSame
from app.encounter.sheet import OrientationSheet
from app.identity.imports import Asked
from hardware.readings import Kind


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep the consultation, encrypted. Answered by ``DraftSaved``."""

    encounter_id: str
    encounter: Encounter


@dataclass(frozen=True, slots=True)
class ReadCode:
    """Read the INS DataMatrix of an image, or of the camera when ``path`` is empty.

    A file that is no image is that of the pharmacy's software, imported on the day ``asked``.
    """

    encounter_id: str
    path: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class TakeMeasure:
    """Arm the device for this patient. Answered by ``Measured`` and its companions."""

    encounter_id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class StopMeasure:
    """Disarm the device."""

    encounter_id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class SealSheet:
    """Draw the papers, build the record, seal everything at once. Answered by ``Sealed``."""

    encounter_id: str
    sheet: OrientationSheet
    package: bytes


OwnEffect = SaveDraft | ReadCode | FindSame | TakeMeasure | StopMeasure | SealSheet
Effect = OwnEffect | ExamEffect | CallEffect | IncomingEffect
