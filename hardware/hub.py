"""The hub: one thread with its loop, where all exam devices live. No Qt.

The caller's thread only leaves requests; everything that happens comes back through ``post``,
called from the hub's thread with the messages of ``hardware.messages``. Each request carries the
id of the consultation, each answer brings it back. One session at a time on each kind of device:
a new one first ends the former, whose late packets are read by nobody.

What concerns the devices and no patient (search, binding, trial) comes back through
``post_setup``, with the messages of ``hardware.setup_messages``.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime

from hardware import sentences
from hardware.instants import Instants
from hardware.intake import Ports
from hardware.links.gatt import RadioUnavailable
from hardware.lookout import Lookout
from hardware.messages import DeviceSeen, Failed, HubMessage
from hardware.readings import Kind
from hardware.registry import Registry
from hardware.session import Session
from hardware.setup_messages import Candidate, SetupMessage, TrialEnded
from hardware.sources import Source
from hardware.trial import SESSION_ID as TRIAL
from hardware.trial import Trial
from hardware.workshop import Workshop

# A former session is waited for this long; a closing station waits less (devices.md §9: 5 s).
CLOSED_WITHIN_S = 10.0
LEFT_WITHIN_S = 4.0
JOINED_WITHIN_S = 6.0
FOUND_WITHIN_S = 8.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Running:
    session: Session
    task: asyncio.Task[None]


class Hub:
    """Measures asked from any thread, taken in one.

    ``post_setup`` may be replaced before ``start``; until then nobody hears of the devices' set-up.
    """

    post_setup: Callable[[SetupMessage], None]

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
        self._post = post
        self.post_setup = _unheard
        self._instants = Instants(now, monotonic_ns)
        clocks: dict[str, int] = {}
        self._workshop = Workshop(self._instants, self._tell, clocks)
        self._ports = Ports(self._hear, new_id, {}, self._workshop.tell, clocks)
        self._lookout = Lookout(registry, self._instants, post, self._is_busy)
        self._new_loop = new_loop
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._live, name="devices", daemon=True)
        self._ready = threading.Event()
        self._running: dict[Kind, _Running] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._turns: dict[Kind, asyncio.Lock] = {}
        self._leave = asyncio.Event()

    def start(self) -> None:
        """Start the thread; the state of each kind of device is posted soon after."""
        self._thread.start()
        self._ready.wait(JOINED_WITHIN_S)

    def stop(self) -> None:
        """Release every device and end the thread, within 6 s. Safe to call twice."""
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

    def use(self, registry: Registry) -> None:
        """Take the devices of ``registry`` from now on, and say which are there.

        A measure under way ends on the device it began with.
        """
        self._ask(lambda: self._use(registry))

    def look(self) -> None:
        """Look around again: a ``DeviceSeen`` for each kind, within some seconds."""
        self._ask(lambda: self._do(self._lookout.look(sentences.WORDS)))

    def discover(self, seconds: float = FOUND_WITHIN_S) -> None:
        """Search for devices in range and plugged in.

        Answered by ``DevicesFound``, the last one with ``is_over``.
        """
        self._ask(lambda: self._do(self._workshop.discover(self._lookout.registry, seconds)))

    def bind(self, candidate: Candidate) -> None:
        """Connect to ``candidate``, pair it, set its clock: ``DeviceBound`` or ``NotBound``.

        The caller then keeps the binding in the settings, and gives a new registry to ``use``.
        """
        self._ask(lambda: self._do(self._workshop.bind(self._lookout.registry, candidate)))

    def try_device(self, kind: Kind) -> None:
        """Take a measure on nobody: ``TrialShown`` any number of times, then ``TrialEnded``.

        Refused while a patient is measured; ended when a patient's measure begins.
        """
        if not self._ask(lambda: self._begin_trial(kind)):
            self._tell(TrialEnded(kind, works=False, sentence=sentences.stopped()))

    def stop_trial(self, kind: Kind) -> None:
        """End the trial of ``kind``, if there is one."""
        self.cancel(TRIAL, kind)

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
        self._do(self._lookout.stay())
        await self._leave.wait()
        self._loop = None
        tasks = {*self._chores, *(one.task for one in self._running.values())}
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=LEFT_WITHIN_S)

    def _do(self, chore: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        task.add_done_callback(_log_fault)

    def _use(self, registry: Registry) -> None:
        self._lookout.registry = registry
        self._do(self._lookout.look(sentences.WORDS))

    def _tell(self, message: SetupMessage) -> None:
        self.post_setup(message)

    def _hear(self, message: HubMessage) -> None:
        """Post what a session says."""
        if isinstance(message, DeviceSeen):
            self._lookout.note(message)
        self._post(message)

    def _is_busy(self, kind: Kind) -> bool:
        running = self._running.get(kind)
        return running is not None and not running.task.done()

    def _begin(self, session_id: str, kind: Kind) -> None:
        if self._is_busy(kind):
            former = self._running[kind]
            if former.session.session_id == session_id and not former.session.is_over:
                return
            former.task.cancel()
        source = self._lookout.registry.source_of(kind)
        if source is None:
            self._post(Failed(session_id, kind, sentences.not_registered(kind)))
            return
        self._run(session_id, source, self._ports)

    def _begin_trial(self, kind: Kind) -> None:
        trial = Trial(kind, self._ports, self._tell)
        source = self._lookout.registry.source_of(kind)
        if self._is_busy(kind):
            if self._running[kind].session.session_id != TRIAL:
                trial.refuse(sentences.in_use(kind))
        elif source is None:
            trial.refuse(sentences.not_registered(kind))
        else:
            self._run(TRIAL, source, trial.ports).add_done_callback(lambda _: trial.end())

    def _run(self, session_id: str, source: Source, ports: Ports) -> asyncio.Task[None]:
        session = Session(session_id, source, ports, self._instants)
        task = asyncio.create_task(self._take_turn(session, source.kind, ports))
        task.add_done_callback(lambda done: _check_end(done, session_id, source.kind, ports))
        self._running[source.kind] = _Running(session, task)
        return task

    async def _take_turn(self, session: Session, kind: Kind, ports: Ports) -> None:
        """Wait until the former session has released the device, then measure."""
        turn = self._turns.setdefault(kind, asyncio.Lock())
        try:
            async with asyncio.timeout(CLOSED_WITHIN_S):
                await turn.acquire()
        except TimeoutError:
            ports.post(Failed(session.session_id, kind, sentences.still_closing(kind)))
            return
        try:
            await session.run()
        finally:
            turn.release()
        if isinstance(session.refusal, RadioUnavailable):
            self._lookout.doubt(kind)

    def _end(self, session_id: str, kind: Kind) -> None:
        running = self._running.get(kind)
        if running is not None and running.session.session_id == session_id:
            running.task.cancel()


def _unheard(_message: SetupMessage) -> None:
    """Nobody listens."""


def _check_end(task: asyncio.Task[None], session_id: str, kind: Kind, ports: Ports) -> None:
    """A fault of the program ends the session with a sentence, and is logged whole."""
    if _log_fault(task):
        ports.post(Failed(session_id, kind, sentences.broken(kind)))


def _log_fault(task: asyncio.Task[None]) -> bool:
    """Return True, and log it whole, when ``task`` ended by a fault of the program."""
    fault = None if task.cancelled() else task.exception()
    if fault is not None:
        _log.error("a task of the hub broke", exc_info=fault)
    return fault is not None
