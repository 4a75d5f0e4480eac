"""A window whose scene the test sets, and which keeps what it was asked."""

from pytestqt.qtbot import QtBot

from app.traffic import AnyEffect, AnyMessage
from tests.ui.scenes import NOON
from ui.loop import Loop
from ui.scene import Scene
from ui.window import StationWindow


class Idle:
    """A starter that starts nothing: the tests answer in its place."""

    def start(self, effect: AnyEffect) -> None:
        """Do nothing."""


class StagedLoop(Loop):
    """Shows the scene it is given and writes down every message sent."""

    def __init__(self, scene: Scene) -> None:
        self.sent: list[AnyMessage] = []
        super().__init__(scene.desk, lambda post: Idle(), lambda: NOON)
        self.show_scene(scene)

    def show_scene(self, scene: Scene) -> None:
        self.flow.desk, self.flow.encounter = scene.desk, scene.visit
        self.changed.emit()

    def send(self, message: AnyMessage) -> None:
        self.sent.append(message)


def in_front(qtbot: QtBot, scene: Scene) -> tuple[StationWindow, StagedLoop]:
    """Return a window on ``scene`` as a person finds it: in front, its keys ready."""
    loop = StagedLoop(scene)
    window = StationWindow(loop)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, loop
