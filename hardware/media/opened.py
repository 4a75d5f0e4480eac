"""One opened camera: its watch, its preview, and all who wait for something from it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from hardware.bindings import CameraRole
from hardware.imaging import ImagingError, Shot, fitted, jpeg_of
from hardware.media import sentences
from hardware.media.doors import Reached
from hardware.media.messages import (
    CameraSeen,
    FrameShown,
    MediaFailed,
    PictureTaken,
    ProcessMessage,
)
from hardware.media.ring import MOST_HEIGHT, MOST_WIDTH, RingWriter, new_name
from hardware.media.scanner import NewestFrame
from hardware.media.watch import Viewer, Watch
from hardware.readings import DeviceState
from hardware.verdict import Flaw, Verdict

CAPTURED_WITHIN_S = 14.0
SEEN_FOR_S = 1.5
GOOD_STATES = frozenset({DeviceState.SEARCHING, DeviceState.READY})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A picture asked for, and until when it may come."""

    request_id: str
    role: CameraRole
    until: float


class OpenedCamera:
    """Says what its camera shows to each role that looks at it; thread-safe."""

    def __init__(
        self,
        reached: Reached,
        post: Callable[[ProcessMessage], None],
        *,
        after: "OpenedCamera | None" = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reached = reached
        self._post = post
        self._monotonic = monotonic
        self._lock = threading.RLock()
        self._roles: set[CameraRole] = set()
        self._wanted: dict[str, _Wanted] = {}
        self._scans: dict[str, NewestFrame] = {}
        self._taps: dict[CameraRole, Viewer] = {}
        self._ring: RingWriter | None = None
        self._is_closed = False
        former = after.watch if after is not None else None
        self.watch: Watch = Watch(reached.door, self, after=former, monotonic=monotonic)
        self.watch.start()

    @property
    def is_needed(self) -> bool:
        """True while somebody looks or waits."""
        with self._lock:
            return bool(self._roles or self._wanted or self._scans or self._taps)

    def show(self, role: CameraRole) -> None:
        """Show it to ``role`` from now on, and say its state at once."""
        with self._lock:
            self._roles.add(role)
            self._post(_seen(role, *self.watch.state))

    def hide(self, role: CameraRole) -> None:
        """Show it to ``role`` no more."""
        with self._lock:
            self._roles.discard(role)

    def tap(self, role: CameraRole, viewer: Viewer) -> None:
        """Give every picture, at full size, and every state to ``viewer`` from now on."""
        with self._lock:
            self._taps[role] = viewer
        state, sentence = self.watch.state
        viewer.changed(state, sentence or sentences.of_state(role, state))

    def untap(self, role: CameraRole) -> None:
        """Give them no more."""
        with self._lock:
            self._taps.pop(role, None)

    def capture(self, role: CameraRole, request_id: str) -> None:
        """Take a picture for ``request_id`` as soon as 1.5 s of pictures were seen."""
        state, sentence = self.watch.state
        if state not in GOOD_STATES:
            self._post(MediaFailed(request_id, sentence or sentences.of_state(role, state)))
            return
        until = self._monotonic() + CAPTURED_WITHIN_S
        with self._lock:
            self._wanted[request_id] = _Wanted(request_id, role, until)

    def scan(self, request_id: str) -> NewestFrame:
        """Return the newest pictures, for a search that ``forget`` ends."""
        newest = NewestFrame()
        state, _ = self.watch.state
        if state not in GOOD_STATES:
            newest.change(state)
        with self._lock:
            self._scans[request_id] = newest
        return newest

    def forget(self, request_id: str) -> None:
        """Nobody waits for ``request_id`` any more."""
        with self._lock:
            self._wanted.pop(request_id, None)
            newest = self._scans.pop(request_id, None)
        if newest is not None:
            newest.close()

    def give_up_late(self) -> None:
        """Fail the pictures that did not come in time."""
        now = self._monotonic()
        with self._lock:
            late = [one for one in self._wanted.values() if one.until < now]
        for one in late:
            self._fail(one, sentences.NO_PICTURE)

    def close(self) -> None:
        """Release the camera and the shared memory; what was waited for fails."""
        self.watch.leave()
        with self._lock:
            self._is_closed = True
            wanted, scans = tuple(self._wanted.values()), tuple(self._scans)
            ring, self._ring = self._ring, None
            if ring is not None:
                ring.close()
        for one in wanted:
            self._fail(one, sentences.NO_PICTURE)
        for request_id in scans:
            self.forget(request_id)

    def join(self, timeout_s: float) -> None:
        """Wait for the release, but not longer."""
        self.watch.join(timeout_s)

    def seen(self, shot: Shot) -> None:
        """Show a new picture; take the ones that are due."""
        with self._lock:
            if self._is_closed:
                return
            for newest in self._scans.values():
                newest.put(shot.picture)
            if self._roles:
                self._show(shot)
            is_due = self.watch.shown_for_s() >= SEEN_FOR_S
            due = tuple(self._wanted.values()) if is_due else ()
            taps = tuple(self._taps.values())
        for viewer in taps:
            viewer.seen(shot)
        for one in due:
            self._take(one)

    def changed(self, state: DeviceState, sentence: str) -> None:
        """Say the state of the camera to all who look or wait."""
        with self._lock:
            for role in sorted(self._roles):
                self._post(_seen(role, state, sentence))
            for newest in self._scans.values():
                newest.change(state)
            failed = () if state in GOOD_STATES else tuple(self._wanted.values())
            taps = tuple(self._taps.items())
        for role, viewer in taps:
            viewer.changed(state, sentence or sentences.of_state(role, state))
        for one in failed:
            self._fail(one, sentence or sentences.of_state(one.role, state))

    def _show(self, shot: Shot) -> None:
        picture = fitted(shot.picture, MOST_WIDTH, MOST_HEIGHT)
        if self._ring is None:
            self._ring = RingWriter(new_name())
        slot, sequence = self._ring.write(picture)
        height, width = picture.shape[:2]
        for role in sorted(self._roles):
            verdict = for_role(role, shot.verdict)
            self._post(FrameShown(role, self._ring.name, slot, sequence, width, height, verdict))

    def _take(self, one: _Wanted) -> None:
        best = self.watch.best()
        if best is None:
            return
        with self._lock:
            if self._wanted.pop(one.request_id, None) is None:
                return
        height, width = best.picture.shape[:2]
        try:
            jpeg = jpeg_of(best.picture)
        except ImagingError as refused:
            self._post(MediaFailed(one.request_id, refused.sentence))
            return
        verdict, origin = for_role(one.role, best.verdict), self._reached.origin
        self._post(PictureTaken(one.request_id, one.role, jpeg, verdict, width, height, origin))

    def _fail(self, one: _Wanted, sentence: str) -> None:
        with self._lock:
            if self._wanted.pop(one.request_id, None) is None:
                return
        self._post(MediaFailed(one.request_id, sentence))


def for_role(role: CameraRole, verdict: Verdict) -> Verdict:
    """Return ``verdict`` as it counts for ``role``: a room has windows and lamps.

    Source: devices.md §5.5 (1): the limit of saturated points is for otoscopy and dermatoscopy.
    """
    if role is not CameraRole.ROOM:
        return verdict
    return replace(verdict, flaws=tuple(one for one in verdict.flaws if one is not Flaw.GLARE))


def _seen(role: CameraRole, state: DeviceState, sentence: str) -> CameraSeen:
    return CameraSeen(role, state, sentence or sentences.of_state(role, state))
