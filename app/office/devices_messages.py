"""What the page of the devices listens to.

The messages of a trial are these and no others: a value tried before the patient comes can never
become the measure of a consultation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # devices are imported after the login window is painted
    from hardware.bindings import Binding, Bindings, CameraBinding, CameraRole, SoundBinding
    from hardware.readings import Kind, Quantity
    from hardware.setup_messages import Candidate


@dataclass(frozen=True, slots=True)
class DevicesLoaded:
    """What is bound to this station.

    ``untried`` are the models that nobody has used with it; ``lacks`` says, a sentence each, what
    the computer lacks; ``refused`` why the settings could not be read, "" when they were.
    ``kept`` says what was just written, "" when nothing was.
    """

    bindings: Bindings
    untried: frozenset[str]
    are_simulated: bool
    lacks: tuple[str, ...] = ()
    refused: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class DevicesRefused:
    """Something asked on this page did not happen; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """Look for a device to bind."""


@dataclass(frozen=True, slots=True)
class CandidatesFound:
    """What was found so far; ``sentence`` says what could not be searched."""

    candidates: tuple[Candidate, ...]
    is_over: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class CandidateChosen:
    """Bind the candidate at this place of the list."""

    place: int


@dataclass(frozen=True, slots=True)
class CandidateBound:
    """The device answered; it is kept once it has a name."""

    binding: Binding
    sentence: str


@dataclass(frozen=True, slots=True)
class NameGiven:
    """Keep the device under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class WizardLeft:
    """Give up what was being added or renamed."""


@dataclass(frozen=True, slots=True)
class RenameAsked:
    """Give another name to the device of this kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class RemoveAsked:
    """Unbind the device of this kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class CameraRemoveAsked:
    """Unbind the camera of this role."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class StethoscopeRemoveAsked:
    """Unbind the input of the stethoscope."""


@dataclass(frozen=True, slots=True)
class UndoAsked:
    """Bind again what was just removed."""


@dataclass(frozen=True, slots=True)
class TrialAsked:
    """Try the device of this kind: its values are shown here and kept nowhere."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class TrialsAsked:
    """Try every bound device; each reports alone."""


@dataclass(frozen=True, slots=True)
class TrialsStopped:
    """Stop every trial that runs."""


@dataclass(frozen=True, slots=True)
class TrialShown:
    """What the device shows during its trial; ``progress`` is 0 to 100."""

    kind: Kind
    quantities: tuple[Quantity, ...]
    progress: int
    quality: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """The trial is over; ``works`` when a whole measure came through."""

    kind: Kind
    works: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class DeviceTold:
    """What the device says of itself when it connects; ``None`` for a battery it does not tell."""

    kind: Kind
    model: str
    battery_percent: int | None
    skew_s: int | None


@dataclass(frozen=True, slots=True)
class CameraSearchAsked:
    """List the cameras plugged in, to give one of them ``role``."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class CamerasListed:
    """The cameras plugged in now, ready to be bound to the role that was asked for."""

    cameras: tuple[CameraBinding, ...]


@dataclass(frozen=True, slots=True)
class SoundSearchAsked:
    """List the sound inputs, to choose the one of the stethoscope."""


@dataclass(frozen=True, slots=True)
class SoundsListed:
    """The sound inputs of this computer; ``sentence`` says why there are none."""

    sounds: tuple[SoundBinding, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class PlugChosen:
    """Bind the camera or the sound input at this place of the list."""

    place: int


@dataclass(frozen=True, slots=True)
class CameraShown:
    """Show what the camera of this role sees, or stop when it is shown."""

    role: CameraRole


@dataclass(frozen=True, slots=True)
class SoundTried:
    """Listen to the stethoscope, or stop when it is listened to."""


@dataclass(frozen=True, slots=True)
class MediaTrialEnded:
    """The camera or the stethoscope cannot be tried; ``sentence`` says what to do."""

    sentence: str


DevicesMessage = (
    DevicesLoaded
    | DevicesRefused
    | SearchAsked
    | CandidatesFound
    | CandidateChosen
    | CandidateBound
    | NameGiven
    | WizardLeft
    | RenameAsked
    | RemoveAsked
    | CameraRemoveAsked
    | StethoscopeRemoveAsked
    | UndoAsked
    | TrialAsked
    | TrialsAsked
    | TrialsStopped
    | TrialShown
    | TrialEnded
    | DeviceTold
    | CameraSearchAsked
    | CamerasListed
    | SoundSearchAsked
    | SoundsListed
    | PlugChosen
    | CameraShown
    | SoundTried
    | MediaTrialEnded
)
