"""Where the page of pictures and the page of sounds stand; a part of the consultation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.encounter.captures import (
    BELL,
    Aim,
    Capture,
    CaptureKind,
    EarlierPicture,
    Found,
    RemovedCapture,
)
from hardware.bindings import CameraRole

FIRST_PICTURE, FIRST_SOUND = Aim(CaptureKind.OTOSCOPY), Aim(CaptureKind.HEART)


class ExamPage(StrEnum):
    """Which page of the exam covers the measures."""

    NONE = ""
    PICTURE = "picture"
    LISTEN = "listen"


@dataclass(frozen=True, slots=True)
class Pending:
    """A capture on its way: asked of the device, then of the vault.

    ``replaces`` is the capture it takes the place of, "" for none; ``found`` and ``content``
    are there once the device answered. ``for_doctor`` when the doctor of a call is waiting for it.
    """

    request_id: str
    aim: Aim
    replaces: str = ""
    found: Found | None = None
    content: bytes = field(default=b"", repr=False)
    for_doctor: bool = False


def _no_content() -> Mapping[str, bytes]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Exam:
    """Captures and what is being done about them.

    ``captures`` and ``removed`` go into the draft and the sheet; the rest is of the page shown.
    ``heard_through`` is the filter of the wave. ``asked`` counts the requests. ``contents``
    holds the bytes of the captures that were shown.
    """

    captures: tuple[Capture, ...] = ()
    removed: tuple[RemovedCapture, ...] = ()
    page: ExamPage = ExamPage.NONE
    picture: Aim = FIRST_PICTURE
    sound: Aim = FIRST_SOUND
    camera: CameraRole = CameraRole.OTOSCOPE
    heard_through: str = BELL
    selected: str = ""
    pending: Pending | None = None
    asked: int = 0
    contents: Mapping[str, bytes] = field(default_factory=_no_content, repr=False)
    earlier: tuple[EarlierPicture, ...] = ()
    told: str = ""
    sentence: str = ""

    @property
    def aim(self) -> Aim:
        """What the page that is shown aims at."""
        return self.sound if self.page is ExamPage.LISTEN else self.picture

    @property
    def shown(self) -> tuple[Capture, ...]:
        """The captures of the page that is shown, in the order they were taken."""
        sounds = self.page is ExamPage.LISTEN
        return tuple(one for one in self.captures if one.aim.is_sound is sounds)

    def capture(self, capture_id: str) -> Capture | None:
        """Return one capture, ``None`` when there is none of this name."""
        return next((one for one in self.captures if one.capture_id == capture_id), None)

    @property
    def is_listening(self) -> bool:
        """True while the stethoscope is listened to."""
        pending = self.pending
        return pending is not None and pending.aim.is_sound and pending.found is None

    @property
    def holds_pictures(self) -> bool:
        """True when a picture of the patient is kept."""
        return any(not one.aim.is_sound for one in self.captures)


NO_EXAM = Exam()
