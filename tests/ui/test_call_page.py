"""The page of the call: whole in every look, driven by keys alone, silent on what is not there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.messages import DraftChosen, EncounterAsked
from app.encounter import call_messages as say
from hardware.bindings import CameraRole
from tests.dressing import Dresser
from tests.ui import walk
from tests.ui.call_scenes import call_moments, home_moments
from tests.ui.scenes import NOON, moments
from tests.ui.stage import StagedLoop
from ui.look import Look
from ui.tokens import Theme
from ui.window import StationWindow

NAMES = (*call_moments(NOON), *home_moments(NOON))
LOOKS = [Look(reduced_motion=True), Look(Theme.CONTRAST), Look(Theme.DARK, 23), Look(base=26)]
USUAL = [LOOKS[0], LOOKS[3]]
SIZES = [(1280, 800), (960, 640), (1920, 1080)]
K = Qt.Key


class Page:
    def __init__(self, qtbot: QtBot, name: str) -> None:
        self.loop = StagedLoop(moments()[name])
        self.window = StationWindow(self.loop)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        self.loop.sent.clear()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        return list(self.loop.sent)

    def type(self, sign: str):
        self.loop.sent.clear()
        QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
        return list(self.loop.sent)

    def words(self) -> str:
        return " ".join(one.text() for one in walk.shown(self.window, walk.Text))


@pytest.fixture
def opened(qtbot: QtBot, dress: Dresser) -> Callable[[str], Page]:
    return lambda name: Page(qtbot, name)


def faults(window: StationWindow) -> dict[str, object]:
    found = {
        "cut": walk.cut_labels(window),
        "squeezed": walk.squeezed_buttons(window),
        "covered": walk.overlaps(window),
        "too small": walk.small_targets(window),
        "unnamed": walk.unnamed(window),
        "not plain": walk.rich_labels(window),
        "same name": walk.same_names(window),
    }
    return {kind: which for kind, which in found.items() if which}


@pytest.mark.parametrize("size", SIZES)
def test_every_moment_of_a_call_is_whole(
    opened: Callable[[str], Page], dress: Dresser, look: Look, size: tuple[int, int]
) -> None:
    dress(look)
    page = opened("login")
    page.window.resize(*size)
    wrong = {}
    shown = moments()
    for name in NAMES:
        page.loop.show_scene(shown[name])
        QApplication.processEvents()
        if faults(page.window):
            wrong[name] = faults(page.window)
    assert wrong == {}
