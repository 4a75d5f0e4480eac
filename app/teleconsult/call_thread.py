"""The thread of one call: its loop, and how the rest of the process reaches it. Loads little."""

import asyncio
import gc
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from app.teleconsult.call_commands import BeginCall
from app.teleconsult.peer import Line, Planes, Samples
from app.teleconsult.surroundings import Surroundings
from hardware.media.process import place_of

if TYPE_CHECKING:
    from app.teleconsult.held_call import HeldCall

FORMER_LEFT_WITHIN_S = 5.0


class CallThread(threading.Thread):
    """Holds one call from ``start`` to its end; then calls ``over`` and frees everything.

    ``after`` is the thread of the former call, whose microphone is released first.
    """

    def __init__(
        self,
        begin: BeginCall,
        around: Surroundings,
        over: Callable[[int], None],
        after: "CallThread | None" = None,
    ) -> None:
        super().__init__(name="call", daemon=True)
        self._begin, self._around, self._over, self._after = begin, around, over, after
        self._loop = asyncio.new_event_loop()
        self._held: HeldCall | None = None
        self._waiting: list[Callable[[HeldCall], None]] | None = []
        self._task: asyncio.Task[None] | None = None

    def do(self, act: Callable[["HeldCall"], None]) -> None:
        """Do ``act`` in the loop, in order, once the call is held; nothing when it is over."""
        with suppress(RuntimeError):  # its loop is closed
            self._loop.call_soon_threadsafe(self._do, act)

    def show(self, line: Line, planes: Planes, at_us: int) -> None:
        """Send a picture. Any thread."""
        held = self._held
        if held is not None:
            held.show(line, planes, at_us)

    def play(self, line: Line, samples: Samples) -> None:
        """Send sound at 48 kHz. Any thread."""
        held = self._held
        if held is not None:
            held.play(line, samples)

    @property
    def is_linked(self) -> bool:
        """True while a picture would be sent."""
        held = self._held
        return held is not None and held.is_linked

    def end(self) -> None:
        """Let the connection go, at once and without a word to the doctor."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._cancel)

    def run(self) -> None:
        """Hold the call."""
        if self._after is not None:
            self._after.join(FORMER_LEFT_WITHIN_S)
            self._after = None
        with (
            asyncio.Runner(loop_factory=lambda: self._loop) as runner,
            suppress(asyncio.CancelledError),
        ):
            runner.run(self._hold())
        self._held = self._task = None
        gc.collect()  # connections and their pictures hold each other, out of Python's sight
        self._over(self._begin.number)

    async def _hold(self) -> None:
        from app.teleconsult.held_call import HeldCall  # the engine takes half a second to load

        self._task = asyncio.current_task()
        self._loop.set_exception_handler(self._note)
        held = HeldCall(self._begin, self._around)
        self._held = held
        await held.hold(lambda: self._begun(held))

    def _begun(self, held: "HeldCall") -> None:
        """The call exists: do what was asked meanwhile."""
        waiting, self._waiting = self._waiting or [], None
        for act in waiting:
            act(held)

    def _do(self, act: Callable[["HeldCall"], None]) -> None:
        if self._waiting is not None:
            self._waiting.append(act)
        elif self._held is not None:
            act(self._held)

    def _note(self, _loop: asyncio.AbstractEventLoop, fault: Mapping[str, object]) -> None:
        """Write where something went wrong in the loop; its text might hold what was said."""
        raised = fault.get("exception")
        if isinstance(raised, Exception):
            where = place_of(raised.__traceback__)
            self._around.note(f"call: {type(raised).__name__} at {where}")

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
