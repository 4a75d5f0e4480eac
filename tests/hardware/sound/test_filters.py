"""What is done to a sound before it is shown: no cut between blocks is seen, no frequency made up."""

from itertools import pairwise

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.heart_sounds import (
    BANDS_HZ,
    RATE_HZ,
    AutomaticGain,
    BandPass,
    Display,
    Filter,
    Resampler,
    as_samples,
    level_of,
)
from hardware.simulators.heart import heart, noise

DEVICE_RATES = (4000, 8000, 11025, 16000, 22050, 44100, 48000, 96000)
CUTS = st.lists(st.integers(0, 3000), max_size=8)


def tone(hz: float, rate_hz: int, seconds: float = 2.0) -> numpy.ndarray:
    times = numpy.arange(round(seconds * rate_hz)) / rate_hz
    return numpy.round(16000 * numpy.sin(2 * numpy.pi * hz * times)).astype(numpy.int16)


def loudness(sound: numpy.ndarray) -> float:
    """Its decibels, the first half second left out."""
    return 20 * numpy.log10(numpy.sqrt(numpy.mean(sound[RATE_HZ // 2 :] ** 2)) + 1e-12)


def pieces(sound: numpy.ndarray, cuts: list[int]) -> list[numpy.ndarray]:
    edges = [0, *sorted(min(cut, sound.size) for cut in cuts), sound.size]
    return [sound[first:last] for first, last in pairwise(edges)]


@pytest.mark.parametrize("rate_hz", DEVICE_RATES)
@given(cuts=CUTS)
@settings(max_examples=25, deadline=None)
def test_a_sound_is_resampled_alike_however_it_was_cut(rate_hz: int, cuts: list[int]) -> None:
    sound = as_samples(noise(3000 / RATE_HZ, 1))
    whole, cut = Resampler(rate_hz), Resampler(rate_hz)
    expected = whole.feed(sound)
    heard = numpy.concatenate([cut.feed(piece) for piece in pieces(sound, cuts)])
    numpy.testing.assert_allclose(heard, expected, atol=1e-12)


@pytest.mark.parametrize("rate_hz", DEVICE_RATES)
def test_a_low_tone_keeps_its_height_and_its_loudness(rate_hz: int) -> None:
    heard = Resampler(rate_hz).feed(tone(100, rate_hz))
    assert abs(heard.size - 2 * RATE_HZ) <= 160
    assert loudness(heard) == pytest.approx(loudness(tone(100, RATE_HZ) / 32768), abs=0.05)
    lines = numpy.abs(numpy.fft.rfft(heard * numpy.hanning(heard.size)))
    assert lines.argmax() * RATE_HZ / heard.size == pytest.approx(100, abs=0.6)


@pytest.mark.parametrize("rate_hz", [16000, 44100, 48000])
def test_what_4_khz_cannot_hold_does_not_come_back_lower(rate_hz: int) -> None:
    assert loudness(Resampler(rate_hz).feed(tone(2500, rate_hz))) < -60


def test_at_4_khz_nothing_is_touched() -> None:
    sound = as_samples(noise(1, 2))
    numpy.testing.assert_array_equal(as_samples(Resampler(RATE_HZ).feed(sound)), sound)


@pytest.mark.parametrize("kind", Filter)
def test_a_filter_lets_its_band_through_and_nothing_else(kind: Filter) -> None:
    low, high = BANDS_HZ[kind]

    def lost_db(hz: float) -> float:
        sound = tone(hz, RATE_HZ) / 32768
        return loudness(sound) - loudness(BandPass(kind, ()).feed(sound))

    assert lost_db((low * high) ** 0.5) < 0.5
    assert lost_db(low) == pytest.approx(3.0, abs=0.3)
    assert lost_db(high) == pytest.approx(3.0, abs=0.3)
    assert lost_db(low / 2) > 18
    assert lost_db(min(high * 2, 1900)) > 18


def test_the_hum_of_the_mains_is_taken_out_when_it_is_asked() -> None:
    for hz in (50, 100):
        hum = tone(hz, RATE_HZ, 6.0) / 32768
        kept = loudness(BandPass(Filter.BELL, ()).feed(hum)[4 * RATE_HZ :])
        assert loudness(BandPass(Filter.BELL).feed(hum)[4 * RATE_HZ :]) < kept - 40


@given(cuts=CUTS)
@settings(max_examples=25, deadline=None)
def test_a_band_is_the_same_however_the_sound_was_cut(cuts: list[int]) -> None:
    sound = noise(1, 3)
    whole, cut = BandPass(Filter.LUNGS), BandPass(Filter.LUNGS)
    heard = numpy.concatenate([cut.feed(piece) for piece in pieces(sound, cuts)])
    numpy.testing.assert_allclose(heard, whole.feed(sound), atol=1e-12)


def blocks_of(sound: numpy.ndarray) -> list[numpy.ndarray]:
    return [sound[at : at + 400] for at in range(0, sound.size, 400)]


def shown(sound: numpy.ndarray) -> numpy.ndarray:
    gain = AutomaticGain()
    return numpy.concatenate([gain.feed(block) for block in blocks_of(sound)])


@pytest.mark.parametrize("loud", [0.03, 0.1, 1.0])
def test_soft_and_loud_sounds_are_shown_as_high(loud: float) -> None:
    settled = shown(loud * noise(20, 4))[10 * RATE_HZ :]
    assert float(numpy.sqrt(numpy.mean(settled**2))) == pytest.approx(0.2, abs=0.03)


def test_a_sound_is_never_raised_by_more_than_30_db() -> None:
    quiet = 1e-5 * noise(20, 5)
    raised = shown(quiet)
    settled = slice(10 * RATE_HZ, None)
    assert loudness(raised[settled]) - loudness(quiet[settled]) == pytest.approx(30, abs=0.1)


def test_a_bang_is_lowered_fast_and_silence_raised_slowly() -> None:
    sound = numpy.concatenate((0.02 * noise(10, 6), noise(3, 7), 0.02 * noise(3, 8)))
    heights = [abs(part).mean() for part in numpy.split(shown(sound), 16)]
    assert heights[11] < 1.3 * heights[9]
    assert heights[13] < 0.3 * heights[9]


def test_what_is_shown_never_leaves_the_frame_and_has_no_step() -> None:
    display = Display(Filter.BELL)
    blocks = [display.feed(block) for block in blocks_of(3.0 * heart(8, 9))]
    drawn = numpy.concatenate(blocks).astype(int)
    assert drawn.size == 8 * RATE_HZ
    steps = numpy.abs(numpy.diff(drawn))
    assert steps[399::400].max() <= steps.max()
    assert display.feed(numpy.zeros(0)).size == 0


def test_the_level_goes_from_silence_to_full_scale() -> None:
    full = numpy.full(400, -32768, numpy.int16)
    levels = [level_of((full * loud).astype(numpy.int16)) for loud in (0, 0.0005, 0.03, 1)]
    assert levels == sorted(levels)
    assert levels[0] == levels[1] == 0.0
    assert levels[2] == pytest.approx(0.5, abs=0.03)
    assert levels[3] == 1.0
    assert level_of(numpy.zeros(0, numpy.int16)) == 0.0
