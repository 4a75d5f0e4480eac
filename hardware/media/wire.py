"""Messages and commands as bytes, over a pipe: their length, then their name and their fields.

Only the types named here, and those of the parts that were added, are ever made from bytes;
anything else ends the conversation.
"""

from collections.abc import Mapping
from typing import IO, TypeVar, get_args

import msgspec

from hardware.media.commands import Command, PartCommand
from hardware.media.messages import PartMessage, ProcessMessage
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


def read_command(pipe: IO[bytes], more: tuple[type[PartCommand], ...] = ()) -> Command | None:
    """Return the next command, ``None`` at the end of the pipe; ``more`` are those of added parts.

    Raises:
        DecodeError: not one of ours.
    """
    body = _next(pipe)
    return None if body is None else _made(body, _COMMANDS | _named(more))


def read_message(
    pipe: IO[bytes], more: tuple[type[PartMessage], ...] = ()
) -> ProcessMessage | None:
    """Return the next message of the process, ``None`` at the end of the pipe.

    ``more`` are the types of the parts that were added.

    Raises:
        DecodeError: not one of ours.
    """
    body = _next(pipe)
    return None if body is None else _made(body, _MESSAGES | _named(more))


def _next(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "little")
    if length > LONGEST:
        raise DecodeError("media message too long")
    body = pipe.read(length)
    return body if len(body) == length else None


def _named(kinds: tuple[type[_Said], ...]) -> dict[str, type[_Said]]:
    return {kind.__name__: kind for kind in kinds}


def _made(body: bytes, kinds: Mapping[str, type[_Said]]) -> _Said:
    try:
        name, fields = msgspec.msgpack.decode(body, type=tuple[str, msgspec.Raw])
        return msgspec.msgpack.decode(fields, type=kinds[name])
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError):
        raise DecodeError("unknown media message") from None
