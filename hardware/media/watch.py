"""One physical camera: found, opened, judged picture by picture, found again when it is lost.

It has one owner, this thread, and any number of viewers. A picture that does not come for two
seconds, or thirty identical ones, mean that the camera is lost: it is released, then looked for
again after 0.5, 1, 2, 4 … 30 s, or as soon as something is plugged in.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.frames import CameraUnavailable, FrameSource
from hardware.imaging import BestShot, Judge, Shot
from hardware.picture_limits import USUAL, Limits
from hardware.readings import DeviceState
from hardware.verdict import Flaw

BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
LOOKED_EVERY_S = 0.5


class Viewer(Protocol):
    """Somebody who looks; called from the camera's thread, and never for long."""

    def seen(self, shot: Shot) -> None:
        """Take a new picture in."""

    def changed(self, state: DeviceState, sentence: str) -> None:
        """Hear that the camera is now in ``state``; the usual sentence goes with it if ``""``."""


@dataclass(frozen=True, slots=True)
class Door:
    """How a camera is reached: ``open`` it; ``plugged`` changes when something is plugged in.

    ``limits`` say when what it shows is good.
    """

    open: Callable[[], FrameSource]
    plugged: Callable[[], object] = tuple
    limits: Limits = USUAL


class Watch:
    """A camera being watched, from ``start`` to ``leave``."""

    def __init__(
        self,
        door: Door,
        viewer: Viewer,
        *,
        after: "Watch | None" = None,
        monotonic: Callable[[], float] = time.monotonic,
        back_off_s: tuple[float, ...] = BACK_OFF_S,
    ) -> None:
        self._back_off_s = back_off_s
        self._door = door
        self._viewer = viewer
        self._after = after
        self._monotonic = monotonic
        self._leaving = threading.Event()
        self._lock = threading.Lock()
        self._best = BestShot()
        self._first_at: float | None = None
        self._state = DeviceState.SEARCHING
        self._sentence = ""
        self._thread = threading.Thread(target=self._live, name="watch", daemon=True)

    def start(self) -> None:
        """Begin; the former watch of the same camera releases it first."""
        self._thread.start()

    def leave(self) -> None:
        """Release the camera soon; returns at once."""
        self._leaving.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the camera to be released, but not longer."""
        self._thread.join(timeout_s)

    @property
    def state(self) -> tuple[DeviceState, str]:
        """Return what is known of the camera, and its own sentence, ``""`` for the usual one."""
        return self._state, self._sentence

    def best(self) -> Shot | None:
        """Return the best picture of the last 1.5 s."""
        with self._lock:
            return self._best.best(self._monotonic())

    def shown_for_s(self) -> float:
        """Return for how long pictures have come without a break, in seconds."""
        first = self._first_at
        return 0.0 if first is None else self._monotonic() - first

    def _live(self) -> None:
        if self._after is not None:
            self._after.join(BACK_OFF_S[-1])
            self._after = None
        failures = 0
        while not self._leaving.is_set():
            plugged = self._door.plugged()
            has_shown = self._one_opening()
            failures = 0 if has_shown else failures
            self._wait(self._back_off_s[min(failures, len(self._back_off_s) - 1)], plugged)
            failures += 1

    def _one_opening(self) -> bool:
        """Follow the camera until it is lost; return whether it showed anything."""
        try:
            source = self._door.open()
        except CameraUnavailable as refused:
            self._say(refused.state, refused.own_sentence)
            return False
        try:
            self._follow(source)
        except CameraUnavailable as lost:
            self._say(lost.state, lost.own_sentence)
        finally:
            source.close()
        has_shown, self._first_at = self._first_at is not None, None
        with self._lock:
            self._best = BestShot()
        return has_shown

    def _follow(self, source: FrameSource) -> None:
        judge = Judge(self._door.limits)
        while not self._leaving.is_set():
            picture = source.frame()
            now = self._monotonic()
            shot = Shot(picture, now, judge.judge(picture, now))
            if Flaw.FROZEN in shot.verdict.flaws:
                raise CameraUnavailable(DeviceState.LOST)
            self._first_at = now if self._first_at is None else self._first_at
            with self._lock:
                self._best.add(shot)
            self._say(DeviceState.READY)
            self._viewer.seen(shot)

    def _say(self, state: DeviceState, sentence: str = "") -> None:
        if (state, sentence) != (self._state, self._sentence) and not self._leaving.is_set():
            self._state, self._sentence = state, sentence
            self._viewer.changed(state, sentence)

    def _wait(self, seconds: float, plugged: object) -> None:
        """Wait before trying again, less if something is plugged in or pulled out meanwhile."""
        until = self._monotonic() + seconds
        while (left := until - self._monotonic()) > 0:
            if self._leaving.wait(min(left, LOOKED_EVERY_S)) or self._door.plugged() != plugged:
                return
