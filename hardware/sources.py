"""One device bound to this station, and how long its measures take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hardware.drivers.driver import Driver
from hardware.guard import USER_CONFIGURED
from hardware.instants import Instants
from hardware.readings import Kind, Origin


@dataclass(frozen=True, slots=True)
class Pace:
    """``lasts_s``: how long the window stays open; ``typical_s``: a usual measure, for progress."""

    lasts_s: int
    typical_s: int


PACES: Mapping[Kind, Pace] = MappingProxyType(
    {
        Kind.TEMPERATURE: Pace(120, 5),
        Kind.BLOOD_PRESSURE: Pace(240, 40),
        Kind.OXIMETRY: Pace(120, 10),
        Kind.WEIGHT: Pace(120, 8),
        Kind.GLUCOSE: Pace(300, 30),
        Kind.HEART_RATE: Pace(120, 10),
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """One device bound to this station.

    ``device_id`` is its stable address; ``origin`` is ``LIVE`` for a real device and
    ``SIMULATED`` for the demonstration; ``user`` the memory slot used; ``make`` builds its driver.
    """

    kind: Kind
    device_id: str
    origin: Origin
    make: Callable[[Instants], Driver]
    pace: Pace
    user: int = USER_CONFIGURED
