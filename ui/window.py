"""The one window of the station: the page of the moment, and the keys that work everywhere."""

# ruff: noqa: N802

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget

from app.desk.messages import LockAsked
from ui.keys import Command, command, screen_key
from ui.loop import Loop
from ui.pages import HELP, OVERVIEW, has_overview, page_of
from ui.screen import Screen
from ui.screens.login import LoginScreen
from ui.tokens import tokens
from ui.widgets.field import TypingBox
from ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from ui.shell import Shell

TICK_MS = 1000
LOGIN = "login"
SMALLEST = (960, 640)
LAYOUT_PASSES = 8


class StationWindow(QStackedWidget):
    """The window; ``painted`` is emitted once, after the first page is on the screen."""

    painted = Signal()

    def __init__(self, loop: Loop) -> None:
        super().__init__()
        self._loop, self._is_painted, self._over, self._under = loop, False, "", ""
        self.setWindowTitle("OSyS Station")
        self.setMinimumSize(*SMALLEST)
        self.resize(*tokens().window)
        self._login = LoginScreen(loop.send)
        self.addWidget(self._login)
        self._shell: Shell | None = None
        self._ring = FocusRing(self)
        loop.changed.connect(self.show_scene)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self.show_scene)
        self._tick.start(TICK_MS)
        self.show_scene()
        self._login.arrive()

    def show_scene(self) -> None:
        """Show the scene of now; nothing is drawn again where nothing changed."""
        scene = self._loop.scene
        name = page_of(scene)
        if name != self._under:
            self._under, self._over = name, ""
        if name == LOGIN:
            self._login.render_state(scene)
            self._show(self._login)
            return
        if self._over == OVERVIEW and not has_overview(scene):
            self._over = ""
        self._open_shell().render_state(scene, self._over or name)
        self._show(self._open_shell())
        _settle()

    def _show(self, widget: "Screen | Shell") -> None:
        if self.currentWidget() is widget:
            return
        self.setCurrentWidget(widget)
        if widget is self._login:
            self._login.arrive()

    def _open_shell(self) -> "Shell":
        from ui.shell import Shell  # not read before the first page is painted

        if self._shell is None:
            self._shell = Shell(self._loop.send, self._obey_window)
            self.addWidget(self._shell)
        return self._shell

    @property
    def page(self) -> Screen:
        """The page that is shown."""
        if self._shell is None or self.currentWidget() is self._login:
            return self._login
        return self._shell.page(self._over or self._under)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means, unless a field or a control already used it."""
        asked = command(event)
        if asked is None:
            super().keyPressEvent(event)
            return
        event.accept()
        if not event.isAutoRepeat():
            self._obey(asked, screen_key(event))

    def _obey(self, asked: Command, key: str) -> None:
        match asked:
            case Command.SCREEN:
                self.page.press(key)
            case Command.MAIN:
                self._main()
            case Command.STRONG:
                self.page.strong_action()
            case Command.BACK:
                self._back()
            case Command.LEAVE:
                self._leave()
            case Command.SEARCH:
                self.page.focus_search()
            case Command.NEXT | Command.BEFORE:
                self.page.step(1 if asked is Command.NEXT else -1)
            case _:
                self._obey_window(asked)

    def _obey_window(self, asked: Command) -> None:
        opened = self.page is not self._login
        match asked:
            case Command.HELP if opened:
                self._show_over(HELP)
            case Command.OVERVIEW if opened and has_overview(self._loop.scene):
                self._show_over(OVERVIEW)
            case Command.CALL if opened and self._shell is not None:
                self._shell.ask_call()
            case Command.PAGE_AFTER | Command.PAGE_BEFORE if opened and self._shell is not None:
                self._shell.step_office(1 if asked is Command.PAGE_AFTER else -1)
            case Command.LOCK if opened:
                self._loop.send(LockAsked())
            case _:
                return

    def _show_over(self, name: str) -> None:
        """Show the help or the answers over the page; the same key puts them away."""
        self._over = "" if self._over == name else name
        self.show_scene()

    def _main(self) -> None:
        """Press the button of the page that has the keys, else do the main action."""
        focused, page = QApplication.focusWidget(), self.page
        if isinstance(focused, QPushButton) and page.isAncestorOf(focused):
            focused.click()
        else:
            self.page.main_action()

    def _back(self) -> None:
        if self._over:
            self._show_over(self._over)
        else:
            self.page.go_back()

    def _leave(self) -> None:
        """Leave the field, then what covers the page, then what the page does."""
        focused = QApplication.focusWidget()
        if focused is not None and isinstance(focused.parentWidget(), TypingBox):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._over:
            self._show_over(self._over)
        else:
            self.page.leave()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to what the page uses first: Qt would choose the first button."""
        super().showEvent(event)
        self.page.arrive()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the first page is drawn."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock before leaving: what was acknowledged is already in the vault."""
        self._tick.stop()
        self._loop.send(LockAsked())
        super().closeEvent(event)


def _settle() -> None:
    """Place everything before the next drawing: no frame shows a page half laid out.

    Each level of nested layouts asks its parent again, hence the passes.
    """
    for _ in range(LAYOUT_PASSES):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
