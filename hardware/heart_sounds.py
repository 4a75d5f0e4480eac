"""What is done to a chest sound before it is shown: resampled, filtered, levelled. Display only.

The recording never passes through a filter nor the gain: it is kept as it was heard, and the name
of the filter goes beside it. Blocks come one after the other and each step remembers what it
needs of the former one, so that the cut between two blocks is neither heard nor seen.

Source: devices.md §6 (band-passes, notches, automatic gain).
"""

import math
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Samples = NDArray[numpy.int16]
    Sound = NDArray[numpy.float64]

RATE_HZ = 4000
FULL_SCALE = 32768
FLOOR_DB = -60.0
LARGEST = 32767


class Filter(StrEnum):
    """What the ear of the stethoscope lets through."""

    BELL = "bell"
    DIAPHRAGM = "diaphragm"
    LUNGS = "lungs"


BANDS_HZ: Mapping[Filter, tuple[float, float]] = MappingProxyType(
    {
        Filter.BELL: (25.0, 180.0),
        Filter.DIAPHRAGM: (80.0, 500.0),
        Filter.LUNGS: (100.0, 1200.0),
    }
)
ORDER = 4
MAINS_HZ = (50.0, 100.0)
NOTCH_QUALITY = 30.0


def sections(band_hz: tuple[float, float], notches_hz: tuple[float, ...]) -> "Sound":
    """Return the second-order sections of a band-pass and its notches, at 4 kHz.

    Shape:
        (sections, 6), as ``scipy.signal.sosfilt`` takes them.
    """
    import numpy
    from scipy import signal

    parts = [signal.butter(ORDER, band_hz, "bandpass", fs=RATE_HZ, output="sos")]
    for hz in notches_hz:
        parts.append(signal.tf2sos(*signal.iirnotch(hz, NOTCH_QUALITY, RATE_HZ)))
    return numpy.vstack(parts)


class Resampler:
    """Brings a sound from ``from_hz`` to ``to_hz``, block after block.

    The same samples come out however the sound was cut.
    """

    HALF_TAPS = 10  # on each side of a sample, at the lower of the two rates

    def __init__(self, from_hz: int, to_hz: int = RATE_HZ) -> None:
        import numpy
        from scipy import signal

        divisor = math.gcd(from_hz, to_hz)
        self._up, self._down = to_hz // divisor, from_hz // divisor
        widest = max(self._up, self._down)
        taps = 2 * self.HALF_TAPS * widest + 1
        cut = min(1.0 / widest, 0.99)  # the same rate comes back without being filtered
        self._weights = self._up * signal.firwin(taps, cut, window=("kaiser", 5.0))
        past = -(-taps // (self._up * self._down))
        self._kept = past * self._down
        self._waiting = numpy.zeros(self._kept)

    def feed(self, samples: "Samples") -> "Sound":
        """Return what ``samples`` add, -1 to 1; the rest of a division waits for the next block."""
        import numpy
        from scipy import signal

        if self._up == self._down:
            return samples / FULL_SCALE
        waiting = numpy.concatenate((self._waiting, samples / FULL_SCALE))
        ready = waiting.size - waiting.size % self._down
        skipped = self._kept // self._down * self._up
        wanted = ready // self._down * self._up
        heard = signal.upfirdn(self._weights, waiting[:ready], self._up, self._down)
        self._waiting = waiting[ready - self._kept :]
        return numpy.asarray(heard[skipped:wanted], dtype=numpy.float64)


class BandPass:
    """Lets the band of one filter through, the hum of the mains taken out when it is asked."""

    def __init__(self, kind: Filter, notches_hz: tuple[float, ...] = MAINS_HZ) -> None:
        import numpy

        self._sections = sections(BANDS_HZ[kind], notches_hz)
        self._state = numpy.zeros((self._sections.shape[0], 2))

    def feed(self, sound: "Sound") -> "Sound":
        """Return the next block, filtered."""
        import numpy
        from scipy import signal

        heard, self._state = signal.sosfilt(self._sections, sound, zi=self._state)
        return numpy.asarray(heard, dtype=numpy.float64)


class AutomaticGain:
    """Brings a sound slowly to a steady loudness for the eye: up to 30 dB, never a recording."""

    STEP_S = 0.01
    ATTACK_S, RELEASE_S = 0.2, 2.0
    TARGET = 0.2
    MOST = 10.0 ** (30.0 / 20.0)

    def __init__(self) -> None:
        self._power = 0.0
        self._gain = 1.0

    def feed(self, sound: "Sound") -> "Sound":
        """Return the next block, louder or softer, cut at -1 and 1."""
        import numpy

        if sound.size == 0:
            return sound
        step = round(self.STEP_S * RATE_HZ)
        starts = numpy.arange(0, sound.size, step)
        gains = [self._gain, *(self._follow(sound[at : at + step]) for at in starts)]
        edges = numpy.append(starts, sound.size)
        return numpy.clip(sound * numpy.interp(numpy.arange(sound.size), edges, gains), -1.0, 1.0)

    def _follow(self, part: "Sound") -> float:
        power = float((part**2).mean())
        lasts_s = self.ATTACK_S if power > self._power else self.RELEASE_S
        weight = 1.0 - math.exp(-part.size / RATE_HZ / lasts_s)
        self._power += weight * (power - self._power)
        loudness = math.sqrt(self._power)
        self._gain = self.MOST if loudness * self.MOST < self.TARGET else self.TARGET / loudness
        return self._gain


class Display:
    """The whole way from a block at 4 kHz to the wave on screen: filter, then gain."""

    def __init__(self, kind: Filter) -> None:
        self._band, self._gain = BandPass(kind), AutomaticGain()

    def feed(self, sound: "Sound") -> "Samples":
        """Return the samples to draw, 16 bits at 4 kHz."""
        return as_samples(self._gain.feed(self._band.feed(sound)))


def as_samples(sound: "Sound") -> "Samples":
    """Return ``sound`` (-1 to 1) as 16-bit samples."""
    import numpy

    return numpy.clip(numpy.round(sound * FULL_SCALE), -FULL_SCALE, LARGEST).astype(numpy.int16)


def level_of(samples: "Samples") -> float:
    """Return the loudness for a meter: 0 at -60 dB of full scale or less, 1 at full scale."""
    if samples.size == 0:
        return 0.0
    power = float(((samples / FULL_SCALE) ** 2).mean())
    if power <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 10.0 * math.log10(power) / FLOOR_DB))
