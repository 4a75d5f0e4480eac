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
import sys
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

PREFIX = "osys-"
NODES = Path("/dev/shm")  # noqa: S108 - where Linux shows shared memories
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
        kept: list[Frame] = []
        is_whole = self.draw(
            slot,
            sequence,
            lambda rows, width, height: kept.append(Frame(width, height, bytes(rows))),
        )
        return kept[0] if is_whole else None

    def draw(self, slot: int, sequence: int, use: "Callable[[memoryview, int, int], None]") -> bool:
        """Give ``use`` the rows, width and height of a picture where it lies, without a copy.

        ``use`` keeps nothing of it. Return False when the picture was not there, or a newer one
        began to take its place meanwhile: what was drawn of it is not whole.
        """
        start, memory = slot * _SLOT, _bytes_of(self._memory)
        if self._sequences(start) != (sequence, sequence):
            return False
        width, height = _SIZE.unpack_from(memory, start + 2 * _SEQUENCE.size)
        length = CHANNELS * width * height
        if not 0 < length <= _SLOT - _HEAD:
            return False
        with memory[start + _HEAD : start + _HEAD + length] as rows:
            use(rows, width, height)
        return self._sequences(start) == (sequence, sequence)

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
    try:
        memory.unlink()
    except FileNotFoundError:  # its process, still ending, was quicker
        _let_owner_count(memory)
        return
    _log.info("shared memory of the media process given back")


def new_name() -> str:
    """Return a name for the memory of this process: whose it was can be told after its death."""
    return f"{PREFIX}{os.getpid()}-{token_hex(4)}"


def sweep(folder: Path = NODES) -> None:
    """Give back what dead media processes left, such as when the whole session was killed.

    Only where the system shows its shared memories as files; others give them back themselves.
    """
    for left in folder.glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            discard(left.name)


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":  # there, this call would end what it asks about
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _bytes_of(memory: SharedMemory) -> memoryview:
    buffer = memory.buf
    if buffer is None:
        raise FileNotFoundError("the shared memory was closed")
    return buffer


def _let_owner_count(memory: SharedMemory) -> None:
    """Undo the counting of Python before 3.13: a reader must not remove the memory it read."""
    if os.name == "posix":
        resource_tracker.unregister(f"/{memory.name}", "shared_memory")
