"""What the hub asks of any driver, whatever the link behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hardware.codecs.measured import Measured
from hardware.readings import DeviceError


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """Who answered. Texts are empty and numbers ``None`` when the device does not say.

    ``skew_s`` is the device's wall clock minus UTC, in seconds, read at this connection.
    """

    device_id: str
    model: str
    serial: str
    firmware: str
    battery_percent: int | None
    skew_s: int | None


@dataclass(frozen=True, slots=True)
class Packet:
    """One decoded packet, its bytes and when it came."""

    measured: Measured
    raw: bytes
    received_at: datetime
    received_ns: int


class UnknownDevice(DeviceError):
    """The device sends messages that nobody can read: it is not the one we know."""

    def __init__(self) -> None:
        super().__init__(
            "Cet appareil n’est pas pris en charge. Saisissez la valeur.",
            "five unreadable packets in a row",
        )


class Driver(Protocol):
    """One device. Calls come in this order; each may raise ``DeviceError``."""

    async def is_present(self) -> bool:
        """Tell whether the device is in range, without connecting."""
        ...

    async def open(self) -> DeviceInfo:
        """Connect and identify; nothing is listened to yet."""
        ...

    async def listen_results(self) -> bool:
        """Start receiving results; a device that keeps records sends them now.

        Returns False when the device has no results, only a stream: nothing is to be drained.
        """
        ...

    async def listen_stream(self) -> None:
        """Start receiving the values of the moment."""
        ...

    async def receive(self, timeout_s: float) -> Packet | None:
        """Return the next packet, ``None`` after ``timeout_s`` of silence.

        Raises:
            LinkLost: the device has gone.
            UnknownDevice: five unreadable packets in a row.
        """
        ...

    async def close(self) -> None:
        """End the connection; nothing is received after. Never raises."""
        ...
