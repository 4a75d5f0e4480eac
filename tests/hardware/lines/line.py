"""A station whose oximeter is at the end of a real line, living faster than real ones if asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from hardware.drivers.cms50 import DIALECTS, Cms50Driver
from hardware.hub import Hub
from hardware.links.serial_port import PluggedPort, SerialPorts
from hardware.messages import Failed, HubMessage, Live, NeedsConfirmation, Taken
from hardware.readings import Kind, Origin
from hardware.registry import Registry
from hardware.simulators.cms50 import IDENTITY, LineFaults, SerialOximeter
from hardware.simulators.scenario import Vitals
from hardware.sources import PACES, Source

START = datetime.fromisoformat("2026-03-14T08:26:00+00:00")
FAST = 8
PATIENCE_S, LOOK_EVERY_S = 20, 0.02


class FastClock:
    """``speed`` seconds each second: at 8, the 8 s of signal are one; the line is real."""

    def __init__(self, speed: int) -> None:
        self._speed = speed
        self._from_ns = time.monotonic_ns()

    def monotonic_ns(self) -> int:
        return (time.monotonic_ns() - self._from_ns) * self._speed

    def now(self) -> datetime:
        return START + timedelta(microseconds=self.monotonic_ns() // 1000)


class Line:
    """A hub with one serial oximeter; all that was posted, in order."""

    def __init__(
        self, plugged: Callable[[], tuple[PluggedPort, ...]], service: str, speed: int
    ) -> None:
        clock, numbers = FastClock(speed), count(1)
        self.posted: list[HubMessage] = []
        self._news = threading.Condition()
        self.on_post: Callable[[HubMessage], None] = lambda message: None
        ports = SerialPorts(plugged)
        make = partial(Cms50Driver, DIALECTS[service], IDENTITY.device_id, ports, keep_alive_s=0.05)
        kind = Kind.OXIMETRY
        source = Source(kind, IDENTITY.device_id, Origin.SIMULATED, make, PACES[kind])
        self.hub = Hub(
            Registry((source,)),
            self._post,
            clock.now,
            clock.monotonic_ns,
            lambda: f"reading-{next(numbers)}",
        )

    def _post(self, message: HubMessage) -> None:
        with self._news:
            self.posted.append(message)
            self._news.notify_all()
        self.on_post(message)

    def until(self, wanted: Callable[[HubMessage], bool]) -> HubMessage:
        """Return the first message that ``wanted`` accepts; it may look at the device too."""
        end = time.monotonic() + PATIENCE_S
        with self._news:
            while (found := self._first(wanted)) is None and time.monotonic() < end:
                self._news.wait(LOOK_EVERY_S)
        assert found, f"never came, among {[type(one).__name__ for one in self.posted]}"
        return found

    def _first(self, wanted: Callable[[HubMessage], bool]) -> HubMessage | None:
        return next((one for one in self.posted if wanted(one)), None)

    def of(self, message_type: type) -> list:
        return [one for one in self.posted if isinstance(one, message_type)]

    def measure(self) -> None:
        self.hub.measure("a", Kind.OXIMETRY)

    def ended(self) -> HubMessage:
        return self.until(lambda one: isinstance(one, Taken | NeedsConfirmation | Failed))

    def shows_a_value(self) -> HubMessage:
        return self.until(lambda one: isinstance(one, Live) and bool(one.quantities))


@contextmanager
def an_oximeter(
    faults: LineFaults | None = None, *, old: bool = False, speed: int = FAST
) -> Iterator[SerialOximeter]:
    """A simulated oximeter that lives, unplugged at the end."""
    device = SerialOximeter(Vitals(), faults, old=old, frame_s=1 / 60 / speed)
    device.start()
    try:
        yield device
    finally:
        device.unplug()


@contextmanager
def a_line(device: SerialOximeter, service: str = "cms50_v7", speed: int = FAST) -> Iterator[Line]:
    """A running hub on the line of ``device``."""
    line = Line(device.plugged, service, speed)
    line.hub.start()
    try:
        yield line
    finally:
        line.hub.stop()
