"""A rate is said when a heart is heard, and never when something else is.

The first table is that of devices.md §6, 20 seeds a case; the second one holds what must stay
without a rate however regular it is.
"""

from collections.abc import Callable

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.heard_rate import (
    HOP_S,
    PUBLISHED_FROM,
    WINDOW_S,
    Heard,
    RateFollower,
    window_rate,
)
from hardware.heart_sounds import RATE_HZ
from hardware.simulators.heart import Heart, Voice, friction, heart, noise, speech

SEEDS = range(20)
BLOCK = RATE_HZ // 10
TWO_WINDOWS_S = WINDOW_S + HOP_S
LONG_S = WINDOW_S + 2 * HOP_S
RATES = (40, 45, 60, 72, 90, 110, 130, 160, 175, 195)

HEARTS = {f"clean {rate}": Heart(rate) for rate in RATES} | {
    "as loud a noise": Heart(72, snr_db=0),
    "a noise four times stronger": Heart(72, snr_db=-6),
    "a fast one in noise": Heart(130, snr_db=-6),
    "a slow one in noise": Heart(50, snr_db=-6),
    "murmur": Heart(72, murmur=1),
    "split second sound": Heart(72, split=True),
    "hum of the mains": Heart(72, hum=True),
    "fast with hum": Heart(130, hum=True),
    "rubbing skin": Heart(72, friction=True),
}

UNEVEN = {f"period varies by {part} %": Heart(72, spread=part / 100) for part in (7, 10, 20)} | {
    f"every second beat early by {part} % at {rate}": Heart(rate, early=part / 100)
    for part, rate in ((10, 72), (20, 50), (30, 100), (40, 72), (40, 50))
}
TOO_SLOW_OR_FAST = {f"{rate} a minute": Heart(rate) for rate in (30, 220, 240, 300, 330, 360)}

VOICES = {
    f"{hz} Hz every {every_s} s varied by {spread}": Voice(
        hz, every_s, spread, min(0.15, 0.6 * every_s)
    )
    for hz in (90, 150, 220, 300)
    for every_s in (0.2, 0.25, 0.35, 0.5, 1.0)
    for spread in (0.0, 0.04)
} | {
    f"{hz} Hz beaten every {every_s} s": Voice(hz, every_s, 0.0, lasts_s, 1)
    for hz, lasts_s in ((60, 0.12), (120, 0.03), (45, 0.06))
    for every_s in (0.35, 0.5, 0.75, 1.0)
}


def followed(sound: numpy.ndarray) -> list[Heard]:
    """What the follower says while ``sound`` is heard, block after block."""
    follower = RateFollower()
    return [follower.feed(sound[at : at + BLOCK]) for at in range(0, sound.size, BLOCK)]


def rates(sound: numpy.ndarray) -> list[float]:
    return [heard.rate for heard in followed(sound) if heard.rate is not None]


@pytest.mark.parametrize("patient", HEARTS.values(), ids=HEARTS)
def test_a_heart_is_counted_within_one_beat_a_minute(patient: Heart) -> None:
    said = [followed(heart(TWO_WINDOWS_S, seed, patient))[-1] for seed in SEEDS]
    missing = [seed for seed, heard in zip(SEEDS, said, strict=True) if heard.rate is None]
    wrong = [one.rate for one in said if one.rate and abs(one.rate - patient.rate) > 1]
    assert (missing, wrong) == ([], [])
    assert min(heard.confidence for heard in said) >= PUBLISHED_FROM


@pytest.mark.parametrize("patient", UNEVEN.values(), ids=UNEVEN)
def test_an_uneven_rhythm_has_no_rate(patient: Heart) -> None:
    assert [rate for seed in SEEDS for rate in rates(heart(LONG_S, seed, patient))] == []


@pytest.mark.parametrize("patient", TOO_SLOW_OR_FAST.values(), ids=TOO_SLOW_OR_FAST)
def test_what_beats_outside_35_to_200_is_not_said_to_be_half_or_twice_as_fast(
    patient: Heart,
) -> None:
    assert [rate for seed in range(5) for rate in rates(heart(LONG_S, seed, patient))] == []


@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_a_voice_or_a_drum_has_no_rate_however_regular(voice: Voice) -> None:
    assert [rate for seed in range(2) for rate in rates(speech(LONG_S, seed, voice))] == []


@pytest.mark.parametrize("makes", [speech, noise, friction])
def test_talking_noise_and_rubbing_have_no_rate(
    makes: Callable[[float, int], numpy.ndarray],
) -> None:
    heard = [one for seed in SEEDS for one in followed(makes(LONG_S, seed))]
    assert {one.rate for one in heard} == {None}
    assert max(one.confidence for one in heard) < PUBLISHED_FROM


@pytest.mark.parametrize("loud", [0.0, 1 / 32768])
def test_silence_has_neither_rate_nor_confidence(loud: float) -> None:
    hiss = numpy.sign(noise(LONG_S, 1)) * loud
    assert set(followed(hiss)) == {Heard(None, 0.0)}


def test_a_slightly_uneven_heart_is_right_or_silent() -> None:
    for percent in (2, 3, 4, 5):
        said = [
            rate
            for seed in SEEDS
            for rate in rates(heart(LONG_S, seed, Heart(72, spread=percent / 100)))
        ]
        assert all(abs(rate - 72) < 3 for rate in said)


def test_one_window_is_not_enough() -> None:
    said = followed(heart(LONG_S, 3))
    first = next(at for at, heard in enumerate(said) if heard.rate is not None)
    assert (first + 1) * BLOCK == TWO_WINDOWS_S * RATE_HZ
    assert said[first - 1].confidence >= PUBLISHED_FROM


def test_two_windows_that_disagree_say_nothing() -> None:
    changed = numpy.concatenate((heart(WINDOW_S, 4, Heart(60)), heart(40, 4, Heart(90))))
    said = rates(changed)
    assert said
    assert all(abs(rate - 90) < 1 for rate in said)


def test_the_rate_goes_when_the_probe_is_lifted() -> None:
    lifted = numpy.concatenate((heart(TWO_WINDOWS_S, 5), 0.02 * noise(WINDOW_S, 5)))
    assert followed(lifted)[-1].rate is None


def test_a_heart_behind_a_voice_is_right_or_silent() -> None:
    for seed in SEEDS:
        mixed = heart(LONG_S, seed) + 0.5 * speech(LONG_S, seed)
        assert all(abs(rate - 72) < 2 for rate in rates(mixed))


def test_the_loudness_of_the_sound_does_not_matter() -> None:
    for loud in (0.01, 0.1, 1.0):
        heard = window_rate(loud * heart(WINDOW_S, 6))
        assert heard.rate == pytest.approx(72, abs=1)


def test_an_offset_of_the_input_does_not_matter() -> None:
    assert window_rate(heart(WINDOW_S, 7) + 0.3).rate == pytest.approx(72, abs=1)


BREATHS = st.tuples(st.floats(0.05, 6.0), st.integers(0, 2**32 - 1), st.floats(1e-4, 1.0))


@given(BREATHS)
@settings(max_examples=30, deadline=None)
def test_breathing_has_no_rate(breath: tuple[float, int, float]) -> None:
    every_s, seed, loud = breath
    times = numpy.arange(WINDOW_S * RATE_HZ) / RATE_HZ
    swelling = numpy.clip(numpy.sin(2 * numpy.pi * times / every_s), 0, 1)
    heard = window_rate(loud * swelling * noise(WINDOW_S, seed))
    assert heard.rate is None
    assert 0.0 <= heard.confidence <= 1.0


@pytest.mark.parametrize(
    "sound",
    [
        numpy.ones(WINDOW_S * RATE_HZ),
        numpy.linspace(-1, 1, WINDOW_S * RATE_HZ),
        numpy.repeat((0.0, 1.0), WINDOW_S * RATE_HZ // 2),
        numpy.eye(1, WINDOW_S * RATE_HZ, 20000)[0],
        numpy.tile((1.0, -1.0), WINDOW_S * RATE_HZ // 2),
        numpy.sin(numpy.arange(WINDOW_S * RATE_HZ) * 2 * numpy.pi * 80 / RATE_HZ),
    ],
    ids=["offset", "slope", "step", "click", "highest tone", "steady tone"],
)
def test_what_no_heart_gives_has_no_rate(sound: numpy.ndarray) -> None:
    assert window_rate(sound).rate is None


def test_a_heart_cut_at_the_limit_of_the_input_keeps_its_rate() -> None:
    for seed in range(5):
        cut = numpy.clip(6 * heart(WINDOW_S, seed), -1, 1)
        assert window_rate(cut).rate == pytest.approx(72, abs=1)
