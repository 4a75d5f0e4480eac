"""Which device answers which kind of measure on this station.

A station has the devices bound in its settings, all real. The demonstration has its own, all
simulated: they emit the bytes of real devices through the real drivers and the real guard, and
their readings carry ``Origin.SIMULATED`` to the sheet, never to the DMP.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hardware.bindings import Binding, Bindings
from hardware.catalogue import LinkKind, Model, load_models
from hardware.discovery import Finder
from hardware.drivers.choice import STANDARD, line_driver, radio_driver
from hardware.drivers.driver import Driver
from hardware.drivers.gatt import PROFILES
from hardware.instants import Instants
from hardware.links.direct import DirectTransport
from hardware.links.gatt import GattTransport
from hardware.links.serial_port import SerialPorts
from hardware.readings import Kind, Origin
from hardware.simulators import cuff, glucometer, oximeter, scale, thermometer
from hardware.simulators.peripheral import Plate, SimulatedDevice
from hardware.simulators.scenario import Scenario
from hardware.sources import PACES, Pace, Source
from resources import files

# Simulated devices are quicker than real ones; the gauge must reach its end with the measure.
CUFF_S = 9
OTHERS_S = 3


@dataclass(frozen=True, slots=True)
class Registry:
    """The devices of this station, in order of preference, and how others are found."""

    sources: tuple[Source, ...] = ()
    finder: Callable[[Instants], Finder] | None = None

    def source_of(self, kind: Kind) -> Source | None:
        """Return the device that takes ``kind``, ``None`` when the station has none."""
        return next((one for one in self.sources if one.kind is kind), None)


def shipped_models() -> tuple[Model, ...]:
    """Return the models of the catalogue."""
    return load_models(files.text("devices.toml"))


def station_registry(
    bindings: Bindings, transport: GattTransport, ports: SerialPorts | None = None
) -> Registry:
    """Return the real devices bound to the station, reached by ``transport`` and ``ports``.

    A device whose model left the catalogue is taken for one of the standard profile of its kind;
    one that no driver knows is left out: its value is typed.
    """
    lines, models = ports or SerialPorts(), shipped_models()
    sources = (_bound_source(one, transport, lines, models) for one in bindings.devices)
    return Registry(
        tuple(one for one in sources if one is not None),
        partial(Finder, transport, lines, models),
    )


def _bound_source(
    binding: Binding, transport: GattTransport, ports: SerialPorts, models: tuple[Model, ...]
) -> Source | None:
    model = next((one for one in models if one.name == binding.model), None)
    make: Callable[[Instants], Driver]
    if binding.link is LinkKind.BLUETOOTH:
        service = model.service if model else STANDARD.get(binding.kind, "")
        if service not in PROFILES or PROFILES[service].kind is not binding.kind:
            return None
        make = partial(radio_driver, service, binding.device_id, transport)
    elif model is None or model.kind is not binding.kind:
        return None
    else:
        make = partial(line_driver, model.service, binding.device_id, ports)
    return Source(
        kind=binding.kind,
        device_id=binding.device_id,
        origin=Origin.LIVE,
        make=make,
        pace=PACES[binding.kind],
        user=binding.user,
    )


class _Room:
    """The simulated devices; they live by the clock of the hub that first asks for one."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._transport: DirectTransport | None = None

    def driver(self, plate: Plate, instants: Instants) -> Driver:
        """Return a driver of the device that bears ``plate``."""
        return radio_driver(plate.service, plate.address, self._reach(instants), instants)

    def finder(self, instants: Instants) -> Finder:
        """Return what finds the simulated devices."""
        return Finder(self._reach(instants), None, shipped_models(), instants)

    def _reach(self, instants: Instants) -> DirectTransport:
        if self._transport is None:
            self._transport = DirectTransport(self._devices(instants))
        return self._transport

    def _devices(self, instants: Instants) -> tuple[SimulatedDevice, ...]:
        vitals, faults, now = self._scenario.vitals, self._scenario.faults_of, instants.now
        return (
            cuff.Cuff(vitals, faults(Kind.BLOOD_PRESSURE), now),
            thermometer.Thermometer(vitals, faults(Kind.TEMPERATURE), now),
            oximeter.Oximeter(vitals, faults(Kind.OXIMETRY), now),
            scale.Scale(vitals, faults(Kind.WEIGHT), now),
            glucometer.Glucometer(vitals, faults(Kind.GLUCOSE), now),
        )


def demonstration_registry(scenario: Scenario | None = None) -> Registry:
    """Return the simulated devices that say what ``scenario`` holds, a feverish adult if none."""
    room = _Room(scenario or Scenario())
    plates = (cuff.PLATE, thermometer.PLATE, oximeter.PLATE, scale.PLATE, glucometer.PLATE)
    return Registry(tuple(_source(plate, room) for plate in plates), room.finder)


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
