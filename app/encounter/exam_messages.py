"""What the consultation listens to about its pictures and its sounds."""

from dataclasses import dataclass, field

from app.encounter.captures import Aim, EarlierPicture, Found
from app.encounter.exam_state import ExamPage
from hardware.bindings import CameraRole


@dataclass(frozen=True, slots=True)
class ExamOpened:
    """Show the page of pictures, or that of sounds, over the measures."""

    page: ExamPage


@dataclass(frozen=True, slots=True)
class ExamLeft:
    """Go back to the measures."""


@dataclass(frozen=True, slots=True)
class AimChanged:
    """What will be taken next changed."""

    aim: Aim


@dataclass(frozen=True, slots=True)
class CameraChosen:
    """Look through another camera."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class HeardThrough:
    """Show the wave through another filter, from the next listening on."""

    filter_name: str


@dataclass(frozen=True, slots=True)
class CaptureSelected:
    """Point at one capture, or at none."""

    capture_id: str


@dataclass(frozen=True, slots=True)
class CaptureAsked:
    """Take what is aimed at; in place of the capture ``replaces`` when one is named."""

    replaces: str = ""


@dataclass(frozen=True, slots=True)
class CaptureStopped:
    """Give up what is on its way."""


@dataclass(frozen=True, slots=True)
class CaptureCame:
    """The device gave the bytes that ``request_id`` asked for."""

    encounter_id: str
    request_id: str
    found: Found
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaptureKept:
    """The vault holds the bytes of ``request_id``, durably, under ``capture_id``."""

    encounter_id: str
    request_id: str
    capture_id: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CaptureFailed:
    """Nothing was had, or nothing was kept; ``sentence`` says what to do."""

    encounter_id: str
    request_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CaptureRemoved:
    """Take a capture away for ``reason``."""

    capture_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaptureRead:
    """The bytes of a capture of this consultation, read back from the vault."""

    encounter_id: str
    capture_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaptureUnread:
    """A capture does not read back; ``sentence`` says what to do."""

    encounter_id: str
    capture_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EarlierAsked:
    """Show the pictures of this patient's earlier sheets."""


@dataclass(frozen=True, slots=True)
class EarlierFound:
    """The earlier pictures that may be shown, oldest first, and what to know of the others."""

    encounter_id: str
    pictures: tuple[EarlierPicture, ...]
    sentence: str


PageMessage = ExamOpened | ExamLeft | AimChanged | CameraChosen | HeardThrough | CaptureSelected
AnswerMessage = (
    CaptureCame | CaptureKept | CaptureFailed | CaptureRead | CaptureUnread | EarlierFound
)
ExamMessage = (
    PageMessage | CaptureAsked | CaptureStopped | CaptureRemoved | EarlierAsked | AnswerMessage
)
