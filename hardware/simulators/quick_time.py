"""A loop whose time jumps to the next timer: waits of minutes are run in milliseconds.

For the headless demonstration and the tests. All time-outs keep their order, since they and the
clocks below read the same time. Nothing but simulated devices may live in such a loop.
"""

import asyncio
import selectors
from datetime import datetime, timedelta

NANOSECONDS = 1_000_000_000


class QuickTime:
    """A clock and the loop that drives it. ``start`` is aware, in UTC."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self.elapsed_s = 0.0

    def now(self) -> datetime:
        """Return the instant the loop has come to."""
        return self._start + timedelta(seconds=self.elapsed_s)

    def monotonic_ns(self) -> int:
        """Return the nanoseconds since the start."""
        return int(self.elapsed_s * NANOSECONDS)

    def loop(self) -> asyncio.AbstractEventLoop:
        """Return a new loop living in this time."""
        return _QuickLoop(self)


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits for a timer: time goes there at once, unless something happened meanwhile."""

    def __init__(self, time: QuickTime) -> None:
        super().__init__()
        self._quick_time = time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        happened = super().select(0)
        if not happened:
            self._quick_time.elapsed_s += timeout
        return happened


class _QuickLoop(asyncio.SelectorEventLoop):
    def __init__(self, time: QuickTime) -> None:
        super().__init__(_JumpingSelector(time))
        self._quick_time = time

    def time(self) -> float:
        return self._quick_time.elapsed_s
