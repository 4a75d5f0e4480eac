"""One way of writing each file that is signed or carries signatures.

Canonical JSON: UTF-8, keys sorted, no white space, every field present. What does not come out
again byte for byte is refused, so a key written twice, an unknown key, a file that says more
than it shows are refused without a rule for each.
"""

import json
from datetime import date
from typing import Annotated, TypeVar

import msgspec

from protocols.sign_refusals import UnreadableFile

# One line for people: no control, no mark that turns the direction of writing.
Words = Annotated[
    str,
    msgspec.Meta(pattern=r"\A[^\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]{1,200}\Z"),
]
Hex16 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Hex32 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Hex64 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{128}\Z")]
ProtocolId = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
Version = Annotated[str, msgspec.Meta(pattern=r"\A\d{1,4}\.\d{1,4}\.\d{1,4}\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"\A\d{4}-\d{2}-\d{2}\Z")]

Kind = TypeVar("Kind")


def canonical(value: object) -> bytes:
    """Return the one serialisation of ``value``."""
    content = msgspec.to_builtins(value)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def decoded(data: bytes, kind: type[Kind], most: int, name: str) -> Kind:
    """Return the value of ``kind`` written in ``data``.

    Args:
        data: the bytes of the whole file.
        kind: what they must be.
        most: greatest number of bytes, checked before anything is read.
        name: French name of the file, put in the refusal.

    Raises:
        UnreadableFile: too long, of another form, or not in its one way of writing.
    """
    if len(data) > most:
        raise UnreadableFile(f"{name} dépasse {most // 1024}\u00a0Kio. Il n’est pas lu.")
    try:
        value = msgspec.json.decode(data, type=kind)
        faithful = canonical(value) == data
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise unreadable(name) from None
    if not faithful:
        raise unreadable(name)
    return value


def unreadable(name: str) -> UnreadableFile:
    """Return the refusal of a file that is not what it should be."""
    return UnreadableFile(
        f"{name} n’est pas un fichier de ce format, ou il a été modifié. "
        "Demandez de nouveau le fichier d’origine au comité."
    )


def require_day(text: str) -> None:
    """Refuse a day that is in no calendar.

    Raises:
        ValueError: there is no such day.
    """
    date.fromisoformat(text)


def version_numbers(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a version, by which versions are ordered."""
    first, second, third = version.split(".")
    return int(first), int(second), int(third)
