"""The cameras inside the media process: one opened camera for all who look through it."""

import threading
import time
from collections.abc import Callable

from hardware.bindings import CameraRole
from hardware.links.camera_list import cameras
from hardware.media import sentences
from hardware.media.commands import Sources
from hardware.media.doors import Reached, reach, reach_for_code
from hardware.media.messages import (
    CameraSeen,
    CamerasFound,
    CodeRead,
    MediaFailed,
    ProcessMessage,
)
from hardware.media.opened import OpenedCamera
from hardware.media.scanner import NewestFrame, scan
from hardware.media.watch import Viewer
from hardware.readings import DeviceError, DeviceState

LEFT_WITHIN_S = 0.8


class CameraPart:
    """Asked by the dispatcher of the process; answers by ``post``; never waits."""

    def __init__(self, post: Callable[[ProcessMessage], None]) -> None:
        self._post = post
        self._sources = Sources()
        self._lock = threading.RLock()
        self._shown: set[CameraRole] = set()
        self._taps: dict[CameraRole, Viewer] = {}
        self._opened: dict[str, OpenedCamera] = {}
        self._leaving: dict[str, OpenedCamera] = {}
        self._cancelled: dict[str, threading.Event] = {}

    def use(self, sources: Sources) -> None:
        """Change the cameras; what is shown is shown from the new ones."""
        with self._lock:
            if sources == self._sources:
                return
            self._sources = sources
            for key in tuple(self._opened):
                self._close(key)
            for role in sorted(self._shown):
                self._show(role)
            for role in sorted(self._taps):
                self._tap(role)

    def tap(self, role: CameraRole, viewer: Viewer) -> None:
        """Give what the camera of ``role`` sees to ``viewer`` too, whole, until ``untap``."""
        with self._lock:
            self._taps[role] = viewer
            self._tap(role)

    def untap(self, role: CameraRole) -> None:
        """Give it no more."""
        with self._lock:
            self._taps.pop(role, None)
            for opened in self._opened.values():
                opened.untap(role)
            self._close_unneeded()

    def show(self, role: CameraRole) -> None:
        """Show what the camera of ``role`` sees until ``hide``."""
        with self._lock:
            self._shown.add(role)
            self._show(role)

    def hide(self, role: CameraRole) -> None:
        """Show it no more."""
        with self._lock:
            self._shown.discard(role)
            for opened in self._opened.values():
                opened.hide(role)
            self._close_unneeded()

    def capture(self, role: CameraRole, request_id: str) -> None:
        """Take the best picture of the last 1.5 s."""
        with self._lock:
            reached = reach(role, self._sources)
            if reached is None:
                self._post(MediaFailed(request_id, sentences.not_bound(role)))
                return
            self._open(reached).capture(role, request_id)

    def scan(self, request_id: str, seconds: float) -> None:
        """Look for an INS code with the camera of the room, else with one that has no role."""
        with self._lock:
            reached = reach_for_code(self._sources)
            newest = self._open(reached).scan(request_id)
            cancelled = self._cancelled[request_id] = threading.Event()
        threading.Thread(
            target=self._scan,
            args=(request_id, newest, seconds, cancelled),
            name="scan",
            daemon=True,
        ).start()

    def cancel(self, request_id: str) -> None:
        """Forget ``request_id``."""
        with self._lock:
            cancelled = self._cancelled.get(request_id)
            if cancelled is not None:
                cancelled.set()
            for opened in self._opened.values():
                opened.forget(request_id)
            self._close_unneeded()

    def look_around(self) -> None:
        """Say which cameras are plugged in; listing them may be slow, so beside."""
        threading.Thread(target=self._look, name="look-around", daemon=True).start()

    def tick(self) -> None:
        """Give up what is late, release what nobody needs; called every second or so."""
        with self._lock:
            for opened in self._opened.values():
                opened.give_up_late()
            self._close_unneeded()

    def stop(self) -> None:
        """Release every camera, within a second; a driver that hangs is left behind."""
        with self._lock:
            for cancelled in self._cancelled.values():
                cancelled.set()
            for key in tuple(self._opened):
                self._close(key)
            leaving = tuple(self._leaving.values())
        until = time.monotonic() + LEFT_WITHIN_S
        for opened in leaving:
            opened.join(max(0.0, until - time.monotonic()))

    def _show(self, role: CameraRole) -> None:
        reached = reach(role, self._sources)
        if reached is None:
            self._post(CameraSeen(role, DeviceState.ABSENT, sentences.not_bound(role)))
            return
        self._open(reached).show(role)

    def _tap(self, role: CameraRole) -> None:
        reached = reach(role, self._sources)
        if reached is None:
            self._taps[role].changed(DeviceState.ABSENT, sentences.not_bound(role))
            return
        self._open(reached).tap(role, self._taps[role])

    def _open(self, reached: Reached) -> OpenedCamera:
        if reached.key not in self._opened:
            former = self._leaving.pop(reached.key, None)
            self._opened[reached.key] = OpenedCamera(reached, self._post, after=former)
        return self._opened[reached.key]

    def _close(self, key: str) -> None:
        opened = self._opened.pop(key)
        opened.close()
        self._leaving[key] = opened

    def _close_unneeded(self) -> None:
        for key, opened in tuple(self._opened.items()):
            if not opened.is_needed:
                self._close(key)

    def _scan(
        self, request_id: str, newest: NewestFrame, seconds: float, cancelled: threading.Event
    ) -> None:
        try:
            text = scan(newest, seconds=seconds, is_cancelled=cancelled.is_set)
        except DeviceError as refused:
            if not cancelled.is_set():
                self._post(MediaFailed(request_id, refused.sentence))
        else:
            self._post(CodeRead(request_id, text))
        with self._lock:
            self._cancelled.pop(request_id, None)
            for opened in self._opened.values():
                opened.forget(request_id)
            self._close_unneeded()

    def _look(self) -> None:
        self._post(CamerasFound(cameras()))
