"""Frames are found again in a line that loses bytes, adds some, or cuts anywhere."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.codecs.cms50 import Cms50, decode_old, decode_v7, encode_old, encode_v7
from hardware.codecs.serial_frames import LONGEST_FRAME, cut_old, cut_v7

KINDS = {"v7": (cut_v7, encode_v7, decode_v7), "old": (cut_old, encode_old, decode_old)}

WITHOUT_LOOKING = {
    "v7": re.compile(rb"\x01[\x80-\xff]{8}"),
    "old": re.compile(rb"[\x80-\xff][\x00-\x7f]{4}"),
}


def frame(encode, rank):
    return encode(Cms50(spo2=97, pulse=60 + rank % 40, wave=rank % 100, signal=5, bar=7))


def cut_by(cut, pieces):
    left, found = b"", []
    for piece in pieces:
        done = cut(left + piece)
        left = done.left
        found += done.frames
    return found


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_frames_come_whole_wherever_the_line_is_cut(kind, sizes):
    cut, encode, _ = KINDS[kind]
    sent = [frame(encode, rank) for rank in range(12)]
    line, pieces = b"".join(sent), []
    for size in sizes:
        pieces.append(line[:size])
        line = line[size:]
    assert cut_by(cut, [*pieces, line]) == sent[:-1]


@pytest.mark.parametrize("kind", KINDS)
@given(st.binary(max_size=40))
def test_random_bytes_give_frames_that_can_be_read(kind, data):
    cut, _, decode = KINDS[kind]
    done = cut(data)
    assert len(done.left) <= LONGEST_FRAME
    for one in done.frames:
        decode(one)


@pytest.mark.parametrize("kind", KINDS)
def test_looking_at_the_next_frame_stops_most_garbage(kind):
    cut, encode, decode = KINDS[kind]
    random, false, naive = Random(3), 0, 0  # noqa: S311 - garbage, the same at each run
    for rank in range(2000):
        whole, at = frame(encode, rank), random.randrange(1, 5)
        line = whole + whole[:at] + random.randbytes(5) + whole[at:] + whole * 2
        false += wrong(decode, cut(line).frames, rank)
        naive += wrong(decode, WITHOUT_LOOKING[kind].findall(line), rank)
    assert 0 < false * 2 < naive


def wrong(decode, frames, rank):
    read = [decode(one) for one in frames]
    return sum(one.spo2 != 97 or one.pulse != 60 + rank % 40 for one in read)


def test_a_notice_of_leaving_is_told_and_is_no_frame():
    done = cut_v7(bytes.fromhex("0d80") + frame(encode_v7, 1))
    assert done.notice
    assert done.frames == ()


def test_a_notice_that_nothing_follows_is_told():
    assert cut_v7(frame(encode_v7, 1) + bytes.fromhex("0d80")).notice


def test_a_lone_byte_is_no_notice():
    assert not cut_v7(bytes.fromhex("0d01")).notice


def test_another_type_of_frame_is_passed_over():
    done = cut_v7(bytes.fromhex("0f8080808080808080") + frame(encode_v7, 1) + b"\x01")
    assert done.frames == (frame(encode_v7, 1),)
    assert not done.notice


def test_a_line_that_never_begins_a_frame_is_forgotten():
    assert cut_v7(b"\x01" + b"\xff" * LONGEST_FRAME).left == b""
    assert cut_old(b"\x01" * 500).left == b""
