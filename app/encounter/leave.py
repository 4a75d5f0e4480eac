"""What a consultation that is left must not leave running."""

from app.encounter.effects import StopMeasure
from app.encounter.model import Encounter, SlotState


def disarm(encounter: Encounter) -> tuple[StopMeasure, ...]:
    """Return the stop of every device that still measures for ``encounter``."""
    return tuple(
        StopMeasure(encounter.encounter_id, kind)
        for kind, slot in encounter.measures.items()
        if slot.state is SlotState.RUNNING
    )
