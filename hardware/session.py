"""One measure for one consultation on one device: arm, connect, drain, watch, close.

Runs in the hub's loop. Ends with exactly one of ``Taken``, ``NeedsConfirmation`` and ``Failed``,
except a cancellation, which posts nothing.
"""

import asyncio

from hardware import sentences
from hardware.drivers.driver import DeviceInfo, Driver
from hardware.guard import Arming, Guard, arm, disarm
from hardware.instants import Instants
from hardware.intake import Intake, Ports
from hardware.links.gatt import LinkError, LinkLost, NotInRange, RadioUnavailable
from hardware.messages import DeviceSeen, Failed
from hardware.readings import DeviceError, DeviceState
from hardware.sources import Source

# devices.md §9: drain until 1.5 s of silence, 20 s at most; a lost window is kept 90 s.
DRAINED_AFTER_S = 1.5
LONGEST_DRAIN_S = 20
LOST_KEPT_S = 90
RETRY_S = (0.5, 1, 2, 4)
SILENCE_S = 5.0
LOW_BATTERY_PERCENT, EMPTY_BATTERY_PERCENT = 20, 5
NANOSECONDS = 1_000_000_000


class BatteryEmpty(DeviceError):
    """The battery is too low for a measure that can be trusted."""


class Session:
    """The window opened for one consultation on one device."""

    def __init__(self, session_id: str, source: Source, ports: Ports, instants: Instants) -> None:
        self.session_id = session_id
        self._source = source
        self._ports = ports
        self._instants = instants
        self._intake = Intake(session_id, source, ports)
        self._driver: Driver
        self._said: DeviceSeen | None = None
        self._has_connected = False
        self._lost_ns: int | None = None
        self.refusal: LinkError | None = None
        self.is_over = False

    async def run(self) -> None:
        """Measure; the device is released and the window closed when this returns.

        What the link refused, if it did, is then in ``refusal``. From ``is_over`` on there is
        nothing left but to release the device.
        """
        self._driver = self._source.make(self._instants)
        self._arm()
        try:
            async with asyncio.timeout(self._source.pace.lasts_s):
                await self._measure()
            self._say(DeviceState.READY, sentences.ready(self._source.kind))
        except TimeoutError:
            self._fail(sentences.nothing_came(self._source.kind), DeviceState.READY)
        except LinkError as refused:
            self.refusal = refused
            self._fail(refused.sentence, refused.state)
        except DeviceError as refused:
            self._fail(refused.sentence, DeviceState.READY)
        except asyncio.CancelledError:
            self._say(DeviceState.READY, sentences.ready(self._source.kind))
            raise
        finally:
            self._disarm()
            await self._release()

    def _arm(self) -> None:
        device_id = self._source.device_id
        arming = Arming(
            session_id=self.session_id,
            device_id=device_id,
            kind=self._source.kind,
            armed_at=self._instants.now(),
            armed_ns=self._instants.monotonic_ns(),
            lasts_s=self._source.pace.lasts_s,
            user=self._source.user,
        )
        self._ports.guards[device_id] = arm(self._ports.guards.get(device_id, Guard()), arming)

    def _disarm(self) -> None:
        device_id = self._source.device_id
        guard = self._ports.guards[device_id]
        self._ports.guards[device_id] = disarm(guard, self.session_id)

    async def _release(self) -> None:
        """Close the driver to the end, even if the next patient's session is in a hurry."""
        self.is_over = True
        closing = asyncio.ensure_future(self._driver.close())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await asyncio.wait((closing,))
            raise

    async def _measure(self) -> None:
        """Connect until a reading comes; a device lost on the way is looked for again."""
        failures = 0
        while True:
            try:
                await self._connect()
                failures = 0
                if not await self._drain():
                    await self._watch()
            except (LinkLost, NotInRange, RadioUnavailable) as gone:
                self._note_loss(gone)
                await self._driver.close()
                await asyncio.sleep(RETRY_S[min(failures, len(RETRY_S) - 1)])
                failures += 1
            else:
                return

    def _note_loss(self, gone: LinkError) -> None:
        """Let a device that had answered come back for 90 s, or the radio; else raise again."""
        now_ns = self._instants.monotonic_ns()
        if self._lost_ns is None:
            self._lost_ns = now_ns
        if not self._has_connected:
            raise gone
        if now_ns - self._lost_ns > LOST_KEPT_S * NANOSECONDS:
            raise LinkLost
        if isinstance(gone, RadioUnavailable):
            self._say(gone.state, gone.sentence)
        else:
            self._say(DeviceState.LOST, sentences.lost(self._source.kind))

    async def _connect(self) -> None:
        if not self._has_connected:
            self._say(DeviceState.SEARCHING, sentences.searching(self._source.kind))
        info = await self._driver.open()
        self._has_connected = True
        self._lost_ns = None
        self._intake.connected(info)
        self._ports.tell(self._source.kind, info)
        self._check_battery(info)

    def _check_battery(self, info: DeviceInfo) -> None:
        percent, kind = info.battery_percent, self._source.kind
        if percent is not None and percent < EMPTY_BATTERY_PERCENT:
            raise BatteryEmpty(sentences.battery_empty(kind, percent), "battery empty")
        if percent is not None and percent < LOW_BATTERY_PERCENT:
            self._say(DeviceState.LOW_BATTERY, sentences.battery_low(kind, percent))

    async def _drain(self) -> bool:
        """Swallow stored records; return True when one was of this window and dated."""
        if not await self._driver.listen_results():
            self._intake.drained()
            return False
        until_ns = self._instants.monotonic_ns() + LONGEST_DRAIN_S * NANOSECONDS
        while self._instants.monotonic_ns() < until_ns:
            packet = await self._driver.receive(DRAINED_AFTER_S)
            if packet is None:
                self._intake.drained()
                return False
            if self._intake.take(packet, draining=True):
                return True
        return False

    async def _watch(self) -> None:
        """Receive until a reading comes; the window bounds the wait."""
        await self._driver.listen_stream()
        self._say(DeviceState.CONNECTED, sentences.connected(self._source.kind))
        while True:
            packet = await self._driver.receive(SILENCE_S)
            if packet is None:
                continue
            self._say(DeviceState.MEASURING, sentences.measuring(self._source.kind))
            if self._intake.take(packet, draining=False):
                return

    def _say(self, state: DeviceState, sentence: str) -> None:
        """Post the state of the device when it changed."""
        seen = DeviceSeen(self._source.kind, state, sentence)
        if seen != self._said:
            self._said = seen
            self._ports.post(seen)

    def _fail(self, sentence: str, state: DeviceState) -> None:
        kind = self._source.kind
        self._ports.post(Failed(self.session_id, kind, sentence))
        self._say(state, sentence if state is not DeviceState.READY else sentences.ready(kind))
