"""The cameras and the stethoscope: what the exam asks of them, and what they answer.

Pictures on their way to the screen go to the board of what moves; a picture or a sound that was
asked for becomes a message of the consultation that asked, and of no other.
"""

from collections.abc import Callable
from threading import Lock
from typing import Protocol, assert_never

from app.desk.messages import Refused
from app.encounter.captures import JPEG, WAV, Found
from app.encounter.exam_effects import (
    DeviceEffect,
    EndListening,
    HideCamera,
    RecordSound,
    ShowCamera,
    StopCapture,
    TakePicture,
)
from app.encounter.exam_messages import CaptureCame, CaptureFailed
from app.traffic import Post
from hardware.bindings import CameraRole
from hardware.heart_sounds import Filter
from hardware.media.messages import (
    CameraSeen,
    FrameShown,
    MediaFailed,
    MediaMessage,
    PictureTaken,
    SoundRecorded,
    SoundShown,
)
from hardware.plain_files import plain_jpeg, plain_wav
from hardware.readings import DeviceError

STETHOSCOPE = "stethoscope"
PLAYED = "played-"

Answer = CaptureCame | CaptureFailed


class Media(Protocol):
    """What is used of ``hardware.media.client.Media``; nothing here waits."""

    def start(self) -> None:
        """Be ready."""

    def stop(self) -> None:
        """Release everything."""

    def show(self, role: CameraRole) -> None:
        """Show what this camera sees."""

    def hide(self, role: CameraRole) -> None:
        """Show it no more."""

    def capture(self, role: CameraRole, request_id: str) -> None:
        """Take a picture."""

    def listen(self, request_id: str, kind: Filter) -> None:
        """Listen to the stethoscope, its wave shown through ``kind``."""

    def stop_listening(self) -> None:
        """Stop listening: the recording is given."""

    def play(self, request_id: str, wav: bytes) -> None:
        """Let a kept recording be heard again."""

    def cancel(self, request_id: str) -> None:
        """Forget a request."""


MakeMedia = Callable[[Callable[[MediaMessage], None]], Media]


class MediaRoom:
    """Asks the media process and posts its answers; each request belongs to a consultation."""

    def __init__(self, make_media: MakeMedia, post: Post) -> None:
        self._post = post
        self._lock = Lock()
        self._asked: dict[str, str] = {}
        self._played = 0
        self._media = make_media(self.hear)
        self._media.start()

    def close(self) -> None:
        """Release the cameras and the stethoscope."""
        self._media.stop()

    def answer(self, effect: DeviceEffect) -> tuple[()]:
        """Do what ``effect`` asks; the answers come later, by ``hear``."""
        match effect:
            case ShowCamera(_, role):
                self._media.show(role)
            case HideCamera(_, role):
                self._media.hide(role)
            case TakePicture(encounter_id, request_id, role):
                self._note(request_id, encounter_id)
                self._media.capture(role, request_id)
            case RecordSound(encounter_id, request_id, through):
                self._note(request_id, encounter_id)
                self._media.listen(request_id, Filter(through))
            case EndListening():
                self._media.stop_listening()
            case StopCapture(_, request_id):
                self._forget(request_id)
                self._media.cancel(request_id)
            case _:
                assert_never(effect)
        return ()

    def play(self, wav: bytes) -> tuple[()]:
        """Let a kept recording be heard; the one being heard stops."""
        with self._lock:
            self._played += 1
            request_id = f"{PLAYED}{self._played}"
        self._media.play(request_id, wav)
        return ()

    def _note(self, request_id: str, encounter_id: str) -> None:
        with self._lock:
            self._asked[request_id] = encounter_id

    def _forget(self, request_id: str) -> str | None:
        with self._lock:
            return self._asked.pop(request_id, None)

    def hear(self, message: MediaMessage) -> None:
        """Take a word of the media process, from any thread."""
        match message:
            case CameraSeen() | FrameShown() | SoundShown():
                self._post(message)
            case MediaFailed(request_id, sentence) if request_id.startswith(PLAYED):
                self._post(Refused(sentence))
            case PictureTaken() | SoundRecorded() | MediaFailed():
                encounter_id = self._forget(message.request_id)
                if encounter_id is not None:
                    self._post(_answer(encounter_id, message))
            case _:
                return


def _answer(encounter_id: str, message: PictureTaken | SoundRecorded | MediaFailed) -> Answer:
    if isinstance(message, MediaFailed):
        return CaptureFailed(encounter_id, message.request_id, message.sentence)
    try:
        found, content = _found(message)
    except DeviceError as refused:
        return CaptureFailed(encounter_id, message.request_id, refused.sentence)
    return CaptureCame(encounter_id, message.request_id, found, content)


def _found(message: PictureTaken | SoundRecorded) -> tuple[Found, bytes]:
    """Return what is known of a capture, and its bytes without any metadata."""
    if isinstance(message, PictureTaken):
        found = Found(
            media_type=JPEG,
            origin=message.origin,
            device=message.role.value,
            width=message.width,
            height=message.height,
            flaws=tuple(flaw.value for flaw in message.verdict.flaws),
        )
        return found, plain_jpeg(message.jpeg)
    heard = Found(
        media_type=WAV,
        origin=message.origin,
        device=STETHOSCOPE,
        seconds=f"{message.seconds:.1f}",
        flaws=message.flags,
        heard_through=message.filter_name,
    )
    return heard, plain_wav(message.wav)
