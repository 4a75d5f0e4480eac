"""The radio of this station, whatever is installed on it."""

from hardware.links.gatt import Advertisement, GattLink, GattTransport, OnLost, RadioUnavailable
from hardware.readings import DeviceState

MISSING = (
    "Ce poste n’a pas le composant Bluetooth (bleak). "
    "Réinstallez la station, ou saisissez la valeur."
)


class NoRadio:
    """A ``GattTransport`` that says what is missing."""

    async def scan(self, services: frozenset[str], timeout_s: float) -> tuple[Advertisement, ...]:
        """Raise ``RadioUnavailable``, as all the others."""
        raise _missing()

    async def is_heard(self, address: str, timeout_s: float) -> bool:
        """Raise ``RadioUnavailable``."""
        raise _missing()

    async def connect(self, address: str, on_lost: OnLost) -> GattLink:
        """Raise ``RadioUnavailable``."""
        raise _missing()

    async def pair(self, address: str, on_lost: OnLost) -> GattLink:
        """Raise ``RadioUnavailable``."""
        raise _missing()


def station_radio() -> GattTransport:
    """Return the Bluetooth of this computer; one that only says what is missing without bleak."""
    try:
        from hardware.links.bluetooth import BleakTransport
    except ImportError:
        return NoRadio()
    return BleakTransport()


def _missing() -> RadioUnavailable:
    return RadioUnavailable(MISSING, DeviceState.NOT_INSTALLED)
