"""A station whose devices are simulated ones that the demonstration does not have."""

from collections.abc import Callable
from datetime import datetime

from hardware.drivers.driver import Driver
from hardware.drivers.gatt import PROFILES, GattDriver
from hardware.drivers.glucose import SERVICE, GlucoseDriver
from hardware.instants import Instants
from hardware.links.direct import DirectTransport
from hardware.readings import Origin
from hardware.registry import Registry
from hardware.simulators.peripheral import SimulatedDevice
from hardware.sources import PACES, Source
from tests.hardware.room import START, Room

Make = Callable[[Callable[[], datetime]], SimulatedDevice]


class OneDevice:
    """One simulated device, the same whoever connects, made at the first connection."""

    def __init__(self, make: Make, service: str) -> None:
        self._make = make
        self._service = service
        self.device: SimulatedDevice | None = None
        self._transport: DirectTransport | None = None

    def registry(self) -> Registry:
        kind = PROFILES[self._service].kind
        source = Source(kind, self._address, Origin.SIMULATED, self._driver, PACES[kind])
        return Registry((source,))

    @property
    def _address(self) -> str:
        return self._make(lambda: START).plate.address

    def _driver(self, instants: Instants) -> Driver:
        if self._transport is None:
            self.device = self._make(instants.now)
            self._transport = DirectTransport((self.device,))
        if self._service == SERVICE:
            return GlucoseDriver(self._address, self._transport, instants)
        return GattDriver(PROFILES[self._service], self._address, self._transport, instants)


def room_with(make: Make, service: str) -> Room:
    """Return a room whose only device is the one that ``make`` gives."""
    return Room(OneDevice(make, service).registry())
