"""What a consultation that is left must not leave running."""

from app.encounter.call_effects import CallEffect
from app.encounter.call_live import left as call_left
from app.encounter.effects import StopMeasure
from app.encounter.exam_effects import ExamEffect
from app.encounter.exam_live import left
from app.encounter.model import Encounter, SlotState


def disarm(encounter: Encounter) -> tuple[StopMeasure | ExamEffect | CallEffect, ...]:
    """Return the stop of every device that still measures or shows for ``encounter``."""
    measuring = tuple(
        StopMeasure(encounter.encounter_id, kind)
        for kind, slot in encounter.measures.items()
        if slot.state is SlotState.RUNNING
    )
    return (*measuring, *left(encounter), *call_left(encounter))
