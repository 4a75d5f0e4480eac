"""A room with a hub whose time jumps, its simulated devices, and all that was posted."""

import threading
from collections.abc import Callable
from datetime import datetime
from itertools import count

from hardware.hub import Hub
from hardware.messages import Failed, HubMessage, NeedsConfirmation, SetAside, Taken
from hardware.readings import Kind
from hardware.registry import Registry, demonstration_registry
from hardware.setup_messages import SetupMessage
from hardware.simulators.quick_time import QuickTime
from hardware.simulators.scenario import Faults, Scenario, Vitals

START = datetime.fromisoformat("2026-03-14T08:26:00.250000+00:00")
ENDS = (Taken, NeedsConfirmation, Failed)
PATIENCE_S = 20


class Room:
    """Posts are kept in order; ``until`` waits for one of them."""

    def __init__(
        self, registry: Registry | None = None, time: QuickTime | None = None, **faults: Faults
    ) -> None:
        self.time = time or QuickTime(START)
        self.posted: list[HubMessage] = []
        self.told: list[SetupMessage] = []
        self._news = threading.Condition()
        self.on_post: Callable[[HubMessage], None] = lambda message: None
        self.on_tell: Callable[[SetupMessage], None] = lambda message: None
        scenario = Scenario(Vitals(), {Kind(kind): one for kind, one in faults.items()})
        numbers = count(1)
        self.hub = Hub(
            registry or demonstration_registry(scenario),
            self._post,
            self.time.now,
            self.time.monotonic_ns,
            lambda: f"reading-{next(numbers)}",
            new_loop=self.time.loop,
        )
        self.hub.post_setup = self._tell

    def __enter__(self) -> "Room":
        self.hub.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hub.stop()

    def _post(self, message: HubMessage) -> None:
        with self._news:
            self.posted.append(message)
            self._news.notify_all()
        self.on_post(message)

    def _tell(self, message: SetupMessage) -> None:
        with self._news:
            self.told.append(message)
            self._news.notify_all()
        self.on_tell(message)

    def until_told(self, wanted: type, rank: int = 0) -> SetupMessage:
        """Return the message of set-up of this type, the one of that rank, already there or not."""

        def found() -> SetupMessage | None:
            some = [one for one in self.told if isinstance(one, wanted)]
            return some[rank] if len(some) > rank else None

        with self._news:
            told = self._news.wait_for(found, PATIENCE_S)
        assert told, f"never told, among {[type(one).__name__ for one in self.told]}"
        return told

    def until(self, wanted: Callable[[HubMessage], bool]) -> HubMessage:
        """Return the first message that ``wanted`` accepts, posted already or later."""
        with self._news:
            found = self._news.wait_for(lambda: self._first(wanted), PATIENCE_S)
        assert found, f"never came, among {[type(one).__name__ for one in self.posted]}"
        return found

    def _first(self, wanted: Callable[[HubMessage], bool]) -> HubMessage | None:
        return next((one for one in self.posted if wanted(one)), None)

    def ended(self, session_id: str = "a") -> HubMessage:
        """Return how the session ended."""
        return self.until(lambda one: isinstance(one, ENDS) and one.session_id == session_id)

    def measure(self, kind: Kind, session_id: str = "a") -> HubMessage:
        """Ask a measure and return how it ended."""
        self.hub.measure(session_id, kind)
        return self.ended(session_id)

    def of(self, message_type: type) -> list:
        """Return the messages of one type."""
        return [one for one in self.posted if isinstance(one, message_type)]

    @property
    def set_aside(self) -> int:
        """How many readings were set aside in the last session that had some."""
        found = self.of(SetAside)
        return found[-1].count if found else 0
