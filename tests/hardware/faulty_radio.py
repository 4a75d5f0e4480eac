"""A radio under the test's control: it hangs, leaks late packets, or is switched off."""

import asyncio
from collections.abc import Callable

from hardware.codecs.characteristics import DECODERS
from hardware.drivers.gatt import PROFILES, GattDriver
from hardware.links.gatt import Advertisement, LinkLost, NoSuchCharacteristic, NotInRange
from hardware.readings import Kind, Origin
from hardware.registry import Registry
from hardware.sources import PACES, Source

NEVER_S = 100_000.0


class FaultyRadio:
    """A ``GattTransport`` with one cuff in range. Plain attributes choose the fault."""

    def __init__(self, on_listen: Callable[["FaultyLink"], None] = lambda link: None) -> None:
        self.on_listen = on_listen
        self.refusal: Exception | None = None
        self.refused_after = 10_000
        self.hangs_on: frozenset[str] = frozenset()
        self.has = frozenset(DECODERS)
        self.values: dict[str, bytes] = {}
        self.links: list[FaultyLink] = []

    async def scan(self, services: frozenset[str], timeout_s: float) -> tuple[Advertisement, ...]:
        await self.pass_by("scan")
        return (Advertisement("cuff", "Cuff", services),)

    async def is_heard(self, address: str, timeout_s: float) -> bool:
        await self.pass_by("scan")
        return True

    async def connect(self, address: str, on_lost: Callable[[], None]) -> "FaultyLink":
        await self.pass_by("connect")
        if len(self.links) >= self.refused_after:
            raise NotInRange
        link = FaultyLink(self, on_lost)
        self.links.append(link)
        return link

    async def pass_by(self, step: str) -> None:
        if step in self.hangs_on:
            await asyncio.sleep(NEVER_S)
        if self.refusal is not None:
            raise self.refusal

    def registry(self) -> Registry:
        """Return a station whose only device is this radio's cuff."""
        kind = Kind.BLOOD_PRESSURE
        source = Source(kind, "cuff", Origin.LIVE, self._driver, PACES[kind])
        return Registry((source,))

    def _driver(self, instants):
        return GattDriver(PROFILES["1810"], "cuff", self, instants)


class FaultyLink:
    """A link that may go on speaking after it was closed, as radios do."""

    def __init__(self, radio: FaultyRadio, on_lost: Callable[[], None]) -> None:
        self.radio = radio
        self.drop = on_lost
        self.listeners: dict[str, Callable[[bytes], None]] = {}

    async def read(self, characteristic: str) -> bytes:
        await self.radio.pass_by("read")
        if characteristic not in self.radio.values:
            raise NoSuchCharacteristic(characteristic)
        return self.radio.values[characteristic]

    async def write(self, characteristic: str, data: bytes) -> None:
        raise LinkLost

    async def subscribe(self, characteristic: str, on_packet: Callable[[bytes], None]) -> None:
        await self.radio.pass_by("subscribe")
        if characteristic not in self.radio.has:
            raise NoSuchCharacteristic(characteristic)
        self.listeners[characteristic] = on_packet
        self.radio.on_listen(self)

    async def close(self) -> None:
        await self.radio.pass_by("close")
