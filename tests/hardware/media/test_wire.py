"""Messages and commands cross the pipe whole, and nothing else is ever made from bytes."""

import io
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.media.commands import Command, LookAround
from hardware.media.messages import CodeRead, PictureTaken, ProcessMessage, SoundRecorded
from hardware.media.wire import encode, read_command, read_message
from hardware.readings import DecodeError

PLAIN = {
    int: st.integers(-(2**40), 2**40),
    float: st.floats(allow_nan=False, allow_infinity=False),
}


def made(kind: object) -> st.SearchStrategy:
    """Return values of ``kind`` with the numbers that a device may give."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{one.name: made(hints[one.name]) for one in fields(kind)})
    if get_origin(kind) is tuple:
        return st.lists(made(get_args(kind)[0]), max_size=3).map(tuple)
    if get_origin(kind) is UnionType:
        return st.one_of(*(made(one) for one in get_args(kind)))
    return PLAIN[kind] if kind in PLAIN else st.from_type(kind)


MESSAGES = st.one_of(*(made(kind) for kind in get_args(ProcessMessage)))
COMMANDS = st.one_of(*(made(kind) for kind in get_args(Command)))


@given(st.lists(MESSAGES, max_size=4))
def test_messages_cross_the_pipe_whole_and_in_order(said):
    pipe = io.BytesIO(b"".join(encode(one) for one in said))
    assert [read_message(pipe) for _ in said] == said
    assert read_message(pipe) is None


@given(COMMANDS)
def test_commands_cross_the_pipe_whole(command):
    assert read_command(io.BytesIO(encode(command))) == command


@given(MESSAGES, st.data())
def test_a_message_cut_short_is_the_end_of_the_pipe(message, data):
    whole = encode(message)
    kept = data.draw(st.integers(0, len(whole) - 1))
    assert read_message(io.BytesIO(whole[:kept])) is None


@given(st.binary(max_size=200))
@example(b"\x92\xa4\xff\xfe\xfd\xfc\x00")  # a name that is not UTF-8
def test_other_bytes_are_refused_with_the_declared_error_alone(body):
    pipe = io.BytesIO(len(body).to_bytes(4, "little") + body)
    with pytest.raises(DecodeError):
        read_message(pipe)


def test_a_command_is_no_message():
    with pytest.raises(DecodeError):
        read_message(io.BytesIO(encode(LookAround())))


def test_an_endless_message_is_refused_before_any_memory_is_taken():
    with pytest.raises(DecodeError):
        read_message(io.BytesIO(b"\xff\xff\xff\xff"))


def test_pictures_sounds_and_codes_are_not_in_what_is_printed():
    private = "DORVAL"
    for message in (
        CodeRead("r", private),
        PictureTaken("r", "room", private.encode(), None, 1, 1, "live"),
        SoundRecorded("r", private.encode(), 1.0, "bell", "live", ()),
    ):
        assert private not in repr(message)
