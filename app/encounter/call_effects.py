"""What the call asks of the world. Nothing here holds an identity; the request alone does."""

from dataclasses import dataclass, field

from app.encounter.call_request import WriteRequest
from hardware.bindings import CameraRole
from hardware.readings import Origin, Quantity


@dataclass(frozen=True, slots=True)
class OpenCall:
    """Draw an invitation and open its room. Answered by ``LinkReady``, then ``CallChanged``.

    ``pharmacy`` and ``person`` are said to the doctor's page; the patient is not.
    """

    encounter_id: str
    pharmacy: str
    person: str
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class EndCall:
    """Leave the room for good."""

    encounter_id: str


@dataclass(frozen=True, slots=True)
class WriteCallMail:
    """Write the draft of the mail that holds the link. Answered by ``CallMailWritten``."""

    encounter_id: str


@dataclass(frozen=True, slots=True)
class ShareCamera:
    """Send what this camera sees on the line of the exam; ``None`` sends nothing."""

    encounter_id: str
    role: CameraRole | None


@dataclass(frozen=True, slots=True)
class ShareSound:
    """Send the stethoscope, or no longer."""

    encounter_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class MuteVoice:
    """Close, or open, the microphone of the room."""

    encounter_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Play the doctor's voice at ``percent`` of what comes."""

    encounter_id: str
    percent: int


@dataclass(frozen=True, slots=True)
class SayVital:
    """Tell the doctor the values of one measure; ``is_final`` when it is of the sheet.

    ``quality`` are the flags of the signal, ``origin`` where a final value comes from.
    """

    encounter_id: str
    values: tuple[Quantity, ...]
    is_final: bool
    quality: tuple[str, ...]
    origin: Origin
    device: str


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One part of the summary: a title, then names and values ready to read."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SendSummary:
    """Tell the doctor points, rules and answers; the patient agreed."""

    encounter_id: str
    parts: tuple[SummaryPart, ...]


@dataclass(frozen=True, slots=True)
class SendStill:
    """Send a picture kept with the draft."""

    encounter_id: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class SendRecording:
    """Send a sound kept with the draft, not filtered."""

    encounter_id: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class KeepPaper:
    """Check a PDF of the doctor again and seal it with the draft. Answered by ``PaperKept``."""

    encounter_id: str
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WritePaper:
    """Write a kept PDF, number ``rank``, where it can be read. Answered by ``PaperWritten``."""

    encounter_id: str
    capture_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class AcknowledgeConclusion:
    """Tell the doctor that the conclusion is kept: it is on the disk."""

    encounter_id: str
    message_id: str


LineEffect = (
    OpenCall
    | EndCall
    | WriteCallMail
    | ShareCamera
    | ShareSound
    | MuteVoice
    | SetVolume
    | SayVital
    | SendSummary
    | AcknowledgeConclusion
)
KeptEffect = SendStill | SendRecording | KeepPaper | WritePaper | WriteRequest
CallEffect = LineEffect | KeptEffect
