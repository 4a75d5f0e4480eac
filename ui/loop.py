"""The only bridge between Qt and the flow: every message is applied on the thread of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.flow import Flow, Starter
from ui.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.desk.model import Desk
    from app.traffic import AnyMessage

    MakeStarter = Callable[[Callable[[AnyMessage], None]], Starter]


class Loop(QObject):
    """Holds the flow; ``changed`` is emitted after every message."""

    changed = Signal()
    _posted = Signal(object)

    def __init__(self, desk: Desk, make_starter: MakeStarter, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._touched = now()
        self._posted.connect(self.send, Qt.ConnectionType.QueuedConnection)
        self.flow = Flow(desk, make_starter(self._posted.emit), now)
        self.flow.subscribe(self.changed.emit)

    @Slot(object)
    def send(self, message: AnyMessage) -> None:
        """Apply ``message``; called on the thread of the window only."""
        self.flow.dispatch(message)

    @property
    def scene(self) -> Scene:
        """What the screens show now."""
        return Scene(self.flow.desk, self.flow.encounter, self._now(), self._touched)

    def touch(self) -> None:
        """Note that somebody is there."""
        self._touched = self._now()
