"""Which device answers which kind of measure on this station.

The demonstration has a cuff, a thermometer, an oximeter and a scale, all simulated: they emit the
bytes of real devices through the real drivers and the real guard, and their readings carry
``Origin.SIMULATED`` to the sheet, never to the DMP.
"""

from dataclasses import dataclass
from functools import partial

from hardware.drivers.driver import Driver
from hardware.drivers.gatt import PROFILES, GattDriver
from hardware.instants import Instants
from hardware.links.direct import DirectTransport
from hardware.readings import Kind, Origin
from hardware.simulators import cuff, oximeter, scale, thermometer
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.scenario import Scenario
from hardware.sources import PACES, Pace, Source

# Simulated devices are quicker than real ones; the gauge must reach its end with the measure.
CUFF_S = 9
OTHERS_S = 3


@dataclass(frozen=True, slots=True)
class Registry:
    """The devices of this station, in order of preference."""

    sources: tuple[Source, ...] = ()

    def source_of(self, kind: Kind) -> Source | None:
        """Return the device that takes ``kind``, ``None`` when the station has none."""
        return next((one for one in self.sources if one.kind is kind), None)


class _Room:
    """The simulated devices; they live by the clock of the hub that first asks for one."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._transport: DirectTransport | None = None

    def driver(self, plate: Plate, instants: Instants) -> Driver:
        """Return a driver of the device that bears ``plate``."""
        if self._transport is None:
            self._transport = DirectTransport(self._devices(instants))
        return GattDriver(PROFILES[plate.service], plate.address, self._transport, instants)

    def _devices(self, instants: Instants) -> tuple[SimulatedDevice, ...]:
        vitals, faults, now = self._scenario.vitals, self._scenario.faults_of, instants.now
        return (
            cuff.Cuff(vitals, faults(Kind.BLOOD_PRESSURE), now),
            thermometer.Thermometer(vitals, faults(Kind.TEMPERATURE), now),
            oximeter.Oximeter(vitals, faults(Kind.OXIMETRY), now),
            scale.Scale(vitals, faults(Kind.WEIGHT), now),
        )


def demonstration_registry(scenario: Scenario | None = None) -> Registry:
    """Return the simulated devices that say what ``scenario`` holds, a feverish adult if none."""
    room = _Room(scenario or Scenario())
    plates = (cuff.PLATE, thermometer.PLATE, oximeter.PLATE, scale.PLATE)
    return Registry(tuple(_source(plate, room) for plate in plates))


def _source(plate: Plate, room: _Room) -> Source:
    kind = PROFILES[plate.service].kind
    typical_s = CUFF_S if kind is Kind.BLOOD_PRESSURE else OTHERS_S
    return Source(
        kind=kind,
        device_id=plate.address,
        origin=Origin.SIMULATED,
        make=partial(room.driver, plate),
        pace=Pace(PACES[kind].lasts_s, typical_s),
    )
