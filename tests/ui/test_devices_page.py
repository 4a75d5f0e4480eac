"""The page of the devices by keys alone, and what it says of each device."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.office import devices_messages as say
from hardware.bindings import CameraRole
from hardware.readings import DeviceState, Kind
from tests.dressing import Dresser
from tests.ui.device_scenes import BOUND, CUFF, FINGER, a_line, a_trial
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
from ui.device_words import SIMULATED, UNTRIED, device_face, headline
from ui.look import Tone
from ui.scene import Scene
from ui.widgets.navigation import NavigationButton
from ui.widgets.preview import Preview
from ui.window import StationWindow

K = Qt.Key
Open = Callable[[str], tuple[StationWindow, StagedLoop]]


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Open:
    def show(name: str) -> tuple[StationWindow, StagedLoop]:
        window, loop = in_front(qtbot, moments()[name])
        loop.sent.clear()
        return window, loop

    return show


def press(window: StationWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key)


def words(window: StationWindow) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisibleTo(window))


def changed(name: str, **page: object) -> Scene:
    scene = moments()[name]
    office = scene.desk.office
    devices = replace(office.devices, **page)
    return replace(scene, desk=replace(scene.desk, office=replace(office, devices=devices)))


@pytest.mark.parametrize(
    ("name", "key", "message"),
    [
        ("devices", K.Key_1, say.TrialAsked(Kind.BLOOD_PRESSURE)),
        ("devices", K.Key_4, say.TrialAsked(Kind.WEIGHT)),
        ("devices", K.Key_Return, say.TrialsAsked()),
        ("devices", K.Key_A, say.SearchAsked()),
        ("devices", K.Key_Z, say.UndoAsked()),
        ("devices-trials", K.Key_Escape, say.TrialsStopped()),
        ("devices-found", K.Key_2, say.CandidateChosen(1)),
        ("devices-found", K.Key_R, say.SearchAsked()),
        ("devices-found", K.Key_Escape, say.WizardLeft()),
        ("devices-pair", K.Key_Escape, say.WizardLeft()),
    ],
)
def test_every_act_has_its_key(
    opened: Open, name: str, key: Qt.Key, message: say.DevicesMessage
) -> None:
    window, loop = opened(name)
    press(window, key)
    assert loop.sent == [message]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("devices", K.Key_5),
        ("devices", K.Key_0),
        ("devices", K.Key_R),
        ("devices-trials", K.Key_Z),
        ("devices-search", K.Key_R),
        ("devices-found", K.Key_0),
        ("devices-none", K.Key_Return),
        ("devices-none", K.Key_1),
    ],
)
def test_a_key_that_means_nothing_there_does_nothing(opened: Open, name: str, key: Qt.Key) -> None:
    window, loop = opened(name)
    press(window, key)
    assert loop.sent == []


def test_a_name_is_typed_at_once_and_kept_with_enter(opened: Open) -> None:
    window, loop = opened("devices-name")
    QTest.keyClicks(QApplication.focusWidget(), "Brassard 2")
    press(window, K.Key_Return)
    assert loop.sent == [say.NameGiven("Brassard 2")]


def test_tab_reaches_what_changes_a_device(opened: Open) -> None:
    window, _ = opened("devices")
    seen = set()
    for _ in range(80):
        press(window, K.Key_Tab)
        focused = QApplication.focusWidget()
        seen.add(focused.accessibleName() if focused is not None else "")
    assert {
        "Renommer, Tensiomètre",
        "Retirer, Balance",
        "Voir, Otoscope",
        "Choisir, Dermatoscope",
        "Écouter, Stéthoscope",
    } <= seen


def test_the_devices_are_one_press_away_from_every_page(opened: Open) -> None:
    window, loop = opened("home")
    places = {one.text(): one for one in window.findChildren(NavigationButton)}
    places["Appareils"].click()
    assert [type(one).__name__ for one in loop.sent] == ["OfficeAsked"]
    loop.show_scene(moments()["devices"])
    assert places["Appareils"].isChecked()
    assert not places["Bureau"].isChecked()


def test_a_model_that_nobody_tried_is_said_so_and_one_that_is_known_is_not() -> None:
    scene = moments()["devices"]
    assert device_face(scene.desk, FINGER).warning == UNTRIED
    assert device_face(scene.desk, CUFF).warning == ""
    assert device_face(scene.desk, replace(CUFF, model="")).warning == UNTRIED


def test_a_simulated_device_is_said_so(opened: Open) -> None:
    window, _ = opened("devices-simulated")
    assert words(window).count(SIMULATED) == len(BOUND.devices)
    assert UNTRIED not in words(window)


def test_a_value_of_a_trial_is_always_marked_as_a_trial() -> None:
    scene = moments()["devices-trials"]
    numbers = [one for each in BOUND.devices for one in device_face(scene.desk, each).numbers]
    assert numbers
    assert all(one.unit.endswith("essai") for one in numbers)


def test_a_trial_that_fails_is_red_and_says_why() -> None:
    face = device_face(moments()["devices-trials"].desk, BOUND.devices[3])
    assert face.red
    assert face.chip[2] is Tone.RED
    assert face.numbers == ()
    assert "pas de réponse" in face.line


@pytest.mark.parametrize("state", list(DeviceState))
def test_every_state_has_its_word_and_only_a_device_that_answers_is_green(
    state: DeviceState,
) -> None:
    scene = moments()["devices"]
    line = a_line(CUFF.kind, state, "Dites quoi faire.")
    desk = replace(scene.desk, devices={CUFF.kind: line})
    face = device_face(desk, CUFF)
    assert face.chip[0]
    answers = {DeviceState.READY, DeviceState.CONNECTED}
    assert (face.chip[2] is Tone.GREEN) is (state in answers)
    if face.chip[2] is Tone.RED:
        assert face.red
        assert "Dites quoi faire." in face.line


def test_the_page_counts_what_is_ready_and_names_what_is_not() -> None:
    scene = moments()["devices"]
    assert headline(scene.desk) == (
        "3\u00a0appareils de mesure prêts sur 4",
        "La balance\u00a0: à allumer, ou valeurs saisies à la main.",
    )
    tried = changed("devices", trials={Kind.WEIGHT: a_trial(weight="62")})
    assert headline(tried.desk)[0] == "4\u00a0appareils de mesure prêts"
    none = moments()["devices-none"]
    assert "saisissent à la main" in headline(none.desk)[1]


def test_what_the_computer_lacks_is_on_the_page(opened: Open) -> None:
    window, _ = opened("devices-none")
    assert "Le son n’est pas installé" in words(window)
    assert "Reliez-les." in words(window)


def test_one_camera_at_a_time_shows_its_picture(opened: Open) -> None:
    window, loop = opened("devices")
    assert not [one for one in window.findChildren(Preview) if one.isVisibleTo(window)]
    loop.show_scene(changed("devices", shown=CameraRole.OTOSCOPE))
    (preview,) = [one for one in window.findChildren(Preview) if one.isVisibleTo(window)]
    assert preview.accessibleName() == "Otoscope"
