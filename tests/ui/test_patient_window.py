"""The patient's window: large, alone with its act, black when locked, never in the way."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.patient_view import Act
from resources import files
from tests.dressing import Dresser
from tests.rules.tree import ROOT
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop
from ui.look import Look
from ui.patient_call import patient_call
from ui.patient_window import PatientScreen, PatientWindow
from ui.patient_words import WORDS
from ui.tokens import Colour, Theme
from ui.window import StationWindow

MOST_WORDS = 12


def words_of(text: str) -> list[str]:
    return [one for one in text.replace("\u00a0", " ").split() if any(c.isalnum() for c in one)]


def colours(image: QImage) -> set[str]:
    points = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    return {image.pixelColor(x, y).name() for x, y in points}


@pytest.fixture
def window(qtbot: QtBot, dress: Dresser) -> PatientWindow:
    opened = PatientWindow()
    qtbot.addWidget(opened)
    return opened


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.HIDDEN])
def test_every_act_has_its_drawing_and_two_short_sentences(act: Act) -> None:
    assert files.path(f"postures/{act.value}.svg")
    sentence, help_words = WORDS[act]
    for one in [*sentence.split(". "), *help_words.split(". ")]:
        assert 0 < len(words_of(one)) <= MOST_WORDS
    assert sentence.endswith(".") and help_words.endswith(".")


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.HIDDEN])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (800, 1280), (640, 480)])
def test_every_act_is_drawn_inside_its_window(
    window: PatientWindow, act: Act, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_act(act, is_demonstration=False)
    image = window.grab().toImage()
    ground = image.pixelColor(0, 0).name()
    edges = {image.pixelColor(x, y).name() for x in range(image.width()) for y in (0, size[1] - 1)}
    edges |= {
        image.pixelColor(x, y).name() for y in range(image.height()) for x in (0, size[0] - 1)
    }
    assert edges == {ground}
    assert len(colours(image)) > 3


def test_a_locked_station_leaves_nothing_but_black(window: PatientWindow) -> None:
    window.show_act(Act.OXIMETRY, is_demonstration=True)
    assert len(colours(window.grab().toImage())) > 3
    window.show_act(Act.HIDDEN, is_demonstration=True)
    assert colours(window.grab().toImage()) == {QColor(Qt.GlobalColor.black).name()}
    assert window.accessibleName() == ""


def test_no_moment_of_a_consultation_changes_what_its_act_looks_like(
    qtbot: QtBot, dress: Dresser
) -> None:
    """Whatever the scene, the picture is one of those of the acts: nothing else gets through."""
    bare = PatientWindow()
    qtbot.addWidget(bare)
    usual = {}
    for act in Act:
        bare.show_act(act, is_demonstration=True)
        usual[act] = bare.grab().toImage()
    loop = StagedLoop(moments()["login"])
    station = StationWindow(loop)
    qtbot.addWidget(station)
    screen = PatientScreen(loop, station)
    qtbot.addWidget(screen.window)
    wrong = []
    for name, scene in moments().items():
        loop.show_scene(replace(scene, desk=replace(scene.desk, notice="MARTIN Paul")))
        image = screen.window.grab().toImage()
        face = patient_call(scene.visit, screen.window.act)
        if face is not None:
            bare.show_act(screen.window.act, is_demonstration=True)
            bare.show_call(face, None)
            wrong += [] if image == bare.grab().toImage() else [name]
        elif screen.window.act is not Act.HIDDEN and scene.desk.station.demonstration:
            wrong += [] if image == usual[screen.window.act] else [name]
    assert wrong == []


def test_the_key_opens_and_closes_the_window_and_leaves_the_keys_to_the_station(
    qtbot: QtBot, dress: Dresser
) -> None:
    loop = StagedLoop(moments()["measure"])
    station = StationWindow(loop)
    screen = PatientScreen(loop, station)
    station.patient_asked.connect(screen.toggle)
    station.left.connect(screen.close)
    for one in (station, screen.window):
        qtbot.addWidget(one)
    station.show()
    station.activateWindow()
    qtbot.waitUntil(station.isActiveWindow)
    QTest.keyClick(station, Qt.Key.Key_F9)
    assert screen.window.isVisible()
    assert screen.window.act is Act.BLOOD_PRESSURE
    assert QApplication.activeWindow() is station
    QTest.keyClick(station, Qt.Key.Key_F9)
    assert not screen.window.isVisible()
    QTest.keyClick(station, Qt.Key.Key_F9)
    station.close()
    assert not screen.window.isVisible()


@pytest.mark.parametrize("theme", list(Theme))
def test_the_window_follows_the_theme(window: PatientWindow, dress: Dresser, theme: Theme) -> None:
    dress(Look(theme))
    window.show_act(Act.WEIGHT, is_demonstration=False)
    ground = window.grab().toImage().pixelColor(0, 0)
    assert ground == Look(theme).colour(Colour.GROUND)


TWO_SCREENS = {
    "screens": [
        {"name": "one", "x": 0, "y": 0, "width": 1280, "height": 800},
        {"name": "two", "x": 1280, "y": 0, "width": 1920, "height": 1080},
    ]
}
BESIDE = """
import sys
from app import qt_libraries
qt_libraries.prepare()
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop
from ui.application import make_application
from ui.patient_window import PatientScreen
from ui.window import StationWindow
application = make_application(["osys"])
loop = StagedLoop(moments()["measure"])
station = StationWindow(loop)
station.show()
screen = PatientScreen(loop, station)
screen.begin()
application.processEvents()
place = screen.window.geometry()
print(screen.window.isVisible(), place.x(), place.width(), place.height(), screen.window.act)
"""


def test_a_second_screen_is_filled_and_the_station_keeps_its_own(tmp_path: Path) -> None:
    described = tmp_path / "screens.json"
    described.write_text(json.dumps(TWO_SCREENS), encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-c", BESIDE],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={described}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert said.stdout.split() == ["True", "1280", "1920", "1080", "blood_pressure"]
