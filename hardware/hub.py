"""The hub: one thread with its loop, where all exam devices live. No Qt.

The caller's thread only leaves requests; everything that happens comes back through ``post``,
called from the hub's thread with the messages of ``hardware.messages``. Each request carries the
id of the consultation, each answer brings it back. One session at a time on each kind of device:
a new one first ends the former, whose late packets are read by nobody.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hardware import sentences
from hardware.instants import Instants
from hardware.intake import Ports
from hardware.links.gatt import LinkError
from hardware.messages import DeviceSeen, Failed, HubMessage
from hardware.readings import DeviceState, Kind
from hardware.registry import Registry
from hardware.session import Session
from hardware.sources import Source

CLOSED_WITHIN_S = 10.0
JOINED_WITHIN_S = 12.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Running:
    session_id: str
    task: asyncio.Task[None]


class Hub:
    """Measures asked from any thread, taken in one."""

    def __init__(
        self,
        registry: Registry,
        post: Callable[[HubMessage], None],
        now: Callable[[], datetime],
        monotonic_ns: Callable[[], int],
        new_id: Callable[[], str],
        *,
        new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self._registry = registry
        self._post = post
        self._instants = Instants(now, monotonic_ns)
        self._ports = Ports(post, new_id, {})
        self._new_loop = new_loop
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._live, name="devices", daemon=True)
        self._ready = threading.Event()
        self._running: dict[Kind, _Running] = {}
        self._turns: dict[Kind, asyncio.Lock] = {}
        self._leave = asyncio.Event()

    def start(self) -> None:
        """Start the thread; the state of each kind of device is posted soon after."""
        self._thread.start()
        self._ready.wait(JOINED_WITHIN_S)

    def stop(self) -> None:
        """Release every device and end the thread, within 12 s. Safe to call twice."""
        self._ask(self._leave.set)
        if self._thread.is_alive():
            self._thread.join(JOINED_WITHIN_S)
        if self._thread.is_alive():
            _log.error("the thread of the devices did not end")

    def measure(self, session_id: str, kind: Kind) -> None:
        """Open a window for ``session_id``; asking again for the same one changes nothing.

        Answered by any number of ``Live`` and ``SetAside``, then by exactly one of ``Taken``,
        ``NeedsConfirmation``, ``Failed``.
        """
        if not self._ask(lambda: self._begin(session_id, kind)):
            self._post(Failed(session_id, kind, sentences.stopped()))

    def cancel(self, session_id: str, kind: Kind) -> None:
        """Close the window of ``session_id``; nothing is answered."""
        self._ask(lambda: self._end(session_id, kind))

    def _ask(self, act: Callable[[], object]) -> bool:
        """Run ``act`` in the hub's thread; return False when there is none."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        try:
            loop.call_soon_threadsafe(act)
        except RuntimeError:  # the loop closed meanwhile
            return False
        return True

    def _live(self) -> None:
        with asyncio.Runner(loop_factory=self._new_loop) as runner:
            runner.run(self._stay())

    async def _stay(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        looking = asyncio.create_task(self._look_around())
        looking.add_done_callback(_log_fault)
        await self._leave.wait()
        self._loop = None
        tasks = {looking, *(one.task for one in self._running.values())}
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=CLOSED_WITHIN_S)

    async def _look_around(self) -> None:
        """Say which devices are there, once, all kinds at the same time."""
        await asyncio.gather(*(self._look_for(kind) for kind in sentences.WORDS))

    async def _look_for(self, kind: Kind) -> None:
        source = self._registry.source_of(kind)
        if source is None:
            self._say(kind, DeviceState.ABSENT, sentences.not_registered(kind))
            return
        try:
            is_present = await source.make(self._instants).is_present()
        except LinkError as refused:
            self._say(kind, refused.state, refused.sentence)
            return
        if kind in self._running:
            return
        if is_present:
            self._say(kind, DeviceState.READY, sentences.ready(kind))
        else:
            self._say(kind, DeviceState.ABSENT, sentences.absent(kind))

    def _say(self, kind: Kind, state: DeviceState, sentence: str) -> None:
        self._post(DeviceSeen(kind, state, sentence))

    def _begin(self, session_id: str, kind: Kind) -> None:
        former = self._running.get(kind)
        if former is not None and not former.task.done():
            if former.session_id == session_id:
                return
            former.task.cancel()
        source = self._registry.source_of(kind)
        if source is None:
            self._post(Failed(session_id, kind, sentences.not_registered(kind)))
            return
        task = asyncio.create_task(self._take_turn(session_id, source))
        task.add_done_callback(lambda done: self._check_end(done, session_id, kind))
        self._running[kind] = _Running(session_id, task)

    async def _take_turn(self, session_id: str, source: Source) -> None:
        """Wait until the former session has released the device, then measure."""
        turn = self._turns.setdefault(source.kind, asyncio.Lock())
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await turn.acquire()
        except TimeoutError:
            self._post(Failed(session_id, source.kind, sentences.still_closing(source.kind)))
            return
        try:
            await Session(session_id, source, self._ports, self._instants).run()
        finally:
            turn.release()

    def _check_end(self, task: asyncio.Task[None], session_id: str, kind: Kind) -> None:
        """A fault of the program ends the session with a sentence, and is logged whole."""
        if _log_fault(task):
            self._post(Failed(session_id, kind, sentences.broken(kind)))

    def _end(self, session_id: str, kind: Kind) -> None:
        running = self._running.get(kind)
        if running is not None and running.session_id == session_id:
            running.task.cancel()


def _log_fault(task: asyncio.Task[None]) -> bool:
    """Return True, and log it whole, when ``task`` ended by a fault of the program."""
    fault = None if task.cancelled() else task.exception()
    if fault is not None:
        _log.error("a task of the hub broke", exc_info=fault)
    return fault is not None
