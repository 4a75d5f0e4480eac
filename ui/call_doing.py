"""What the pharmacist does during a call, each only when it can be done."""

from app.encounter import call_messages as say
from app.encounter.call_state import NO_CALL, Asked
from hardware.bindings import CameraRole
from ui.call_words import SHARE_FIRST
from ui.scene import Send
from ui.widgets.exam_share import CAMERA_KEYS

ROLES = {key: role for role, key in CAMERA_KEYS.items()}
ASKED_ROLES = {Asked.ROOM: CameraRole.ROOM}


class CallDoing:
    """Says what is done; ``call`` is the call as it is shown."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.call = NO_CALL

    @property
    def _shows(self) -> bool:
        """True while the exam can be shown: with the doctor, and with the patient."""
        return self.call.is_linked and not self.call.patient_alone

    @property
    def refusal(self) -> str:
        """Why no photo can be taken for what the doctor asks, "" when one can."""
        asks_room = self.call.still_asked is Asked.ROOM
        return "" if asks_room or self.call.shared_camera is not None else SHARE_FIRST

    def share(self, role: CameraRole | None) -> None:
        """Show the doctor what this camera sees, or none."""
        if self._shows:
            self._send(say.CameraShared(role))

    def turn_sound(self) -> None:
        """Let the doctor hear the stethoscope, or no longer."""
        if self._shows:
            self._send(say.SoundShared(not self.call.is_listening))

    def turn_mute(self) -> None:
        """Close the microphone, or open it; it is the patient's while alone."""
        if self.call.is_live and not self.call.patient_alone:
            self._send(say.Muted(not self.call.is_muted))

    def turn_alone(self) -> None:
        """Leave the patient alone with the doctor, or come back."""
        if self.call.patient_alone or self.call.is_linked:
            self._send(say.PatientAlone(not self.call.patient_alone))

    def take_photo(self) -> None:
        """Take the photo that is asked, else one of what is shared."""
        role = ASKED_ROLES.get(self.call.still_asked, self.call.shared_camera)
        if role is not None and self._shows:
            self._send(say.PhotoSent(role))

    def mail(self) -> None:
        """Write the message that brings the link to the doctor."""
        if self.call.link:
            self._send(say.CallMailAsked())

    def read_papers(self) -> None:
        """Write the doctor's documents where they can be read and printed."""
        for paper in self.call.papers:
            self._send(say.PaperAsked(paper.sha256))

    def press(self, key: str) -> bool:
        """Do what the letter or the function key says; False when it says nothing here."""
        actions = {
            "M": self.turn_mute,
            "S": self.turn_alone,
            "E": self.turn_sound,
            "C": self.take_photo,
            "V": self.mail,
            "L": self.read_papers,
        }
        if key in actions:
            actions[key]()
        elif key in ROLES:
            self.share(None if self.call.shared_camera is ROLES[key] else ROLES[key])
        return key in actions or key in ROLES

    def leave(self) -> bool:
        """Stop what Escape stops first; False when nothing is left to stop."""
        if self.call.patient_alone:
            self.turn_alone()
        elif self.call.is_listening:
            self.turn_sound()
        elif self.call.shared_camera is not None:
            self.share(None)
        else:
            return False
        return True
