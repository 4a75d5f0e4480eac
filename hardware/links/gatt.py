"""The seam between drivers and radios: a driver never knows which transport it has.

Names of services and characteristics: 4 hexadecimal digits for a Bluetooth SIG number, a whole
UUID in lower case otherwise. Every call may raise one of the errors below, and nothing else;
the caller bounds each with a time-out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.readings import DeviceError, DeviceState

OnPacket = Callable[[bytes], None]
OnLost = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Advertisement:
    """A device in range. ``address`` is what ``connect`` wants, stable for this station."""

    address: str
    name: str
    services: frozenset[str]


class GattLink(Protocol):
    """An open connection with one device."""

    async def read(self, characteristic: str) -> bytes:
        """Return the value of ``characteristic``.

        Raises:
            NoSuchCharacteristic: the device has none.
            LinkLost: the connection is gone.
        """
        ...

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write ``data`` and wait for the device's answer. Same errors as ``read``."""
        ...

    async def subscribe(self, characteristic: str, on_packet: OnPacket) -> None:
        """Call ``on_packet`` for each notification or indication. Same errors as ``read``."""
        ...

    async def close(self) -> None:
        """End all subscriptions and the connection; no packet comes after. Never raises."""
        ...


class GattTransport(Protocol):
    """A radio, or what stands for one."""

    async def scan(self, services: frozenset[str], timeout_s: float) -> tuple[Advertisement, ...]:
        """Return the devices in range that advertise one of ``services``.

        Raises:
            RadioUnavailable: no adapter, off, or not allowed.
        """
        ...

    async def is_heard(self, address: str, timeout_s: float) -> bool:
        """Tell whether the device says anything within ``timeout_s``, as soon as it does.

        Raises:
            RadioUnavailable: no adapter, off, or not allowed.
        """
        ...

    async def connect(self, address: str, on_lost: OnLost) -> GattLink:
        """Return an open link; ``on_lost`` is called once if the device drops it.

        Raises:
            NotInRange: the device does not answer.
            DeviceBusy: another program or station holds it.
            RadioUnavailable: no adapter, off, or not allowed.
        """
        ...

    async def pair(self, address: str, on_lost: OnLost) -> GattLink:
        """Bond with the device, for good, then do as ``connect``. Same errors.

        Raises:
            NotBonded: the device or the user refused.
        """
        ...


class LinkError(DeviceError):
    """A link could not do what was asked; ``state`` is what is known of the device."""

    state = DeviceState.ABSENT


class NotInRange(LinkError):
    """The device does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "L’appareil ne répond pas. Allumez-le, rapprochez-le, ou saisissez la valeur."
        )


class LinkLost(LinkError):
    """The device dropped the connection."""

    state = DeviceState.LOST

    def __init__(self) -> None:
        super().__init__(
            "L’appareil s’est déconnecté, rien n’est gardé. Reprenez la mesure ou saisissez-la."
        )


class DeviceBusy(LinkError):
    """Another program or station holds the device."""

    state = DeviceState.BUSY

    def __init__(self) -> None:
        super().__init__(
            "L’appareil est utilisé par un autre programme. Fermez-le, puis reprenez la mesure."
        )


class RadioUnavailable(LinkError):
    """There is no radio, it is off, or the station may not use it."""

    def __init__(self, sentence: str, state: DeviceState) -> None:
        super().__init__(sentence)
        self.state = state


class NotBonded(LinkError):
    """The device wants to be paired first, or was paired with another station since."""

    state = DeviceState.DENIED

    def __init__(self) -> None:
        super().__init__(
            "L’appareil n’est pas appairé avec ce poste. "
            "Appairez-le dans la page Appareils, ou saisissez la valeur."
        )


class NoSuchCharacteristic(LinkError):
    """The device lacks a characteristic that its profile promises."""

    state = DeviceState.CONNECTED

    def __init__(self, characteristic: str) -> None:
        super().__init__(
            "Cet appareil n’est pas pris en charge. Saisissez la valeur.",
            f"no characteristic {characteristic}",
        )
