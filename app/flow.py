"""The station running: two pure states, one way in, effects started outside.

The window and the command line share this class; only the way messages come back differs. The
consultation is imported by its first message: the login window does not wait for it. An alarm
is shown wherever the pharmacist is, in the archive for instance. A consultation whose call is open
stays open behind the home screen: no other patient is taken meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeGuard

from app.desk.messages import (
    DeskMessage,
    DraftChosen,
    EncounterAsked,
    EncounterOpened,
    HomeAsked,
    LockAsked,
    PatientAsked,
    StationLeft,
)
from app.desk.model import Desk, Screen
from app.desk.update import update as update_desk
from app.desk.veil import VeilFell, running, under_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.encounter.messages import Message as EncounterMessage
    from app.encounter.model import Encounter
    from app.traffic import AnyEffect, AnyMessage

CONSULTATION = "app.encounter."
SEALING = "sealing"
EMERGENCY = "emergency"
CONNECTED = "connected"
ONE_CALL = (
    "Un médecin est en ligne ou attendu pour un autre patient. Terminez cet appel, ou revenez-y."
)
DOCTOR_CAME = "Le médecin est en ligne. Revenez à l’appel."


class Starter(Protocol):
    """Runs effects somewhere else and posts their answers back to ``Flow.dispatch``."""

    def start(self, effect: AnyEffect) -> None:
        """Begin ``effect``; never blocks, never raises."""


def is_of_encounter(message: AnyMessage) -> TypeGuard[EncounterMessage]:
    """True when the message is one of the consultation's: they all live in its package."""
    return type(message).__module__.startswith(CONSULTATION)


class Flow:
    """Holds the desk and the consultation; every change goes through ``dispatch``."""

    def __init__(self, desk: Desk, starter: Starter, now: Callable[[], datetime]) -> None:
        self.desk = desk
        self.encounter: Encounter | None = None
        self._starter = starter
        self._now = now
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every message."""
        self._listeners.append(listener)

    def dispatch(self, message: AnyMessage) -> None:
        """Apply ``message`` and start its effects; runs on one thread only."""
        if is_of_encounter(message):
            effects = self._apply_to_encounter(message)
        else:
            effects = self._apply_to_desk(message)  # type: ignore[arg-type] # the other half
        for effect in effects:
            self._starter.start(effect)
        for listener in self._listeners:
            listener()

    def _apply_to_desk(self, message: DeskMessage) -> tuple[AnyEffect, ...]:
        if isinstance(message, HomeAsked | StationLeft) and self._is_sealing():
            return ()
        if isinstance(message, LockAsked | VeilFell) and self._kept_open(message):
            self.desk = replace(self.desk, notice=self._kept_open(message))
            return ()
        if isinstance(message, EncounterAsked) and self.encounter is None:
            return ()
        if isinstance(message, PatientAsked | DraftChosen | EncounterOpened) and self._is_calling():
            return self._hold_on(message)
        self.desk, effects = update_desk(self.desk, message, self._now())
        before = self.encounter
        if isinstance(message, EncounterOpened) and self.desk.person is not None:
            self.encounter = message.encounter
        if self.desk.screen is Screen.LOGIN or not self._is_kept_at(self.desk.screen):
            self.encounter = None
        return (*_disarmed(before, self.encounter), *effects)

    def _is_sealing(self) -> bool:
        return self.encounter is not None and self.encounter.stage == SEALING

    def _is_calling(self) -> bool:
        return self.encounter is not None and self.encounter.call.is_live

    def _is_kept_at(self, screen: Screen) -> bool:
        """True when the consultation stays open while ``screen`` is shown."""
        return screen is not Screen.HOME or self._is_calling()

    def _hold_on(self, message: PatientAsked | DraftChosen | EncounterOpened) -> tuple[()]:
        """Go back to the consultation whose call is open, or say why no other opens."""
        mine = self.encounter.encounter_id if self.encounter is not None else ""
        if isinstance(message, DraftChosen) and message.draft_id == mine:
            self.desk = replace(self.desk, screen=Screen.ENCOUNTER, notice="")
        else:
            self.desk = replace(self.desk, notice=ONE_CALL)
        return ()

    def _kept_open(self, message: LockAsked | VeilFell) -> str:
        """Return why the screen stays in view; the veil knows itself when a call is over."""
        if self.encounter is None:
            return ""
        by_clock = isinstance(message, VeilFell) or self.desk.veil.is_down
        return running(self.encounter) if by_clock else under_way(self.encounter)

    def _apply_to_encounter(self, message: EncounterMessage) -> tuple[AnyEffect, ...]:
        from app.encounter.update import update as update_encounter

        if self.encounter is None:
            return ()
        before = self.encounter
        self.encounter, effects = update_encounter(before, message, self._now())
        if self.encounter.step == EMERGENCY != before.step:
            self.desk = replace(self.desk, screen=Screen.ENCOUNTER)
        came = self.encounter.call.stage == CONNECTED != before.call.stage
        if came and self.desk.screen is not Screen.ENCOUNTER:
            self.desk = replace(self.desk, notice=DOCTOR_CAME)
        return effects


def _disarmed(before: Encounter | None, after: Encounter | None) -> tuple[AnyEffect, ...]:
    """Return the stop of every device still running for a consultation that is left."""
    if before is None or (after is not None and after.encounter_id == before.encounter_id):
        return ()
    from app.encounter.leave import disarm

    return disarm(before)
