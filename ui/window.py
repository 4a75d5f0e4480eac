"""The one window of the station: the page of the moment, and the keys that work everywhere."""

# ruff: noqa: N802

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget

from app.desk.messages import LockAsked, StationLeft
from app.desk.veil import VeilFell, is_lock_due, is_veil_due
from ui.keys import Command, command, screen_key
from ui.loop import Loop
from ui.page_names import ALONE, HELP, OVERVIEW, PALETTE, VEIL, has_overview, page_of
from ui.pages import make_alone
from ui.screen import Screen
from ui.screens.login import LoginScreen
from ui.tokens import tokens
from ui.widgets.field import TypingBox
from ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from app.desk.model import Desk
    from ui.shell import Shell

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
TICK_MS = 1000
LOGIN = "login"
SMALLEST = (960, 640)
LAYOUT_PASSES = 12
OVERS = {Command.HELP: HELP, Command.OVERVIEW: OVERVIEW, Command.PALETTE: PALETTE}
"""What each key shows over the page."""


def _stay(_: str) -> None:
    """Go on in this process: for stories that are told in one."""


class StationWindow(QStackedWidget):
    """The window; ``painted`` is emitted once, after the first page is on the screen.

    ``patient_asked`` is emitted when the patient's window is wanted, or not any more; ``left``
    when the station closes.

    ``start_afresh`` is called once a session was closed, with the data folder to open, "" for the
    same one: a fresh process forgets what this one read, which Python cannot wipe.
    """

    painted = Signal()
    patient_asked = Signal()
    left = Signal()

    def __init__(self, loop: Loop, start_afresh: Callable[[str], None] = _stay) -> None:
        super().__init__()
        self._loop, self._is_painted, self._over, self._under = loop, False, "", ""
        self._start_afresh, self._was_stale, self._leaving = start_afresh, False, False
        self.setWindowTitle("OSyS Station")
        self.setMinimumSize(*SMALLEST)
        self.resize(*tokens().window)
        self._login = LoginScreen(loop.send)
        self.addWidget(self._login)
        self._shell: Shell | None = None
        self._alone: dict[str, Screen] = {}
        self._ring = FocusRing(self)
        loop.changed.connect(self.show_scene)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._watch)
        self._tick.start(TICK_MS)
        self.show_scene()
        self._login.arrive()

    def show_scene(self) -> None:
        """Show the scene of now; nothing is drawn again where nothing changed."""
        scene = self._loop.scene
        name = page_of(scene)
        if name != self._under:
            self._under, self._over = name, ""
        if name == LOGIN or name in ALONE:
            page = self._login if name == LOGIN else self._open_alone(name)
            page.render_state(scene)
            self._show(page)
            _settle()
            self._begin_afresh(scene.desk)
            return
        if self._over == OVERVIEW and not has_overview(scene):
            self._over = ""
        self._open_shell().render_state(scene, self._over or name)
        self._show(self._open_shell())
        _settle()

    def _watch(self) -> None:
        """Hide the screen or lock when nobody is there; show the time that passes."""
        scene = self._loop.scene
        veil = scene.desk.veil
        if scene.desk.person is None:
            self.show_scene()
        elif is_lock_due(veil, scene.still):
            self._loop.send(LockAsked())
        elif is_veil_due(veil, scene.visit, scene.still):
            self._loop.send(VeilFell())
        else:
            self.show_scene()

    def _begin_afresh(self, desk: "Desk") -> None:
        begun, self._was_stale = self._was_stale, desk.stale
        if desk.stale and not begun and not self._leaving:
            self._start_afresh(desk.opens)

    def _show(self, widget: "Screen | Shell") -> None:
        if self.currentWidget() is widget:
            return
        self.setCurrentWidget(widget)
        if isinstance(widget, Screen):
            widget.arrive()

    def _open_alone(self, name: str) -> Screen:
        if name not in self._alone:
            self._alone[name] = make_alone(name, self._loop.send)
            self._alone[name].asked = self._obey_window
            self.addWidget(self._alone[name])
        return self._alone[name]

    def _open_shell(self) -> "Shell":
        from ui.shell import Shell  # not read before the first page is painted

        if self._shell is None:
            self._shell = Shell(self._loop.send, self._obey_window)
            self.addWidget(self._shell)
        return self._shell

    @property
    def page(self) -> Screen:
        """The page that is shown."""
        shown = self.currentWidget()
        if self._shell is None or isinstance(shown, Screen):
            return shown if isinstance(shown, Screen) else self._login
        return self._shell.page(self._over or self._under)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means, unless a field or a control already used it."""
        self._loop.touch()
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
        opened = not isinstance(self.currentWidget(), Screen)
        match asked:
            case Command.OVERVIEW if not has_overview(self._loop.scene):
                return
            case Command.HELP | Command.OVERVIEW | Command.PALETTE if opened:
                self._show_over(OVERS[asked])
            case Command.PATIENT:
                self.patient_asked.emit()
            case Command.CALL if opened and self._shell is not None:
                self._shell.ask_call()
            case Command.DOCTOR if opened and self._shell is not None:
                self._shell.ask_doctor()
            case Command.PAGE_AFTER | Command.PAGE_BEFORE if opened and self._shell is not None:
                self._shell.step_office(1 if asked is Command.PAGE_AFTER else -1)
            case Command.LOCK if opened or self._under == VEIL:
                self._loop.send(LockAsked())
            case _:
                return

    def _show_over(self, name: str) -> None:
        """Show the help, the answers or the palette over the page; the same key puts them away."""
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
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self.page.arrive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note every gesture on the window of the system, whatever part of it answers."""
        if event.type() in TOUCHES:
            self._loop.touch()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the first page is drawn."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock before leaving: what was acknowledged is already in the vault."""
        self._tick.stop()
        self._leaving = True
        self._loop.send(StationLeft())
        self.left.emit()
        super().closeEvent(event)


def _settle() -> None:
    """Place everything before the next drawing: no frame shows a page half laid out.

    Each level of nested layouts asks its parent again, hence the passes.
    """
    for _ in range(LAYOUT_PASSES):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
