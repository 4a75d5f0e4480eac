"""The transport of the demonstration: simulated devices, their real bytes, no radio."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from hardware.links.gatt import (
    Advertisement,
    DeviceBusy,
    LinkLost,
    NoSuchCharacteristic,
    NotInRange,
    OnLost,
    OnPacket,
)

ADVERTISING_S = 0.1


class Air:
    """What a connected simulated device uses: to send, to wait for a listener, to vanish."""

    def __init__(self, send: Callable[[str, bytes], None], drop: Callable[[], None]) -> None:
        self.send = send
        self.drop = drop
        self._listened: dict[str, asyncio.Event] = {}

    def listened(self, characteristic: str) -> asyncio.Event:
        """Return the event set once somebody listens to ``characteristic``."""
        return self._listened.setdefault(characteristic, asyncio.Event())


class Peripheral(Protocol):
    """What this transport asks of a simulated device."""

    @property
    def advertisement(self) -> Advertisement:
        """What the device says to everybody."""
        ...

    @property
    def in_range(self) -> bool:
        """False while the device is off or away."""
        ...

    @property
    def characteristics(self) -> frozenset[str]:
        """Those that can be listened to."""
        ...

    @property
    def writable(self) -> frozenset[str]:
        """Those that take a command."""
        ...

    def values(self) -> Mapping[str, bytes]:
        """Return the readable characteristics at this moment."""
        ...

    def obey(self, characteristic: str, data: bytes, air: "Air") -> None:
        """Take one command written on a writable characteristic; answers go through ``air``."""
        ...

    async def speak(self, air: Air) -> None:
        """Live one connection: send through ``air``, and return when there is no more to say."""
        ...


class DirectTransport:
    """A ``GattTransport`` over simulated devices living in the same loop."""

    def __init__(self, peripherals: Iterable[Peripheral]) -> None:
        self._peripherals = {one.advertisement.address: one for one in peripherals}
        self._held: set[str] = set()

    async def scan(self, services: frozenset[str], timeout_s: float) -> tuple[Advertisement, ...]:
        """Return the simulated devices in range that offer one of ``services``."""
        await asyncio.sleep(min(ADVERTISING_S, timeout_s))
        return tuple(
            one.advertisement
            for one in self._peripherals.values()
            if one.in_range and one.advertisement.services & services
        )

    async def is_heard(self, address: str, timeout_s: float) -> bool:
        """Tell whether the simulated device at ``address`` is switched on."""
        await asyncio.sleep(min(ADVERTISING_S, timeout_s))
        peripheral = self._peripherals.get(address)
        return peripheral is not None and peripheral.in_range

    async def connect(self, address: str, on_lost: OnLost) -> "DirectLink":
        """Return a link with the simulated device at ``address``.

        Raises:
            NotInRange: no such device, or it is switched off.
            DeviceBusy: it is connected already.
        """
        await asyncio.sleep(ADVERTISING_S)
        peripheral = self._peripherals.get(address)
        if peripheral is None or not peripheral.in_range:
            raise NotInRange
        if address in self._held:
            raise DeviceBusy
        self._held.add(address)
        return DirectLink(peripheral, on_lost, lambda: self._held.discard(address))

    async def pair(self, address: str, on_lost: OnLost) -> "DirectLink":
        """Do as ``connect``: a simulated device trusts everybody."""
        return await self.connect(address, on_lost)


class DirectLink:
    """One connection with a simulated device, which lives in its own task."""

    def __init__(self, peripheral: Peripheral, on_lost: OnLost, release: OnLost) -> None:
        self._peripheral = peripheral
        self._on_lost = on_lost
        self._release = release
        self._listeners: dict[str, OnPacket] = {}
        self._is_open = True
        self._air = Air(self._deliver, self._drop)
        self._life = asyncio.create_task(peripheral.speak(self._air))

    async def read(self, characteristic: str) -> bytes:
        """Return the value of ``characteristic``."""
        self._check_open()
        values = self._peripheral.values()
        if characteristic not in values:
            raise NoSuchCharacteristic(characteristic)
        return values[characteristic]

    async def write(self, characteristic: str, data: bytes) -> None:
        """Give the command ``data`` to the device."""
        self._check_open()
        if characteristic not in self._peripheral.writable:
            raise NoSuchCharacteristic(characteristic)
        self._peripheral.obey(characteristic, data, self._air)

    async def subscribe(self, characteristic: str, on_packet: OnPacket) -> None:
        """Call ``on_packet`` with each value the device sends."""
        self._check_open()
        if characteristic not in self._peripheral.characteristics:
            raise NoSuchCharacteristic(characteristic)
        self._listeners[characteristic] = on_packet
        self._air.listened(characteristic).set()

    async def close(self) -> None:
        """Hang up: the device's task is ended and nothing is delivered any more."""
        self._end()
        self._life.cancel()
        await asyncio.wait((self._life,))

    def _check_open(self) -> None:
        if not self._is_open:
            raise LinkLost

    def _deliver(self, characteristic: str, data: bytes) -> None:
        listener = self._listeners.get(characteristic)
        if self._is_open and listener is not None:
            listener(data)

    def _drop(self) -> None:
        if self._is_open:
            self._end()
            self._on_lost()

    def _end(self) -> None:
        self._is_open = False
        self._listeners.clear()
        self._release()
