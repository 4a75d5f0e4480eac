"""What a test hears of the media: kept, and waited for with a bound."""

import threading
from collections.abc import Callable
from typing import TypeVar

Kind = TypeVar("Kind")
PATIENCE_S = 30.0


class Ears:
    """Hears messages from any thread."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._heard: list[object] = []

    def __call__(self, message: object) -> None:
        with self._news:
            self._heard.append(message)
            self._news.notify_all()

    def all(self, kind: type[Kind]) -> list[Kind]:
        with self._news:
            return [one for one in self._heard if isinstance(one, kind)]

    def wait(
        self,
        kind: type[Kind],
        is_it: Callable[[Kind], bool] = lambda _: True,
        *,
        count: int = 1,
        within_s: float = PATIENCE_S,
    ) -> Kind:
        """Return the ``count``-th message of ``kind`` that ``is_it``; fail after ``within_s``."""

        def found() -> list[Kind]:
            return [one for one in self._heard if isinstance(one, kind) and is_it(one)]

        with self._news:
            has_come = self._news.wait_for(lambda: len(found()) >= count, within_s)
            others = [one for one in self._heard if type(one).__name__ != "FrameShown"]
            assert has_come, f"no {kind.__name__} in {within_s} s, but {others[-6:]}"
            return found()[count - 1]

    def forget(self) -> None:
        with self._news:
            self._heard.clear()
