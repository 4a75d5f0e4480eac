"""What is kept and sent during a call: captures of the draft, PDF of the doctor.

A PDF was checked in the media process; it is checked again here, for what is kept is what is
sealed. It is never opened by the station.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

from app.effects.access import Access
from app.effects.call_request import write_request
from app.effects.exports import EXPORTS, NotWritten, write_whole
from app.encounter.call_effects import KeepPaper, KeptEffect, SendRecording, SendStill, WritePaper
from app.encounter.call_messages import CallFailed, PaperKept, PaperLost, PaperWritten
from app.encounter.call_request import WriteRequest
from app.records.vault import Capture, CaptureLost
from app.teleconsult.transfer import CallFile, FileRefused, call_file, is_of_kind
from app.traffic import AnyMessage

PDF, JPEG, WAV = "application/pdf", "image/jpeg", "audio/wav"
LARGEST_PDF = 10 * 1024 * 1024
NOT_A_PDF = (
    "Un document du médecin n’est pas le PDF annoncé\u00a0: il n’est pas gardé. Demandez-lui de "
    "l’envoyer de nouveau."
)
NOT_READ = "Ce document ne se relit pas. Demandez au médecin de l’envoyer de nouveau."
NO_ROOM = (
    "Le document n’a pas pu être écrit dans le dossier des exports. Il est gardé avec la "
    "consultation. Vérifiez la place et les droits du dossier."
)
NOT_SENT = "Cette capture ne se relit pas\u00a0: elle n’est pas envoyée. Reprenez-la."


class CallPapers:
    """Reads captures of the draft for the doctor, and keeps what the doctor sends."""

    def __init__(
        self, access: Access, new_id: Callable[[], str], send: Callable[[CallFile], None]
    ) -> None:
        self._access, self._new_id, self._send_file = access, new_id, send

    def answer(self, effect: KeptEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks of the vault."""
        match effect:
            case SendStill():
                return self._send(effect, "photo", "jpg", JPEG)
            case SendRecording():
                return self._send(effect, "auscultation", "wav", WAV)
            case KeepPaper():
                return [self._keep(effect)]
            case WritePaper():
                return [self._write(effect)]
            case WriteRequest():
                folder, now = self._access.folder, self._access.now()
                return [write_request(folder, effect, self._new_id(), now)]

    def _send(
        self, effect: SendStill | SendRecording, name: str, ending: str, media_type: str
    ) -> Iterable[AnyMessage]:
        draft_id, capture_id = effect.encounter_id, effect.capture_id
        parts = self._access.vault.read_taken(bytes.fromhex(draft_id), bytes.fromhex(capture_id))
        try:
            content = b"".join(parts)
            self._send_file(call_file(f"{name}-{capture_id[:6]}.{ending}", media_type, content))
        except (CaptureLost, FileRefused):
            return [CallFailed(draft_id, NOT_SENT)]
        return ()

    def _write(self, effect: WritePaper) -> PaperWritten | CallFailed:
        draft_id, capture_id = effect.encounter_id, effect.capture_id
        parts = self._access.vault.read_taken(bytes.fromhex(draft_id), bytes.fromhex(capture_id))
        folder = self._access.folder / EXPORTS / f"medecin-{capture_id[:8]}"
        path = folder / f"medecin-{effect.rank:02}.pdf"
        try:
            content = b"".join(parts)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, content)
        except CaptureLost:
            return CallFailed(draft_id, NOT_READ)
        except OSError as refused:
            raise NotWritten(NO_ROOM) from refused
        return PaperWritten(draft_id, str(path))

    def _keep(self, effect: KeepPaper) -> PaperKept | PaperLost:
        content = effect.content
        is_sound = sha256(content).hexdigest() == effect.sha256 and is_of_kind(PDF, content)
        if not is_sound or len(content) > LARGEST_PDF:
            return PaperLost(effect.encounter_id, effect.sha256, NOT_A_PDF)
        capture_id = self._new_id()
        capture = Capture(bytes.fromhex(capture_id), (content,))
        line = self._access.vault.keep_capture(bytes.fromhex(effect.encounter_id), capture)
        return PaperKept(effect.encounter_id, effect.sha256, capture_id, line.size)
