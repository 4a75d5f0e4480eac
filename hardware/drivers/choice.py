"""Which driver speaks to which bound device.

Source: devices.md §4.1; the services of ``resources/devices.toml``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from hardware.drivers.cms50 import DIALECTS, Cms50Driver
from hardware.drivers.driver import Driver
from hardware.drivers.gatt import PROFILES, GattDriver
from hardware.drivers.glucose import SERVICE as GLUCOSE_SERVICE
from hardware.drivers.glucose import GlucoseDriver
from hardware.instants import Instants
from hardware.links.gatt import GattTransport
from hardware.links.serial_port import SerialPorts
from hardware.readings import Kind

STANDARD: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.BLOOD_PRESSURE: "1810",
        Kind.TEMPERATURE: "1809",
        Kind.OXIMETRY: "1822",
        Kind.WEIGHT: "181d",
        Kind.GLUCOSE: GLUCOSE_SERVICE,
        Kind.HEART_RATE: "180d",
    }
)


def radio_driver(
    service: str, device_id: str, transport: GattTransport, instants: Instants
) -> Driver:
    """Return a driver of the Bluetooth device ``device_id``, which offers ``service``."""
    if service == GLUCOSE_SERVICE:
        return GlucoseDriver(device_id, transport, instants)
    return GattDriver(PROFILES[service], device_id, transport, instants)


def line_driver(service: str, device_id: str, ports: SerialPorts, instants: Instants) -> Driver:
    """Return a driver of the plugged device ``device_id``, which speaks as ``service``."""
    return Cms50Driver(DIALECTS[service], device_id, ports, instants)
