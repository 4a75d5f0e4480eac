"""What the media process says: frozen messages, each with its role or its request. Pure.

Pictures, sounds and codes are left out of ``repr``: none of them may reach a log.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from hardware.bindings import CameraRole, SoundBinding
from hardware.cameras import CameraFound
from hardware.readings import DeviceState, Origin
from hardware.verdict import Verdict


@dataclass(frozen=True, slots=True)
class CameraSeen:
    """The state of the camera of ``role`` changed; ``sentence`` says what to do, in French."""

    role: CameraRole
    state: DeviceState
    sentence: str


@dataclass(frozen=True, slots=True)
class FrameShown:
    """A new preview picture of ``role`` lies in shared memory.

    ``hardware.media.ring.RingReader`` reads it: ``memory``, ``slot`` and ``sequence`` say where,
    and whether it is still there; ``width`` and ``height`` in pixels.
    """

    role: CameraRole
    memory: str
    slot: int
    sequence: int
    width: int
    height: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PictureTaken:
    """The best picture of the last 1.5 s at full resolution: a JPEG file without metadata."""

    request_id: str
    role: CameraRole
    jpeg: bytes = field(repr=False)
    verdict: Verdict
    width: int
    height: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class CodeRead:
    """The text of a whole INS code, separators kept. The search is over."""

    request_id: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MediaFailed:
    """Nothing was had for this request; ``sentence`` says what to do, in French."""

    request_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SoundShown:
    """A small block of the sound being listened to, for the wave on screen only.

    ``samples`` are 16-bit signed little-endian at 4 kHz, mono; ``level`` 0 to 1; ``rate`` per
    minute, ``None`` when the confidence (0 to 1) is too low to say one.
    """

    request_id: str
    samples: bytes = field(repr=False)
    level: float
    rate: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SoundRecorded:
    """A whole recording: a WAV file of the unprocessed sound; the request is over.

    ``filter_name`` is what was listened through; ``flags`` say what went wrong, such as samples
    lost, empty when nothing did.
    """

    request_id: str
    wav: bytes = field(repr=False)
    seconds: float
    filter_name: str
    origin: Origin
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CamerasFound:
    """Every camera plugged in now, in answer to a look around."""

    cameras: tuple[CameraFound, ...]


@dataclass(frozen=True, slots=True)
class SoundsFound:
    """The inputs a stethoscope may be plugged in now; ``sentence`` says why there is none."""

    inputs: tuple[SoundBinding, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something for the log of the station: technical, in English, without any value."""

    reason: str


@dataclass(frozen=True, slots=True)
class Alive:
    """Said every second: the process answers."""


@dataclass(frozen=True, slots=True)
class SoundPlayed:
    """The recording was heard to its end; the request is over."""

    request_id: str


@dataclass(frozen=True, slots=True)
class PartMessage:
    """What a part added to the process by another program says; its types derive from this one."""

    is_passing: ClassVar[bool] = False
    """True for what the next one of its kind replaces: dropped when the station is slow."""


MediaMessage = (
    CameraSeen
    | FrameShown
    | PictureTaken
    | CodeRead
    | MediaFailed
    | SoundShown
    | SoundRecorded
    | SoundPlayed
    | CamerasFound
    | SoundsFound
)
ProcessMessage = MediaMessage | Noted | Alive | PartMessage
