"""What moves: the newest picture of each camera, the newest sounds; read by who draws them.

Thirty pictures a second are no messages: they pass beside the flow. The media process is heard on
a thread of its own, the window draws on another; this board stands between them. A picture
nobody drew is replaced by the next one, a sound nobody drew for four seconds is dropped.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, TypeGuard

from app.doctor_frame import DoctorFrame

if TYPE_CHECKING:
    from hardware.bindings import CameraRole
    from hardware.media.messages import CameraSeen, FrameShown, SoundShown

    Moving = CameraSeen | FrameShown | SoundShown | DoctorFrame

LIVE = "hardware.media."
MOST_SOUNDS = 200


def is_live(message: object) -> TypeGuard[Moving]:
    """True for what only the board is told: the words of the media process, the doctor’s face."""
    return isinstance(message, DoctorFrame) or type(message).__module__.startswith(LIVE)


class LiveBoard:
    """Written by any thread, read by the window."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._frames: dict[CameraRole, FrameShown] = {}
        self._cameras: dict[CameraRole, CameraSeen] = {}
        self._sounds: deque[SoundShown] = deque(maxlen=MOST_SOUNDS)
        self._doctor: DoctorFrame | None = None

    def put(self, message: Moving) -> None:
        """Keep the newest of each; never waits for who reads."""
        from hardware.media.messages import CameraSeen, FrameShown  # not before the first window

        with self._lock:
            match message:
                case FrameShown():
                    self._frames[message.role] = message
                case CameraSeen():
                    self._cameras[message.role] = message
                case DoctorFrame():
                    self._doctor = message
                case _:
                    self._sounds.append(message)

    def frame(self, role: CameraRole) -> FrameShown | None:
        """Return the newest picture of ``role``, ``None`` before the first one."""
        with self._lock:
            return self._frames.get(role)

    def camera(self, role: CameraRole) -> CameraSeen | None:
        """Return what was last said of the camera of ``role``."""
        with self._lock:
            return self._cameras.get(role)

    def doctor(self) -> DoctorFrame | None:
        """Return the newest picture of the doctor, ``None`` before the first one."""
        with self._lock:
            return self._doctor

    def forget_doctor(self) -> None:
        """Drop the picture of the doctor: the next call does not begin with an old face."""
        with self._lock:
            self._doctor = None

    def take_sounds(self) -> tuple[SoundShown, ...]:
        """Return the sounds that were not taken yet, the oldest first."""
        with self._lock:
            taken = tuple(self._sounds)
            self._sounds.clear()
            return taken

    def forget(self, role: CameraRole) -> None:
        """Drop what is known of ``role``: the page that opens does not show an old picture."""
        with self._lock:
            self._frames.pop(role, None)
            self._cameras.pop(role, None)
