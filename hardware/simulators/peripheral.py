"""What all simulated devices share: their table of values and the script of one connection."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hardware.codecs.characteristics import (
    BATTERY_LEVEL,
    DATE_TIME,
    FIRMWARE,
    MAKER,
    MODEL,
    SERIAL,
)
from hardware.codecs.timestamp import decode_clock, encode_timestamp
from hardware.links.direct import Air
from hardware.links.gatt import Advertisement
from hardware.readings import DecodeError
from hardware.simulators.scenario import Faults

MAKER_NAME = b"OSyS"
FIRMWARE_NAME = b"1.0"
PRESSED_AFTER_S = 2.0
STORED_AGE = timedelta(hours=1)
GARBAGE = b"\xff\x00\x13"


@dataclass(frozen=True, slots=True)
class Plate:
    """What is written under the device: how it advertises and what can be listened to.

    ``result`` is empty for a device that only streams, ``stream`` for one that only concludes.
    """

    address: str
    name: str
    serial: str
    service: str
    result: str
    stream: str = ""


class SimulatedDevice(ABC):
    """One simulated device; each kind says what it sends in ``packet`` and ``stream``."""

    def __init__(self, plate: Plate, faults: Faults, now: Callable[[], datetime]) -> None:
        self.plate = plate
        self.faults = faults
        self._now = now
        self._skew = timedelta(seconds=faults.skew_s)
        self._has_dropped = False

    @property
    def advertisement(self) -> Advertisement:
        """What the device says to everybody."""
        return Advertisement(self.plate.address, self.plate.name, frozenset({self.plate.service}))

    @property
    def in_range(self) -> bool:
        """False while the device is off or away."""
        return not self.faults.away

    @property
    def characteristics(self) -> frozenset[str]:
        """What can be listened to."""
        return frozenset({self.plate.result, self.plate.stream}) - {""}

    @property
    def writable(self) -> frozenset[str]:
        """What takes a command: the clock, on a device that has one."""
        return frozenset() if self.faults.clock_unreadable else frozenset({DATE_TIME})

    def values(self) -> Mapping[str, bytes]:
        """Return the readable characteristics at this moment."""
        readable = {
            MAKER: MAKER_NAME,
            MODEL: self.plate.name.encode(),
            SERIAL: self.plate.serial.encode(),
            FIRMWARE: FIRMWARE_NAME,
            BATTERY_LEVEL: bytes((self.faults.battery,)),
        }
        if not self.faults.clock_unreadable:
            readable[DATE_TIME] = encode_timestamp(self.local_time())
        return readable

    def local_time(self, ago: timedelta = timedelta()) -> datetime:
        """Return the device's wall clock, to the second, ``ago`` before this moment."""
        moment = self._now() - ago + self._skew
        return moment.replace(tzinfo=None, microsecond=0)

    def obey(self, characteristic: str, data: bytes, air: Air) -> None:
        """Set the clock; a time that cannot be read changes nothing."""
        if characteristic != DATE_TIME:
            return
        try:
            wanted = decode_clock(data)
        except DecodeError:
            return
        if wanted is not None:
            self._skew = wanted - self._now().replace(tzinfo=None)

    async def speak(self, air: Air) -> None:
        """Live one connection: stored readings, then one measure once the button is pressed."""
        await air.listened(self.plate.result or self.plate.stream).wait()
        if self.plate.result:
            self._send_stored(air)
        if self.faults.silent:
            return
        await asyncio.sleep(PRESSED_AFTER_S)
        if self.faults.drop_after_s is None or self._has_dropped:
            await self._measure(air)
            return
        self._has_dropped = True
        await self._measure_and_drop(air, self.faults.drop_after_s)

    def _send_stored(self, air: Air) -> None:
        for rank in range(self.faults.stored, 0, -1):
            air.send(self.plate.result, self.packet(ago=rank * STORED_AGE))

    async def _measure(self, air: Air) -> None:
        for pause_s, packet in self.stream():
            air.send(self.plate.stream, packet)
            await asyncio.sleep(pause_s)
        for _ in range(self.faults.garbage):
            air.send(self.plate.result or self.plate.stream, GARBAGE)
        if not self.plate.result:
            return
        packet = self.packet(ago=timedelta())
        for _ in range(2 if self.faults.twice else 1):
            air.send(self.plate.result, packet)

    async def _measure_and_drop(self, air: Air, after_s: float) -> None:
        try:
            async with asyncio.timeout(after_s):
                await self._measure(air)
        except TimeoutError:
            air.drop()

    @abstractmethod
    def packet(self, ago: timedelta) -> bytes:
        """Return the result packet of a measure taken ``ago``."""

    @abstractmethod
    def stream(self) -> Iterator[tuple[float, bytes]]:
        """Yield what is sent while measuring, each with the pause after it in seconds."""

    def dated(self, ago: timedelta) -> tuple[bool, datetime | None]:
        """Return whether the packet carries a time, and which."""
        return not self.faults.undated, self.local_time(ago)


def steps(seconds: float, pause_s: float) -> Iterator[float]:
    """Yield the shares 0 to 1 of a duration, one each ``pause_s``."""
    total = max(1, round(seconds / pause_s))
    return (rank / total for rank in range(total + 1))
