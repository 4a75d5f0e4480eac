"""The page of the measures by keys: start, type when nothing answers, confirm what is doubtful."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.encounter import measure
from hardware.readings import Kind
from tests.dressing import Dresser
from tests.ui.scenes import moments
from tests.ui.stage import StagedLoop, in_front
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


def press(
    window: StationWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_the_digit_of_a_device_that_does_not_answer_types_its_value(opened: Open) -> None:
    window, loop = opened("measure-absent")
    press(window, K.Key_2)
    QTest.keyClicks(QApplication.focusWidget(), "124")
    QTest.keyClicks(QApplication.focusWidget(), "78")
    press(window, K.Key_Return)
    assert loop.sent == [measure.ReadingTyped(Kind.BLOOD_PRESSURE, ("124", "78"))]


def test_the_digit_of_a_device_that_answers_starts_it_again(opened: Open) -> None:
    window, loop = opened("measure-lost")
    press(window, K.Key_1)
    assert loop.sent == [measure.MeasureAsked(Kind.TEMPERATURE)]


def test_a_doubtful_value_is_kept_by_one_key_and_only_there(opened: Open) -> None:
    window, loop = opened("measure-doubt")
    press(window, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert loop.sent == [measure.DoubtLifted(Kind.BLOOD_PRESSURE)]
    window, loop = opened("measure-lost")
    press(window, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert loop.sent == []


def test_escape_stops_every_device_that_runs(opened: Open) -> None:
    window, loop = opened("measure-searching")
    press(window, K.Key_Escape)
    kinds = {one.kind for one in loop.sent if isinstance(one, measure.MeasureStopped)}
    assert kinds == {Kind.TEMPERATURE, Kind.BLOOD_PRESSURE, Kind.OXIMETRY}


def test_what_is_being_typed_stays_while_a_device_comes_and_goes(opened: Open) -> None:
    window, loop = opened("measure-absent")
    press(window, K.Key_1)
    QTest.keyClicks(QApplication.focusWidget(), "38")
    loop.show_scene(moments()["measure-absent"])
    QTest.keyClicks(QApplication.focusWidget(), ",4")
    press(window, K.Key_Return)
    assert loop.sent == [measure.ReadingTyped(Kind.TEMPERATURE, ("38,4",))]
