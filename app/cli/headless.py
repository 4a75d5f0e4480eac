"""The station without a window: the same flow, its messages in a queue."""

import queue
from collections.abc import Callable
from datetime import datetime

from app.desk.messages import LoginRefused, Refused
from app.desk.model import Desk
from app.encounter.identify import CodeRefused
from app.encounter.measure import MeasureFailed
from app.encounter.seal import SealFailed
from app.errors import StationError
from app.flow import Flow, Starter
from app.traffic import AnyMessage, LiveMessage, Post, Posted

PATIENCE_SECONDS = 60
REFUSALS = Refused | LoginRefused | CodeRefused | MeasureFailed | SealFailed


class Stalled(StationError):
    """Nothing answered in time."""


class Headless:
    """Sends messages and waits for what they lead to."""

    def __init__(
        self,
        desk: Desk,
        make_starter: Callable[[Post], Starter],
        now: Callable[[], datetime],
    ) -> None:
        self._queue: queue.Queue[AnyMessage] = queue.Queue()
        self.flow = Flow(desk, make_starter(self._receive), now)
        self.heard: list[Callable[[AnyMessage], None]] = []

    def _receive(self, message: Posted) -> None:
        """Queue ``message``, from any thread; nobody looks at what moves."""
        if not isinstance(message, LiveMessage):
            self._queue.put(message)

    def send(self, message: AnyMessage) -> None:
        """Apply one message, as a press of a key would."""
        self.flow.dispatch(message)

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        """Apply the answers of the world until ``reached``.

        Raises:
            Stalled: nothing came in time; the sentence holds the notice of the station.
        """
        while not reached():
            if self.flow.desk.notice:
                raise Stalled(f"{what}\u00a0: {self.flow.desk.notice}")
            try:
                message = self._queue.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                raise Stalled(f"Le poste n’a pas répondu\u00a0: {what}.") from None
            self.flow.dispatch(message)
            for listener in self.heard:
                listener(message)
            if isinstance(message, REFUSALS):
                raise Stalled(f"{what}\u00a0: {message.sentence}")
