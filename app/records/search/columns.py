"""The sheets of one month side by side, in columns that numpy compares at once.

A packed month is ``length of head u32 | head, JSON | columns, one after the other``. The head
names the columns with their type and size, and holds the words that many sheets share. It is
sealed as a whole before it reaches the disk, so its bytes are our own when they are read.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from app.records.search.entry import SearchEntry
from app.records.search.phonetic import sound

WORD_BYTES = 16
"""What is kept of a word to sort it; a longer one is compared again in the names."""

_LENGTH = struct.Struct(">I")
_TYPES = {
    "numbers": "<i8",
    "times": "<i8",
    "days": "<i4",
    "born": "<i4",
    "versions": "u1",
    "readable": "u1",
    "matricules": "S13",
    "protocols": "<u2",
    "situations": "<u2",
    "levels": "<u2",
    "authors": "<u2",
    "ids": "S16",
    "ends": "<u4",
    "words": f"S{WORD_BYTES}",
    "word_lines": "<u4",
    "sounds": "S4",
    "sound_lines": "<u4",
    "names": "u1",
}
_SHARED = ("protocols", "situations", "levels", "authors")

Array = NDArray[Any]


class _Head(msgspec.Struct):
    sizes: dict[str, int]
    shared: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Columns:
    """One line per sheet version, in the order of the journal.

    ``names`` are the folded names, each line of them ended by a line feed; ``ends`` is where
    each line ends in it. ``words`` are sorted, and ``word_lines`` says which line has each.
    ``shared`` are the words that codes stand for.
    """

    held: dict[str, Array]
    names: bytes
    shared: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.held["numbers"])

    def __getitem__(self, name: str) -> Array:
        return self.held[name]

    def sheet_id(self, line: int) -> bytes:
        """Return the identifier of a line, its trailing zeros with it."""
        return bytes(self.held["ids"][line]).ljust(16, b"\0")

    def code(self, kind: str, word: str) -> int:
        """Return the code of a shared word, -1 when no line has it."""
        return self.shared[kind].index(word) if word in self.shared[kind] else -1

    def wipe(self) -> None:
        """Overwrite every column with zeros; the bytes of names cannot be."""
        for array in self.held.values():
            array.fill(0)


def columns_of(entries: Sequence[SearchEntry]) -> Columns:
    """Return the columns of some sheets of one month, in the order given."""
    shared: dict[str, list[str]] = {kind: [] for kind in _SHARED}
    codes = {kind: _coded(shared[kind], values) for kind, values in _shared_values(entries).items()}
    lines = [f"{one.names}\n".encode() for one in entries]
    words = [(word, line) for line, one in enumerate(entries) for word in one.names.split()]
    sounds = {(sound(word), line) for word, line in words}
    columns: dict[str, Sequence[object]] = {
        "numbers": [one.number for one in entries],
        "times": [one.time_ms for one in entries],
        "days": [one.day for one in entries],
        "born": [one.born for one in entries],
        "versions": [one.version for one in entries],
        "readable": [one.readable for one in entries],
        "matricules": [one.matricule.encode() for one in entries],
        "ids": [one.sheet_id for one in entries],
        **codes,
    }
    held = {name: np.array(values, dtype=_TYPES[name]) for name, values in columns.items()}
    held["ends"] = np.cumsum([len(line) for line in lines]).astype("<u4")
    held |= _sorted("word", ((word.encode(), line) for word, line in words))
    held |= _sorted("sound", ((heard.encode(), line) for heard, line in sounds if heard))
    return Columns(held, b"".join(lines), shared)


def _shared_values(entries: Sequence[SearchEntry]) -> dict[str, list[str]]:
    return {
        "protocols": [one.protocol for one in entries],
        "situations": [one.situation for one in entries],
        "levels": [one.level for one in entries],
        "authors": [one.author for one in entries],
    }


def _coded(known: list[str], values: Iterable[str]) -> list[int]:
    places: dict[str, int] = {}
    codes = [places.setdefault(value, len(places)) for value in values]
    known.extend(places)
    return codes


def _sorted(kind: str, pairs: Iterable[tuple[bytes, int]]) -> dict[str, Array]:
    """Return the sorted keys of ``kind`` and the line of each."""
    found = list(pairs)
    keys = np.array([key for key, _ in found], dtype=_TYPES[f"{kind}s"])
    lines = np.array([line for _, line in found], dtype="<u4")
    order = np.argsort(keys, kind="stable")
    return {f"{kind}s": keys[order], f"{kind}_lines": lines[order]}


def packed(columns: Columns) -> bytes:
    """Return the columns as bytes to seal."""
    parts = {**columns.held, "names": np.frombuffer(columns.names, dtype="u1")}
    ordered = {name: parts[name] for name in _TYPES}
    head = msgspec.json.encode(
        _Head({name: len(array) for name, array in ordered.items()}, columns.shared)
    )
    return b"".join((_LENGTH.pack(len(head)), head, *(one.tobytes() for one in ordered.values())))


def unpacked(data: bytes) -> Columns:
    """Return the columns packed as ``data``.

    Raises:
        ValueError: these bytes are no packed month.
    """
    try:
        (length,) = _LENGTH.unpack_from(data)
        at = _LENGTH.size + length
        head = msgspec.json.decode(data[_LENGTH.size : at], type=_Head)
    except (struct.error, msgspec.MsgspecError) as error:
        raise ValueError("no packed month") from error
    held: dict[str, Array] = {}
    for name, kind in _TYPES.items():
        array = np.frombuffer(data, dtype=kind, count=head.sizes[name], offset=at).copy()
        held[name] = array
        at += array.nbytes
    names = held.pop("names").tobytes()
    return Columns(held, names, head.shared)
