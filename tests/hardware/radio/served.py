"""Simulated devices of the product, served as real GATT servers: the very same bytes."""

import asyncio
from collections.abc import Awaitable

from bumble.att import ATT_INSUFFICIENT_AUTHENTICATION_ERROR, ATT_Error
from bumble.core import UUID, AdvertisingData
from bumble.gatt import (
    GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR,
    Characteristic,
    CharacteristicValue,
    Descriptor,
    Service,
)

from hardware.codecs import characteristics as gatt
from hardware.codecs.timestamp import encode_current_time
from hardware.links.direct import Air
from hardware.simulators.peripheral import SimulatedDevice
from tests.hardware.radio.ether import ADVERTISED_EVERY_MS, Ether, own_type

INDICATED = {gatt.BLOOD_PRESSURE, gatt.TEMPERATURE, gatt.PLX_SPOT, gatt.WEIGHT, "2a52"}
DEVICE_INFORMATION, BATTERY, TIME = "180a", "180f", "1805"
PLACES = {
    gatt.MAKER: DEVICE_INFORMATION,
    gatt.MODEL: DEVICE_INFORMATION,
    gatt.SERIAL: DEVICE_INFORMATION,
    gatt.FIRMWARE: DEVICE_INFORMATION,
    gatt.BATTERY_LEVEL: BATTERY,
    gatt.CURRENT_TIME: TIME,
}
REMOTE_USER_TERMINATED = 0x13


class Served:
    """One simulated device on the radio.

    ``bonding``: it says nothing to whom it is not paired with. ``current_time``: its clock is in
    the Current Time service, not beside its measures. ``public``: its address is a public one.
    ``both``: it offers notifications and indications of each value. ``stalls_on``: values it
    never answers. ``air`` is that of the connection under way, ``None`` without one.
    """

    def __init__(
        self,
        simulated: SimulatedDevice,
        *,
        bonding: bool = False,
        current_time: bool = False,
        public: bool = False,
        both: bool = False,
    ) -> None:
        self.simulated = simulated
        self.air: Air | None = None
        self.subscribed_by: dict[str, str] = {}
        self.connections = 0
        self.stalls_on: frozenset[str] = frozenset()
        self._bonding = bonding
        self._current_time = current_time
        self._public = public
        self._both = both
        self._characteristics: dict[str, Characteristic] = {}
        self._device = None
        self._life: list[asyncio.Task] = []

    async def start(self, ether: Ether) -> None:
        """Switch on and advertise, unless the device is away."""
        address, name = self.simulated.plate.address, self.simulated.plate.name
        self._device = await ether.device(address, name, public=self._public)
        for service, made in self._services().items():
            self._device.add_service(Service(UUID(service), made))
        self._device.on("connection", self._meet)
        if self.simulated.in_range:
            await self.appear()

    async def appear(self) -> None:
        """Advertise, and again after each connection."""
        service = UUID(self.simulated.plate.service)
        size = "16" if len(service.uuid_bytes) == 2 else "128"
        listed = AdvertisingData.Type[f"COMPLETE_LIST_OF_{size}_BIT_SERVICE_CLASS_UUIDS"]
        name = self.simulated.plate.name.encode()
        said = AdvertisingData(
            [
                (AdvertisingData.Type.FLAGS, bytes([0x06])),
                (listed, bytes(service.uuid_bytes)),
                (AdvertisingData.Type.COMPLETE_LOCAL_NAME, name),
            ]
        )
        await self._device.start_advertising(
            own_address_type=own_type(public=self._public),
            auto_restart=True,
            advertising_data=bytes(said),
            advertising_interval_min=ADVERTISED_EVERY_MS,
            advertising_interval_max=ADVERTISED_EVERY_MS,
        )

    async def vanish(self) -> None:
        """Switch off: no more advertising, and the connection under way drops."""
        await self._device.stop_advertising()
        self.drop()

    def drop(self) -> None:
        """Drop the connection under way, if there is one."""
        for connection in tuple(self._device.connections.values()):
            self._spawn(connection.disconnect(REMOTE_USER_TERMINATED))

    def send(self, name: str, data: bytes) -> None:
        """Send ``data`` to who listens to ``name``, as the simulated device would."""
        assert self.air is not None
        self.air.send(name, data)

    def _services(self) -> dict[str, list[Characteristic]]:
        home = self.simulated.plate.service
        found: dict[str, list[Characteristic]] = {}
        for name in sorted(self._names()):
            self._characteristics[name] = self._characteristic(name)
            found.setdefault(PLACES.get(name, home), []).append(self._characteristics[name])
        return found

    def _names(self) -> frozenset[str]:
        one = self.simulated
        names = one.characteristics | one.writable | frozenset(one.values())
        has_clock = self._current_time and gatt.DATE_TIME in names
        return names - {gatt.DATE_TIME} | {gatt.CURRENT_TIME} if has_clock else names

    def _characteristic(self, name: str) -> Characteristic:
        one, inside = self.simulated, self._inside(name)
        can, may = Characteristic.Properties(0), Characteristic.Permissions(0)
        if inside in one.values():
            can, may = can | can.READ, may | may.READABLE
        if inside in one.writable:
            can, may = can | can.WRITE, may | may.WRITEABLE
        if name in one.characteristics:
            can |= can.INDICATE if name in INDICATED else can.NOTIFY
            can |= (can.INDICATE | can.NOTIFY) if self._both else can
        value = CharacteristicValue(
            read=lambda _: self._read(name), write=lambda link, data: self._write(link, name, data)
        )
        made = Characteristic(UUID(name), can, may, value)
        if self._bonding and name in one.characteristics:
            made.descriptors = (*made.descriptors, self._guarded(made))
        made.on("subscription", lambda *said: self._listen(name, *said))
        return made

    def _guarded(self, made: Characteristic) -> Descriptor:
        """Return a subscription that only who is paired may write."""

        def write(connection, value: bytes) -> None:
            if not connection.is_encrypted:
                raise ATT_Error(ATT_INSUFFICIENT_AUTHENTICATION_ERROR)
            self._device.gatt_server.write_cccd(connection, made, value)

        def read(connection) -> bytes:
            return self._device.gatt_server.read_cccd(connection, made)

        may = Characteristic.Permissions
        return Descriptor(
            GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR,
            may.READABLE | may.WRITEABLE,
            CharacteristicValue(read=read, write=write),
        )

    def _inside(self, name: str) -> str:
        return gatt.DATE_TIME if name == gatt.CURRENT_TIME else name

    async def _read(self, name: str) -> bytes:
        if name in self.stalls_on:
            await asyncio.sleep(1_000_000)
        if name == gatt.CURRENT_TIME:
            return encode_current_time(self.simulated.local_time())
        return self.simulated.values()[name]

    def _write(self, _connection, name: str, data: bytes) -> None:
        assert self.air is not None
        self.simulated.obey(self._inside(name), data, self.air)

    def _meet(self, connection) -> None:
        """Live one connection, from its beginning to its end."""
        self.connections += 1
        said: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self.air = Air(lambda name, data: said.put_nowait((name, data)), self.drop)
        talk = self._spawn(self._talk(connection, said))
        live = self._spawn(self.simulated.speak(self.air))
        connection.on("disconnection", lambda _: (talk.cancel(), live.cancel()))

    async def _talk(self, connection, said: asyncio.Queue[tuple[str, bytes]]) -> None:
        """Send one value after the other; an indication waits for its confirmation."""
        while True:
            name, data = await said.get()
            server, one = self._device.gatt_server, self._characteristics[name]
            indicates = self.subscribed_by.get(name) == "indication"
            send = server.indicate_subscriber if indicates else server.notify_subscriber
            await send(connection, one, data)

    def _listen(self, name: str, _connection, notifies: bool, indicates: bool) -> None:
        if notifies or indicates:
            self.subscribed_by[name] = "indication" if indicates else "notification"
            self.air.listened(name).set()

    def _spawn(self, act: Awaitable) -> asyncio.Task:
        task = asyncio.ensure_future(act)
        self._life.append(task)
        return task
