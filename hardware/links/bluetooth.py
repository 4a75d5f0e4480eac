"""The radio of the station: Bluetooth Low Energy through bleak, on the three systems.

Importing this module needs bleak; what bleak itself lacks is a state, with a sentence. Nothing
here is written for one system: the few differences are bleak's own, and are said.
"""

import asyncio
import logging
from functools import partial

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from hardware.codecs.characteristics import short_name
from hardware.links.bluetooth_errors import FAULTS, of_exchange, of_opening
from hardware.links.ears import Ears
from hardware.links.gatt import (
    Advertisement,
    DeviceBusy,
    LinkLost,
    NoSuchCharacteristic,
    NotInRange,
    OnLost,
    OnPacket,
)

FOUND_WITHIN_S = 8.0
CONNECTED_WITHIN_S = 12.0
# Somebody may have to confirm on the device, or on the computer.
PAIRED_WITHIN_S = 40.0
# Sooner than the driver gives up (5 s): the device is then free for the next patient.
CLOSED_WITHIN_S = 4.0

_log = logging.getLogger(__name__)


class BleakTransport:
    """A ``GattTransport`` over bleak; ``client`` and ``scanner``: the system's when ``None``."""

    def __init__(
        self,
        client: type[BaseBleakClient] | None = None,
        scanner: type[BaseBleakScanner] | None = None,
    ) -> None:
        self._client = client
        self._ears = Ears(scanner)
        self._held: set[str] = set()

    async def scan(self, services: frozenset[str], timeout_s: float) -> tuple[Advertisement, ...]:
        """Return the devices heard within ``timeout_s`` that advertise one of ``services``."""
        heard: dict[str, Advertisement] = {}

        def note(device: BLEDevice, said: AdvertisementData) -> None:
            heard[device.address] = _joined(heard.get(device.address), _read(device, said))

        async with self._ears.listen(note):
            await asyncio.sleep(timeout_s)
        return tuple(one for one in heard.values() if one.services & services)

    async def is_heard(self, address: str, timeout_s: float) -> bool:
        """Tell whether the device says anything within ``timeout_s``, as soon as it does."""
        return await self._find(address, timeout_s) is not None

    async def connect(self, address: str, on_lost: OnLost) -> "BleakLink":
        """Return an open link, its services discovered."""
        return await self._open(address, on_lost, CONNECTED_WITHIN_S, pair=False)

    async def pair(self, address: str, on_lost: OnLost) -> "BleakLink":
        """Bond with the device before its services are asked for: some switch off otherwise.

        macOS bonds by itself when a protected value is first asked for.
        """
        return await self._open(address, on_lost, PAIRED_WITHIN_S, pair=True)

    async def _open(
        self, address: str, on_lost: OnLost, within_s: float, *, pair: bool
    ) -> "BleakLink":
        if address in self._held:
            raise DeviceBusy
        self._held.add(address)
        link = None
        try:
            device = await self._find(address, FOUND_WITHIN_S)
            if device is None:
                raise NotInRange
            link = BleakLink(on_lost, partial(self._held.discard, address))
            await link.open(device, self._client, within_s, pair=pair)
        finally:
            if link is None or not link.is_open:
                self._held.discard(address)
        return link

    async def _find(self, address: str, timeout_s: float) -> BLEDevice | None:
        found: asyncio.Future[BLEDevice] = asyncio.get_running_loop().create_future()

        def note(device: BLEDevice, _: AdvertisementData) -> None:
            if device.address.lower() == address.lower() and not found.done():
                found.set_result(device)

        async with self._ears.listen(note):
            try:
                async with asyncio.timeout(timeout_s):
                    return await found
            except TimeoutError:
                return None


class BleakLink:
    """One connection. ``release`` is called once, when it has ended."""

    def __init__(self, on_lost: OnLost, release: OnLost) -> None:
        self._on_lost = on_lost
        self._release = release
        self._client: BleakClient | None = None
        self.is_open = False

    async def open(
        self,
        device: BLEDevice,
        backend: type[BaseBleakClient] | None,
        within_s: float,
        *,
        pair: bool,
    ) -> None:
        """Connect, within ``within_s``. Errors of ``GattTransport.connect``."""
        try:
            async with asyncio.timeout(within_s):
                client = BleakClient(
                    device, self._hear_end, pair=pair, timeout=within_s, backend=backend
                )
                await client.connect()
        except FAULTS as fault:
            raise of_opening(fault) from None
        self._client, self.is_open = client, True

    async def read(self, characteristic: str) -> bytes:
        """Return the value of ``characteristic``."""
        client, found = self._resolve(characteristic, "read")
        try:
            return bytes(await client.read_gatt_char(found))
        except FAULTS as fault:
            raise of_exchange(fault, characteristic, is_connected=client.is_connected) from None

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write ``data`` and wait for the device's answer."""
        client, found = self._resolve(characteristic, "write")
        try:
            await client.write_gatt_char(found, data, response=True)
        except FAULTS as fault:
            raise of_exchange(fault, characteristic, is_connected=client.is_connected) from None

    async def subscribe(self, characteristic: str, on_packet: OnPacket) -> None:
        """Call ``on_packet`` with a copy of each value the device sends.

        An indication, which the device sends again until it is confirmed, is preferred to a
        notification where the system lets us choose: Windows does, the others decide alone.
        """
        client, found = self._resolve(characteristic, "indicate", "notify")

        def hear(_: BleakGATTCharacteristic, data: bytearray) -> None:
            if self.is_open:
                on_packet(bytes(data))

        indicates = "indicate" in found.properties
        try:
            await client.start_notify(found, hear, force_indicate=indicates)
        except FAULTS as fault:
            raise of_exchange(fault, characteristic, is_connected=client.is_connected) from None

    async def close(self) -> None:
        """Hang up; a device that does not answer is left to the system after 4 s."""
        client, self._client = self._client, None
        self.is_open = False
        if client is None:
            return
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await client.disconnect()
        except FAULTS as fault:
            _log.info("a device did not hang up: %s", type(fault).__name__)
        finally:
            self._release()

    def _resolve(self, name: str, *properties: str) -> tuple[BleakClient, BleakGATTCharacteristic]:
        """Return the first characteristic called ``name`` that has one of ``properties``.

        A device may have the same one twice, in two services.
        """
        client = self._client
        if client is None or not self.is_open or not client.is_connected:
            raise LinkLost
        for one in client.services.characteristics.values():
            if short_name(one.uuid) == name and set(properties) & set(one.properties):
                return client, one
        raise NoSuchCharacteristic(name)

    def _hear_end(self, _: BleakClient) -> None:
        """The connection ended: tell it unless we hung up ourselves."""
        if self.is_open:
            self.is_open = False
            self._release()
            self._on_lost()


def _read(device: BLEDevice, said: AdvertisementData) -> Advertisement:
    services = frozenset(short_name(one) for one in said.service_uuids)
    return Advertisement(device.address, said.local_name or device.name or "", services)


def _joined(former: Advertisement | None, latter: Advertisement) -> Advertisement:
    """Return both halves of what a device says."""
    if former is None:
        return latter
    name = max(former.name, latter.name, key=len)
    return Advertisement(latter.address, name, former.services | latter.services)
