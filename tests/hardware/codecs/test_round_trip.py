"""Encoders and decoders agree on every field of every packet."""

from dataclasses import fields as fields_of
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs import blood_pressure as bp
from hardware.codecs import cms50, ieee11073, nonin
from hardware.codecs import glucose as glu
from hardware.codecs import heart_rate as hr
from hardware.codecs import pulse_oximeter as plx
from hardware.codecs import thermometer as thermo
from hardware.codecs import weight as wt
from hardware.codecs.characteristics import decode
from hardware.codecs.ieee11073 import Missing
from hardware.codecs.timestamp import decode_clock, decode_timestamp, encode_timestamp

MOMENT = datetime.fromisoformat("2026-03-14T09:00:00")

missing = st.sampled_from(Missing)
sfloats = missing | st.builds(
    lambda m, e: Decimal(m).scaleb(e), st.integers(-2045, 2045), st.integers(-8, 7)
)
floats = missing | st.builds(
    lambda m, e: Decimal(m).scaleb(e), st.integers(-8388605, 8388605), st.integers(-128, 127)
)
times = st.none() | st.datetimes(datetime.fromisoformat("1582-01-01T00:00:00")).map(
    lambda moment: moment.replace(microsecond=0)
)
clocks = st.just({}) | times.map(lambda moment: {"has_time": True, "time": moment})
byte = st.integers(0, 0xFF)
word = st.integers(0, 0xFFFF)
nibble = st.integers(0, 15)


def some(*names: str):
    """Any choice of flags, in any order."""
    return st.lists(st.sampled_from(names), unique=True).map(tuple)


def packets(make, **fields):
    """Packets of ``make`` with their fields drawn."""
    return st.builds(make, **fields)


def timed(make, **fields):
    """Packets with a time, without one, or with an unknown one."""
    return st.builds(
        lambda clock, rest: make(**rest, **clock), clocks, st.fixed_dictionaries(fields)
    )


def same(decoded, sent) -> bool:
    """True when all fields are equal, flags in any order."""
    for field in fields_of(sent):
        one, other = getattr(decoded, field.name), getattr(sent, field.name)
        if isinstance(one, tuple) and all(isinstance(flag, str) for flag in one):
            one, other = sorted(one), sorted(other)
        if one != other:
            return False
    return True


@given(sfloats)
def test_sfloat_comes_back_with_its_exponent(number):
    back = ieee11073.decode_sfloat(ieee11073.encode_sfloat(number))
    assert back == number
    assert isinstance(back, Missing) or back.as_tuple().exponent == number.as_tuple().exponent


@given(floats)
def test_float_comes_back(number):
    assert ieee11073.decode_float(ieee11073.encode_float(number)) == number


def test_encoder_takes_trailing_zeros_off_when_needed():
    number = Decimal(1_000_000_000)
    assert ieee11073.decode_sfloat(ieee11073.encode_sfloat(number)) == number


@pytest.mark.parametrize("number", ["2046", "36.512", "NaN", "Infinity", "1e12", "1e-9"])
def test_encoder_refuses_what_does_not_fit_two_bytes(number):
    with pytest.raises(ValueError, match="number"):
        ieee11073.encode_sfloat(Decimal(number))


@given(st.integers(0, 15), st.integers(0x7FE, 0x802))
def test_reserved_mantissas_are_never_numbers(exponent, mantissa):
    pattern = (exponent << 12 | mantissa).to_bytes(2, "little")
    assert isinstance(ieee11073.decode_sfloat(pattern), Missing)


@given(times)
def test_timestamp_comes_back(moment):
    assert decode_timestamp(encode_timestamp(moment)) == moment
    assert decode_clock(encode_timestamp(moment) + b"\x01\x00\x00") == moment


bp_flags = some("body_movement", "cuff_loose", "irregular_pulse", "bad_position")
pulse_ranges = st.sampled_from(((), ("pulse_above_range",), ("pulse_below_range",)))


@given(
    timed(
        bp.BloodPressure,
        systolic=sfloats,
        diastolic=sfloats,
        mean=sfloats,
        unit=st.sampled_from(("mm[Hg]", "kPa")),
        pulse=st.none() | sfloats,
        user=st.none() | byte,
        status=st.none() | st.builds(lambda one, other: one + other, bp_flags, pulse_ranges),
    )
)
def test_blood_pressure_comes_back(sent):
    assert same(bp.decode_blood_pressure(bp.encode_blood_pressure(sent)), sent)


@given(
    timed(
        thermo.Temperature,
        value=floats,
        unit=st.sampled_from(("Cel", "[degF]")),
        site=st.none() | st.sampled_from(sorted(thermo.SITES)),
    )
)
def test_temperature_comes_back(sent):
    assert same(thermo.decode_temperature(thermo.encode_temperature(sent)), sent)


status = {
    "measurement_status": st.none() | some(*plx.MEASUREMENT_STATUS.values()),
    "device_status": st.none() | some(*plx.DEVICE_STATUS.values()),
    "amplitude": st.none() | sfloats,
}


@given(timed(plx.SpotCheck, spo2=sfloats, pulse=sfloats, clock_not_set=st.booleans(), **status))
def test_spot_check_comes_back(sent):
    assert same(plx.decode_spot(plx.encode_spot(sent)), sent)


pairs = st.none() | st.tuples(sfloats, sfloats)


@given(packets(plx.Continuous, spo2=sfloats, pulse=sfloats, fast=pairs, slow=pairs, **status))
def test_continuous_saturation_comes_back(sent):
    assert same(plx.decode_continuous(plx.encode_continuous(sent)), sent)


@given(timed(wt.Weight, steps=word, imperial=st.booleans(), user=st.none() | byte))
def test_weight_comes_back(sent):
    assert same(wt.decode_weight(wt.encode_weight(sent)), sent)


@given(word, word)
def test_weight_with_height_comes_back(bmi, height):
    sent = wt.Weight(14460, bmi_steps=bmi, height_steps=height)
    assert wt.decode_weight(wt.encode_weight(sent)) == sent


@given(
    packets(
        glu.Glucose,
        sequence=word,
        base_time=times,
        offset=st.none() | st.integers(-0x8000, 0x7FFF),
        concentration=sfloats,
        sample=nibble,
        location=nibble,
        unit=st.sampled_from((glu.KG_PER_LITRE, glu.MOL_PER_LITRE)),
        status=st.none() | some(*glu.SENSOR_STATUS.values()),
        has_context=st.booleans(),
    )
)
def test_glucose_comes_back(sent):
    assert same(glu.decode_glucose(glu.encode_glucose(sent)), sent)


def test_glucose_without_concentration_comes_back():
    sent = glu.Glucose(3, MOMENT)
    assert glu.decode_glucose(glu.encode_glucose(sent)) == sent


def test_glucose_time_is_unknown_when_the_offset_overran():
    assert glu.Glucose(1, MOMENT, offset=glu.OVERRUN).time is None


@pytest.mark.parametrize(("sample", "location"), [(10, 1), (1, 4)])
def test_control_solution_is_flagged(sample, location):
    blood = Decimal("0.00105")
    sent = glu.Glucose(7, MOMENT, concentration=blood, sample=sample, location=location)
    assert "control_solution" in decode("2a18", glu.encode_glucose(sent)).quality


@given(
    packets(
        hr.HeartRate,
        rate=byte,
        contact=st.integers(0, 3),
        energy=st.none() | word,
        intervals=st.none() | st.lists(word, max_size=9).map(tuple),
        wide=st.booleans(),
    )
)
def test_heart_rate_comes_back(sent):
    assert hr.decode_heart_rate(hr.encode_heart_rate(sent)) == sent


frame = {
    "spo2": st.none() | st.integers(1, 126),
    "pulse": st.none() | st.integers(1, 254),
    "wave": st.integers(0, 127),
    "signal": nibble,
    "bar": nibble,
    "beep": st.booleans(),
}
v7_flags = some("search_too_long", "low_saturation", "probe_error", "searching")
old_flags = some("sensor_off", "low_saturation", "probe_error", "searching")


@given(packets(cms50.Cms50, perfusion=st.none() | st.integers(0, 0xFFFE), flags=v7_flags, **frame))
def test_cms50_v7_comes_back(sent):
    assert same(cms50.decode_v7(cms50.encode_v7(sent)), sent)


@given(packets(cms50.Cms50, flags=old_flags, **frame))
def test_cms50_old_comes_back(sent):
    assert same(cms50.decode_old(cms50.encode_old(sent)), sent)


nonin_flags = some("weak_signal", "searching", "sensor_on", "low_battery", "encrypted_link")


@given(
    packets(
        nonin.Nonin,
        spo2=st.none() | st.integers(0, 100),
        pulse=st.none() | st.integers(0, 510),
        amplitude=word,
        counter=word,
        battery=byte,
        status=nonin_flags,
    )
)
def test_nonin_comes_back(sent):
    assert same(nonin.decode_nonin(nonin.encode_nonin(sent)), sent)
