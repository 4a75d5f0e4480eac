"""A backend of bleak over bumble: the station's real ``BleakClient`` on a simulated radio.

What differs from a system's backend is said where it differs. bumble cancels the reader of a
value when its peer goes: here it is an error, as everywhere else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeVar

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError, BleakGATTProtocolError
from bumble.att import ATT_Error
from bumble.core import UUID, AdvertisingData, ProtocolError
from bumble.device import Peer
from bumble.gatt import Characteristic
from bumble.hci import Address, HCI_Error

from tests.hardware.radio.ether import Ether

ENDED_WITHIN_S = 2.0
DEFAULT_MTU = 23
REMOTE_USER_TERMINATED = 0x13
PROPERTIES = {
    Characteristic.Properties.READ: "read",
    Characteristic.Properties.WRITE: "write",
    Characteristic.Properties.NOTIFY: "notify",
    Characteristic.Properties.INDICATE: "indicate",
}
_Value = TypeVar("_Value")


def backend_over(ether: Ether) -> tuple[type[BaseBleakClient], type[BaseBleakScanner]]:
    """Return the client and the scanner that bleak will use: it wants classes."""
    client = type("BleakClientBumble", (_Client,), {"ether": ether})
    scanner = type("BleakScannerBumble", (_Scanner,), {"ether": ether})
    return client, scanner


def whole(uuid: UUID) -> str:
    """Return the 128 bits of ``uuid`` as bleak writes them."""
    return str(UUID(uuid.to_hex_str(), None)) if len(uuid.uuid_bytes) == 16 else _long(uuid)


def _long(uuid: UUID) -> str:
    return f"0000{uuid.uuid_bytes[::-1].hex()}-0000-1000-8000-00805f9b34fb"


def text_of(address: Address) -> str:
    """Return an address as systems show it, whatever its type."""
    return str(address).removesuffix("/P")


class _Scanner(BaseBleakScanner):
    ether: ClassVar[Ether]

    def __init__(self, detection_callback, service_uuids, scanning_mode, **_kwargs) -> None:
        super().__init__(detection_callback, service_uuids)
        self._device = None

    async def start(self) -> None:
        self.seen_devices.clear()
        await self.ether.wake()
        await self.ether.pass_by("scan")
        self._device = await self.ether.device()
        self._device.on("advertisement", self._hear)
        await self._device.start_scanning(active=True)

    async def stop(self) -> None:
        if self._device is not None:
            await self._device.stop_scanning()
            self.ether.discard(self._device)

    def _hear(self, advertisement) -> None:
        if self.ether.refusal is not None:
            return
        said = advertisement.data
        name = said.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
        services = [
            uuid
            for kind in (
                AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
                AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
            )
            for uuid in said.get(kind) or ()
        ]
        shown = AdvertisementData(
            name, {}, {}, [whole(one) for one in services], None, advertisement.rssi, ()
        )
        if not self.is_allowed_uuid(shown.service_uuids):
            return
        address = text_of(advertisement.address)
        device = self.create_or_update_device(address, address, name, advertisement.address, shown)
        self.call_detection_callbacks(device, shown)


class _Client(BaseBleakClient):
    ether: ClassVar[Ether]

    def __init__(self, address_or_ble_device, services=None, **kwargs) -> None:
        super().__init__(
            address_or_ble_device,
            disconnected_callback=kwargs["disconnected_callback"],
            timeout=kwargs["timeout"],
        )
        del services
        assert isinstance(address_or_ble_device, BLEDevice)
        self._peer_address = address_or_ble_device.details
        self._name = address_or_ble_device.name or ""
        self._device = None
        self._connection = None
        self._peer = None
        self._gone = asyncio.Event()

    @property
    def name(self) -> str:
        return self._name

    @property
    def mtu_size(self) -> int:
        return self._connection.att_mtu if self._connection else DEFAULT_MTU

    @property
    def is_connected(self) -> bool:
        return self._connection is not None and not self._gone.is_set()

    async def connect(self, pair: bool, **_kwargs) -> None:
        await self.ether.wake()
        await self.ether.pass_by("connect")
        if self.ether.refuses_connection is not None:
            raise self.ether.refuses_connection
        self._device = await self.ether.station_device(self.address)
        try:
            async with asyncio.timeout(self._timeout):
                self._connection = await self._device.connect(self._peer_address, timeout=None)
                self._connection.on("disconnection", self._end)
                self.ether.clients.add(self)
                await self._ask(self._settle(pair=pair))
        except BaseException:
            await self._leave()
            raise

    async def _settle(self, *, pair: bool) -> None:
        """Encrypt or pair as systems do, then discover the services."""
        if await self.ether.keys.get(str(self._peer_address)) is not None:
            await self._connection.encrypt()
        elif pair:
            await self._connection.pair()
        self._peer = Peer(self._connection)
        await self._peer.discover_services()
        found = BleakGATTServiceCollection()
        for service in self._peer.services:
            shown = BleakGATTService(service, service.handle, whole(service.uuid))
            found.add_service(shown)
            for one in await self._peer.discover_characteristics(service=service):
                properties = [word for bit, word in PROPERTIES.items() if one.properties & bit]
                found.add_characteristic(
                    BleakGATTCharacteristic(
                        one, one.handle, whole(one.uuid), properties, lambda: 20, shown
                    )
                )
        self.services = found

    async def disconnect(self) -> None:
        await self.ether.pass_by("disconnect")
        await self._leave()

    async def lose(self) -> None:
        """End as when the adapter goes off: the device was told nothing it could refuse."""
        await self._leave()

    async def pair(self, *_args, **_kwargs) -> None:
        await self._ask(self._connection.pair())

    async def unpair(self) -> None:
        await self.ether.keys.delete(str(self._peer_address))

    async def read_gatt_char(self, characteristic, **_kwargs) -> bytearray:
        await self.ether.pass_by("read")
        return bytearray(await self._ask(characteristic.obj.read_value()))

    async def read_gatt_descriptor(self, descriptor, **_kwargs) -> bytearray:
        return bytearray(await self._ask(descriptor.obj.read_value()))

    async def write_gatt_char(self, characteristic, data, response: bool) -> None:
        await self._ask(characteristic.obj.write_value(bytes(data), with_response=response))

    async def write_gatt_descriptor(self, descriptor, data) -> None:
        await self._ask(descriptor.obj.write_value(bytes(data), with_response=True))

    async def start_notify(self, characteristic, callback, **kwargs) -> None:
        await self.ether.pass_by("subscribe")
        hear = _as_bytearray(callback)
        prefers = not kwargs.get("force_indicate", False)
        await self._ask(characteristic.obj.subscribe(hear, prefer_notify=prefers))

    async def stop_notify(self, characteristic) -> None:
        await self._ask(characteristic.obj.unsubscribe())

    async def _ask(self, exchange: Awaitable[_Value]) -> _Value:
        """Return what ``exchange`` gives, or say that the device has gone in the middle."""
        asked = asyncio.ensure_future(exchange)
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
            if self._gone.is_set() or not asked.done():
                raise BleakError("Not connected")
            return asked.result()
        except ATT_Error as refused:
            raise BleakGATTProtocolError(refused.error_code) from refused
        except (ProtocolError, HCI_Error) as refused:
            raise BleakError(str(refused)) from refused
        finally:
            asked.cancel()
            gone.cancel()
            await asyncio.gather(asked, gone, return_exceptions=True)

    async def _leave(self) -> None:
        """Hang up and throw this central away, pending connection and all."""
        connection, device = self._connection, self._device
        if connection is not None and not self._gone.is_set():
            try:
                async with asyncio.timeout(ENDED_WITHIN_S):
                    await connection.disconnect(REMOTE_USER_TERMINATED)
            except (TimeoutError, ProtocolError, HCI_Error):
                self._end(0)
        self._device = None
        if device is not None:
            self.ether.discard(device)

    def _end(self, _reason: int) -> None:
        if self._gone.is_set():
            return
        self._gone.set()
        self.services = None
        self.ether.clients.discard(self)
        if self._disconnected_callback is not None:
            self._disconnected_callback()


def _as_bytearray(callback: Callable[[bytearray], None]) -> Callable[[bytes], None]:
    return lambda value: callback(bytearray(value))
