"""The last seconds of a chest sound, as they were heard, and their WAV file."""

import io
import wave
from collections import deque
from typing import TYPE_CHECKING

from hardware.heart_sounds import RATE_HZ
from hardware.sound_words import OVERFLOWED, SATURATED, SHORT

if TYPE_CHECKING:
    from hardware.heart_sounds import Samples

LONGEST_S = 15
SHORTEST_S = 3
SAMPLE_BYTES = 2
_EDGE = 32700
_SATURATED_PART = 0.001


class Recording:
    """Keeps the last 15 s at 4 kHz, with what went wrong in them. Not a filter, not a gain."""

    def __init__(self) -> None:
        self._blocks: deque[tuple[Samples, bool, int]] = deque()
        self._kept = 0

    def add(self, samples: "Samples", *, has_gap: bool, clipped: int) -> None:
        """Keep ``samples``; ``clipped``: how many were at the limit of the input."""
        self._blocks.append((samples, has_gap, clipped))
        self._kept += samples.size
        while self._kept - self._blocks[0][0].size >= LONGEST_S * RATE_HZ:
            self._kept -= self._blocks.popleft()[0].size

    @property
    def seconds(self) -> float:
        """Return how long what is kept lasts, 15 s at most."""
        return min(self._kept / RATE_HZ, float(LONGEST_S))

    def flags(self) -> tuple[str, ...]:
        """Return what went wrong: sound lost, too loud, less than 15 s."""
        clipped = sum(one for _, _, one in self._blocks)
        wrong = {
            OVERFLOWED: any(has_gap for _, has_gap, _ in self._blocks),
            SATURATED: clipped > _SATURATED_PART * self._kept,
            SHORT: self._kept < LONGEST_S * RATE_HZ,
        }
        return tuple(flag for flag, is_so in wrong.items() if is_so)

    def wav(self) -> bytes:
        """Return what is kept as a WAV file: PCM, 16 bits, mono, 4 kHz."""
        import numpy

        kept = [samples for samples, _, _ in self._blocks]
        sound = numpy.concatenate(kept)[-LONGEST_S * RATE_HZ :] if kept else numpy.zeros(0)
        return wav_of(sound.astype(numpy.int16))


def clipped_in(samples: "Samples") -> int:
    """Return how many ``samples`` are at the limit of the input."""
    import numpy

    return int(numpy.count_nonzero(numpy.abs(samples.astype(numpy.int32)) >= _EDGE))


def wav_of(samples: "Samples") -> bytes:
    """Return ``samples`` at 4 kHz as the bytes of a WAV file."""
    held = io.BytesIO()
    with wave.open(held, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(SAMPLE_BYTES)
        out.setframerate(RATE_HZ)
        out.writeframes(samples.astype("<i2").tobytes())
    return held.getvalue()
