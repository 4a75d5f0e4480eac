"""One Bluetooth scanner for all who listen at the same time: an adapter scans once.

It listens while somebody does, and no longer. Nothing is filtered by the system: some devices
advertise their service in the second half of their message only.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from hardware.links.bluetooth_errors import FAULTS, of_radio

STARTED_WITHIN_S = 5.0

OnHeard = Callable[[BLEDevice, AdvertisementData], None]
_log = logging.getLogger(__name__)


class Ears:
    """Who listens, and the scanner that serves them. ``backend``: the system's when ``None``."""

    def __init__(self, backend: type[BaseBleakScanner] | None = None) -> None:
        self._backend = backend
        self._listeners: list[OnHeard] = []
        self._turn = asyncio.Lock()
        self._scanner: BleakScanner | None = None

    @asynccontextmanager
    async def listen(self, on_heard: OnHeard) -> AsyncIterator[None]:
        """Call ``on_heard`` for each message of each device, inside the block.

        Raises:
            RadioUnavailable: no adapter, off, or not allowed.
        """
        async with self._turn:
            if self._scanner is None:
                self._scanner = await self._start()
            self._listeners.append(on_heard)
        try:
            yield
        finally:
            self._listeners.remove(on_heard)
            await asyncio.shield(self._rest())

    async def _start(self) -> BleakScanner:
        try:
            async with asyncio.timeout(STARTED_WITHIN_S):
                scanner = BleakScanner(self._hear, backend=self._backend)
                await scanner.start()
        except FAULTS as fault:
            raise of_radio(fault) from None
        return scanner

    async def _rest(self) -> None:
        """Stop the scanner once nobody listens; one that cannot stop is left to the system."""
        async with self._turn:
            scanner = self._scanner
            if self._listeners or scanner is None:
                return
            self._scanner = None
            try:
                async with asyncio.timeout(STARTED_WITHIN_S):
                    await scanner.stop()
            except FAULTS as fault:
                _log.info("the scanner did not stop: %s", type(fault).__name__)

    def _hear(self, device: BLEDevice, said: AdvertisementData) -> None:
        for on_heard in tuple(self._listeners):
            on_heard(device, said)
