"""What the station asks of the call in the media process; frozen, sent over its pipe. Pure."""

from dataclasses import dataclass, field

from app.teleconsult.messages import Message
from app.teleconsult.opening import Opening
from app.teleconsult.peer import Channel
from app.teleconsult.transfer import CallFile
from hardware.bindings import CameraRole
from hardware.media.commands import PartCommand


@dataclass(frozen=True, slots=True)
class BeginCall(PartCommand):
    """Open the room, or take one's place in it again with ``ticket``.

    ``number`` grows from one call to the next: news of a former call are known by it.
    """

    number: int
    opening: Opening
    ticket: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LeaveCall(PartCommand):
    """End the call for both."""


@dataclass(frozen=True, slots=True)
class ShareCamera(PartCommand):
    """Send what this camera sees on the line of the exam; ``None`` sends nothing."""

    role: CameraRole | None


@dataclass(frozen=True, slots=True)
class ShareSound(PartCommand):
    """Send the stethoscope, the microphone of the room closed meanwhile; or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class MuteVoice(PartCommand):
    """Close, or open, the microphone of the room."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetVolume(PartCommand):
    """Play the doctor's voice at ``percent`` of what comes, 0 to 100."""

    percent: int


@dataclass(frozen=True, slots=True)
class SayToDoctor(PartCommand):
    """Say a message."""

    message: Message = field(repr=False)
    channel: Channel


@dataclass(frozen=True, slots=True)
class SendToDoctor(PartCommand):
    """Send a file."""

    file: CallFile


@dataclass(frozen=True, slots=True)
class ConclusionKept(PartCommand):
    """Tell the doctor that the conclusion of this id is kept."""

    message_id: str


@dataclass(frozen=True, slots=True)
class FileTaken(PartCommand):
    """Tell the doctor that the file of this SHA-256 is kept."""

    digest: str


COMMANDS: tuple[type[PartCommand], ...] = (
    BeginCall,
    LeaveCall,
    ShareCamera,
    ShareSound,
    MuteVoice,
    SetVolume,
    SayToDoctor,
    SendToDoctor,
    ConclusionKept,
    FileTaken,
)
