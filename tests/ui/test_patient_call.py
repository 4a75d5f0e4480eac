"""The patient's window during a call: the doctor, one short sentence, one button when alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.patient_view import patient_act
from app.encounter.call_messages import PharmacistCalled, VolumeTurned
from app.live import DoctorFrame, LiveBoard
from hardware.media.ring import RingWriter
from tests.dressing import Dresser
from tests.ui.call_scenes import call_moments
from tests.ui.scenes import NOON, moments
from tests.ui.stage import StagedLoop
from tests.ui.test_patient_window import MOST_WORDS, colours, words_of
from ui.look import Look
from ui.patient_call import PatientCallFace, patient_call
from ui.patient_window import PatientScreen, PatientWindow
from ui.scene import Scene
from ui.tokens import Theme

LIVE = tuple(name for name, changes in call_moments(NOON).items() if changes["call"].is_live)
SIZES = [(1920, 1080), (1280, 720), (800, 1280), (640, 480)]


def face_of(scene: Scene) -> PatientCallFace | None:
    return patient_call(scene.visit, patient_act(scene.desk, scene.visit))


@pytest.fixture
def window(qtbot: QtBot, dress: Dresser) -> PatientWindow:
    opened = PatientWindow()
    qtbot.addWidget(opened)
    return opened


def show(window: PatientWindow, name: str, board: LiveBoard | None = None) -> PatientCallFace:
    scene = moments()[name]
    face = face_of(scene)
    assert face is not None
    window.show_act(patient_act(scene.desk, scene.visit), is_demonstration=True)
    window.show_call(face, board)
    return face


@pytest.mark.parametrize("name", LIVE)
def test_each_moment_has_two_sentences_of_twelve_words_at_most(name: str) -> None:
    face = face_of(moments()[name])
    assert face is not None
    for words in (face.sentence, face.help_words):
        assert words.endswith(".")
        for one in words.split(". "):
            assert 0 < len(words_of(one)) <= MOST_WORDS


def test_a_call_that_is_over_leaves_the_window_to_the_acts() -> None:
    for name in ("call-consent", "call-preview", "call-over", "call-interrupted", "decide"):
        assert face_of(moments()[name]) is None


def test_the_sentence_is_that_of_what_the_doctor_does() -> None:
    said = {name: face_of(moments()[name]).sentence for name in LIVE}
    assert said["call-listening"] == "Le médecin écoute votre cœur."
    assert said["call-one-value"] == "Le médecin regarde votre peau."
    assert said["call-lost"] == "L’image revient."
    assert said["call-waiting"] == "Le médecin va arriver."
    assert said["call-alone-calling"] == "Le pharmacien arrive."


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["call-alone", "call-waiting", "call-listening"])
def test_the_picture_the_sentence_and_the_button_never_meet(
    window: PatientWindow, name: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    show(window, name)
    call = window.call
    assert call is not None
    assert call.rect().contains(call.doctor.geometry())
    for sound in (call.quieter, call.louder):
        assert call.rect().contains(sound.geometry())
        assert not sound.geometry().intersects(call.doctor.geometry())
        assert sound.width() >= 56
    if call.button.isVisibleTo(call):
        assert call.rect().contains(call.button.geometry())
        assert not call.button.geometry().intersects(call.doctor.geometry())
        assert call.button.height() >= 96
    image = window.grab().toImage()
    ground = image.pixelColor(0, 0).name()
    edge = {image.pixelColor(size[0] - 1, y).name() for y in range(0, size[1], 3)}
    assert edge == {ground}


def test_the_button_is_there_when_the_patient_is_alone_and_calls(
    qtbot: QtBot, dress: Dresser
) -> None:
    loop = StagedLoop(moments()["call-connected"])
    station = QWidget()
    screen = PatientScreen(loop, station)
    for one in (station, screen.window):
        qtbot.addWidget(one)
    screen.toggle()
    call = screen.window.call
    assert call is not None
    assert not call.button.isVisible()
    loop.show_scene(moments()["call-alone"])
    assert call.button.isVisible()
    QTest.mouseClick(call.button, Qt.MouseButton.LeftButton)
    assert loop.sent == [PharmacistCalled()]
    loop.show_scene(moments()["call-alone-calling"])
    assert not call.button.isVisible()


def test_the_sound_is_turned_by_two_buttons_as_far_as_it_goes(qtbot: QtBot, dress: Dresser) -> None:
    loop = StagedLoop(moments()["call-connected"])
    station = QWidget()
    screen = PatientScreen(loop, station)
    for one in (station, screen.window):
        qtbot.addWidget(one)
    screen.toggle()
    call = screen.window.call
    assert call is not None
    assert not call.louder.isEnabled()
    QTest.mouseClick(call.quieter, Qt.MouseButton.LeftButton)
    assert loop.sent == [VolumeTurned(louder=False)]
    scene = moments()["call-connected"]
    assert scene.visit is not None
    low = replace(scene.visit.call, volume=20)
    loop.show_scene(replace(scene, visit=replace(scene.visit, call=low)))
    loop.sent.clear()
    QTest.mouseClick(call.louder, Qt.MouseButton.LeftButton)
    assert loop.sent == [VolumeTurned(louder=True)]
    assert not call.quieter.isEnabled()
    loop.show_scene(moments()["call-waiting"])
    assert not call.louder.isVisible()


def test_a_locked_station_is_black_at_once_even_during_a_call(window: PatientWindow) -> None:
    show(window, "call-connected")
    assert len(colours(window.grab().toImage())) > 3
    scene = moments()["call-connected"]
    locked = replace(scene, desk=replace(scene.desk, person=None))
    act = patient_act(locked.desk, locked.visit)
    window.show_act(act, is_demonstration=True)
    window.show_call(patient_call(locked.visit, act), None)
    assert colours(window.grab().toImage()) == {QColor(Qt.GlobalColor.black).name()}


@pytest.fixture
def doctor() -> Iterator[Callable[[int], DoctorFrame]]:
    writer = RingWriter("osys-test-doctor")

    def come(shade: int) -> DoctorFrame:
        picture = numpy.full((120, 160, 3), (0, 0, shade), numpy.uint8)
        return DoctorFrame(writer.name, *writer.write(picture), 160, 120)

    yield come
    writer.close()


def test_the_doctor_is_shown_once_reached_and_greyed_when_the_link_is_cut(
    qtbot: QtBot, window: PatientWindow, doctor: Callable[[int], DoctorFrame]
) -> None:
    board = LiveBoard()
    board.put(doctor(200))
    window.resize(1280, 720)
    window.show()
    show(window, "call-waiting", board)
    call = window.call
    assert call is not None
    qtbot.wait(120)
    assert call.doctor.image is None
    show(window, "call-connected", board)
    qtbot.waitUntil(lambda: call.doctor.image is not None)
    place = call.doctor.geometry().center()
    live = window.grab().toImage().pixelColor(place.x(), place.y() // 2)
    assert (live.red(), live.green(), live.blue()) == (200, 0, 0)
    show(window, "call-lost", board)
    grey = window.grab().toImage().pixelColor(place.x(), place.y() // 2)
    assert grey.green() > 100
    show(window, "call-waiting", board)
    assert call.doctor.image is None


@pytest.mark.parametrize("theme", list(Theme))
def test_the_call_follows_the_theme(window: PatientWindow, dress: Dresser, theme: Theme) -> None:
    dress(Look(theme))
    show(window, "call-waiting")
    assert window.grab().toImage().pixelColor(0, 0).name() != "#000000" or theme is Theme.CONTRAST
