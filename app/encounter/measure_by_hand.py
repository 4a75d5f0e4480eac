"""The measures by hand: a value typed, a card asked for, the page left.

What a person types is in the unit people say; what is kept is in the unit of the measurand.
"""

from dataclasses import replace
from datetime import datetime

from app.encounter.measure import (
    ON_REQUEST,
    STILL_RUNNING,
    TYPED,
    MeasureAdded,
    MeasuresPassed,
    ReadingTyped,
    keep_reading,
    put,
    slot,
)
from app.encounter.model import Encounter, MeasureSlot, SlotState, Step
from app.encounter.way import go_on
from hardware.readings import DeviceError, Kind, Reading, manual_reading, parse_number
from hardware.units import from_spoken


def by_hand(
    encounter: Encounter, message: ReadingTyped | MeasureAdded | MeasuresPassed, at: datetime
) -> Encounter:
    """Return what the pharmacist typed, one more card, or the stop after the measures."""
    if isinstance(message, MeasureAdded):
        return add_measure(encounter, message.kind)
    if isinstance(message, MeasuresPassed):
        return pass_measures(encounter)
    return type_reading(encounter, message, at)


def add_measure(encounter: Encounter, kind: Kind) -> Encounter:
    """Return the consultation with the card of ``kind``, where it is one of ``ON_REQUEST``."""
    if kind not in ON_REQUEST or kind in encounter.measures or encounter.step is not Step.MEASURE:
        return encounter
    return put(encounter, MeasureSlot(kind))


def type_reading(encounter: Encounter, message: ReadingTyped, at: datetime) -> Encounter:
    """Return the typed value kept, marked as typed, or the bounds that refuse it."""
    try:
        reading = _typed(encounter, message, at)
    except DeviceError as refused:
        before = slot(encounter, message.kind)
        return put(encounter, replace(before, sentence=refused.sentence))
    return keep_reading(encounter, message.kind, reading, at)


def _typed(encounter: Encounter, message: ReadingTyped, at: datetime) -> Reading:
    """Return the reading typed, an empty optional value left out."""
    names = TYPED[message.kind]
    filled = {n: t for n, t in zip(names, message.texts, strict=True) if t.strip()}
    return manual_reading(
        message.kind,
        {name: from_spoken(name, parse_number(text)) for name, text in filled.items()},
        reading_id=f"{encounter.encounter_id}-{encounter.revision}",
        received_at=at,
    )


def pass_measures(encounter: Encounter) -> Encounter:
    """Return what comes after the measures; a running device must end or be stopped first."""
    running = any(one.state is SlotState.RUNNING for one in encounter.measures.values())
    if running:
        return replace(encounter, notice=STILL_RUNNING)
    return go_on(replace(encounter, measures_passed=True, notice=""))
