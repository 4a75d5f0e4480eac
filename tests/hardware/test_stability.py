"""A continuous value is kept after seconds of agreement only."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.measured import Measured
from hardware.readings import Kind, quantity
from hardware.stability import Sample, Signal, add, raw_of, settled

SECOND = 1_000_000_000


def sample(at_s: float, spo2: int = 97, pulse: int = 72, flags: tuple[str, ...] = ()) -> Sample:
    values = (quantity("spo2", Decimal(spo2)), quantity("pulse", Decimal(pulse)))
    measured = Measured(Kind.OXIMETRY, values, "plx", quality=flags, streamed=True)
    return Sample(int(at_s * SECOND), measured, bytes((spo2, pulse)))


def signal(*samples: Sample) -> Signal:
    found = Signal()
    for one in samples:
        found = add(found, one)
    return found


def test_eight_seconds_of_agreement_give_the_median_of_the_last_four():
    pulses = [72, 72, 72, 72, 72, 70, 71, 74, 73, 72]
    kept = settled(signal(*(sample(at, 97, pulse) for at, pulse in enumerate(pulses))))
    assert kept is not None
    assert [(one.name, one.value) for one in kept.values] == [("spo2", 97), ("pulse", 72)]
    assert kept.streamed


def test_seven_seconds_are_not_enough():
    assert settled(signal(*(sample(at) for at in range(8)))) is None
    assert signal(*(sample(at) for at in range(5))).progress == 50


def test_a_spread_above_two_percent_is_not_kept():
    assert settled(signal(*(sample(at, 97 - 3 * (at == 7)) for at in range(10)))) is None


def test_a_spread_above_five_beats_is_not_kept():
    assert settled(signal(*(sample(at, 97, 72 + 6 * (at == 7)) for at in range(10)))) is None


def test_a_silence_of_more_than_two_seconds_starts_again():
    broken = signal(*(sample(at) for at in (0, 1, 2, 3, 4, 6.5, 7, 8, 9, 10)))
    assert settled(broken) is None
    assert broken.since_ns == 6.5 * SECOND


def test_searching_or_a_finger_out_starts_again():
    for flag in ("searching", "probe_error", "sensor_off", "early_estimate"):
        again = signal(*(sample(at, flags=(flag,) if at == 5 else ()) for at in range(10)))
        assert settled(again) is None


def test_an_impossible_value_starts_again():
    assert settled(signal(*(sample(at, 127 if at == 5 else 97) for at in range(10)))) is None


def test_two_packets_in_four_seconds_are_too_few():
    assert settled(signal(*(sample(at * 2) for at in range(6)))) is not None
    assert settled(Signal(0, (sample(4), sample(8)))) is None


def test_flags_of_the_kept_seconds_follow_the_value():
    kept = settled(signal(*(sample(at, flags=("low_perfusion",) * (at == 9)) for at in range(11))))
    assert kept is not None
    assert kept.quality == ("low_perfusion",)


def test_raw_bytes_are_the_packets_of_the_last_four_seconds():
    held = signal(*(sample(at) for at in range(10)))
    assert raw_of(held) == (b"\x00\x02" + bytes((97, 72))) * 5


steady = st.tuples(st.integers(5, 15), st.integers(96, 98), st.integers(70, 75))


@given(st.lists(steady, min_size=20))
def test_a_kept_value_is_always_one_that_was_received(stream):
    held, at = Signal(), 0.0
    for step, spo2, pulse in stream:
        at += step / 10
        held = add(held, sample(at, spo2, pulse))
    kept = settled(held)
    assert kept is not None
    received = {Decimal(value) for _, *values in stream for value in values}
    assert {one.value for one in kept.values} <= received
