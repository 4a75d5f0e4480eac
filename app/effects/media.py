"""The cameras and the stethoscope: what the exam asks of them, and what they answer.

Pictures on their way to the screen go to the board of what moves; a picture or a sound that was
asked for becomes a message of the consultation that asked, and of no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, assert_never

from app.encounter.captures import JPEG, WAV, Found
from app.encounter.exam_effects import (
    DeviceEffect,
    HideCamera,
    RecordSound,
    ShowCamera,
    StopCapture,
    TakePicture,
)
from app.encounter.exam_messages import CaptureCame, CaptureFailed
from app.traffic import Post
from hardware.bindings import CameraRole
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
RECORDED_S = 15
SHOWN_BYTES_A_SECOND = 2 * 4000
"""A sound on its way to the screen: 16 bits at 4 kHz (``SoundShown``)."""

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

    def listen(self, request_id: str) -> None:
        """Listen to the stethoscope."""

    def stop_listening(self) -> None:
        """Stop listening: the recording is given."""

    def cancel(self, request_id: str) -> None:
        """Forget a request."""


MakeMedia = Callable[[Callable[[MediaMessage], None]], Media]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request on its way, for one consultation; ``heard`` bytes of it were shown."""

    encounter_id: str
    is_sound: bool
    heard: int = 0


class MediaRoom:
    """Asks the media process and posts its answers; each request belongs to a consultation."""

    def __init__(self, make_media: MakeMedia, post: Post) -> None:
        self._post = post
        self._lock = Lock()
        self._asked: dict[str, _Asked] = {}
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
                self._note(request_id, _Asked(encounter_id, is_sound=False))
                self._media.capture(role, request_id)
            case RecordSound(encounter_id, request_id):
                self._note(request_id, _Asked(encounter_id, is_sound=True))
                self._media.listen(request_id)
            case StopCapture(_, request_id):
                self._forget(request_id)
                self._media.cancel(request_id)
            case _:
                assert_never(effect)
        return ()

    def _note(self, request_id: str, asked: _Asked) -> None:
        with self._lock:
            self._asked[request_id] = asked

    def _forget(self, request_id: str) -> _Asked | None:
        with self._lock:
            return self._asked.pop(request_id, None)

    def hear(self, message: MediaMessage) -> None:
        """Take a word of the media process, from any thread."""
        match message:
            case CameraSeen() | FrameShown():
                self._post(message)
            case SoundShown():
                self._post(message)
                self._count(message)
            case PictureTaken() | SoundRecorded() | MediaFailed():
                asked = self._forget(message.request_id)
                if asked is not None:
                    self._post(_answer(asked.encounter_id, message))
            case _:
                return

    def _count(self, shown: SoundShown) -> None:
        """Ask for the recording once fifteen seconds were heard."""
        with self._lock:
            asked = self._asked.get(shown.request_id)
            if asked is None:
                return
            before, heard = asked.heard, asked.heard + len(shown.samples)
            self._asked[shown.request_id] = _Asked(asked.encounter_id, asked.is_sound, heard)
        whole = RECORDED_S * SHOWN_BYTES_A_SECOND
        if before < whole <= heard:
            self._media.stop_listening()


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
