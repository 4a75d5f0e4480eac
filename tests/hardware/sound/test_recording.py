"""A recording is the sound as it was heard: the last fifteen seconds, and what went wrong."""

import io
import wave

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.heart_sounds import RATE_HZ, as_samples
from hardware.recording import LONGEST_S, Recording, clipped_in, wav_of
from hardware.simulators.heart import heart
from hardware.sound_words import OVERFLOWED, SATURATED, SHORT

BLOCK = RATE_HZ // 10


def recorded(samples: numpy.ndarray, gap_at: float | None = None) -> Recording:
    kept = Recording()
    for at in range(0, samples.size, BLOCK):
        block = samples[at : at + BLOCK]
        has_gap = gap_at is not None and at == round(gap_at * RATE_HZ)
        kept.add(block, has_gap=has_gap, clipped=clipped_in(block))
    return kept


def read(wav: bytes) -> tuple[tuple[int, int, int], numpy.ndarray]:
    with wave.open(io.BytesIO(wav)) as file:
        shape = file.getnchannels(), file.getsampwidth(), file.getframerate()
        return shape, numpy.frombuffer(file.readframes(file.getnframes()), "<i2")


@given(
    st.binary(max_size=4000).map(lambda data: numpy.frombuffer(data[: len(data) // 2 * 2], "<i2"))
)
def test_a_wav_file_holds_the_very_samples(samples: numpy.ndarray) -> None:
    shape, held = read(wav_of(samples))
    assert shape == (1, 2, RATE_HZ)
    numpy.testing.assert_array_equal(held, samples)


def test_the_last_fifteen_seconds_are_kept_untouched() -> None:
    sound = as_samples(heart(23.35, 1))
    kept = recorded(sound)
    _, held = read(kept.wav())
    numpy.testing.assert_array_equal(held, sound[-LONGEST_S * RATE_HZ :])
    assert kept.seconds == LONGEST_S
    assert kept.flags() == ()
    assert len(kept.wav()) < 121 * 1024


def test_a_short_one_says_so() -> None:
    kept = recorded(as_samples(heart(4, 1)))
    assert (kept.seconds, kept.flags()) == (4.0, (SHORT,))


def test_nothing_is_a_wav_file_without_samples() -> None:
    kept = Recording()
    assert kept.seconds == 0.0
    assert read(kept.wav())[1].size == 0


@pytest.mark.parametrize(("gap_at", "flags"), [(2.0, ()), (10.0, (OVERFLOWED,))])
def test_lost_sound_is_said_while_it_is_in_what_is_kept(gap_at: float, flags: tuple) -> None:
    assert recorded(as_samples(heart(20, 1)), gap_at).flags() == flags


def test_a_sound_cut_at_the_limit_of_the_input_is_said() -> None:
    assert recorded(as_samples(8 * heart(16, 1))).flags() == (SATURATED,)


def test_the_lowest_sample_counts_as_cut() -> None:
    assert clipped_in(numpy.array([-32768, 32767, 0, 32000], numpy.int16)) == 2
