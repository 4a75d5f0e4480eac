"""One call to a server in a thread of its own: who waits for it can be let go at any time.

A server that says nothing must hold neither the window that closes nor the lock that starts a
fresh process: the thread is left behind, and what it brings later changes nothing.
"""

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Aside(Generic[Answer]):
    """One call, made once; ``answer`` is None until it ended, and when it was given up."""

    def __init__(self) -> None:
        self._over, self._lock = Event(), Lock()
        self.answer: Answer | None = None

    @property
    def is_over(self) -> bool:
        """True once the call ended or was given up."""
        return self._over.is_set()

    def run(self, call: Callable[[], Answer]) -> None:
        """Make ``call`` and wait for its end, or for ``give_up``."""
        if not self.is_over:
            Thread(target=self._run, args=(call,), daemon=True).start()
            self._over.wait()

    def give_up(self, answer: Answer | None = None) -> None:
        """Let go who waits, with ``answer``; nothing when the call ended before."""
        with self._lock:
            if not self._over.is_set():
                self.answer = answer
                self._over.set()

    def wait(self, seconds: float) -> bool:
        """Return whether the call ends, or was given up, within ``seconds``."""
        return self._over.wait(seconds)

    def _run(self, call: Callable[[], Answer]) -> None:
        try:
            self.give_up(call())
        finally:
            self.give_up()
