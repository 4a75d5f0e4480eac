"""Heart sounds made by calculation, and what a stethoscope hears besides them.

The same seed gives the same samples. A beat is two short tones under a bell curve; the pause
between them, the systole, is 0.3 s at 60 a minute and shortens as the root of the period.

Source: devices.md §6, "Test data" (S1 45 Hz 60 ms, S2 62 Hz 45 ms, systole 0.3 x sqrt(60/HR)).
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Sound = NDArray[numpy.float64]

RATE_HZ = 4000
LOUDNESS = 0.25
S1_HZ, S1_S, S1_LOUD = 45.0, 0.060, 1.0
S2_HZ, S2_S, S2_LOUD = 62.0, 0.045, 0.7
SYSTOLE_S = 0.3
SPLIT_S = 0.04
MURMUR_LOUD = 0.25
MURMUR_HZ = (100.0, 350.0)
HUM = ((50.0, 0.3), (100.0, 0.1))
JITTER = 0.005
TONE_SPREAD = 0.05
CLICKS_PER_S = 4.0
CLICK_S = 0.004
CLICK_LOUD = 1.5


@dataclass(frozen=True, slots=True)
class Heart:
    """A heart and its listening place.

    ``rate`` per minute; ``snr_db`` the white noise of the whole band, ``None`` for none; ``spread``
    the standard deviation of the period, as a part of it; ``early`` brings each second beat
    forward by that part of it; ``murmur`` between S1 and S2, 1 for a loud one; ``split`` doubles
    S2; ``hum`` is that of the mains; ``friction`` of the skin.
    """

    rate: float = 72.0
    snr_db: float | None = None
    spread: float = JITTER
    early: float = 0.0
    murmur: float = 0.0
    split: bool = False
    hum: bool = False
    friction: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice, or with one harmonic a knock or a drum: how high, how often, how long.

    ``every_s`` from one syllable to the next, ``spread`` its standard deviation as a part of it.
    """

    hz: float = 220.0
    every_s: float = 0.25
    spread: float = 0.15
    lasts_s: float = 0.12
    harmonics: int = 4


AT_REST, TALKING = Heart(), Voice()


def heart(seconds: float, seed: int, patient: Heart = AT_REST) -> "Sound":
    """Return ``seconds`` of the heart of ``patient``: -1 to 1, at 4 kHz."""
    import numpy

    random = numpy.random.default_rng(seed)
    sound = numpy.zeros(round(seconds * RATE_HZ))
    period_s = 60.0 / patient.rate
    start_s, early = -random.uniform(0.0, period_s), -patient.early
    while start_s < seconds:
        _add_beat(sound, start_s, patient, random)
        start_s += period_s * max(0.4, 1.0 + early + patient.spread * random.standard_normal())
        early = -early
    times = numpy.arange(sound.size) / RATE_HZ
    if patient.snr_db is not None:
        power = float(numpy.mean(sound**2)) / 10.0 ** (patient.snr_db / 10.0)
        sound += random.normal(0.0, math.sqrt(power), sound.size)
    if patient.hum:
        sound += sum(loud * numpy.sin(2 * numpy.pi * hz * times) for hz, loud in HUM)
    if patient.friction:
        sound += friction(seconds, seed) / LOUDNESS
    return LOUDNESS * sound


def speech(seconds: float, seed: int, voice: Voice = TALKING) -> "Sound":
    """Return ``seconds`` of somebody talking near."""
    import numpy

    random = numpy.random.default_rng(seed)
    sound = numpy.zeros(round(seconds * RATE_HZ))
    start_s = 0.0
    while start_s < seconds:
        hz = voice.hz * (1.0 + TONE_SPREAD * random.standard_normal())
        loud = 0.5 + 0.5 * random.random()
        for harmonic in range(1, voice.harmonics + 1):
            _add_tone(sound, start_s, hz * harmonic, voice.lasts_s, loud / harmonic)
        start_s += voice.every_s * max(0.4, 1.0 + voice.spread * random.standard_normal())
    return LOUDNESS * sound


def friction(seconds: float, seed: int) -> "Sound":
    """Return ``seconds`` of a probe rubbing on the skin: short noisy clicks at odd times."""
    import numpy

    random = numpy.random.default_rng(seed)
    sound = numpy.zeros(round(seconds * RATE_HZ))
    length = round(CLICK_S * RATE_HZ)
    for _ in range(random.poisson(CLICKS_PER_S * seconds)):
        at = random.integers(0, sound.size - length)
        sound[at : at + length] += CLICK_LOUD * random.standard_normal(length)
    return LOUDNESS * sound


def noise(seconds: float, seed: int) -> "Sound":
    """Return ``seconds`` of white noise."""
    import numpy

    return LOUDNESS * numpy.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))


def _add_beat(
    sound: "Sound", start_s: float, patient: Heart, random: "numpy.random.Generator"
) -> None:
    systole_s = SYSTOLE_S * math.sqrt(60.0 / patient.rate)
    loud = 1.0 + 0.1 * random.standard_normal()
    _add_tone(sound, start_s, S1_HZ, S1_S, loud * S1_LOUD)
    _add_tone(sound, start_s + systole_s, S2_HZ, S2_S, loud * S2_LOUD)
    if patient.split:
        _add_tone(sound, start_s + systole_s + SPLIT_S, S2_HZ, S2_S, loud * S2_LOUD)
    if patient.murmur:
        _add_murmur(sound, start_s + S1_S, systole_s - S1_S, patient.murmur, random)


def _add_tone(sound: "Sound", start_s: float, hz: float, lasts_s: float, loud: float) -> None:
    import numpy

    first = round(start_s * RATE_HZ)
    length = round(lasts_s * RATE_HZ)
    times = numpy.arange(length) / RATE_HZ
    bell = numpy.hanning(length)
    _add(sound, first, loud * bell * numpy.sin(2 * numpy.pi * hz * times))


def _add_murmur(
    sound: "Sound",
    start_s: float,
    lasts_s: float,
    loud: float,
    random: "numpy.random.Generator",
) -> None:
    import numpy

    length = max(2, round(lasts_s * RATE_HZ))
    lines = numpy.fft.rfft(random.standard_normal(length))
    frequencies = numpy.fft.rfftfreq(length, 1.0 / RATE_HZ)
    lines[(frequencies < MURMUR_HZ[0]) | (frequencies > MURMUR_HZ[1])] = 0.0
    breath = numpy.fft.irfft(lines, length)
    breath /= max(float(numpy.max(numpy.abs(breath))), 1e-9)
    _add(sound, round(start_s * RATE_HZ), loud * MURMUR_LOUD * numpy.hanning(length) * breath)


def _add(sound: "Sound", first: int, part: "Sound") -> None:
    """Add ``part`` to ``sound`` from ``first`` on, cut where it hangs over."""
    begin, end = max(first, 0), min(first + part.size, sound.size)
    if begin < end:
        sound[begin:end] += part[begin - first : end - first]
