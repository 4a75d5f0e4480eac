"""The heart rate heard through a stethoscope: said when it is sure, kept silent otherwise.

It only tells that the probe is well placed; the recorded pulse is that of the oximeter or of the
cuff. The loudness of the bell band is compared with itself some time later: the shortest time at
which it looks like itself is the period. Such a period is also that of a voice, a knock or a
machine, so two more things are asked (docs/adr/0016-heard-rate.md): the cycle holds two sounds at
the distance of a systole and nothing else as loud, and what beats is low-pitched.

Source: devices.md §6 (envelope, 35 to 200 a minute, 85 %, 0.70 in two consecutive windows of
12 s), tightened by the measures of the decision above.
"""

import functools
import math
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from hardware.heart_sounds import MAINS_HZ, RATE_HZ, sections

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Sound = NDArray[numpy.float64]

WINDOW_S = 12
HOP_S = 3
PUBLISHED_FROM = 0.70
AGREE_WITHIN = 5.0
SLOWEST, FASTEST = 35.0, 200.0

# Looked for wider than it is said: a machine at 330 a minute must not be taken for a heart at 165.
_SLOWEST_HEARD, _FASTEST_HEARD = 20.0, 400.0
_AS_GOOD = 0.85
_BELL_HZ, _HIGH_HZ = (25.0, 180.0), (250.0, 1000.0)
_SMOOTH_HZ, _ENVELOPE_HZ = 20.0, 200
_SILENCE = 1e-4  # -80 dB of full scale
_PHASES = 60
_SYSTOLE_S = 0.3
_SYSTOLE_LEAST, _SYSTOLE_MOST = 0.65, 1.40
_SECOND_SOUND = 0.15
_IN_SYSTOLE, _IN_DIASTOLE = 0.25, 0.15
_ONE_SOUND_S = 0.09
_HIGH_PITCHED = 0.30
_DOUBTFUL = PUBLISHED_FROM - 0.01


@dataclass(frozen=True, slots=True)
class _Top:
    """A sound of the mean cycle: when, after the loudest one, and how loud beside it."""

    at_s: float
    loud: float


@dataclass(frozen=True, slots=True)
class Heard:
    """``rate`` per minute, ``None`` when not sure; ``confidence`` from 0 to 1."""

    rate: float | None
    confidence: float


NOTHING = Heard(None, 0.0)


class RateFollower:
    """Listens block after block and says a rate once two consecutive windows agree on it."""

    def __init__(self) -> None:
        self._blocks: list[Sound] = []
        self._missing = WINDOW_S * RATE_HZ
        self._last = NOTHING
        self.heard = NOTHING

    def feed(self, sound: "Sound") -> Heard:
        """Return what is known after ``sound`` (-1 to 1, at 4 kHz), a new window every 3 s."""
        self._blocks.append(sound)
        self._missing -= sound.size
        if self._missing <= 0:
            self._missing += HOP_S * RATE_HZ
            now = window_rate(self._window())
            self.heard = Heard(_agreed(self._last, now), now.confidence)
            self._last = now
        return self.heard

    def _window(self) -> "Sound":
        import numpy

        window = numpy.concatenate(self._blocks)[-WINDOW_S * RATE_HZ :]
        self._blocks = [window]
        return window


def window_rate(sound: "Sound") -> Heard:
    """Return the rate of one window, ``None`` unless the window alone would allow to say it."""
    import numpy

    if float(numpy.std(sound)) < _SILENCE:
        return NOTHING
    bell = _envelope(sound, _BELL_HZ)
    period, confidence = _period_of(bell)
    if confidence < PUBLISHED_FROM:
        return Heard(None, confidence)
    high = _envelope(sound, _HIGH_HZ)
    rate = 60.0 * _ENVELOPE_HZ / period
    if not SLOWEST <= rate <= FASTEST or not _is_a_heart(bell, high, period):
        return Heard(None, min(confidence, _DOUBTFUL))
    return Heard(rate, min(confidence, 1.0))


def _agreed(before: Heard, now: Heard) -> float | None:
    if before.rate is None or now.rate is None:
        return None
    return now.rate if abs(before.rate - now.rate) <= AGREE_WITHIN else None


def _envelope(sound: "Sound", band_hz: tuple[float, float]) -> "Sound":
    """Return the loudness of a band 200 times a second, the hum of the mains taken out."""
    import numpy
    from scipy import signal

    heard = signal.sosfilt(_sections(band_hz), sound - sound.mean())
    loud = numpy.abs(signal.hilbert(heard))
    low = signal.butter(2, _SMOOTH_HZ, fs=RATE_HZ, output="sos")
    return numpy.asarray(signal.sosfiltfilt(low, loud)[:: RATE_HZ // _ENVELOPE_HZ])


@functools.cache
def _sections(band_hz: tuple[float, float]) -> "Sound":
    return sections(band_hz, MAINS_HZ)


def _period_of(loud: "Sound") -> tuple[float, float]:
    """Return the period, in samples of the envelope, and how much it repeats; (1, 0) for none."""
    import numpy

    alike = _likeness(loud)
    first = math.floor(60.0 * _ENVELOPE_HZ / _FASTEST_HEARD)
    last = math.ceil(60.0 * _ENVELOPE_HZ / _SLOWEST_HEARD)
    lags = numpy.arange(first, last + 1)
    is_top = (alike[lags] >= alike[lags - 1]) & (alike[lags] > alike[lags + 1])
    tops = lags[is_top & (alike[lags] > 0.0)]
    if tops.size == 0:
        return 1.0, 0.0
    good = tops[alike[tops] >= _AS_GOOD * alike[tops].max()]
    lag = int(good[0])
    before, top, after = (float(alike[at]) for at in (lag - 1, lag, lag + 1))
    return lag + 0.5 * (before - after) / (before - 2 * top + after), top


def _likeness(loud: "Sound") -> "Sound":
    """Return the autocorrelation of an envelope, 1 at lag 0, corrected for the shorter overlap."""
    import numpy

    centred = loud - loud.mean()
    size = centred.size
    lines = numpy.fft.rfft(centred, 2 * size)
    alike = numpy.fft.irfft(numpy.abs(lines) ** 2)[:size] * size / (size - numpy.arange(size))
    return numpy.asarray(alike / alike[0] if alike[0] > 0 else alike * 0.0)


def _is_a_heart(bell: "Sound", high: "Sound", period: float) -> bool:
    """Tell whether what repeats is low-pitched and made of two sounds a systole apart."""
    import numpy

    low_cycle, high_cycle = _cycle(bell, period), _cycle(high, period)
    if float(numpy.std(high_cycle)) > _HIGH_PITCHED * float(numpy.std(low_cycle)):
        return False
    period_s = period / _ENVELOPE_HZ
    tops = [_Top(phase * period_s / _PHASES, loud) for phase, loud in _tops(low_cycle)]
    partners = [one for one in tops if _is_systole(one.at_s, period_s)]
    if not partners:
        return False
    partner = max(partners, key=attrgetter("loud"))
    return partner.loud >= _SECOND_SOUND and all(_belongs(one, partner, period_s) for one in tops)


def _belongs(top: _Top, partner: _Top, period_s: float) -> bool:
    """Tell whether ``top`` is part of a cycle of two sounds: one of them, split, or a soft third.

    A third sound in the longer pause is the second beat of an uneven rhythm, whose rate is not
    that of the cycle; in the shorter one it may be a murmur.
    """
    if (
        min(_apart(top.at_s, 0.0, period_s), _apart(top.at_s, partner.at_s, period_s))
        <= _ONE_SOUND_S
    ):
        return True
    is_between = top.at_s < partner.at_s
    is_in_systole = is_between == (partner.at_s < period_s / 2)
    return top.loud < (_IN_SYSTOLE if is_in_systole else _IN_DIASTOLE)


def _cycle(loud: "Sound", period: float) -> "Sound":
    """Return the mean cycle of ``loud``, in 60 phases."""
    import numpy

    phases = (numpy.arange(loud.size) / period % 1.0 * _PHASES).astype(int)
    sums = numpy.bincount(phases, loud, minlength=_PHASES)
    return numpy.asarray(sums / numpy.maximum(1, numpy.bincount(phases, minlength=_PHASES)))


def _tops(cycle: "Sound") -> list[tuple[int, float]]:
    """Return the tops of a cycle that begins at its loudest: phase, loudness from 0 to 1."""
    import numpy

    risen = numpy.roll(cycle - cycle.min(), -int(cycle.argmax()))
    risen = risen / max(float(risen[0]), 1e-12)
    after = numpy.roll(risen, -1)
    return [
        (phase, float(risen[phase]))
        for phase in range(1, risen.size)
        if risen[phase] >= risen[phase - 1] and risen[phase] > after[phase]
    ]


def _is_systole(apart_s: float, period_s: float) -> bool:
    """Tell whether two sounds of a cycle are a systole apart, either one being the first."""
    usual_s = _SYSTOLE_S * math.sqrt(period_s)
    return any(
        _SYSTOLE_LEAST * usual_s <= one <= _SYSTOLE_MOST * usual_s
        for one in (apart_s, period_s - apart_s)
    )


def _apart(at_s: float, other_s: float, period_s: float) -> float:
    """Return how far two times of a cycle are, the shorter way round."""
    apart = abs(at_s - other_s)
    return min(apart, period_s - apart)
