"""What the exam asks of the cameras, of the stethoscope and of the vault."""

from dataclasses import dataclass, field

from hardware.bindings import CameraRole


@dataclass(frozen=True, slots=True)
class ShowCamera:
    """Show what the camera of ``role`` sees; its pictures go to the page without messages."""

    encounter_id: str
    role: CameraRole


@dataclass(frozen=True, slots=True)
class HideCamera:
    """Nobody looks at this camera any more."""

    encounter_id: str
    role: CameraRole


@dataclass(frozen=True, slots=True)
class TakePicture:
    """Take the best picture of the last 1.5 s. Answered by ``CaptureCame`` or a failure."""

    encounter_id: str
    request_id: str
    role: CameraRole


@dataclass(frozen=True, slots=True)
class RecordSound:
    """Listen until ``EndListening``, the wave seen through a filter.

    Answered by ``CaptureCame`` or ``CaptureFailed``.
    """

    encounter_id: str
    request_id: str
    heard_through: str


@dataclass(frozen=True, slots=True)
class EndListening:
    """Keep the last fifteen seconds heard: the request of ``RecordSound`` is answered."""

    encounter_id: str
    request_id: str


@dataclass(frozen=True, slots=True)
class StopCapture:
    """Give up a request; nothing of it is kept."""

    encounter_id: str
    request_id: str


@dataclass(frozen=True, slots=True)
class KeepCapture:
    """Seal the bytes with the draft. Answered by ``CaptureKept`` or ``CaptureFailed``."""

    encounter_id: str
    request_id: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DropCapture:
    """Forget a capture of the draft, its key and its file."""

    encounter_id: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class ReadCapture:
    """Read a capture of the draft back. Answered by ``CaptureRead`` or ``CaptureUnread``."""

    encounter_id: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class FindEarlier:
    """Find the pictures of this patient's earlier sheets; opening them is written down.

    Answered by ``EarlierFound``.
    """

    encounter_id: str
    matricule: str


DeviceEffect = ShowCamera | HideCamera | TakePicture | RecordSound | EndListening | StopCapture
VaultEffect = KeepCapture | DropCapture | ReadCapture | FindEarlier
ExamEffect = DeviceEffect | VaultEffect
