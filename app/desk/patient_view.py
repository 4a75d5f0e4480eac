"""What the patient's screen may show: the name of the act in progress, and nothing else.

The window is given one word of ``Act``: no answer, no identity, no level, no value can pass
through it. An alarm looks like any other question: the pharmacist says it, never a screen.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desk.model import Desk
    from app.encounter.model import Encounter

RUNNING, SEALED = "running", "sealed"


class Act(StrEnum):
    """One act of the visit; the values are the names of the drawings."""

    HIDDEN = "hidden"
    WELCOME = "welcome"
    TALK = "talk"
    TEMPERATURE = "temperature"
    BLOOD_PRESSURE = "blood_pressure"
    OXIMETRY = "oximetry"
    WEIGHT = "weight"
    GLUCOSE = "glucose"
    HEART_RATE = "heart_rate"
    PICTURE = "picture"
    LISTEN = "listen"
    THANKS = "thanks"


def patient_act(desk: Desk, visit: Encounter | None) -> Act:
    """Return the act in progress; black as soon as the station is locked or veiled."""
    if desk.person is None or desk.veil.is_down:
        return Act.HIDDEN
    if visit is None:
        return Act.WELCOME
    if visit.stage == SEALED:
        return Act.THANKS
    return _measure(visit) or _exam(visit) or Act.TALK


def _measure(visit: Encounter) -> Act | None:
    """Return the measure being taken, the last one when there are several."""
    begun = [kind for kind, slot in visit.measures.items() if slot.state == RUNNING]
    known = {act.value: act for act in Act}
    return known.get(begun[-1].value) if begun else None


def _exam(visit: Encounter) -> Act | None:
    known = {act.value: act for act in (Act.PICTURE, Act.LISTEN)}
    return known.get(visit.exam.page.value)
