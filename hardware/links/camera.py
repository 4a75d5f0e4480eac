"""A camera, opened, watched and read.

OpenCV says neither why a camera does not open nor that it was unplugged (measured, devices.md
§5.2): the first is told from the device files, the second by a watchdog. ``read`` may block for
seconds, so it lives in a thread nobody waits for without a bound.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from hardware import opencv
from hardware.frames import CameraUnavailable
from hardware.readings import DeviceState

if TYPE_CHECKING:
    from hardware.frames import Picture

NONBLOCKING = getattr(os, "O_NONBLOCK", 0)  # unknown to Windows, which has no such node
OPENED_WITHIN_S = 10.0
SILENCE_S = 2.0
CLOSED_WITHIN_S = 2.0
MOST_FAILURES = 3
WIDTH, HEIGHT = 1280, 720
BACKEND_AND_RANK = ":"


class Camera:
    """A camera read by its own thread into a box of one picture: old ones are dropped."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._news = threading.Condition()
        self._picture: Picture | None = None
        self._was_opened = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live, name="camera", daemon=True)
        self._thread.start()

    def wait_open(self, timeout_s: float) -> bool:
        """Return True once the camera is open, False if it refused or took too long."""
        with self._news:
            self._news.wait_for(lambda: self._was_opened or self._ended.is_set(), timeout_s)
            return self._was_opened

    def frame(self) -> "Picture":
        """Return the newest picture not seen yet."""
        with self._news:
            self._news.wait_for(
                lambda: self._picture is not None or self._ended.is_set(), SILENCE_S
            )
            picture, self._picture = self._picture, None
        if picture is None:
            raise CameraUnavailable(DeviceState.LOST)
        return picture

    def close(self) -> None:
        """Release the camera; a driver that hangs keeps its thread, not the caller."""
        self._ended.set()
        self._thread.join(CLOSED_WITHIN_S)

    def _live(self) -> None:
        cv2 = opencv.load()
        capture = cv2.VideoCapture(*_place_and_backend(self._place))
        if capture.isOpened():
            # MJPG before the size: otherwise 720p comes at 5 to 10 pictures a second
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
            with self._news:
                self._was_opened = True
                self._news.notify_all()
            rate = capture.get(cv2.CAP_PROP_FPS) if Path(self._place).is_file() else 0.0
            self._read(capture.read, 1 / rate if rate > 0 else 0.0)
        capture.release()
        with self._news:
            self._ended.set()
            self._news.notify_all()

    def _read(self, read: "Callable[[], tuple[bool, Picture]]", pause_s: float) -> None:
        """Read until the end; a film, which does not wait, is shown at its own pace."""
        failures = 0
        while failures < MOST_FAILURES and not self._ended.is_set():
            is_there, picture = read()
            failures = 0 if is_there else failures + 1
            if is_there:
                with self._news:
                    self._picture = picture
                    self._news.notify_all()
                self._ended.wait(pause_s)


def _place_and_backend(place: str) -> tuple[int | str, int]:
    """Return what OpenCV opens: a device file, a rank with its backend, a film."""
    cv2 = opencv.load()
    backend, colon, rank = place.partition(BACKEND_AND_RANK)
    if colon and backend.isdigit() and rank.isdigit():
        return int(rank), int(backend)
    if place.startswith("/dev/") and sys.platform == "linux":
        return place, cv2.CAP_V4L2
    return (int(place), cv2.CAP_ANY) if place.isdigit() else (place, cv2.CAP_ANY)


def open_camera(
    place: str = "", *, folder: Path = Path("/dev"), taken: Iterable[str] = ()
) -> Camera:
    """Return the camera at ``place``, the first of the station when it is ``""``.

    ``place`` is a device file, a number, ``backend:number``, or a film standing for a camera;
    ``folder`` is where Linux keeps its device files; those of ``taken`` are never the first.

    Raises:
        CameraUnavailable: absent, busy or denied; the sentence says what to do.
    """
    found = place or _first_camera(folder, frozenset(taken))
    if Path(found).exists():
        _check_can_open(Path(found))
    camera = Camera(found)
    if not camera.wait_open(OPENED_WITHIN_S):
        camera.close()
        is_there = Path(found).exists() or BACKEND_AND_RANK in found
        raise CameraUnavailable(DeviceState.BUSY if is_there else DeviceState.ABSENT)
    return camera


def _check_can_open(node: Path) -> None:
    state = _state_of(node)
    if state is not DeviceState.READY:
        raise CameraUnavailable(state)


def _first_camera(folder: Path, taken: frozenset[str] = frozenset()) -> str:
    """Return the first camera that lets itself be opened; elsewhere than on Linux, number 0."""
    if sys.platform != "linux":
        return "0"
    nodes = [node for node in sorted(folder.glob("video*")) if str(node) not in taken]
    if not nodes:
        raise CameraUnavailable(DeviceState.ABSENT)
    states = [(_state_of(node), node) for node in nodes]
    for state, node in states:
        if state is DeviceState.READY:
            return str(node)
    raise CameraUnavailable(states[0][0])


def _state_of(node: Path) -> DeviceState:
    try:
        os.close(os.open(node, os.O_RDWR | NONBLOCKING))
    except PermissionError:
        return DeviceState.DENIED
    except FileNotFoundError:
        return DeviceState.ABSENT
    except OSError:
        return DeviceState.BUSY
    return DeviceState.READY
