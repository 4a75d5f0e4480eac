"""The INS code looked for in what a camera shows, ten times a second, in a thread of its own."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.codecs.ins_datamatrix import parse_ins
from hardware.datamatrix import FOREIGN, PHONE, CodeError, payloads_in, shows_phone, text_of
from hardware.frames import CameraUnavailable, FrameSource
from hardware.readings import DecodeError, DeviceState

if TYPE_CHECKING:
    from hardware.frames import Picture

LOOKED_EVERY_S = 0.1
EXPLAINED_AFTER_S = 1.0
FIRST_PICTURE_WITHIN_S = 12.0
SILENCE_S = 2.0

_NO_CODE = (
    "Aucun code lu par la caméra. Approchez la carte et éclairez-la, ou saisissez l’identité."
)


@dataclass(frozen=True, slots=True)
class Pacing:
    """How time passes while scanning: a clock in seconds that never goes back, and a pause."""

    monotonic: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep


def scan(
    source: FrameSource,
    *,
    seconds: float,
    is_cancelled: Callable[[], bool] = lambda: False,
    pacing: Pacing = Pacing(),
) -> str:
    """Return the text of the first INS code shown within ``seconds``; blocks until then.

    Raises:
        CameraUnavailable: no picture can be had.
        CodeError: no INS code in time, cancelled, or another code shown for a second.
    """
    until = pacing.monotonic() + seconds
    foreign_since: float | None = None
    while (now := pacing.monotonic()) < until and not is_cancelled():
        picture = source.frame()
        payloads = payloads_in(picture)
        if found := next(filter(None, map(_ins_text, payloads)), ""):
            return found
        if payloads or shows_phone(picture):
            foreign_since = now if foreign_since is None else foreign_since
            if now - foreign_since >= EXPLAINED_AFTER_S:
                raise CodeError(FOREIGN if payloads else PHONE, "code of another kind")
        pacing.pause(LOOKED_EVERY_S)
    raise CodeError(_NO_CODE, "no code in time")


class NewestFrame:
    """The newest picture of a camera that somebody else reads, given once."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._picture: Picture | None = None
        self._state = DeviceState.SEARCHING
        self._is_closed = False

    def put(self, picture: "Picture") -> None:
        """Take a newer picture in; the one nobody asked for is dropped."""
        with self._news:
            self._picture = picture
            self._state = DeviceState.READY
            self._news.notify_all()

    def change(self, state: DeviceState) -> None:
        """Hear the state of the camera; one that cannot show ends the wait of the reader."""
        with self._news:
            self._state = state
            self._news.notify_all()

    def frame(self) -> "Picture":
        """Return the newest picture not seen yet.

        Raises:
            CameraUnavailable: the camera cannot be opened, is lost, or shows nothing in time.
        """
        with self._news:
            is_first = self._state is DeviceState.SEARCHING
            self._news.wait_for(self._is_over, FIRST_PICTURE_WITHIN_S if is_first else SILENCE_S)
            picture, self._picture = self._picture, None
            if picture is None:
                is_known = self._state not in (DeviceState.SEARCHING, DeviceState.READY)
                raise CameraUnavailable(self._state if is_known else DeviceState.LOST)
            return picture

    def close(self) -> None:
        """End the wait of the reader."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()

    def _is_over(self) -> bool:
        cannot = self._state not in (DeviceState.SEARCHING, DeviceState.READY)
        return self._picture is not None or cannot or self._is_closed


def _ins_text(payload: bytes) -> str:
    """Return the text of a whole INS code, ``""`` for anything else."""
    try:
        text = text_of(payload)
        parse_ins(text)
    except (CodeError, DecodeError):
        return ""
    return text
