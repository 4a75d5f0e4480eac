"""The pages of pictures and sounds: every key, every word, what a live picture becomes."""

import struct
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.archive_captures import PlayAsked
from app.encounter.captures import SITES, Aim, CaptureKind, Moment, Side
from app.encounter.exam_messages import (
    AimChanged,
    CameraChosen,
    CaptureAsked,
    CaptureRemoved,
    CaptureSelected,
    CaptureStopped,
    EarlierAsked,
    ExamLeft,
    HeardThrough,
)
from app.live import LiveBoard
from hardware.bindings import CameraRole
from hardware.media.messages import CameraSeen, FrameShown, SoundShown
from hardware.media.ring import RingWriter
from hardware.readings import DeviceState
from hardware.verdict import Flaw, Verdict
from tests.dressing import Dresser
from tests.ui.exam_scenes import EAR, LEG, MITRAL, a_capture, a_recording, exam_moments
from tests.ui.scenes import NOON, moments
from tests.ui.stage import StagedLoop
from ui.exam_aim import body_points
from ui.exam_words import samples_of, series_faces
from ui.screens.listen import ListenScreen
from ui.screens.picture import PictureScreen
from ui.widgets.preview import Preview, PreviewFace
from ui.widgets.sound_trace import Heard, SoundTrace, columns_of
from ui.window import StationWindow

OTOSCOPE = CameraRole.OTOSCOPE
GOOD = Verdict(120, 0, 0, 40, 0.6, 0.6, 1)
K = Qt.Key


class Page:
    def __init__(self, qtbot: QtBot, name: str) -> None:
        self.loop = StagedLoop(moments()[name])
        self.window = StationWindow(self.loop)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: Qt.Key) -> list[object]:
        self.loop.sent.clear()
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)
        return self.loop.sent

    def type(self, words: str) -> list[object]:
        self.loop.sent.clear()
        for sign in words:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
        return self.loop.sent


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser):
    return lambda name: Page(qtbot, name)


def test_a_picture_is_aimed_and_taken_by_keys_alone(opened) -> None:
    page = opened("picture-blank")
    ear = Aim(CaptureKind.OTOSCOPY)
    assert page.type("1") == [AimChanged(replace(ear, site="ear_drum"))]
    assert page.type("g") == [AimChanged(replace(ear, side=Side.LEFT))]
    assert page.type("d") == [AimChanged(replace(ear, side=Side.RIGHT))]
    assert page.press(K.Key_F6) == [AimChanged(Aim(CaptureKind.SKIN))]
    assert page.type("j") == [AimChanged(replace(ear, moment=Moment.DAY1))]
    assert page.type("c") == [CameraChosen(CameraRole.DERMATOSCOPE)]
    assert page.type("p") == [EarlierAsked()]
    assert page.press(K.Key_Return) == [CaptureAsked()]
    assert page.press(K.Key_Escape) == [ExamLeft()]
    assert page.press(K.Key_Backspace) == [ExamLeft()]


def test_what_is_on_its_way_is_given_up_before_the_page(opened) -> None:
    assert opened("picture-on-its-way").press(K.Key_Escape) == [CaptureStopped()]


def test_a_picture_is_taken_again_or_away_by_keys_alone(opened) -> None:
    page = opened("picture")
    assert page.type("r") == [CaptureAsked("a" * 32)]
    assert page.press(K.Key_Down) == [CaptureSelected("b" * 32)]
    assert page.type("x") == []
    assert page.type("Flou") == []
    assert page.press(K.Key_Return) == [CaptureRemoved("a" * 32, "Flou")]
    page.type("x")
    assert page.press(K.Key_Escape, K.Key_Escape) == []


def test_the_sounds_are_aimed_listened_to_and_kept_by_keys_alone(opened) -> None:
    page = opened("listen-blank")
    heart = Aim(CaptureKind.HEART)
    assert page.type("4") == [AimChanged(replace(heart, site="mitral"))]
    assert page.press(K.Key_F6) == [AimChanged(Aim(CaptureKind.LUNGS))]
    assert page.type("f") == [HeardThrough("diaphragm")]
    assert page.press(K.Key_Return) == [CaptureAsked()]
    assert page.press(K.Key_Escape) == [ExamLeft()]
    recording = opened("listen-recording")
    assert recording.press(K.Key_Return) == [CaptureAsked()]
    assert recording.press(K.Key_Escape) == [CaptureStopped()]


def test_a_kept_sound_is_heard_again_by_a_key(opened) -> None:
    page = opened("listen-kept")
    assert page.type("l") == [PlayAsked(a_recording())]
    assert opened("listen").type("l") == []


def test_a_rate_is_never_shown_without_its_words_of_caution(opened) -> None:
    page = opened("listen-recording").window.page
    assert isinstance(page, ListenScreen)
    words = {one.text() for one in page.findChildren(type(page._mark)) if one.isVisible()}
    assert "Repère de placement, pas un diagnostic." in words
    assert not page.rate.isVisible()
    page._tell(Heard(0.4, 72, 0.9))
    assert page.rate.isVisible()
    page._tell(Heard(0.4, None, 0.4))
    assert not page.rate.isVisible()


def test_the_button_to_take_says_why_it_waits(opened) -> None:
    page = opened("picture-blank").window.page
    assert isinstance(page, PictureScreen)
    assert not page._take.isEnabled()
    assert "endroit" in page._take.toolTip()


@pytest.fixture
def ring() -> Iterator[RingWriter]:
    writer = RingWriter("osys-test-preview")
    yield writer
    writer.close()


def frame(writer: RingWriter, shade: int, verdict: Verdict = GOOD) -> FrameShown:
    picture = numpy.full((90, 160, 3), (0, 0, shade), numpy.uint8)
    slot, sequence = writer.write(picture)
    return FrameShown(OTOSCOPE, writer.name, slot, sequence, 160, 90, verdict)


def a_preview(qtbot: QtBot, board: LiveBoard) -> tuple[Preview, list[PreviewFace]]:
    told: list[PreviewFace] = []
    preview = Preview(told.append)
    qtbot.addWidget(preview)
    preview.look_at(board, OTOSCOPE)
    preview.resize(320, 180)
    preview.show()
    return preview, told


def test_the_preview_draws_the_colours_of_the_shared_memory(
    qtbot: QtBot, dress: Dresser, ring: RingWriter
) -> None:
    board = LiveBoard()
    preview, told = a_preview(qtbot, board)
    assert preview.image is None
    board.put(frame(ring, 200))
    qtbot.waitUntil(lambda: preview.image is not None)
    middle = preview.grab().toImage().pixelColor(160, 90)
    assert (middle.red(), middle.green(), middle.blue()) == (200, 0, 0)
    assert told[-1].word == "Nette"


def test_what_is_wrong_with_a_picture_is_said_in_words(
    qtbot: QtBot, dress: Dresser, ring: RingWriter
) -> None:
    board = LiveBoard()
    preview, told = a_preview(qtbot, board)
    board.put(frame(ring, 20, replace(GOOD, flaws=(Flaw.DARK, Flaw.BLURRED))))
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].sentence == "Trop sombre. Éclairez davantage."


def test_a_picture_that_stops_is_not_shown_as_live(
    qtbot: QtBot, dress: Dresser, ring: RingWriter
) -> None:
    board = LiveBoard()
    preview, told = a_preview(qtbot, board)
    board.put(frame(ring, 200))
    qtbot.waitUntil(lambda: preview.image is not None)
    begun = time.monotonic()
    qtbot.waitUntil(lambda: told[-1].word == "Pas d’image", timeout=4000)
    assert 1.5 < time.monotonic() - begun < 3.5
    assert preview.grab().toImage().pixelColor(10, 90).red() != 200


def test_a_lost_camera_says_what_to_do(qtbot: QtBot, dress: Dresser) -> None:
    board = LiveBoard()
    preview, told = a_preview(qtbot, board)
    sentence = "Otoscope : aucun appareil choisi."
    board.put(CameraSeen(OTOSCOPE, DeviceState.ABSENT, sentence))
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1].sentence == sentence


def test_a_hidden_preview_reads_nothing(qtbot: QtBot, dress: Dresser, ring: RingWriter) -> None:
    board = LiveBoard()
    preview, told = a_preview(qtbot, board)
    preview.hide()
    board.put(frame(ring, 200))
    qtbot.wait(120)
    assert preview.image is None
    assert told == []


def test_a_memory_that_is_gone_is_no_fault(qtbot: QtBot, dress: Dresser) -> None:
    board = LiveBoard()
    preview, _ = a_preview(qtbot, board)
    board.put(FrameShown(OTOSCOPE, "osys-test-gone", 0, 1, 160, 90, GOOD))
    preview.look_again()
    assert preview.image is None


def samples(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}h", *values)


def test_the_wave_is_that_of_the_request_and_of_no_other(qtbot: QtBot, dress: Dresser) -> None:
    board, told = LiveBoard(), []
    trace = SoundTrace(told.append)
    qtbot.addWidget(trace)
    trace.listen_to(board, "ours")
    board.put(SoundShown("other", samples(*[30000] * 80), 0.9, 60, 0.9))
    board.put(SoundShown("ours", samples(*([-16384, 16384] * 40)), 0.5, None, 0.2))
    trace.show()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Heard(0.5, None, 0.2)]
    assert trace.columns == ((-0.5, 0.5), (-0.5, 0.5))
    trace.listen_to(board, "next")
    assert trace.columns == ()


def test_columns_keep_the_extremes() -> None:
    assert list(columns_of(samples(0, 32767, -32768, 1), 4)) == [(-1.0, 32767 / 32768)]
    assert list(columns_of(b"\x01")) == []


def test_the_chest_shows_one_place_chosen() -> None:
    for kind in (CaptureKind.HEART, CaptureKind.LUNGS):
        for site in SITES[kind]:
            side = Side.RIGHT if site.sided else Side.NONE
            chosen = [one for one in body_points(Aim(kind, site.id, side)) if one.chosen]
            assert len(chosen) == 1


def test_the_sides_of_the_chest_are_those_of_the_patient() -> None:
    def side_of(aim: Aim) -> float:
        (chosen,) = [one for one in body_points(aim) if one.chosen]
        return chosen.x

    front = Aim(CaptureKind.LUNGS, "front_top", Side.LEFT)
    back = Aim(CaptureKind.LUNGS, "back_top", Side.LEFT)
    assert side_of(front) > 0.5 > side_of(back)
    assert side_of(MITRAL) > 0.5


def test_a_series_stands_in_the_order_of_its_days() -> None:
    exam = exam_moments(NOON)["picture-series"]
    titles = [(one.title, bool(one.content)) for one in series_faces(exam)]
    assert titles == [
        ("J0, fiche 12", True),
        ("Pas de photo J1", False),
        ("J3, maintenant", True),
    ]
    other = replace(exam, picture=replace(LEG, side=Side.LEFT))
    assert series_faces(other) == ()


def test_an_unreadable_recording_draws_nothing() -> None:
    assert samples_of(b"RIFF") == b""
    assert a_capture("a", EAR, NOON).found.origin == "simulated"
