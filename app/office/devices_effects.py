"""What the page of the devices asks of the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # devices are imported after the login window is painted
    from hardware.bindings import Bindings, CameraRole
    from hardware.readings import Kind
    from hardware.setup_messages import Candidate


@dataclass(frozen=True, slots=True)
class LoadDevices:
    """Read what is bound. Answered by ``DevicesLoaded``."""


@dataclass(frozen=True, slots=True)
class FindDevices:
    """Search. Answered by ``CandidatesFound``, several times, the last one over."""


@dataclass(frozen=True, slots=True)
class BindDevice:
    """Pair and read a device. Answered by ``CandidateBound`` or ``DevicesRefused``."""

    candidate: Candidate


@dataclass(frozen=True, slots=True)
class KeepBindings:
    """Write what is bound. Answered by ``DevicesLoaded`` or ``DevicesRefused``."""

    bindings: Bindings
    kept: str


@dataclass(frozen=True, slots=True)
class TryDevices:
    """Try the devices of these kinds. Answered by ``TrialShown``, then a ``TrialEnded`` each."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class StopTrials:
    """End the trials of these kinds. Answered by ``TrialEnded``."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class ListCameras:
    """List the cameras for ``role``. Answered by ``CamerasListed``."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class ListSounds:
    """List the sound inputs. Answered by ``SoundsListed``."""


@dataclass(frozen=True, slots=True)
class TryMedia:
    """Show this camera and no other, and listen or not; "" shows no camera."""

    role: CameraRole | None
    listens: bool


DevicesEffect = (
    LoadDevices
    | FindDevices
    | BindDevice
    | KeepBindings
    | TryDevices
    | StopTrials
    | ListCameras
    | ListSounds
    | TryMedia
)
