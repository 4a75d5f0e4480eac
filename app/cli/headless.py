"""The station without a window: the same flow, its messages in a queue."""

import queue
from collections.abc import Callable

from app import clock
from app.desk.model import Desk
from app.errors import StationError
from app.flow import AnyMessage, Flow, Starter

PATIENCE_SECONDS = 60


class Stalled(StationError):
    """Nothing answered in time."""


class Headless:
    """Sends messages and waits for what they lead to."""

    def __init__(self, desk: Desk, make_starter: Callable[..., Starter]) -> None:
        self._queue: queue.Queue[AnyMessage] = queue.Queue()
        self.flow = Flow(desk, make_starter(self._queue.put), clock.now)
        self.heard: list[Callable[[AnyMessage], None]] = []

    def send(self, message: AnyMessage) -> None:
        """Apply one message, as a press of a key would."""
        self.flow.dispatch(message)

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        """Apply the answers of the world until ``reached``.

        Raises:
            Stalled: nothing came in time; the sentence holds the notice of the station.
        """
        while not reached():
            try:
                message = self._queue.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                raise Stalled(f"Le poste n’a pas répondu\u00a0: {what}.") from None
            self.flow.dispatch(message)
            for listener in self.heard:
                listener(message)
            self._refuse_notice(what)

    def _refuse_notice(self, what: str) -> None:
        encounter = self.flow.encounter
        notice = self.flow.desk.notice or (encounter.notice if encounter else "")
        if notice:
            raise Stalled(f"{what}\u00a0: {notice}")
