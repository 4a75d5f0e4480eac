"""The only bridge between Qt and the flow: every message is applied on the thread of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.flow import Flow, Starter
from app.live import LiveBoard, is_live
from ui.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.desk.model import Desk
    from app.traffic import AnyMessage, Posted

    MakeStarter = Callable[[Callable[[Posted], None]], Starter]


class Loop(QObject):
    """Holds the flow; ``changed`` is emitted after every message.

    ``live`` is the board of what moves: pictures and sounds that are no messages.
    """

    changed = Signal()
    _posted = Signal(object)

    def __init__(self, desk: Desk, make_starter: MakeStarter, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._touched = now()
        self._posted.connect(self.send, Qt.ConnectionType.QueuedConnection)
        self.live = LiveBoard()
        self.flow = Flow(desk, make_starter(self._receive), now)
        self.flow.subscribe(self.changed.emit)

    def _receive(self, message: Posted) -> None:
        """Take ``message`` from any thread; what moves passes beside the flow."""
        if is_live(message):
            self.live.put(message)
        else:
            self._posted.emit(message)

    @Slot(object)
    def send(self, message: AnyMessage) -> None:
        """Apply ``message``; called on the thread of the window only."""
        self.flow.dispatch(message)

    @property
    def scene(self) -> Scene:
        """What the screens show now."""
        return Scene(self.flow.desk, self.flow.encounter, self._now(), self._touched, self.live)

    def touch(self) -> None:
        """Note that somebody is there."""
        self._touched = self._now()
