"""What one connection received.

A new connection has a new inbox: the old link's last words fall in the old one, which nobody
reads any more.
"""

import asyncio
from collections.abc import Callable

from hardware.codecs.measured import Measured
from hardware.drivers.driver import Packet, UnknownDevice
from hardware.instants import Instants
from hardware.links.gatt import LinkLost
from hardware.readings import DecodeError

MOST_UNREADABLE = 5


class Inbox:
    """Decoded packets in order of arrival, then the end of the connection, told by ``ended``."""

    def __init__(self, instants: Instants) -> None:
        self._instants = instants
        self._packets: asyncio.Queue[Packet | None] = asyncio.Queue()
        self._unreadable = 0
        self.ended = asyncio.Event()

    def hear(self, decode: Callable[[bytes], Measured], data: bytes) -> None:
        """Keep one packet; an unreadable one is dropped, five in a row end the connection."""
        if self._unreadable >= MOST_UNREADABLE:
            return
        try:
            measured = decode(data)
        except DecodeError:
            self._count_unreadable()
            return
        self._unreadable = 0
        received_at, received_ns = self._instants.now(), self._instants.monotonic_ns()
        self._packets.put_nowait(Packet(measured, data, received_at, received_ns))

    def end(self) -> None:
        """Note that the device dropped the connection."""
        self.ended.set()
        self._packets.put_nowait(None)

    async def receive(self, timeout_s: float) -> Packet | None:
        """Return the next packet, ``None`` after ``timeout_s`` of silence.

        Raises:
            LinkLost: the device dropped the connection, all packets before it being received.
            UnknownDevice: five unreadable packets in a row.
        """
        try:
            async with asyncio.timeout(timeout_s):
                packet = await self._packets.get()
        except TimeoutError:
            return None
        if packet is None:
            raise UnknownDevice if self._unreadable >= MOST_UNREADABLE else LinkLost
        return packet

    def _count_unreadable(self) -> None:
        self._unreadable += 1
        if self._unreadable >= MOST_UNREADABLE:
            self.end()
