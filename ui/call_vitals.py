"""The values of the exam as the page of the call shows them, and whether the doctor has them."""

from collections.abc import Mapping
from types import MappingProxyType

from app.encounter.model import Encounter, MeasureSlot, SlotState
from hardware.readings import Kind
from ui.format import time_of
from ui.measure_words import numbers_of
from ui.widgets.big_number import BigNumber
from ui.widgets.vitals_share import VitalFace

PULSE, LIVE = "pouls", "en cours"
NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEMPERATURE: "température",
        Kind.BLOOD_PRESSURE: "tension",
        Kind.OXIMETRY: "oxygène",
        Kind.RESPIRATION: "respiration",
        Kind.WEIGHT: "poids",
        Kind.GLUCOSE: "glycémie",
        Kind.HEART_RATE: PULSE,
    }
)
"""What each value is called under its number."""


def vital_faces(visit: Encounter) -> tuple[VitalFace, ...]:
    """Return the values of the exam; the pulse once, that of the oximeter before the cuff's."""
    measured = [one for one in visit.measures.values() if _numbers(one)]
    has_oximetry = any(one.kind is Kind.OXIMETRY for one in measured)
    faces: list[VitalFace] = []
    for slot in measured:
        shown = _numbers(slot)
        if slot.kind is Kind.BLOOD_PRESSURE and has_oximetry:
            shown = shown[:1]
        names = (NAMES[slot.kind], PULSE)
        faces += [_face(visit, slot, *pair) for pair in zip(shown, names, strict=False)]
    return tuple(faces)


def _face(visit: Encounter, slot: MeasureSlot, shown: BigNumber, name: str) -> VitalFace:
    is_live = _is_live(slot)
    taken = time_of(slot.reading.received_at) if slot.reading is not None else ""
    note = LIVE if is_live else taken
    return VitalFace(shown.value, shown.unit, name, note, visit.call.is_linked, is_live)


def _is_live(slot: MeasureSlot) -> bool:
    return slot.state is SlotState.RUNNING and bool(slot.live)


def _numbers(slot: MeasureSlot) -> tuple[BigNumber, ...]:
    if _is_live(slot):
        return numbers_of(slot.live)
    return numbers_of(slot.reading.values) if slot.reading is not None else ()
