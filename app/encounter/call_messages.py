"""What the consultation listens to about the call: from its page, and from the world."""

from dataclasses import dataclass, field

from app.encounter.call_state import Asked, CallStage, DoctorConclusion, LinkQuality
from hardware.bindings import CameraRole


@dataclass(frozen=True, slots=True)
class CallPageOpened:
    """Show the page of the call over the consultation."""


@dataclass(frozen=True, slots=True)
class CallPageLeft:
    """Go back to the consultation; a call under way goes on."""


@dataclass(frozen=True, slots=True)
class CallConsent:
    """The patient accepts, or refuses, to see a doctor at a distance."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class SummaryChoice:
    """The patient accepts, or refuses, that the doctor reads the summary of the consultation."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class CallStarted:
    """Open the room; from an interrupted call, open it again with a new link."""


@dataclass(frozen=True, slots=True)
class CallEnded:
    """End the call for both."""


@dataclass(frozen=True, slots=True)
class CallMailAsked:
    """Write the draft of the secure mail that brings the link to the doctor."""


@dataclass(frozen=True, slots=True)
class CameraShared:
    """Show the doctor what this camera sees, or no camera of the exam any more."""

    role: CameraRole | None


@dataclass(frozen=True, slots=True)
class SoundShared:
    """Let the doctor hear the stethoscope, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Muted:
    """Close, or open, the microphone of the room."""

    on: bool


@dataclass(frozen=True, slots=True)
class VolumeTurned:
    """Hear the doctor one step louder, or quieter."""

    louder: bool


@dataclass(frozen=True, slots=True)
class PatientAlone:
    """Leave the patient alone with the doctor, or come back."""

    on: bool


@dataclass(frozen=True, slots=True)
class PhotoSent:
    """Take a photo at full resolution, keep it with the sheet and send it to the doctor."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class RecordingSent:
    """Send a capture of this consultation, a sound or a picture, to the doctor."""

    capture_id: str


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """Write a PDF of the doctor in the folder of exports, to be read and printed elsewhere."""

    sha256: str


@dataclass(frozen=True, slots=True)
class PharmacistCalled:
    """The patient, alone with the doctor, calls the pharmacist."""


@dataclass(frozen=True, slots=True)
class LinkReady:
    """The link is made.

    ``address`` is what the QR code holds, ``spoken_code`` what is read over the telephone.
    """

    encounter_id: str
    address: str = field(repr=False)
    spoken_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallMailWritten:
    """The draft of the secure mail is in the file ``path``."""

    encounter_id: str
    path: str


@dataclass(frozen=True, slots=True)
class RequestWritten:
    """The request to the doctor is in the folder ``path``; ``told`` says what it lacks."""

    encounter_id: str
    path: str
    told: str


@dataclass(frozen=True, slots=True)
class CallChanged:
    """The call moved; ``retry_s`` says when the next try is, 0 when none is near."""

    encounter_id: str
    stage: CallStage
    sentence: str
    retry_s: float = 0.0


@dataclass(frozen=True, slots=True)
class QualityChanged:
    """The link became better or worse."""

    encounter_id: str
    quality: LinkQuality


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """The words both ends say aloud."""

    encounter_id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StillWanted:
    """The doctor asks for a photo of what is shown."""

    encounter_id: str
    track: Asked


@dataclass(frozen=True, slots=True)
class ConclusionCame:
    """The doctor concluded."""

    encounter_id: str
    conclusion: DoctorConclusion


@dataclass(frozen=True, slots=True)
class PaperCame:
    """A PDF of the doctor arrived whole, and is not kept yet."""

    encounter_id: str
    sha256: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperKept:
    """The vault holds the PDF, durably, under ``capture_id``."""

    encounter_id: str
    sha256: str
    capture_id: str
    size: int


@dataclass(frozen=True, slots=True)
class PaperWritten:
    """A PDF of the doctor is in the file ``path``."""

    encounter_id: str
    path: str


@dataclass(frozen=True, slots=True)
class PaperLost:
    """A PDF of the doctor is not kept; ``sentence`` says why."""

    encounter_id: str
    sha256: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FileGone:
    """A file of the station was kept by the doctor's page, or refused there."""

    encounter_id: str
    sha256: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class CallFailed:
    """Something asked of the call could not be done; ``sentence`` says what to do."""

    encounter_id: str
    sentence: str


CallPageMessage = (
    CallPageOpened
    | CallPageLeft
    | CallConsent
    | SummaryChoice
    | CallStarted
    | CallEnded
    | CallMailAsked
    | CameraShared
    | SoundShared
    | Muted
    | VolumeTurned
    | PatientAlone
    | PhotoSent
    | RecordingSent
    | PaperAsked
    | PharmacistCalled
)
CallNews = (
    LinkReady
    | CallMailWritten
    | RequestWritten
    | CallChanged
    | QualityChanged
    | WordsHeard
    | StillWanted
    | ConclusionCame
    | PaperCame
    | PaperKept
    | PaperLost
    | PaperWritten
    | FileGone
    | CallFailed
)
CallMessage = CallPageMessage | CallNews
