"""What a device answers when its records are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.record_access import (
    ASK_LAST,
    ASK_NUMBER,
    Outcome,
    RecordNumber,
    Response,
    decode_answer,
    encode_answer,
)
from hardware.readings import DecodeError

answers = st.builds(RecordNumber, st.integers(0, 0xFFFF)) | st.builds(
    Response, st.integers(0, 0xFF), st.sampled_from(Outcome)
)


@given(answers)
def test_an_answer_comes_back(answer):
    assert decode_answer(encode_answer(answer)) == answer


def test_the_requests_are_those_of_the_norm():
    assert (ASK_LAST.hex(), ASK_NUMBER.hex()) == ("0106", "0401")


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ("06000101", Response(1, Outcome.SUCCESS)),
        ("06000106", Response(1, Outcome.NO_RECORD)),
        ("05000a01", RecordNumber(266)),
    ],
)
def test_an_answer_says_what_the_norm_says(data, answer):
    assert decode_answer(bytes.fromhex(data)) == answer


@pytest.mark.parametrize(
    "data", ["", "06", "0600", "060001", "0600010100", "05000a", "05010a00", "06000100", "0600010b",
             "0106", "07000101"],
)  # fmt: skip
def test_anything_else_is_refused(data):
    with pytest.raises(DecodeError):
        decode_answer(bytes.fromhex(data))


@given(st.binary(max_size=8))
def test_random_bytes_give_an_answer_or_decode_error(data):
    try:
        assert encode_answer(decode_answer(data)) == data
    except DecodeError:
        return
