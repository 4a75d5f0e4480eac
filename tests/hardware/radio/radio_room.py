"""A room whose hub reaches its devices by Bluetooth: bleak, then bumble, then the simulators.

Time jumps, as in the other room, since bumble waits for timers only; it is the real one when the
test measures it.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from hardware.bindings import Binding, Bindings
from hardware.catalogue import LinkKind
from hardware.links.bluetooth import BleakTransport
from hardware.readings import Kind
from hardware.registry import station_registry
from hardware.simulators import cuff, glucometer, heart_strap, nonin, oximeter, scale, thermometer
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.quick_time import QuickTime
from hardware.simulators.scenario import Faults, Vitals
from tests.hardware.radio.bleak_backend import backend_over
from tests.hardware.radio.ether import Ether
from tests.hardware.radio.served import Served
from tests.hardware.room import START, Room

IN_ORDER = Faults()
SIMULATORS: dict[Kind, tuple[type[SimulatedDevice], Plate]] = {
    Kind.BLOOD_PRESSURE: (cuff.Cuff, replace(cuff.PLATE, address="C0:0A:00:00:00:01")),
    Kind.TEMPERATURE: (
        thermometer.Thermometer,
        replace(thermometer.PLATE, address="C0:0A:00:00:00:02"),
    ),
    Kind.OXIMETRY: (oximeter.Oximeter, replace(oximeter.PLATE, address="C0:0A:00:00:00:03")),
    Kind.WEIGHT: (scale.Scale, replace(scale.PLATE, address="C0:0A:00:00:00:04")),
    Kind.GLUCOSE: (glucometer.Glucometer, replace(glucometer.PLATE, address="C0:0A:00:00:00:05")),
    Kind.HEART_RATE: (
        heart_strap.HeartStrap,
        replace(heart_strap.PLATE, address="C0:0A:00:00:00:06"),
    ),
}
NONIN = replace(nonin.PLATE, address="C0:0A:00:00:00:07")
NEIGHBOUR = "C0:0B:00:00:00:01"


class RealTime:
    """The clocks of this machine, for what is measured."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC)

    def monotonic_ns(self) -> int:
        return time.monotonic_ns()

    def loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()


def transport_over(ether: Ether) -> BleakTransport:
    """Return the product's own transport, with bleak over the simulated radio."""
    return BleakTransport(*backend_over(ether))


def simulated(
    kind: Kind,
    now: Callable[[], datetime],
    faults: Faults = IN_ORDER,
    vitals: Vitals | None = None,
    **plate: str,
) -> SimulatedDevice:
    """Return the simulated device of ``kind``, its plate changed as asked."""
    make, usual = SIMULATORS[kind]
    return make(vitals or Vitals(), faults, now, replace(usual, **plate))


def bound(one: SimulatedDevice, kind: Kind, model: str = "") -> Binding:
    """Return the binding of a simulated device."""
    return Binding(kind, LinkKind.BLUETOOTH, one.plate.address, model, one.plate.name)


class RadioRoom(Room):
    """The devices of ``kinds`` on the radio, each with its faults; ``served`` holds them by kind.

    ``others`` are devices of the neighbourhood, not bound to the station; ``cuff`` makes the cuff
    in place of the usual one.
    """

    def __init__(
        self,
        *kinds: Kind,
        time: QuickTime | RealTime | None = None,
        others: Iterable[Callable[[Callable[[], datetime]], Served]] = (),
        cuff: Callable[[Callable[[], datetime]], Served] | None = None,
        vitals: Vitals | None = None,
        **faults: Faults,
    ) -> None:
        clock = time or QuickTime(START)
        self.ether = Ether()
        self.served = {
            kind: Served(simulated(kind, clock.now, faults.get(kind.value, IN_ORDER), vitals))
            for kind in kinds or (Kind.BLOOD_PRESSURE,)
        }
        if cuff is not None:
            self.served[Kind.BLOOD_PRESSURE] = cuff(clock.now)
        self.others = [make(clock.now) for make in others]
        for one in (*self.served.values(), *self.others):
            self.ether.add(one)
        self.transport = transport_over(self.ether)
        bindings = tuple(bound(one.simulated, kind) for kind, one in self.served.items())
        super().__init__(station_registry(Bindings(bindings), self.transport), clock)

    def in_loop(self, act: Callable[[], object]) -> None:
        """Run ``act`` in the hub's loop, where the radio lives."""
        self.hub._ask(act)
