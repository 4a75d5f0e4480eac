"""Keeps the media process alive: started when first wanted, started again when it dies.

A death is said at once by ``died``; the next start waits a little longer each time, up to half a
minute, and a life of half a minute makes the waits short again. A process that says nothing for
ten seconds is killed: it said it was alive every second. Its first word is waited for three times
as long: on a slow computer, or a busy one, it takes that time to load.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.media.launch import MediaProcess
from hardware.media.messages import Alive, MediaMessage, Noted, PartMessage
from hardware.readings import DeviceError

BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
LONG_LIFE_S = 30.0
SILENCE_S = 10.0
FIRST_WORD = 3
LOOKED_EVERY_S = 1.0
JOINED_WITHIN_S = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who is told what: a life begins, a message comes, a life ended before it should."""

    begun: Callable[[MediaProcess], None]
    heard: Callable[[MediaMessage | PartMessage], None]
    died: Callable[[], None]


class Supervisor:
    """One process at a time, from the first ``want`` to ``stop``."""

    def __init__(
        self, launch: Callable[[], MediaProcess], witness: Witness, *, silence_s: float = SILENCE_S
    ) -> None:
        self._launch = launch
        self._witness = witness
        self._silence_s = silence_s
        self._wanted = threading.Event()
        self._leaving = threading.Event()
        self._process: MediaProcess | None = None
        self._heard_at = 0.0
        self._has_spoken = False
        self._thread = threading.Thread(target=self._live, name="media", daemon=True)

    def start(self) -> None:
        """Be ready: nothing is started before the first ``want``."""
        self._thread.start()

    def want(self) -> None:
        """Start the process, unless that was done."""
        self._wanted.set()

    def stop(self) -> None:
        """End the process and the threads, within 2 s."""
        self._leaving.set()
        self._wanted.set()
        process = self._process
        if process is not None:
            process.end()
        if self._thread.is_alive():
            self._thread.join(JOINED_WITHIN_S)

    def _live(self) -> None:
        self._wanted.wait()
        deaths = 0
        while not self._leaving.is_set():
            born = time.monotonic()
            self._one_life()
            if self._leaving.is_set():
                return
            self._witness.died()
            deaths = 0 if time.monotonic() - born >= LONG_LIFE_S else deaths
            self._leaving.wait(BACK_OFF_S[min(deaths, len(BACK_OFF_S) - 1)])
            deaths += 1

    def _one_life(self) -> None:
        try:
            process = self._launch()
        except OSError as refused:
            _log.warning("media process not started: %s", type(refused).__name__)
            return
        self._process = process
        if not self._leaving.is_set():
            self._witness.begun(process)
            self._listen(process)
        self._process = None
        code = process.end()
        if not self._leaving.is_set():
            _log.warning("media process ended with code %d", code)

    def _listen(self, process: MediaProcess) -> None:
        self._heard_at, self._has_spoken = time.monotonic(), False
        gone = threading.Event()
        reader = threading.Thread(
            target=self._hear, args=(process, gone), name="media-reader", daemon=True
        )
        reader.start()
        while not gone.wait(LOOKED_EVERY_S):
            most_s = self._silence_s * (1 if self._has_spoken else FIRST_WORD)
            if time.monotonic() - self._heard_at > most_s:
                _log.warning("media process silent: killed")
                process.kill()
        reader.join(JOINED_WITHIN_S)

    def _hear(self, process: MediaProcess, gone: threading.Event) -> None:
        try:
            while (said := process.hear()) is not None:
                self._heard_at, self._has_spoken = time.monotonic(), True
                if isinstance(said, Noted):
                    _log.warning("media process: %s", said.reason)
                elif not isinstance(said, Alive):
                    self._witness.heard(said)
        except DeviceError as unreadable:
            _log.warning("media process: %s", unreadable)
            process.kill()
        finally:
            gone.set()
