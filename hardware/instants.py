"""The two clocks given to the devices; nobody here reads the time by himself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Instants:
    """``now``: wall clock, aware. ``monotonic_ns``: a clock that never goes back.

    Devices are set to the wall clock as ``now`` shows it, in its zone.
    """

    now: Callable[[], datetime]
    monotonic_ns: Callable[[], int]
