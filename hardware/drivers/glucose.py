"""The driver of glucose meters: they keep records and give one only when asked.

The station asks for the last record alone. What the meter holds when the window opens is the
floor: its record goes to the guard, which reads its time; from then on only a newer record number
counts. Nothing is deleted, no former record is fetched.

Source: devices.md §1.3 (Glucose); Bluetooth Glucose Profile 1.0, §4.6 (Record Access Control
Point, 30 s to complete a request).
"""

import asyncio

from hardware.codecs import characteristics as gatt
from hardware.codecs.glucose import measure_glucose
from hardware.codecs.record_access import (
    ASK_LAST,
    ASK_NUMBER,
    CHARACTERISTIC,
    Answer,
    Outcome,
    RecordNumber,
    Response,
    decode_answer,
)
from hardware.drivers.driver import Packet, UnknownDevice
from hardware.drivers.gatt import ANSWER_S, PROFILES, GattDriver
from hardware.instants import Instants
from hardware.links.gatt import GattTransport, LinkLost, NoSuchCharacteristic, OnPacket
from hardware.readings import DecodeError, DeviceError

SERVICE = "1808"
ASK_AGAIN_S = 3.0
COMPLETED_S = 30.0
MOST_REFUSALS = 3
NOTHING_YET = -1
# The meter is at work on something else: the request is made again later.
PASSING = frozenset({Outcome.NOT_COMPLETED, Outcome.ABORT_FAILED})


class RecordsRefused(DeviceError):
    """The meter does not give its last record."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "Le lecteur de glycémie ne donne pas sa dernière mesure. "
            "Lisez-la sur son écran et saisissez-la.",
            reason,
        )


class GlucoseDriver(GattDriver):
    """A ``Driver`` of one glucose meter, bound to one address."""

    def __init__(self, address: str, transport: GattTransport, instants: Instants) -> None:
        super().__init__(PROFILES[SERVICE], address, transport, instants)
        self._answers: asyncio.Queue[Answer | None] = asyncio.Queue()
        self._newest: int | None = None
        self._refusals = 0
        self._is_watching = False

    async def listen_results(self) -> bool:
        """Learn the last record; False when nothing old can come any more.

        Raises:
            RecordsRefused: the meter does not give its records.
            UnknownDevice: it has no point where records are asked for.
        """
        self._is_watching = False
        await self._listen_to(gatt.GLUCOSE, self._hear_record)
        await self._listen_to(CHARACTERISTIC, self._hear_answer)
        if self._newest is not None:
            return False
        if await self._ask(ASK_NUMBER) == RecordNumber(0):
            self._newest = NOTHING_YET
            return False
        while not await self._ask_last():
            await asyncio.sleep(ASK_AGAIN_S)
        return True

    async def listen_stream(self) -> None:
        """Ask for the last record from now on, every 3 s; there is no stream."""
        self._is_watching = True

    async def receive(self, timeout_s: float) -> Packet | None:
        """Return the next record, ``None`` after ``timeout_s`` without a new one."""
        while timeout_s > 0:
            wait_s = min(timeout_s, ASK_AGAIN_S)
            packet = await self._inbox.receive(wait_s)
            if packet is not None:
                return packet
            timeout_s -= wait_s
            if self._is_watching:
                await self._ask_last()
        return None

    async def _listen_to(self, name: str, hear: OnPacket) -> None:
        if self._link is None:
            raise LinkLost
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._link.subscribe(name, hear)
        except NoSuchCharacteristic:
            raise UnknownDevice from None
        except TimeoutError:
            raise LinkLost from None

    def _hear_record(self, data: bytes) -> None:
        """Keep a record newer than the last one; an unreadable one is counted by the inbox."""
        try:
            number = measure_glucose(data).sequence
        except DecodeError:
            number = None
        if number is not None:
            is_floor = self._newest is None and self._is_watching
            if is_floor or number <= (NOTHING_YET if self._newest is None else self._newest):
                self._newest = number if is_floor else self._newest
                return
            self._newest = number
        self._inbox.hear(measure_glucose, data)

    def _hear_answer(self, data: bytes) -> None:
        try:
            self._answers.put_nowait(decode_answer(data))
        except DecodeError:
            self._answers.put_nowait(None)

    async def _ask_last(self) -> bool:
        """Ask for the last record, which comes by the inbox; False when it is not for now.

        Raises:
            RecordsRefused: refused for good, or three times in a row for now.
        """
        answer = await self._ask(ASK_LAST)
        match answer:
            case Response(_, Outcome.SUCCESS):
                self._refusals = 0
            case Response(_, Outcome.NO_RECORD):
                self._refusals = 0
                self._newest = NOTHING_YET if self._newest is None else self._newest
            case Response(_, outcome) if outcome not in PASSING:
                raise RecordsRefused(f"last record refused: {outcome.name}")
            case _:
                self._count_refusal()
        return not self._refusals

    def _count_refusal(self) -> None:
        self._refusals += 1
        if self._refusals >= MOST_REFUSALS:
            raise RecordsRefused("last record never given")

    async def _ask(self, request: bytes) -> Answer | None:
        """Return the answer to ``request``, ``None`` when it cannot be read.

        Raises:
            LinkLost: the meter went away, or did not answer within 30 s.
        """
        if self._link is None:
            raise LinkLost
        self._answers = asyncio.Queue()
        try:
            async with asyncio.timeout(COMPLETED_S):
                await self._link.write(CHARACTERISTIC, request)
        except TimeoutError:
            raise LinkLost from None
        return await self._answer()

    async def _answer(self) -> Answer | None:
        answer = asyncio.ensure_future(self._answers.get())
        gone = asyncio.ensure_future(self._inbox.ended.wait())
        both = {answer, gone}
        try:
            await asyncio.wait(both, timeout=COMPLETED_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()
        if not answer.done() or answer.cancelled():
            raise LinkLost
        return answer.result()
