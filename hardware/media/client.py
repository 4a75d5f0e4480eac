"""The cameras and the stethoscope as the station uses them; all of it lives in another process.

Every answer comes by ``post``, called from a thread of the client with the messages of
``hardware.media.messages``. The process starts at the first request and starts again when it
dies: what was asked then fails with a sentence, what was shown comes back by itself.
"""

import threading
from collections.abc import Callable

from hardware.bindings import CameraRole
from hardware.heart_sounds import Filter
from hardware.media import commands as ask
from hardware.media import sentences
from hardware.media.commands import Command, PartCommand, Sources
from hardware.media.launch import Launched, MediaProcess
from hardware.media.messages import (
    CameraSeen,
    CamerasFound,
    FrameShown,
    MediaFailed,
    MediaMessage,
    PartMessage,
    SoundsFound,
    SoundShown,
)
from hardware.media.ring import discard
from hardware.media.supervisor import Supervisor, Witness
from hardware.readings import DeviceState


class Media:
    """Asked from any thread; never waits."""

    def __init__(
        self,
        post: Callable[[MediaMessage], None],
        sources: Sources,
        *,
        launch: Callable[[], MediaProcess] = Launched,
    ) -> None:
        self._post = post
        self._sources = sources
        self._lock = threading.Lock()
        self._process: MediaProcess | None = None
        self._shown: set[CameraRole] = set()
        self._requests: dict[str, Command] = {}
        self._memories: set[str] = set()
        self._is_running = False
        self._supervisor = Supervisor(launch, Witness(self._begun, self._heard, self._died))

    def start(self) -> None:
        """Be ready; the process itself starts at the first request."""
        self._is_running = True
        self._supervisor.start()

    def stop(self) -> None:
        """Release everything within 2 s; what was asked is not answered any more."""
        with self._lock:
            self._is_running = False
            self._requests.clear()
            self._shown.clear()
        self._supervisor.stop()
        self._give_memories_back()

    def use(self, sources: Sources) -> None:
        """Change the devices; what is shown and still there is shown from the new ones."""
        with self._lock:
            self._sources = sources
            self._say(ask.Use(sources))

    def show(self, role: CameraRole) -> None:
        """Show what the camera of ``role`` sees: ``CameraSeen``, then one ``FrameShown`` a picture.

        A camera that is lost is looked for until ``hide``.
        """
        with self._lock:
            self._shown.add(role)
            self._say(ask.Show(role))
        self._supervisor.want()

    def hide(self, role: CameraRole) -> None:
        """Stop showing; the camera is released unless something else needs it."""
        with self._lock:
            self._shown.discard(role)
            self._say(ask.Hide(role))

    def capture(self, role: CameraRole, request_id: str) -> None:
        """Take a picture: one ``PictureTaken`` or ``MediaFailed``."""
        self._request(request_id, ask.Capture(role, request_id))

    def scan_code(self, request_id: str, seconds: float) -> None:
        """Look for an INS code: one ``CodeRead`` or ``MediaFailed`` within about ``seconds``."""
        self._request(request_id, ask.ScanCode(request_id, seconds))

    def listen(self, request_id: str, kind: Filter = Filter.BELL) -> None:
        """Listen to the stethoscope: ``SoundShown`` again and again until ``stop_listening``.

        The wave passes through the filter ``kind``; the recording does not.
        """
        self._request(request_id, ask.Listen(request_id, kind))

    def play(self, request_id: str, wav: bytes) -> None:
        """Let a kept recording be heard again: one ``SoundPlayed`` or ``MediaFailed``."""
        self._request(request_id, ask.Play(request_id, wav))

    def stop_listening(self) -> None:
        """Stop listening: one ``SoundRecorded`` or ``MediaFailed`` for the request listened to."""
        with self._lock:
            self._say(ask.StopListening())

    def cancel(self, request_id: str) -> None:
        """Forget this request: nothing more is answered to it."""
        with self._lock:
            self._requests.pop(request_id, None)
            self._say(ask.Cancel(request_id))

    def look_around(self) -> None:
        """Ask which cameras are plugged in: one ``CamerasFound``."""
        self._request(_AROUND, ask.LookAround())

    def look_for_sounds(self) -> None:
        """Ask which inputs a stethoscope may be plugged in: one ``SoundsFound``."""
        self._request(_SOUNDS, ask.LookForSounds())

    def _request(self, request_id: str, command: Command) -> None:
        with self._lock:
            is_running = self._is_running
            if is_running:
                self._requests[request_id] = command
                self._say(command)
        if is_running:
            self._supervisor.want()
        elif request_id not in _UNNAMED:
            self._post(MediaFailed(request_id, sentences.STOPPED))

    def _say(self, command: Command) -> None:
        if self._process is not None:
            self._process.say(command)

    def _begun(self, process: MediaProcess) -> None:
        with self._lock:
            process.say(ask.Use(self._sources))
            for role in sorted(self._shown):
                process.say(ask.Show(role))
            for command in (*self._requests.values(), *self._begun_with()):
                process.say(command)
            self._process = process

    def _begun_with(self) -> tuple[PartCommand, ...]:
        """Return what a process is told first, under the lock: for whoever added a part."""
        return ()

    def _heard(self, message: MediaMessage | PartMessage) -> None:
        if isinstance(message, PartMessage):
            self._part_said(message)
            return
        with self._lock:
            is_wanted = self._is_wanted(message)
        if is_wanted:
            self._post(message)

    def _part_said(self, message: PartMessage) -> None:
        """Take what an added part says: for whoever added one."""

    def _is_wanted(self, message: MediaMessage) -> bool:
        match message:
            case FrameShown(role=role):
                self._memories.add(message.memory)
                return role in self._shown
            case CameraSeen(role=role):
                return role in self._shown
            case SoundShown(request_id=request_id):
                return request_id in self._requests
            case CamerasFound():
                return self._requests.pop(_AROUND, None) is not None
            case SoundsFound():
                return self._requests.pop(_SOUNDS, None) is not None
            case _:
                return self._requests.pop(message.request_id, None) is not None

    def _died(self) -> None:
        with self._lock:
            self._process = None
            failed = [one for one in self._requests if one not in _UNNAMED]
            looked_for_sounds = _SOUNDS in self._requests
            self._requests.clear()
            shown = sorted(self._shown)
        self._give_memories_back()
        for request_id in failed:
            self._post(MediaFailed(request_id, sentences.INTERRUPTED))
        if looked_for_sounds:
            self._post(SoundsFound((), sentences.INTERRUPTED))
        for role in shown:
            self._post(CameraSeen(role, DeviceState.LOST, sentences.COMES_BACK))

    def _give_memories_back(self) -> None:
        with self._lock:
            memories, self._memories = self._memories, set()
        for name in memories:
            discard(name)


_AROUND, _SOUNDS = "\0around", "\0sounds"
_UNNAMED = frozenset({_AROUND, _SOUNDS})
