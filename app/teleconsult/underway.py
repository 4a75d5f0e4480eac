"""The call under way as the station knows it: enough to take it up again in another process. Pure.

The media process may be killed at any moment. All that the doctor's page has not acknowledged is
kept here, so that the next process joins the same room and says it again.
"""

from dataclasses import dataclass, replace

from app.teleconsult.call_commands import (
    BeginCall,
    LeaveCall,
    MuteVoice,
    SayToDoctor,
    SendToDoctor,
    SetVolume,
    ShareCamera,
    ShareSound,
)
from app.teleconsult.messages import Message
from app.teleconsult.opening import Opening
from app.teleconsult.outbox import Outbox
from app.teleconsult.peer import Channel
from app.teleconsult.states import Acknowledged, FileArrived, FileLeft, OfCall, TicketKept
from app.teleconsult.transfer import CallFile
from hardware.bindings import CameraRole
from hardware.media.commands import PartCommand

LOUDEST = 100


@dataclass(frozen=True, slots=True)
class Underway:
    """One call and all that is to be said again.

    ``kept`` are the conclusions already acknowledged to the doctor, ``taken`` the files.
    """

    number: int
    opening: Opening
    said: Outbox
    ticket: str = ""
    camera: CameraRole | None = None
    is_heard: bool = False
    is_muted: bool = False
    volume: int = LOUDEST
    is_leaving: bool = False
    files: tuple[CallFile, ...] = ()
    kept: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()

    def with_said(self, message: Message, channel: Channel) -> "Underway":
        """Return the call after ``message`` was said."""
        if channel is not Channel.CTL:
            return self
        return replace(self, said=self.said.with_said(message))

    def with_file(self, file: CallFile) -> "Underway":
        """Return the call with one more file to send."""
        return replace(self, files=(*self.files, file))

    def after(self, news: OfCall) -> "Underway":
        """Return the call after the process said ``news``."""
        match news:
            case TicketKept(ticket):
                return replace(self, ticket=ticket)
            case Acknowledged(of):
                return replace(self, said=self.said.with_ack(of))
            case FileLeft(digest):
                left = tuple(one for one in self.files if one.digest != digest)
                return replace(self, files=left)
            case FileArrived(file):
                return replace(self, taken=self.taken | {file.digest})
            case _:
                return self

    def again(self) -> tuple[PartCommand, ...]:
        """Return what brings another process where the former one was."""
        begin = BeginCall(self.number, self.opening, self.ticket)
        if self.is_leaving:
            return (begin, LeaveCall())
        said = tuple(SayToDoctor(one, Channel.CTL) for one in self.said.again()[1:])
        sent = tuple(SendToDoctor(one) for one in self.files)
        shared = (ShareCamera(self.camera), ShareSound(self.is_heard))
        quieter = (SetVolume(self.volume),) if self.volume < LOUDEST else ()
        return (begin, *shared, MuteVoice(self.is_muted), *quieter, *said, *sent)


def begun(number: int, opening: Opening) -> Underway:
    """Return a call that begins."""
    return Underway(number, opening, Outbox(opening.hello))
