"""Messages and commands as bytes, over a pipe: their length, then their name and their fields.

Only the types named here are ever made from bytes; anything else ends the conversation.
"""

from typing import IO, TypeVar, get_args

import msgspec

from hardware.media.commands import Command
from hardware.media.messages import ProcessMessage
from hardware.readings import DecodeError

LENGTH_BYTES = 4
LONGEST = 64_000_000
_Said = TypeVar("_Said")
_COMMANDS = {kind.__name__: kind for kind in get_args(Command)}
_MESSAGES = {kind.__name__: kind for kind in get_args(ProcessMessage)}


def encode(said: Command | ProcessMessage) -> bytes:
    """Return ``said`` with its length before it."""
    body = msgspec.msgpack.encode((type(said).__name__, said))
    return len(body).to_bytes(LENGTH_BYTES, "little") + body


def read_command(pipe: IO[bytes]) -> Command | None:
    """Return the next command, ``None`` at the end of the pipe.

    Raises:
        DecodeError: not one of ours.
    """
    body = _next(pipe)
    return None if body is None else _made(body, _COMMANDS)


def read_message(pipe: IO[bytes]) -> ProcessMessage | None:
    """Return the next message of the process, ``None`` at the end of the pipe.

    Raises:
        DecodeError: not one of ours.
    """
    body = _next(pipe)
    return None if body is None else _made(body, _MESSAGES)


def _next(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "little")
    if length > LONGEST:
        raise DecodeError("media message too long")
    body = pipe.read(length)
    return body if len(body) == length else None


def _made(body: bytes, kinds: dict[str, type[_Said]]) -> _Said:
    try:
        name, fields = msgspec.msgpack.decode(body, type=tuple[str, msgspec.Raw])
        return msgspec.msgpack.decode(fields, type=kinds[name])
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError):
        raise DecodeError("unknown media message") from None
