"""A person at the keyboard of the real window: keys only, and patience."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.effects.opening import make_runner, open_desk
from app.effects.pace import Pace, hurried
from app.effects.runner import Runner
from app.encounter.model import Encounter, Step
from app.traffic import Post
from ui.loop import Loop
from ui.window import StationWindow

PATIENCE_MS = 90_000


def typed(sign: str) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)


def show(qtbot: QtBot, window: StationWindow) -> None:
    """Show the window as a person finds it: in front, its keys ready."""
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    QTest.qWaitForWindowActive(window)


class Hands:
    """Opens the station of ``folder`` in a window and presses keys."""

    def __init__(self, qtbot: QtBot, folder: Path, pace: Pace | None = None) -> None:
        self._qtbot, self.folder = qtbot, folder
        pace = pace or hurried()
        desk = open_desk(folder)

        def make_starter(post: Post) -> Runner:
            self._runner = make_runner(desk, folder, post, pace)
            return self._runner

        self.later, self.restarts, self.opens = timedelta(), 0, ""
        self.loop = Loop(desk, make_starter, lambda: pace.now() + self.later)
        self.window = StationWindow(self.loop, self._restart)
        show(qtbot, self.window)

    def close(self) -> None:
        self.window.close()
        self._runner.stop()

    def _restart(self, opens: str) -> None:
        """Note that a fresh process was asked for; the story goes on in this one."""
        self.restarts, self.opens = self.restarts + 1, opens

    @property
    def visit(self) -> Encounter:
        visit = self.loop.flow.encounter
        assert visit is not None
        return visit

    def type(self, text: str) -> None:
        for sign in text:
            target = QApplication.focusWidget() or self.window
            if sign.isascii():
                QTest.keyClicks(target, sign)
            else:  # QTest stops the process on the keys it does not know
                QApplication.sendEvent(target, typed(sign))

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def tab(self, times: int = 1) -> None:
        for _ in range(times):
            self.press(Qt.Key.Key_Tab)

    def tab_to(self, name: str, most: int = 80) -> None:
        """Press Tab until what a screen reader calls ``name`` has the keys."""
        for _ in range(most):
            focused = QApplication.focusWidget()
            if focused is not None and focused.accessibleName() == name:
                return
            self.tab()
        raise AssertionError(f"{name!r} is not reached by Tab")

    def wait(self, reached: object, what: str) -> None:
        assert callable(reached)
        try:
            self._qtbot.waitUntil(lambda: bool(reached()), timeout=PATIENCE_MS)
        except Exception as late:
            visit = self.loop.flow.encounter
            notice = self.loop.flow.desk.notice or (visit.notice if visit else "")
            raise AssertionError(f"{what} did not come; the station says: {notice!r}") from late

    def wait_step(self, step: Step) -> None:
        self.wait(lambda: self.visit.step is step, f"step {step}")

    def picture(self, folder: Path | None, name: str) -> None:
        """Keep a picture of the window when a folder is asked for."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            self.window.grab().save(str(folder / f"{name}.png"))
