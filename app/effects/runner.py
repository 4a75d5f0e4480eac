"""Runs effects off the caller's thread and posts their answers; the one broad except.

The vault lane is a single thread: what touches the vault happens in the order it was asked.
The pool takes what may run beside it. Handlers are loaded by the lane itself, so that the first
window is painted before cryptography and documents are imported.
"""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Protocol

from app.desk.effects import OpenVault
from app.desk.messages import LoginRefused, Refused
from app.encounter.effects import ReadCode, SealSheet
from app.encounter.identify import CodeRefused
from app.encounter.seal import SealFailed
from app.errors import StationError
from app.flow import AnyEffect, AnyMessage

LOGGER = logging.getLogger(__name__)
UNFORESEEN = (
    "L’opération n’a pas abouti et rien n’a été perdu. Recommencez\u00a0; "
    "si cela se reproduit, redémarrez le poste."
)

Post = Callable[[AnyMessage], None]


class Answering(Protocol):
    """Answers effects; made once, on the vault lane."""

    def answer(self, effect: AnyEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks and return its answers."""

    def close(self) -> None:
        """Let everything go."""


class Runner:
    """Starts effects. ``load`` makes the handlers, called once, on the vault lane.

    ``pooled`` names the effects that run beside the vault.
    """

    def __init__(
        self,
        load: Callable[[Post], Answering],
        post: Post,
        pooled: frozenset[type] = frozenset(),
    ) -> None:
        self._load = load
        self._post = post
        self._pooled = pooled
        self._loading = Lock()
        self._answering: Answering | None = None
        self._vault = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="effect")

    def start(self, effect: AnyEffect) -> None:
        """Begin ``effect``; its answers are posted, its failures too."""
        lane = self._pool if type(effect) in self._pooled else self._vault
        lane.submit(self._run, effect)

    def warm(self) -> None:
        """Load the handlers ahead of the first effect."""
        self._vault.submit(self._ready)

    def stop(self) -> None:
        """Finish what was begun and end the threads."""
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
        try:
            for message in self._ready().answer(effect):
                self._post(message)
        except StationError as refused:
            self._post(failure(effect, refused.sentence))
        except Exception as fault:  # noqa: BLE001 - the one place that must survive anything
            LOGGER.error("%s failed: %s", type(effect).__name__, type(fault).__name__)  # noqa: TRY400 - a trace could hold what was being sealed
            self._post(failure(effect, UNFORESEEN))


def failure(effect: AnyEffect, sentence: str) -> AnyMessage:
    """Return the message that says ``effect`` did not happen."""
    match effect:
        case SealSheet(encounter_id=encounter_id):
            return SealFailed(encounter_id, sentence)
        case ReadCode(encounter_id=encounter_id):
            return CodeRefused(encounter_id, sentence)
        case OpenVault():
            return LoginRefused(sentence, counts=False)
        case _:
            return Refused(sentence)
