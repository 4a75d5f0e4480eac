"""The media process of the station with pretended devices: a camera that dates its pictures.

It is the real one, with the call in it; only what stands before the lens, and on the chest, is
ours. Which cameras see something is written in a file, since a room cannot be switched off.
"""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.teleconsult.call_commands import COMMANDS
from app.teleconsult.call_part import CallPart
from hardware.bindings import CameraRole
from hardware.frames import CameraUnavailable
from hardware.media import doors, sound
from hardware.media.part import Added
from hardware.media.process import main
from hardware.readings import DeviceState, Origin
from hardware.sound_source import BLOCK_S, Block
from tests.bench.video_pictures import SIZES, Film
from tests.teleconsult.sound_scene import RATE, sweep

LIT = "OSYS_BENCH_LIT"
FRAMES_A_SECOND = 30
SEEN = {CameraRole.ROOM: SIZES["room"], CameraRole.DERMATOSCOPE: SIZES["exam"]}
LOOKED_EVERY_S = 0.02


class DatedCamera:
    """A camera of thirty pictures a second while its role is in the file."""

    def __init__(self, role: CameraRole) -> None:
        self._role, self._lit = role.value, Path(os.environ[LIT])
        self._film = Film(*SEEN[role])
        self._closed = threading.Event()
        self._due_s = time.monotonic()

    def frame(self) -> NDArray[np.uint8]:
        """Return the next picture, when it is due."""
        while self._role not in self._lit.read_text(encoding="utf-8"):
            if self._closed.wait(LOOKED_EVERY_S):
                raise CameraUnavailable(DeviceState.LOST)
        self._due_s = max(self._due_s + 1 / FRAMES_A_SECOND, time.monotonic() - 0.1)
        self._closed.wait(max(0.0, self._due_s - time.monotonic()))
        return self._film.next(round(time.time() * 1000))

    def close(self) -> None:
        self._closed.set()


class SweptChest:
    """A chest in which the tones are heard, again and again."""

    origin = Origin.SIMULATED
    rate_hz = RATE

    def __init__(self, _heart: str) -> None:
        size = round(BLOCK_S * RATE)
        tones = np.concatenate([np.zeros(RATE // 2, np.int16), sweep()])
        self._blocks = tones[: len(tones) // size * size].reshape(-1, size)
        self._given, self._began_s = 0, time.monotonic()

    def block(self) -> Block:
        """Return the next tenth of a second, when it is due."""
        self._given += 1
        time.sleep(max(0.0, self._began_s + self._given * BLOCK_S - time.monotonic()))
        return Block(self._blocks[self._given % len(self._blocks)])

    def close(self) -> None:
        """There is nothing to release."""


def opener(role: CameraRole, *_scenes: object) -> Callable[[], DatedCamera]:
    return lambda: DatedCamera(role)


if __name__ == "__main__":
    doors.opener = opener
    sound.SimulatedStethoscope = SweptChest
    main(Added(CallPart, COMMANDS))
