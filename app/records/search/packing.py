"""The columns of one month as bytes to seal, and back.

::

    length of head u32 | head, JSON | arrays, one after the other

The head names the arrays with their number of values, and holds the shared words. Numbers and
times are kept as differences, and the bytes of an array are parted by weight: all the first
ones, then all the second ones. Both deflate to a third. It is a cache: another layout than
this one is refused, and the month is made again.
"""

import struct
from collections.abc import Mapping
from types import MappingProxyType

import msgspec
import numpy as np

from app.records.search.columns import SHARED, TYPES, Columns, whole
from app.records.search.lexicon import Array, Lexicon

_LENGTH = struct.Struct(">I")
_WORDS: Mapping[str, str] = MappingProxyType(
    {"text": "u1", "ends": "<u4", "sounds": "S4", "starts": "<u4", "lines": "<u4"}
)
_ALL = {**TYPES, **_WORDS, "replaced": "<i8"}
_AS_STEPS = frozenset({"numbers", "times", "ends", "starts"})


class _Head(msgspec.Struct):
    sizes: dict[str, int]
    shared: dict[str, tuple[str, ...]]


def packed(columns: Columns) -> bytes:
    """Return the columns as bytes to seal."""
    names = columns.names
    arrays: dict[str, Array] = {
        **columns.held,
        "text": np.frombuffer(names.text, dtype="u1"),
        "ends": names.ends,
        "sounds": names.sounds,
        "starts": names.starts,
        "lines": names.lines,
        "replaced": columns.replaced,
    }
    sizes = {name: len(arrays[name]) for name in _ALL}
    head = msgspec.json.encode(_Head(sizes, dict(columns.shared)))
    parts = (_parted(name, arrays[name]) for name in _ALL)
    return b"".join((_LENGTH.pack(len(head)), head, *parts))


def unpacked(data: bytes) -> Columns:
    """Return the columns packed as ``data``.

    Raises:
        ValueError: these bytes are no packed month.
    """
    try:
        (length,) = _LENGTH.unpack_from(data)
        at = _LENGTH.size + length
        head = msgspec.json.decode(data[_LENGTH.size : at], type=_Head)
        arrays: dict[str, Array] = {}
        for name, kind in _ALL.items():
            arrays[name] = _joined(name, kind, data, (at, head.sizes[name]))
            at += arrays[name].nbytes
        shared = {kind: head.shared[kind] for kind in SHARED}
    except (struct.error, msgspec.MsgspecError, KeyError) as error:
        raise ValueError("no packed month") from error
    names = Lexicon(
        bytearray(arrays["text"]),
        *(arrays[name] for name in ("ends", "sounds", "starts", "lines")),
    )
    return whole({name: arrays[name] for name in TYPES}, shared, names, arrays["replaced"])


def _parted(name: str, array: Array) -> bytes:
    """Return an array byte by byte of weight."""
    if name in _AS_STEPS:
        array = np.diff(array, prepend=array.dtype.type(0))
    rows = np.ascontiguousarray(array).view("u1").reshape(len(array), array.itemsize)
    return rows.T.tobytes()


def _joined(name: str, kind: str, data: bytes, place: tuple[int, int]) -> Array:
    """Return the array that stands at ``place`` (offset, number of values)."""
    at, size = place
    width = np.dtype(kind).itemsize
    rows = np.frombuffer(data, dtype="u1", count=size * width, offset=at).reshape(width, size)
    array: Array = np.array(rows.T, order="C").view(kind).reshape(size)
    return np.cumsum(array, dtype=kind) if name in _AS_STEPS else array
