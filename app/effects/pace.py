"""The time the station lives in: the real one, or one that never waits for simulated devices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app import clock

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from hardware.simulators.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Pace:
    """The clocks of one station.

    ``now`` is the station's, ``device_now`` and ``monotonic_ns`` those of the devices;
    ``new_loop`` makes the loop the devices live in, ``None`` for an ordinary one; ``scenario``
    is what simulated devices say, ``None`` for a feverish adult.
    """

    now: Callable[[], datetime] = clock.now
    device_now: Callable[[], datetime] = clock.now
    monotonic_ns: Callable[[], int] = clock.monotonic_ns
    new_loop: "Callable[[], AbstractEventLoop] | None" = None
    scenario: "Scenario | None" = None


REAL = Pace()


def hurried(scenario: "Scenario | None" = None) -> Pace:
    """Return a pace in which simulated devices answer at once: for stories without a window.

    The waits they skip are added to the station's clock, so that a value is never dated after
    the sheet that holds it. Only simulated devices may live at this pace.
    """
    from hardware.simulators.quick_time import QuickTime

    start = clock.now()
    quick = QuickTime(start)
    return Pace(
        now=lambda: clock.now() + (quick.now() - start),
        device_now=quick.now,
        monotonic_ns=quick.monotonic_ns,
        new_loop=quick.loop,
        scenario=scenario,
    )
