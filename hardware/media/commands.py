"""What the station asks of the media process: frozen, sent over its pipe."""

from dataclasses import dataclass, field

from hardware.bindings import CameraBinding, CameraRole, SoundBinding
from hardware.heart_sounds import Filter
from hardware.picture_limits import USUAL, Limits
from hardware.simulators.scenes import Simulation


@dataclass(frozen=True, slots=True)
class Sources:
    """Which cameras and which sound device the station uses.

    With a ``simulation`` no real device is ever opened, and all that comes is marked simulated.
    ``limits`` say when a picture is good.
    """

    cameras: tuple[CameraBinding, ...] = ()
    sound: SoundBinding | None = None
    simulation: Simulation | None = None
    limits: Limits = USUAL


@dataclass(frozen=True, slots=True)
class Use:
    """From now on these are the devices; what is open and no longer among them is released."""

    sources: Sources


@dataclass(frozen=True, slots=True)
class Show:
    """Open the camera of this role and show what it sees."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class Hide:
    """This role is looked at no more."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class Capture:
    """Take a picture: the best of the last 1.5 s."""

    role: CameraRole
    request_id: str


@dataclass(frozen=True, slots=True)
class ScanCode:
    """Look for an INS code for so many seconds."""

    request_id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Cancel:
    """This request is not wanted any more: nothing is answered."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Listen to the stethoscope; ``kind`` is the filter of the wave, not of the recording."""

    request_id: str
    kind: Filter = Filter.BELL


@dataclass(frozen=True, slots=True)
class StopListening:
    """Stop listening: the recording is given."""


@dataclass(frozen=True, slots=True)
class Play:
    """Let a kept recording be heard again; ``wav`` is 16 bits, mono, 4 kHz."""

    request_id: str
    wav: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LookAround:
    """Say which cameras are plugged in."""


@dataclass(frozen=True, slots=True)
class LookForSounds:
    """Say which inputs a stethoscope may be plugged in."""


@dataclass(frozen=True, slots=True)
class PartCommand:
    """What is asked of a part added by another program: its types derive from this one."""


Command = (
    Use
    | Show
    | Hide
    | Capture
    | ScanCode
    | Cancel
    | Listen
    | StopListening
    | Play
    | LookAround
    | LookForSounds
    | PartCommand
)
