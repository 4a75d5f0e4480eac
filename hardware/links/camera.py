"""A camera, opened, watched and read; the INS code looked for in what it shows.

OpenCV says neither why a camera does not open nor that it was unplugged (measured, devices.md
§5.2): the first is told from the device files, the second by a watchdog. ``read`` may block for
seconds, so it lives in a thread nobody waits for without a bound.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from hardware import opencv
from hardware.codecs.ins_datamatrix import parse_ins
from hardware.datamatrix import FOREIGN, CodeError, payloads_in, text_of
from hardware.readings import DecodeError, DeviceError, DeviceState

if TYPE_CHECKING:
    from hardware.datamatrix import Picture

NONBLOCKING = getattr(os, "O_NONBLOCK", 0)  # unknown to Windows, which has no such node
OPENED_WITHIN_S = 10.0
SILENCE_S = 2.0
CLOSED_WITHIN_S = 2.0
MOST_FAILURES = 3
LOOKED_EVERY_S = 0.1
EXPLAINED_AFTER_S = 1.0
WIDTH, HEIGHT = 1280, 720

_ABSENT = "Aucune caméra sur ce poste. Choisissez l’image du code, ou saisissez l’identité."
_DENIED = "La caméra est interdite à ce programme. Autorisez-la, ou choisissez l’image du code."
_BUSY = "La caméra est utilisée par un autre programme. Fermez-le, ou choisissez l’image du code."
_LOST = "La caméra ne donne plus d’image. Rebranchez-la, ou choisissez l’image du code."
_NO_CODE = (
    "Aucun code lu par la caméra. Approchez la carte et éclairez-la, ou saisissez l’identité."
)


class CameraUnavailable(DeviceError):
    """No picture can be had; ``state`` says whether the camera is absent, busy, denied or lost."""

    def __init__(self, state: DeviceState) -> None:
        sentences = {
            DeviceState.ABSENT: _ABSENT,
            DeviceState.DENIED: _DENIED,
            DeviceState.BUSY: _BUSY,
            DeviceState.LOST: _LOST,
        }
        super().__init__(sentences[state], f"camera {state}")
        self.state = state


class FrameSource(Protocol):
    """What shows pictures: a camera, or a film standing for one."""

    def frame(self) -> "Picture":
        """Return the newest picture not seen yet, grey or BGR.

        Raises:
            CameraUnavailable: none came for two seconds.
        """
        ...

    def close(self) -> None:
        """Release the camera. Never raises."""
        ...


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
        is_node = self._place.startswith("/dev/") or self._place.isdigit()
        place = int(self._place) if self._place.isdigit() else self._place
        backend = cv2.CAP_V4L2 if is_node and sys.platform == "linux" else cv2.CAP_ANY
        capture = cv2.VideoCapture(place, backend)
        if capture.isOpened():
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
            with self._news:
                self._was_opened = True
                self._news.notify_all()
            self._read(capture.read)
        capture.release()
        with self._news:
            self._ended.set()
            self._news.notify_all()

    def _read(self, read: "Callable[[], tuple[bool, Picture]]") -> None:
        failures = 0
        while failures < MOST_FAILURES and not self._ended.is_set():
            is_there, picture = read()
            failures = 0 if is_there else failures + 1
            if is_there:
                with self._news:
                    self._picture = picture
                    self._news.notify_all()


def open_camera(place: str = "", *, folder: Path = Path("/dev")) -> Camera:
    """Return the camera at ``place``, the first of the station when it is ``""``.

    ``place`` is a device file, a number, or a film standing for a camera; ``folder`` is where
    Linux keeps its device files.

    Raises:
        CameraUnavailable: absent, busy or denied; the sentence says what to do.
    """
    found = place or _first_camera(folder)
    camera = Camera(found)
    if not camera.wait_open(OPENED_WITHIN_S):
        camera.close()
        raise CameraUnavailable(DeviceState.BUSY if Path(found).exists() else DeviceState.ABSENT)
    return camera


@dataclass(frozen=True, slots=True)
class Pacing:
    """How time passes while scanning: a clock in seconds that never goes back, and a pause."""

    monotonic: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep


def scan_camera(
    *,
    seconds: float,
    open_source: Callable[[], FrameSource] = open_camera,
    is_cancelled: Callable[[], bool] = lambda: False,
    pacing: Pacing = Pacing(),
) -> str:
    """Return the text of the first INS code shown within ``seconds``; blocks until then.

    Raises:
        CameraUnavailable: no picture can be had.
        CodeError: no INS code in time, cancelled, or another code shown for a second.
    """
    source = open_source()
    try:
        return _scan(source, seconds, is_cancelled, pacing)
    finally:
        source.close()


def _scan(
    source: FrameSource, seconds: float, is_cancelled: Callable[[], bool], pacing: Pacing
) -> str:
    until = pacing.monotonic() + seconds
    foreign_since: float | None = None
    while (now := pacing.monotonic()) < until and not is_cancelled():
        for payload in payloads_in(source.frame()):
            text = _ins_text(payload)
            if text:
                return text
            foreign_since = now if foreign_since is None else foreign_since
            if now - foreign_since >= EXPLAINED_AFTER_S:
                raise CodeError(FOREIGN, "code of another kind")
        pacing.pause(LOOKED_EVERY_S)
    raise CodeError(_NO_CODE, "no code in time")


def _ins_text(payload: bytes) -> str:
    """Return the text of a whole INS code, ``""`` for anything else."""
    try:
        text = text_of(payload)
        parse_ins(text)
    except (CodeError, DecodeError):
        return ""
    return text


def _first_camera(folder: Path) -> str:
    """Return the first camera that lets itself be opened; elsewhere than on Linux, number 0."""
    if sys.platform != "linux":
        return "0"
    nodes = sorted(folder.glob("video*"))
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
