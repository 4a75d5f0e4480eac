"""How far a long work is: told at each percent, and stopped when it is asked."""

from collections.abc import Callable
from threading import Event

from app.traffic import AnyMessage, Post

WHOLE = 100


class Told:
    """Posts the progress of one long work, a hundred times at most."""

    def __init__(self, post: Post, say: Callable[[int, int], AnyMessage], stop: Event) -> None:
        self._post, self._say, self._stop = post, say, stop
        self._last = -1

    def moved(self, done: int, total: int) -> bool:
        """Tell that ``done`` of ``total`` is done; False asks the work to stop."""
        percent = WHOLE * done // total if total else 0
        if percent != self._last:
            self._last = percent
            self._post(self._say(done, total))
        return not self._stop.is_set()
