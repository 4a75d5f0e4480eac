"""Serial devices, found by what is plugged in and never by a port number.

Source: devices.md §4.2 (bind by maker, product and serial number).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from hardware.links.gatt import LinkError, OnLost
from hardware.links.serial_link import Line, SerialLink, SerialNotInstalled, Unplugged, open_link


class SeveralAlike(LinkError):
    """Two devices plugged in cannot be told apart."""

    def __init__(self) -> None:
        super().__init__(
            "Deux appareils identiques sont branchés et rien ne les distingue. Gardez-en un seul."
        )


@dataclass(frozen=True, slots=True)
class PlugIdentity:
    """What never changes of a USB device: maker, product, and serial number, ``""`` if none."""

    vid: int
    pid: int
    serial: str

    @property
    def device_id(self) -> str:
        """How the station's settings name it: ``usb:28e9:028a:SIM0001``."""
        return f"usb:{self.vid:04x}:{self.pid:04x}:{self.serial}"


@dataclass(frozen=True, slots=True)
class PluggedPort:
    """A port the system shows at this moment; ``path`` may change at the next plugging."""

    path: str
    name: str
    identity: PlugIdentity


class SerialPorts:
    """The serial ports of this station; ``listed`` gives what is plugged in."""

    def __init__(self, listed: Callable[[], tuple[PluggedPort, ...]] | None = None) -> None:
        self._listed = listed or plugged_ports

    async def seen(self) -> tuple[PluggedPort, ...]:
        """Return the USB serial devices plugged in.

        Raises:
            SerialNotInstalled: the library of serial ports is missing.
        """
        return await asyncio.to_thread(self._listed)

    async def connect(
        self, device_id: str, line: Line, on_bytes: Callable[[bytes], None], on_lost: OnLost
    ) -> SerialLink:
        """Return the open port of the device named ``device_id``.

        Raises:
            Unplugged: it is not plugged in.
            SeveralAlike: two devices answer to ``device_id``.
            LinkError: see ``open_link``.
        """
        found = [one for one in await self.seen() if one.identity.device_id == device_id]
        if not found:
            raise Unplugged
        if len(found) > 1:
            raise SeveralAlike
        return await open_link(found[0].path, line, on_bytes, on_lost)


def plugged_ports() -> tuple[PluggedPort, ...]:
    """Return the USB serial devices that the system shows.

    Raises:
        SerialNotInstalled: the library of serial ports is missing.
    """
    try:
        from serial.tools import list_ports
    except ImportError:
        raise SerialNotInstalled from None
    return tuple(
        PluggedPort(
            one.device,
            one.product or one.description or "",
            PlugIdentity(one.vid, one.pid, one.serial_number or ""),
        )
        for one in list_ports.comports()
        if one.vid is not None and one.pid is not None
    )
