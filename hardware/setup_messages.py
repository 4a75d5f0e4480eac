"""What the hub says of the devices themselves, away from any patient. Pure.

These messages leave the hub by a door of their own: a value tried on nobody in particular can
never become the measure of a consultation, which only hears ``hardware.messages``.
"""

from dataclasses import dataclass

from hardware.bindings import Binding
from hardware.catalogue import LinkKind
from hardware.readings import Kind, Quantity


@dataclass(frozen=True, slots=True)
class Candidate:
    """A device in range or plugged in, that may be bound to the station.

    ``device_id`` is its stable address; ``model`` its name in the catalogue. ``is_tried`` is
    False while nobody has used that model with the station: the page says so. ``is_supported``
    is False for a closed device: it can be shown, not bound. ``needs_pairing``: binding it pairs
    it, and somebody may have to press a button on it.
    """

    kind: Kind
    link: LinkKind
    device_id: str
    name: str
    model: str
    is_tried: bool
    is_supported: bool
    needs_pairing: bool


@dataclass(frozen=True, slots=True)
class DevicesFound:
    """What was found so far; ``sentence`` says what could not be searched, ``""`` if nothing."""

    candidates: tuple[Candidate, ...]
    is_over: bool
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class DeviceBound:
    """The device answered and may be kept in the settings; ``clock_set``: its clock was set.

    ``skew_s`` is its wall clock minus UTC before that, ``None`` when it cannot be read.
    """

    binding: Binding
    clock_set: bool
    battery_percent: int | None
    sentence: str
    skew_s: int | None = None


@dataclass(frozen=True, slots=True)
class NotBound:
    """The device cannot be bound; ``sentence`` says what to do."""

    device_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DeviceTold:
    """What the device of ``kind`` says of itself, each time it connects.

    Texts are empty and numbers ``None`` when it does not say; ``skew_s`` is its wall clock minus
    UTC, in seconds.
    """

    kind: Kind
    device_id: str
    model: str
    serial: str
    firmware: str
    battery_percent: int | None
    skew_s: int | None


@dataclass(frozen=True, slots=True)
class TrialShown:
    """What the device shows during a trial: belongs to no patient, never kept."""

    kind: Kind
    quantities: tuple[Quantity, ...]
    progress: int
    quality: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """The trial is over; ``works``: a whole measure came through."""

    kind: Kind
    works: bool
    sentence: str


SetupMessage = DevicesFound | DeviceBound | NotBound | DeviceTold | TrialShown | TrialEnded
