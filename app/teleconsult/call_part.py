"""The call as a part of the media process: one at a time, in a thread of its own."""

import threading
from collections.abc import Callable
from dataclasses import replace

from app.teleconsult import call_commands as ask
from app.teleconsult import extra
from app.teleconsult.call_thread import CallThread
from app.teleconsult.shared_cameras import SharedCameras
from app.teleconsult.shared_sound import SharedSound
from app.teleconsult.states import CallLacks, CallState, OfCall, Piece, moved
from app.teleconsult.surroundings import Surroundings
from hardware.bindings import CameraRole
from hardware.media.commands import PartCommand, Sources
from hardware.media.messages import Noted
from hardware.media.part import Reach

TOLD_WITHIN_S, STOPPED_WITHIN_S = 0.6, 0.4


class CallPart:
    """Asked by the dispatcher of the process; never waits."""

    def __init__(
        self, reach: Reach, lacking: Callable[[], tuple[str, ...]] = extra.lacking
    ) -> None:
        self._reach, self._lacking = reach, lacking
        self._lock = threading.RLock()
        self._sources = Sources()
        self._number = 0
        self._is_leaving = False
        self._thread: CallThread | None = None
        self._cameras: SharedCameras | None = None
        self._sound: SharedSound | None = None

    def use(self, sources: Sources) -> None:
        """Hear which devices the next call uses; cameras and stethoscope follow by themselves."""
        self._sources = sources

    def do(self, command: PartCommand) -> bool:
        """Begin what ``command`` asks."""
        with self._lock:
            match command:
                case ask.BeginCall():
                    self._begin(command)
                case ask.LeaveCall():
                    self._leave()
                case ask.ShareCamera(role):
                    self._share_camera(role)
                case ask.ShareSound(on):
                    self._share_sound(on=on)
                case _:
                    return self._tell(command)
        return True

    def tick(self) -> None:
        """Open the stethoscope again if it must be."""
        with self._lock:
            if self._sound is not None:
                self._sound.tick()

    def stop(self) -> None:
        """Release everything; the doctor sees the link cut, and the room stays."""
        with self._lock:
            thread = self._thread
            self._let_devices_go()
        if thread is not None:
            if self._is_leaving:  # the doctor is being told
                thread.join(TOLD_WITHIN_S)
            thread.end()
            thread.join(STOPPED_WITHIN_S)

    def _begin(self, begin: ask.BeginCall) -> None:
        self._leave()
        self._is_leaving = False
        self._number = begin.number
        post = self._poster(begin.number)
        sentence = extra.sentence_of(self._lacking())
        if sentence:
            post(CallLacks(Piece.ENGINE, sentence))
            post(moved(CallState.REFUSED, sentence=sentence))
            return
        around = Surroundings(self._sources, post, self._note)
        self._thread = CallThread(begin, around, self._over, self._thread)
        self._thread.start()
        self._cameras = SharedCameras(self._reach.cameras, self._thread, post)

    def _leave(self) -> None:
        self._let_devices_go()
        self._is_leaving = True
        if self._thread is not None:
            self._thread.do(lambda held: held.leave())

    def _over(self, number: int) -> None:
        """The call ended by itself, or was left: called from its thread."""
        with self._lock:
            if number == self._number:
                self._let_devices_go()
                self._thread = None

    def _let_devices_go(self) -> None:
        if self._cameras is not None:
            self._cameras.close()
        if self._sound is not None:
            self._sound.close()
        self._cameras = self._sound = None

    def _share_camera(self, role: CameraRole | None) -> None:
        if self._cameras is not None and self._thread is not None:
            self._cameras.share(role)
            self._thread.do(lambda held: held.share(role))

    def _share_sound(self, *, on: bool) -> None:
        if self._thread is None or self._cameras is None:
            return
        if on and self._sound is None:
            post = self._poster(self._number)
            self._sound = SharedSound(self._reach.sound, self._thread, post)
        if not on and self._sound is not None:
            self._sound.close()
            self._sound = None
        self._thread.do(lambda held: held.hear_chest(on=on))

    def _tell(self, command: PartCommand) -> bool:
        """Hand over what concerns the doctor's page alone; nothing when no call is held."""
        if not isinstance(command, ask.COMMANDS):
            return False
        if self._thread is not None:
            self._thread.do(lambda held: held.do(command))
        return True

    def _note(self, reason: str) -> None:
        self._reach.post(Noted(reason))

    def _poster(self, number: int) -> Callable[[OfCall], None]:
        return lambda news: self._reach.post(replace(news, call=number))
