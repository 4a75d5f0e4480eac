"""The call with a doctor: the link made, the room opened, what is shared and said.

The media process holds the call; its news become messages of the consultation that opened it, and
of no other. Nothing here knows the patient: what is said was chosen by the consultation.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from secrets import token_bytes
from threading import Lock
from typing import Protocol, assert_never

from app import clock
from app.config import SETTINGS
from app.doctor_frame import DoctorFrame
from app.effects.call_mail import write_call_mail
from app.effects.call_words import Heard, news, sections, vitals
from app.effects.home_relay import HomeRelay
from app.encounter import call_messages as say
from app.encounter.call_effects import (
    AcknowledgeConclusion,
    EndCall,
    LineEffect,
    MuteVoice,
    OpenCall,
    SayVital,
    SendSummary,
    SetVolume,
    ShareCamera,
    ShareSound,
    WriteCallMail,
)
from app.encounter.call_state import CallStage
from app.settings import RelaySettings, read_relay
from app.station import Station
from app.teleconsult.call_media import CallMedia
from app.teleconsult.files import Named
from app.teleconsult.invitation import invitation_from
from app.teleconsult.messages import Bye, Hello
from app.teleconsult.messages import Message as Word
from app.teleconsult.opening import Opening, RelayAddress
from app.teleconsult.peer import Channel
from app.teleconsult.spoken_code import DRAWN_BYTES, new_code
from app.teleconsult.states import CallMoved, CallState, DoctorSaid, DoctorShown
from app.teleconsult.transfer import CallFile
from app.traffic import AnyMessage, Post
from hardware.bindings import CameraRole
from hardware.media.commands import Sources
from hardware.media.messages import MediaMessage

NO_RELAY = (
    "Téléconsultation\u00a0: serveur à fournir. Écrivez l’adresse et la clé du relais dans les "
    "réglages du poste (docs/relais.md)."
)
NOT_INSTALLED = (
    "Téléconsultation\u00a0: composant à installer (osys-station[call]). La consultation continue "
    "sans elle."
)
OVER = frozenset({CallState.OVER, CallState.REFUSED})
MILLISECONDS = 1000


class CallLine(Protocol):
    """What is used of ``app.teleconsult.call_media.CallMedia``; nothing here waits."""

    def open_call(self, opening: Opening) -> None:
        """Open the room."""

    def leave_call(self) -> None:
        """Leave it for good."""

    def share_camera(self, role: CameraRole | None) -> None:
        """Send what this camera sees."""

    def share_sound(self, on: bool) -> None:  # noqa: FBT001 - the contract of the call
        """Send the stethoscope."""

    def mute(self, on: bool) -> None:  # noqa: FBT001 - the contract of the call
        """Close the microphone."""

    def set_volume(self, percent: int) -> None:
        """Play the doctor's voice at this share of what comes."""

    def say(self, message: Word, channel: Channel = Channel.CTL) -> None:
        """Say a message."""

    def send(self, file: CallFile) -> None:
        """Send a file."""

    def acknowledge(self, message_id: str) -> None:
        """Tell the doctor that a conclusion is kept."""


OfMedia = MediaMessage | Heard | DoctorShown
Hear = Callable[[OfMedia], None]
HearMedia = Callable[[MediaMessage], None]


class CallRoom:
    """One call at a time, of one consultation."""

    def __init__(self, station: Station, folder: Path, post: Post) -> None:
        self._station, self._folder, self._post = station, folder, post
        self._lock = Lock()
        self._line: CallLine | None = None
        self._encounter_id = ""
        self._address = ""
        self._said, self._parts_told = 0, 0
        self._relay = HomeRelay()

    def client(self, hear: HearMedia, sources: Sources) -> CallMedia:
        """Return the media client, which holds the call; all but the call is told to ``hear``."""
        made = CallMedia(self.sorting(hear), sources)
        self.use(made)
        return made

    def use(self, line: CallLine) -> None:
        """Speak through this line."""
        self._line = line

    def close(self) -> None:
        """Leave the call and close what was opened for it."""
        if self._line is not None:
            self._line.leave_call()
        self._relay.close()

    @property
    def line(self) -> CallLine:
        """The line of the call.

        Raises:
            RuntimeError: the media client was not made.
        """
        if self._line is None:
            raise RuntimeError("the media client was not made")
        return self._line

    def answer(self, effect: LineEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks; news come later, by ``hear``."""
        if isinstance(effect, OpenCall):
            return self._open(effect)
        if effect.encounter_id != self._encounter_id:
            return ()  # the call of this consultation is over already
        match effect:
            case WriteCallMail(encounter_id):
                path = write_call_mail(self._folder, self._address, self._station, clock.now())
                return [say.CallMailWritten(encounter_id, str(path))]
            case EndCall():
                self._forget()
                self.line.leave_call()
            case _:
                self._tell(effect)
        return ()

    def send(self, file: CallFile) -> None:
        """Send a file to the doctor."""
        self.line.send(file)

    def _tell(
        self,
        effect: ShareCamera
        | ShareSound
        | MuteVoice
        | SetVolume
        | SayVital
        | SendSummary
        | AcknowledgeConclusion,
    ) -> None:
        match effect:
            case ShareCamera(_, role):
                self.line.share_camera(role)
            case ShareSound(_, on):
                self.line.share_sound(on)
            case MuteVoice() | SetVolume():
                self._tune(effect)
            case SayVital():
                self._say_vital(effect)
            case SendSummary(_, parts):
                told = sections(parts, self._parts_told, self._named())
                self._parts_told = len(told)
                for section in told:
                    self.line.say(section, Channel.CTL)
            case AcknowledgeConclusion(_, message_id):
                self.line.acknowledge(message_id)
            case _:
                assert_never(effect)

    def _tune(self, effect: MuteVoice | SetVolume) -> None:
        """Change a voice: that of the room, or the doctor's here."""
        if isinstance(effect, MuteVoice):
            self.line.mute(effect.on)
        else:
            self.line.set_volume(effect.percent)

    def _say_vital(self, effect: SayVital) -> None:
        self._said += 1
        channel = Channel.CTL if effect.is_final else Channel.VITALS
        for vital in vitals(effect, self._named(), self._said):
            self.line.say(vital, channel)

    def _open(self, effect: OpenCall) -> Iterable[AnyMessage]:
        """Draw the link, then open the room; the link is told before anybody can come."""
        if self._line is None:
            return [say.CallChanged(effect.encounter_id, CallStage.REFUSED, NOT_INSTALLED)]
        relay = self._relay_to_use()
        if relay is None:
            return [say.CallChanged(effect.encounter_id, CallStage.REFUSED, NO_RELAY)]
        code = new_code(token_bytes(DRAWN_BYTES))
        invitation = invitation_from(code)
        with self._lock:
            self._encounter_id = effect.encounter_id
        self._said, self._parts_told = 0, 0
        self._address = invitation.address(relay.address, self._station.pharmacy.phone)
        hello = Hello(
            **next(self._named()),
            app=self._station.software,
            pharmacy=effect.pharmacy,
            person=effect.person,
            simulated=effect.is_simulated,
        )
        address = RelayAddress(relay.address, relay.key)
        self._post(say.LinkReady(effect.encounter_id, self._address, code))
        self._line.open_call(Opening(invitation, address, relay.authority, hello))
        return ()

    def _relay_to_use(self) -> RelaySettings | None:
        """Return the relay of the settings, that of a demonstration, or None.

        Raises:
            RefusedSetting: the settings cannot be read.
        """
        relay = read_relay(self._folder / SETTINGS)
        if relay.address:
            return relay
        return self._relay.opened() if self._station.demonstration else None

    def _named(self) -> Iterator[Named]:
        while True:
            yield Named(id=clock.new_id(), ts=int(clock.now().timestamp() * MILLISECONDS))

    def _forget(self) -> str:
        with self._lock:
            former, self._encounter_id = self._encounter_id, ""
        self._address = ""
        return former

    def hear(self, heard: Heard) -> None:
        """Take a word of the call, from any thread."""
        with self._lock:
            encounter_id = self._encounter_id
        if not encounter_id:
            return
        message = news(encounter_id, heard, clock.now())
        if isinstance(heard, CallMoved) and heard.state in OVER:
            self._forget()
        if isinstance(heard, DoctorSaid) and isinstance(heard.message, Bye):
            self._forget()
            self.line.leave_call()
        if message is not None:
            self._post(message)

    def sorting(self, hear: HearMedia) -> Hear:
        """Return what the media client tells: words of the call come here, others to ``hear``."""

        def sort(message: OfMedia) -> None:
            if isinstance(message, DoctorShown):
                self._show(message)
            elif isinstance(message, Heard):
                self.hear(message)
            else:
                hear(message)

        return sort

    def _show(self, shown: DoctorShown) -> None:
        self._post(DoctorFrame(shown.memory, shown.slot, shown.sequence, shown.width, shown.height))
