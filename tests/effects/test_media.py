"""Between the media process and the consultation: each answer to the one who asked, once."""

import wave
from dataclasses import replace
from io import BytesIO

import pytest

from app.desk.messages import Refused
from app.effects.media import MediaRoom
from app.encounter.captures import JPEG, WAV
from app.encounter.exam_effects import (
    EndListening,
    HideCamera,
    RecordSound,
    ShowCamera,
    StopCapture,
    TakePicture,
)
from app.encounter.exam_messages import CaptureCame, CaptureFailed
from hardware.bindings import CameraRole
from hardware.heart_sounds import Filter
from hardware.media.messages import (
    CameraSeen,
    FrameShown,
    MediaFailed,
    PictureTaken,
    SoundPlayed,
    SoundRecorded,
    SoundShown,
)
from hardware.readings import DeviceState, Origin
from hardware.verdict import Flaw, Verdict
from tests.hardware.test_plain_files import SECRET, a_jpeg, a_wav, told

OURS, EAR = "1" * 32, CameraRole.OTOSCOPE
BLURRED = Verdict(120, 0, 0, 40, 0.3, 0.6, 1, (Flaw.BLURRED,))
BLOCK = SoundShown("r2", bytes(800), 0.4, 72, 0.9)


class Said:
    """A media process that writes down what it is asked."""

    def __init__(self, hear) -> None:
        self.hear, self.asked = hear, []

    def __getattr__(self, name: str):
        return lambda *words: self.asked.append((name, *words))


@pytest.fixture
def room():
    posted: list[object] = []
    made: list[Said] = []

    def make(hear):
        made.append(Said(hear))
        return made[0]

    room = MediaRoom(make, posted.append)
    return room, made[0], posted


def picture(**changes: object) -> PictureTaken:
    taken = PictureTaken("r1", EAR, a_jpeg(), BLURRED, 64, 48, Origin.SIMULATED)
    return replace(taken, **changes)


def test_a_picture_goes_to_the_consultation_that_asked(room) -> None:
    room, media, posted = room
    room.answer(TakePicture(OURS, "r1", EAR))
    media.hear(picture(jpeg=told(a_jpeg())))
    (came,) = posted
    assert isinstance(came, CaptureCame)
    assert (came.encounter_id, came.request_id, came.content) == (OURS, "r1", a_jpeg())
    found = came.found
    assert (found.media_type, found.origin, found.device) == (JPEG, Origin.SIMULATED, "otoscope")
    assert (found.width, found.height, found.flaws) == (64, 48, ("blurred",))
    assert SECRET not in came.content


def test_a_picture_nobody_asked_for_is_nobodys(room) -> None:
    room, media, posted = room
    media.hear(picture())
    room.answer(TakePicture(OURS, "r1", EAR))
    room.answer(StopCapture(OURS, "r1"))
    media.hear(picture())
    assert posted == []
    assert ("cancel", "r1") in media.asked


def test_an_answer_is_given_once(room) -> None:
    room, media, posted = room
    room.answer(TakePicture(OURS, "r1", EAR))
    media.hear(picture())
    media.hear(picture())
    assert len(posted) == 1


def test_a_picture_that_is_not_whole_is_refused_in_words(room) -> None:
    room, media, posted = room
    room.answer(TakePicture(OURS, "r1", EAR))
    media.hear(picture(jpeg=a_jpeg()[:-20]))
    assert [type(one) for one in posted] == [CaptureFailed]
    assert "entier" in posted[0].sentence


def test_a_failure_says_its_sentence(room) -> None:
    room, media, posted = room
    room.answer(TakePicture(OURS, "r1", EAR))
    media.hear(MediaFailed("r1", "Rebranchez l’otoscope."))
    assert posted == [CaptureFailed(OURS, "r1", "Rebranchez l’otoscope.")]


def test_what_moves_is_posted_as_it_is(room) -> None:
    room, media, posted = room
    frame = FrameShown(EAR, "m", 1, 7, 1280, 720, BLURRED)
    seen = CameraSeen(EAR, DeviceState.READY, "Otoscope : image reçue.")
    for message in (frame, seen, BLOCK):
        media.hear(message)
    assert posted == [frame, seen, BLOCK]


def test_cameras_are_shown_and_hidden_in_the_order_asked(room) -> None:
    room, media, _ = room
    room.answer(ShowCamera(OURS, EAR))
    room.answer(HideCamera(OURS, EAR))
    room.answer(ShowCamera(OURS, CameraRole.ROOM))
    assert media.asked[-3:] == [("show", EAR), ("hide", EAR), ("show", CameraRole.ROOM)]


def test_lungs_are_listened_to_through_their_own_filter(room) -> None:
    room, media, _ = room
    room.answer(RecordSound(OURS, "r2", "lungs"))
    assert media.asked[-1] == ("listen", "r2", Filter.LUNGS)


def test_what_was_heard_is_given_when_it_is_asked_for(room) -> None:
    room, media, posted = room
    room.answer(RecordSound(OURS, "r2", "bell"))
    assert media.asked[-1] == ("listen", "r2", Filter.BELL)
    media.hear(BLOCK)
    assert ("stop_listening",) not in media.asked
    room.answer(EndListening(OURS, "r2"))
    assert media.asked[-1] == ("stop_listening",)
    media.hear(SoundRecorded("r2", a_wav(), 15.04, "bell", Origin.LIVE, ("overflow",)))
    came = posted[-1]
    assert isinstance(came, CaptureCame)
    assert (came.content, came.found.media_type, came.found.seconds) == (a_wav(), WAV, "15.0")
    assert (came.found.heard_through, came.found.flaws) == ("bell", ("overflow",))
    with wave.open(BytesIO(came.content)) as file:
        assert file.getnchannels() == 1


def test_a_recording_is_played_and_a_silent_output_is_said(room) -> None:
    room, media, posted = room
    room.play(a_wav())
    room.play(a_wav())
    assert media.asked[-2:] == [("play", "played-1", a_wav()), ("play", "played-2", a_wav())]
    media.hear(SoundPlayed("played-1"))
    assert posted == []
    media.hear(MediaFailed("played-2", "Aucun casque."))
    assert posted == [Refused("Aucun casque.")]


def test_the_media_process_ends_with_the_station(room) -> None:
    room, media, _ = room
    room.close()
    assert media.asked[0] == ("start",)
    assert media.asked[-1] == ("stop",)
