"""The driver of every device that follows a Bluetooth health profile: a table, no code per model.

Source: Bluetooth SIG Assigned Numbers (services); devices.md §1.3 and §4.1.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from types import MappingProxyType

from hardware.codecs import characteristics as gatt
from hardware.codecs import nonin
from hardware.codecs.timestamp import decode_clock
from hardware.drivers.driver import DeviceInfo, Packet, UnknownDevice
from hardware.drivers.inbox import Inbox
from hardware.instants import Instants
from hardware.links.gatt import GattLink, GattTransport, LinkLost, NoSuchCharacteristic, NotInRange
from hardware.readings import DecodeError, Kind

SCAN_S = 5.0
# The transport bounds each of its steps; identifying takes a few exchanges more.
CONNECT_S = 30.0
ANSWER_S = 5.0
FULL_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Profile:
    """What a service sends: ``results`` are kept records too, ``streams`` only the moment."""

    kind: Kind
    service: str
    results: tuple[str, ...]
    streams: tuple[str, ...]


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        one.service: one
        for one in (
            Profile(Kind.BLOOD_PRESSURE, "1810", (gatt.BLOOD_PRESSURE,), (gatt.CUFF_PRESSURE,)),
            Profile(
                Kind.TEMPERATURE, "1809", (gatt.TEMPERATURE,), (gatt.INTERMEDIATE_TEMPERATURE,)
            ),
            Profile(Kind.OXIMETRY, "1822", (gatt.PLX_SPOT,), (gatt.PLX_CONTINUOUS,)),
            Profile(Kind.WEIGHT, "181d", (gatt.WEIGHT,), ()),
            Profile(Kind.GLUCOSE, "1808", (gatt.GLUCOSE,), ()),
            Profile(Kind.HEART_RATE, "180d", (), (gatt.HEART_RATE,)),
            Profile(Kind.OXIMETRY, nonin.SERVICE, (), (nonin.CHARACTERISTIC,)),
        )
    }
)


class GattDriver:
    """A ``Driver`` over any ``GattTransport``, bound to one address: the neighbour is ignored."""

    def __init__(
        self, profile: Profile, address: str, transport: GattTransport, instants: Instants
    ) -> None:
        self._profile = profile
        self._address = address
        self._transport = transport
        self._instants = instants
        self._link: GattLink | None = None
        self._inbox = Inbox(instants)
        self._listened: set[str] = set()

    async def is_present(self) -> bool:
        """Tell whether the device advertises; at most 5 s."""
        try:
            async with asyncio.timeout(SCAN_S + ANSWER_S):
                return await self._transport.is_heard(self._address, SCAN_S)
        except TimeoutError:
            return False

    async def open(self) -> DeviceInfo:
        """Connect, read who it is, its battery and its clock."""
        self._inbox = Inbox(self._instants)
        self._listened.clear()
        try:
            async with asyncio.timeout(CONNECT_S):
                self._link = await self._transport.connect(self._address, self._inbox.end)
                return await identify(self._link, self._address, self._instants)
        except TimeoutError:
            raise NotInRange from None

    async def listen_results(self) -> bool:
        """Subscribe to what the device keeps and sends as results."""
        await self._listen(self._profile.results)
        return bool(self._listened)

    async def listen_stream(self) -> None:
        """Subscribe to the values of the moment; a device must have a stream or results."""
        await self._listen(self._profile.streams)
        if not self._listened:
            raise UnknownDevice

    async def receive(self, timeout_s: float) -> Packet | None:
        """Return the next packet, ``None`` after a silence."""
        return await self._inbox.receive(timeout_s)

    async def close(self) -> None:
        """Hang up; a device that does not answer is left after 5 s."""
        link, self._link = self._link, None
        if link is not None:
            await asyncio.wait({asyncio.ensure_future(link.close())}, timeout=ANSWER_S)

    async def _listen(self, names: tuple[str, ...]) -> None:
        if self._link is None:
            raise LinkLost
        for name in names:
            hear = partial(self._inbox.hear, gatt.DECODERS[name])
            try:
                async with asyncio.timeout(ANSWER_S):
                    await self._link.subscribe(name, hear)
            except NoSuchCharacteristic:
                continue
            except TimeoutError:
                raise LinkLost from None
            self._listened.add(name)


async def identify(link: GattLink, address: str, instants: Instants) -> DeviceInfo:
    """Return who answers on ``link``, its battery and its clock. Errors of ``GattLink.read``."""
    battery = await _read(link, gatt.BATTERY_LEVEL)
    return DeviceInfo(
        device_id=address,
        model=_text(await _read(link, gatt.MODEL)),
        serial=_text(await _read(link, gatt.SERIAL)),
        firmware=_text(await _read(link, gatt.FIRMWARE)),
        battery_percent=battery[0] if len(battery) == 1 and battery[0] <= FULL_PERCENT else None,
        skew_s=await skew(link, instants),
    )


async def skew(link: GattLink, instants: Instants) -> int | None:
    """Return the device's wall clock minus UTC, in seconds, ``None`` when it cannot be read."""
    for name in (gatt.DATE_TIME, gatt.CURRENT_TIME):
        try:
            clock = decode_clock(await _read(link, name))
        except DecodeError:
            continue
        if clock is not None:
            return round((clock.replace(tzinfo=UTC) - instants.now()).total_seconds())
    return None


async def _read(link: GattLink, name: str) -> bytes:
    """Return a value that a device may lack, then empty."""
    try:
        return await link.read(name)
    except NoSuchCharacteristic:
        return b""


def _text(data: bytes) -> str:
    """Return what the device says of itself, without what cannot be printed."""
    decoded = data.decode("utf-8", errors="replace")
    return "".join(sign for sign in decoded if sign.isprintable()).strip()[:64]
