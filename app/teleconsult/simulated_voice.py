"""The voices of the demonstration: somebody murmurs in the room, and nothing is really played."""

import threading
import time
from functools import cache

import numpy as np

from app.teleconsult.peer import BLOCK, RATE_HZ, Samples
from hardware.heart_sounds import as_samples
from hardware.links.loudspeaker import faster
from hardware.simulators.heart import speech

SEED, LASTS_S = 7, 8.0
LOUDNESS = 0.25


class _Paced:
    """Something that takes or gives 10 ms every 10 ms."""

    latency_s = 0.0

    def __init__(self) -> None:
        self._closed = threading.Event()
        self._due_s = time.monotonic()

    def close(self) -> None:
        """A wait ends at once."""
        self._closed.set()

    def _wait(self) -> None:
        now_s = time.monotonic()
        self._due_s = max(now_s - 0.2, self._due_s + BLOCK / RATE_HZ)
        self._closed.wait(max(0.0, self._due_s - now_s))


class SimulatedMicrophone(_Paced):
    """Hears a calculated murmur."""

    def __init__(self) -> None:
        super().__init__()
        self._sound, self._at = murmur(), 0

    def read(self) -> Samples:
        """Return the next 10 ms."""
        self._wait()
        block = self._sound[self._at : self._at + BLOCK]
        self._at = (self._at + BLOCK) % self._sound.size
        return block


class SimulatedMouth(_Paced):
    """Lets what it is given fade away."""

    def write(self, block: Samples) -> None:
        """Take 10 ms."""
        self._wait()


@cache
def murmur() -> Samples:
    """Return some seconds of a quiet voice, at 48 kHz, of a whole number of blocks."""
    return faster(as_samples(speech(LASTS_S, SEED) * LOUDNESS)).astype(np.int16)
