"""The cameras, the stethoscope and the call as the station uses them; all in another process.

When that process is killed the call is taken up again in the next one: same room, by its ticket,
and all that the doctor's page had not acknowledged is said again. What the doctor had not been
told is kept comes again from the doctor; what came twice is told once.
"""

from collections.abc import Callable
from dataclasses import replace

from app.teleconsult.call_commands import (
    ConclusionKept,
    FileTaken,
    LeaveCall,
    MuteVoice,
    SayToDoctor,
    SendToDoctor,
    SetVolume,
    ShareCamera,
    ShareSound,
)
from app.teleconsult.messages import Begin, Conclusion, Message, checked
from app.teleconsult.opening import Opening
from app.teleconsult.peer import Channel
from app.teleconsult.states import (
    INTERRUPTED,
    NEWS,
    CallLacks,
    CallMoved,
    CallNews,
    CallState,
    DoctorSaid,
    DoctorShown,
    FileArrived,
    LinkQuality,
    OfCall,
    Quality,
)
from app.teleconsult.transfer import CallFile
from app.teleconsult.underway import Underway, begun
from hardware.bindings import CameraRole
from hardware.media.client import Media
from hardware.media.commands import PartCommand, Sources
from hardware.media.launch import Launched, MediaProcess
from hardware.media.messages import MediaMessage, PartMessage

MODULE = "app.teleconsult.process"
OVER = frozenset({CallState.OVER, CallState.REFUSED})

CallMessage = CallNews | DoctorShown | LinkQuality | CallLacks


def launched() -> MediaProcess:
    """Return the media process with the call in it."""
    return Launched(MODULE, NEWS)


class CallMedia(Media):
    """Asked from any thread; never waits. News of the call come by ``post`` with the others."""

    def __init__(
        self,
        post: Callable[[MediaMessage | CallMessage], None],
        sources: Sources,
        *,
        launch: Callable[[], MediaProcess] = launched,
    ) -> None:
        super().__init__(post, sources, launch=launch)
        self._tell = post
        self._calls = 0
        self._underway: Underway | None = None

    def open_call(self, opening: Opening) -> None:
        """Open the room, the camera of the room and the microphone: ``CallMoved``, then the rest.

        A call that was still under way is left.

        Raises:
            BadMessage: ``hello`` is not one.
        """
        checked(opening.hello)
        with self._lock:
            if self._underway is not None:
                self._say(LeaveCall())
            self._calls += 1
            self._underway = begun(self._calls, opening)
            for command in self._underway.again():
                self._say(command)
        self._supervisor.want()

    def leave_call(self) -> None:
        """End the call for both: the last ``CallMoved`` says that it is over."""
        with self._lock:
            if self._underway is None:
                return
            self._underway = replace(self._underway, is_leaving=True)
            self._say(LeaveCall())

    def share_camera(self, role: CameraRole | None) -> None:
        """Show the doctor what this camera sees, at full resolution; ``None`` shows nothing.

        The page is told which device it is. The camera of the room has a line of its own: it is
        never shared on that of the exam.
        """
        shared = None if role is CameraRole.ROOM else role
        self._change(lambda one: replace(one, camera=shared), ShareCamera(shared))

    def share_sound(self, on: bool) -> None:  # noqa: FBT001 - the contract of the call
        """Let the doctor hear the stethoscope, the microphone closed meanwhile; or no longer."""
        self._change(lambda one: replace(one, is_heard=on), ShareSound(on))

    def mute(self, on: bool) -> None:  # noqa: FBT001 - the contract of the call
        """Close, or open, the microphone of the room."""
        self._change(lambda one: replace(one, is_muted=on), MuteVoice(on))

    def set_volume(self, percent: int) -> None:
        """Play the doctor's voice at ``percent`` of what comes, 0 to 100."""
        self._change(lambda one: replace(one, volume=percent), SetVolume(percent))

    def say(self, message: Message, channel: Channel = Channel.CTL) -> None:
        """Say ``message``; what must arrive is said again until it is acknowledged.

        Raises:
            BadMessage: the doctor's page would refuse it.
        """
        checked(message)
        said = SayToDoctor(message, channel)
        self._change(lambda one: one.with_said(message, channel), said)

    def send(self, file: CallFile) -> None:
        """Send a file: one ``FileLeft``, even when it had to be sent twice.

        Raises:
            BadMessage: its name, its kind or its size is not taken.
        """
        size, digest = len(file.data), file.digest
        begin = Begin(
            id=digest[:32], ts=0, name=file.name, mime=file.mime, size=size, sha256=digest
        )
        checked(begin)
        self._change(lambda one: one.with_file(file), SendToDoctor(file))

    def acknowledge(self, message_id: str) -> None:
        """Tell the doctor that this conclusion is kept: only once it is on the disk."""
        kept = ConclusionKept(message_id)
        self._change(lambda one: replace(one, kept=one.kept | {message_id}), kept)

    def _change(self, change: Callable[[Underway], Underway], command: PartCommand) -> None:
        with self._lock:
            if self._underway is None or self._underway.is_leaving:
                return
            self._underway = change(self._underway)
            self._say(command)

    # ---- what the process says, in the thread that hears it ----

    def _begun_with(self) -> tuple[PartCommand, ...]:
        """Return what another process is told first, under the lock."""
        return () if self._underway is None else self._underway.again()

    def _part_said(self, message: PartMessage) -> None:
        with self._lock:
            before = self._underway
            if before is None or not isinstance(message, OfCall) or message.call != before.number:
                return  # of a call that was left since
            is_over = isinstance(message, CallMoved) and message.state in OVER
            self._underway = None if is_over else before.after(message)
            said = self._to_tell(before, message)
        if said is not None:
            self._tell(said)

    def _to_tell(self, before: Underway, message: OfCall) -> CallMessage | None:
        """Return what the station is told of ``message``; answer what was known already."""
        match message:
            case FileArrived(file):
                self._say(FileTaken(file.digest))
                return None if file.digest in before.taken else message
            case DoctorSaid(Conclusion(id=said_id)) if said_id in before.kept:
                self._say(ConclusionKept(said_id))
                return None
            case DoctorShown(memory=memory):
                self._memories.add(memory)
            case _:
                pass
        return message if isinstance(message, CallMessage) else None

    def _died(self) -> None:
        super()._died()
        with self._lock:
            underway = self._underway
        if underway is None or underway.is_leaving:
            return
        number = underway.number
        self._tell(CallMoved(CallState.LOST, INTERRUPTED, call=number))
        self._tell(LinkQuality(Quality.CUT, call=number))
