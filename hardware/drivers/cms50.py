"""The driver of Contec CMS50 oximeters on a serial line, in the two protocols they speak.

v7 is started, kept alive and stopped; the older one streams by itself. A value is published by
``hardware.stability`` alone, after seconds of agreement. The device is gone when its port says so,
and also after 2 s without a frame.

Source: devices.md §4.2.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hardware.codecs import cms50
from hardware.codecs.measured import Measured
from hardware.codecs.serial_frames import Cut, cut_old, cut_v7
from hardware.drivers.driver import DeviceInfo, Packet
from hardware.drivers.inbox import Inbox
from hardware.instants import Instants
from hardware.links.gatt import LinkLost
from hardware.links.serial_link import Line, SerialLink
from hardware.links.serial_port import SerialPorts
from hardware.readings import DeviceError

SILENCE_S = 2.0
NOTICE_S = 0.5
LOOK_EVERY_S = 0.25
KEEP_ALIVE_S = 4.0
REPEATED_EVERY_NS = 100_000_000


class OtherProtocol(DeviceError):
    """Bytes come, and none is a frame: the device speaks the other protocol, or is not one."""

    def __init__(self) -> None:
        super().__init__(
            "L’oxymètre ne parle pas comme prévu. Choisissez l’autre modèle de CMS50 dans la "
            "page Appareils, ou saisissez la valeur.",
            "bytes without a frame",
        )


@dataclass(frozen=True, slots=True)
class Dialect:
    """One protocol: its line, how its bytes are cut and read, what starts and stops it."""

    model: str
    line: Line
    cut: Callable[[bytes], Cut]
    read: Callable[[bytes], Measured]
    start: bytes = b""
    keep_alive: bytes = b""
    stop: bytes = b""


V7 = Dialect(
    "Contec CMS50 (v7)",
    Line(115_200),
    cut_v7,
    cms50.measure_v7,
    cms50.START,
    cms50.KEEP_ALIVE,
    cms50.STOP,
)
OLD = Dialect("Contec CMS50", Line(19_200, "O"), cut_old, cms50.measure_old)
DIALECTS = {"cms50_v7": V7, "cms50_old": OLD}


class Cms50Driver:
    """A ``Driver`` of one CMS50, bound to what is plugged in."""

    def __init__(
        self,
        dialect: Dialect,
        device_id: str,
        ports: SerialPorts,
        instants: Instants,
        *,
        keep_alive_s: float = KEEP_ALIVE_S,
    ) -> None:
        self._dialect = dialect
        self._device_id = device_id
        self._ports = ports
        self._instants = instants
        self._keep_alive_s = keep_alive_s
        self._link: SerialLink | None = None
        self._pulse: asyncio.Task[None] | None = None
        self._begin()

    def _begin(self) -> None:
        self._inbox = Inbox(self._instants)
        self._left = b""
        self._frame_s = self._bytes_s = 0.0
        self._has_notice = False
        self._passed: Measured | None = None
        self._passed_ns = 0

    async def is_present(self) -> bool:
        """Tell whether the device is plugged in."""
        plugged = await self._ports.seen()
        return any(one.identity.device_id == self._device_id for one in plugged)

    async def open(self) -> DeviceInfo:
        """Open the port; nothing is asked yet."""
        self._begin()
        hear, lose = partial(self._hear, self._inbox), self._inbox.end
        self._link = await self._ports.connect(self._device_id, self._dialect.line, hear, lose)
        serial = self._device_id.rpartition(":")[2]
        return DeviceInfo(self._device_id, self._dialect.model, serial, "", None, None)

    async def listen_results(self) -> bool:
        """Return False: its records are never asked for."""
        return False

    async def listen_stream(self) -> None:
        """Start the stream, and keep it alive."""
        if self._link is None:
            raise LinkLost
        self._frame_s = self._bytes_s = _loop_s()
        if self._dialect.start:
            self._link.write(self._dialect.start)
            self._pulse = asyncio.create_task(self._keep_alive(self._link))

    async def receive(self, timeout_s: float) -> Packet | None:
        """Return the next frame, ``None`` after a silence.

        Raises:
            LinkLost: unplugged, switched off, or silent for 2 s.
            OtherProtocol: 2 s of bytes and never a frame.
        """
        until_s = _loop_s() + timeout_s
        while (wait_s := until_s - _loop_s()) > 0:
            packet = await self._inbox.receive(min(wait_s, LOOK_EVERY_S))
            if packet is not None:
                return packet
            self._check_alive(_loop_s())
        return None

    async def close(self) -> None:
        """Stop the stream and release the port."""
        link, self._link = self._link, None
        pulse, self._pulse = self._pulse, None
        if pulse is not None:
            pulse.cancel()
        if link is not None:
            if self._dialect.stop:
                link.write(self._dialect.stop)
            await link.close()

    async def _keep_alive(self, link: SerialLink) -> None:
        while True:
            await asyncio.sleep(self._keep_alive_s)
            link.write(self._dialect.keep_alive)

    def _hear(self, inbox: Inbox, data: bytes) -> None:
        """Cut what came into frames; the bytes of a former connection have a former inbox."""
        if inbox is not self._inbox:
            return
        self._bytes_s = _loop_s()
        cut = self._dialect.cut(self._left + data)
        self._left = cut.left
        for frame in cut.frames:
            self._take(frame)
        self._has_notice = cut.notice and self._passed is not None

    def _take(self, frame: bytes) -> None:
        """Pass a frame on: each that says something new, else ten a second."""
        measured = self._dialect.read(frame)
        self._frame_s = _loop_s()
        at_ns = self._instants.monotonic_ns()
        if measured == self._passed and at_ns - self._passed_ns < REPEATED_EVERY_NS:
            return
        self._passed, self._passed_ns = measured, at_ns
        self._inbox.hear(lambda _: measured, frame)

    def _check_alive(self, at_s: float) -> None:
        silent_s = at_s - self._frame_s
        if silent_s < (NOTICE_S if self._has_notice else SILENCE_S):
            return
        if self._passed is None and at_s - self._bytes_s < SILENCE_S:
            raise OtherProtocol
        raise LinkLost


def _loop_s() -> float:
    return asyncio.get_running_loop().time()
