"""Preview pictures in shared memory: a ring of slots, written by one process, read by another.

Each slot begins with its sequence number, written before and after the pixels: a reader that
finds anything but the number it was told, before or after its copy, drops the picture. With
``SLOTS`` slots at 30 pictures a second it has about 100 ms to copy one, which takes 0.2 ms.

Layout of a slot, little-endian: u64 sequence when begun, u64 sequence when ended, u32 width,
u32 height, then rows of ``3 * width`` bytes, blue green red, without padding.
"""

import logging
import os
import struct
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

SLOTS = 4
CHANNELS = 3
MOST_WIDTH, MOST_HEIGHT = 1280, 720
_SEQUENCE = struct.Struct("<Q")
_SIZE = struct.Struct("<II")
_HEAD = 2 * _SEQUENCE.size + _SIZE.size
_SLOT = _HEAD + CHANNELS * MOST_WIDTH * MOST_HEIGHT

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Frame:
    """One preview picture: rows of ``3 * width`` bytes, blue green red, top row first."""

    width: int
    height: int
    pixels: bytes

    @property
    def stride(self) -> int:
        """Return the number of bytes of a row."""
        return CHANNELS * self.width


class RingWriter:
    """The media process's end: it makes the memory, and gives it back in ``close``."""

    def __init__(self, name: str) -> None:
        self._memory = SharedMemory(name=name, create=True, size=SLOTS * _SLOT)
        self._sequence = 0

    @property
    def name(self) -> str:
        """Return what the reader opens."""
        return self._memory.name

    def write(self, picture: "Picture") -> tuple[int, int]:
        """Put a BGR picture of at most 1280 x 720 in the next slot; return slot and sequence."""
        import numpy

        self._sequence += 1
        slot = self._sequence % SLOTS
        start, memory = slot * _SLOT, _bytes_of(self._memory)
        height, width = picture.shape[:2]
        _SEQUENCE.pack_into(memory, start, self._sequence)
        _SIZE.pack_into(memory, start + 2 * _SEQUENCE.size, width, height)
        target: Picture = numpy.ndarray(
            picture.shape, numpy.uint8, buffer=memory, offset=start + _HEAD
        )
        numpy.copyto(target, picture)
        _SEQUENCE.pack_into(memory, start + _SEQUENCE.size, self._sequence)
        return slot, self._sequence

    def close(self) -> None:
        """Give the memory back; what a reader has open stays until it closes it."""
        self._memory.close()
        self._memory.unlink()


class RingReader:
    """The station's end.

    Raises:
        FileNotFoundError: the memory is gone; the process ended or the camera was released.
    """

    def __init__(self, name: str) -> None:
        self._memory = SharedMemory(name=name)
        _let_owner_count(self._memory)

    def read(self, slot: int, sequence: int) -> Frame | None:
        """Return the picture ``sequence`` of ``slot``, ``None`` when a newer one took its place."""
        start, memory = slot * _SLOT, _bytes_of(self._memory)
        if self._sequences(start) != (sequence, sequence):
            return None
        width, height = _SIZE.unpack_from(memory, start + 2 * _SEQUENCE.size)
        length = CHANNELS * width * height
        if length > _SLOT - _HEAD:
            return None
        pixels = bytes(memory[start + _HEAD : start + _HEAD + length])
        if self._sequences(start) != (sequence, sequence):
            return None
        return Frame(width, height, pixels)

    def close(self) -> None:
        """Let the memory go. Safe to call twice."""
        self._memory.close()

    def _sequences(self, start: int) -> tuple[int, int]:
        memory = _bytes_of(self._memory)
        begun: int = _SEQUENCE.unpack_from(memory, start)[0]
        ended: int = _SEQUENCE.unpack_from(memory, start + _SEQUENCE.size)[0]
        return begun, ended


def discard(name: str) -> None:
    """Give back a memory whose process was killed; nothing happens when it is gone already."""
    try:
        memory = SharedMemory(name=name)
    except (FileNotFoundError, ValueError):  # ValueError: taken back while it was opened
        return
    memory.close()
    memory.unlink()
    _log.info("shared memory of the media process given back")


def _bytes_of(memory: SharedMemory) -> memoryview:
    buffer = memory.buf
    if buffer is None:
        raise FileNotFoundError("the shared memory was closed")
    return buffer


def _let_owner_count(memory: SharedMemory) -> None:
    """Undo the counting of Python before 3.13: a reader must not remove the memory it read."""
    if os.name == "posix":
        resource_tracker.unregister(f"/{memory.name}", "shared_memory")
