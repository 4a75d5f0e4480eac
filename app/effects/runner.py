"""Runs effects off the caller's thread and posts their answers; the one broad except.

The vault lane is a single thread: what touches the vault happens in the order it was asked.
The pool takes what may run beside it. Handlers are loaded by the lane itself, so that the first
window is painted before cryptography and documents are imported.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from app.errors import StationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.traffic import AnyEffect, AnyMessage, Post

LOGGER = logging.getLogger(__name__)


class Answering(Protocol):
    """Answers effects; made once, on the first lane that needs it."""

    def answer(self, effect: AnyEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks and return its answers."""

    def close(self) -> None:
        """Let everything go."""


class Runner:
    """Starts effects. ``load`` makes what answers them, called once, off the caller's thread."""

    def __init__(self, load: Callable[[Post], Answering], post: Post) -> None:
        self._load = load
        self._post = post
        self._loading = Lock()
        self._answering: Answering | None = None
        self._vault = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="effect")

    def start(self, effect: AnyEffect) -> None:
        """Begin ``effect``; its answers are posted, its failures too."""
        from app.effects.lanes import is_pooled

        lane = self._pool if is_pooled(effect) else self._vault
        lane.submit(self._run, effect)

    def warm(self) -> None:
        """Load what answers ahead of the first effect."""
        self._vault.submit(self._ready)

    def stop(self) -> None:
        """Finish what was begun, end the threads, let everything go."""
        self._pool.shutdown(wait=True)
        self._vault.shutdown(wait=True)
        if self._answering is not None:
            self._answering.close()

    def _ready(self) -> Answering:
        with self._loading:
            if self._answering is None:
                self._answering = self._load(self._post)
            return self._answering

    def _run(self, effect: AnyEffect) -> None:
        from app.effects.lanes import UNFORESEEN, failure

        try:
            for message in self._ready().answer(effect):
                self._post(message)
        except StationError as refused:
            self._post(failure(effect, refused.sentence))
        except Exception as fault:  # noqa: BLE001 - the one place that must survive anything
            # No trace: it could hold what was being sealed.
            LOGGER.error("%s failed: %s", type(effect).__name__, type(fault).__name__)  # noqa: TRY400
            self._post(failure(effect, UNFORESEEN))
