"""The station running: two pure states, one way in, effects started outside.

The window and the command line share this class; only the way messages come back differs.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from app.desk.effects import DeskEffect
from app.desk.messages import DeskMessage, EncounterAsked, EncounterOpened, HomeAsked, LockAsked
from app.desk.model import Desk, Screen
from app.desk.update import update as update_desk
from app.encounter.effects import Effect
from app.encounter.messages import Message as EncounterMessage
from app.encounter.model import Encounter, Stage
from app.encounter.update import update as update_encounter

AnyMessage = DeskMessage | EncounterMessage
AnyEffect = DeskEffect | Effect
Listener = Callable[[], None]


class Starter(Protocol):
    """Runs effects somewhere else and posts their answers back to ``Flow.dispatch``."""

    def start(self, effect: AnyEffect) -> None:
        """Begin ``effect``; never blocks, never raises."""


class Flow:
    """Holds the desk and the consultation; every change goes through ``dispatch``."""

    def __init__(self, desk: Desk, starter: Starter, now: Callable[[], datetime]) -> None:
        self.desk = desk
        self.encounter: Encounter | None = None
        self._starter = starter
        self._now = now
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` after every message."""
        self._listeners.append(listener)

    def dispatch(self, message: AnyMessage) -> None:
        """Apply ``message`` and start its effects; runs on one thread only."""
        for effect in self._apply(message):
            self._starter.start(effect)
        for listener in self._listeners:
            listener()

    def _apply(self, message: AnyMessage) -> tuple[AnyEffect, ...]:
        if isinstance(message, EncounterMessage):
            return self._apply_to_encounter(message)
        if isinstance(message, HomeAsked | LockAsked) and self._is_sealing():
            return ()
        if isinstance(message, EncounterAsked) and self.encounter is None:
            return ()
        self.desk, effects = update_desk(self.desk, message, self._now())
        if isinstance(message, EncounterOpened) and self.desk.person is not None:
            self.encounter = message.encounter
        if self.desk.screen in {Screen.HOME, Screen.LOGIN}:
            self.encounter = None
        return effects

    def _is_sealing(self) -> bool:
        return self.encounter is not None and self.encounter.stage is Stage.SEALING

    def _apply_to_encounter(self, message: EncounterMessage) -> tuple[AnyEffect, ...]:
        if self.encounter is None:
            return ()
        self.encounter, effects = update_encounter(self.encounter, message, self._now())
        return effects
