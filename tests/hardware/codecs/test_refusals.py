"""Whatever the bytes, only DecodeError escapes a codec."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.codecs.characteristics import DECODERS, decode, short_name
from hardware.codecs.cms50 import measure_old, measure_v7
from hardware.codecs.ieee11073 import decode_float, decode_sfloat
from hardware.codecs.timestamp import decode_clock, decode_timestamp
from hardware.readings import DecodeError

FUZZ = settings(max_examples=400, deadline=None)


@FUZZ
@given(st.sampled_from(sorted(DECODERS)), st.binary(max_size=24))
def test_random_bytes_give_a_result_or_decode_error(name, data):
    try:
        measured = decode(name, data)
    except DecodeError:
        return
    assert all(one.value.is_finite() for one in measured.values)


@FUZZ
@given(st.binary(max_size=12))
def test_random_serial_bytes_give_a_result_or_decode_error(data):
    for measure in (measure_v7, measure_old):
        try:
            measured = measure(data)
        except DecodeError:
            continue
        assert measured.streamed


@FUZZ
@given(st.sampled_from(("2a1c", "2a1e")), st.binary(min_size=4, max_size=4))
def test_every_float_in_fahrenheit_gives_a_result_or_decode_error(name, number):
    try:
        measured = decode(name, b"\x01" + number)
    except DecodeError:
        return
    assert len(measured.values) <= 1


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_an_empty_packet_is_refused(name):
    with pytest.raises(DecodeError):
        decode(name, b"")


@pytest.mark.parametrize("size", [0, 6, 8, 9, 11])
def test_clock_of_another_length_is_refused(size):
    with pytest.raises(DecodeError):
        decode_clock(bytes(size))
    with pytest.raises(DecodeError):
        decode_timestamp(bytes(size))


@pytest.mark.parametrize("at", range(1, 9))
def test_a_serial_frame_out_of_step_is_refused(at):
    frame = bytearray.fromhex("018085bc97c4e1b881")
    frame[at] &= 0x7F
    with pytest.raises(DecodeError):
        measure_v7(bytes(frame))


@pytest.mark.parametrize("size", [0, 1, 3, 5])
def test_a_number_of_another_size_is_refused(size):
    with pytest.raises(DecodeError):
        decode_sfloat(bytes(size))
    with pytest.raises(DecodeError):
        decode_float(bytes(size))


def test_half_an_interval_between_beats_is_refused():
    with pytest.raises(DecodeError):
        decode("2a37", bytes.fromhex("163c0004f3"))


def test_a_temperature_site_that_does_not_exist_is_refused():
    with pytest.raises(DecodeError):
        decode("2a1c", bytes.fromhex("04740100ff0a"))


def test_a_glucose_offset_out_of_the_calendar_is_refused():
    with pytest.raises(DecodeError):
        decode("2a18", bytes.fromhex("0101000f270c1f173b3bff7e"))


def test_nonin_saturation_above_one_hundred_is_refused():
    with pytest.raises(DecodeError):
        decode("0aad7ea0-0d60-11e2-8e3c-0002a5d5c51b", bytes.fromhex("0a101e0138002a650048"))


@pytest.mark.parametrize(
    "uuid",
    ["2A35", "00002A35-0000-1000-8000-00805F9B34FB", " 00002a35-0000-1000-8000-00805f9b34fb"],
)
def test_a_characteristic_is_known_by_its_short_and_long_name(uuid):
    assert short_name(uuid) == "2a35"


def test_an_unknown_characteristic_is_refused():
    with pytest.raises(DecodeError):
        decode("2aff", b"")
