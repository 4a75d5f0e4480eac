"""The measures of a sheet as Observations: coded as the record codes them, their origin told.

A measure outside the French value set of vital signs keeps its words and no code. The saturation
bears two codes: that of the French record, and the one HL7 asks for in its vital signs.

Source: HL7 FHIR R4, Vital Signs (85354-9, 2708-6, category, one value for each component); FR
Core 2.2.0, profiles of observations; ANS, JDV_SignesVitaux for the codes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from app.encounter.sheet import SIMULATED, OrientationSheet, SheetReading
from app.exchange.codes import LOINC, known
from app.exchange.fhir.names import (
    FR_CORE,
    HL7,
    ORIGIN,
    TEST_DATA,
    concept,
    kept,
    profiled,
    reference,
    system_of,
)
from app.exchange.professional_text import ORIGINS, reading_origin
from hardware.readings import Origin
from hardware.units import MEASURANDS
from protocols.fhir_json import UCUM, Json, Resource, coding, number

PRESSURES = ("systolic", "diastolic", "mean_arterial")
PANEL = coding(system_of(LOINC), "85354-9", "Blood pressure panel with all children optional")
SATURATION = coding(system_of(LOINC), "2708-6", "Oxygen saturation in Arterial blood")
VITAL_SIGNS = coding(f"{HL7}/observation-category", "vital-signs", "Vital Signs")
INVENTED = frozenset({SIMULATED, Origin.DEMO.value})
PROFILES: Mapping[str, str] = MappingProxyType(
    {
        "temperature": "fr-core-observation-body-temperature",
        "pulse": "fr-core-observation-heartrate",
        "respiration": "fr-core-observation-resp-rate",
        "spo2": "fr-core-observation-saturation-oxygen",
        "weight": "fr-core-observation-body-weight",
    }
)
PRESSURE_PROFILE = "fr-core-observation-bp"


@dataclass(frozen=True, slots=True)
class Around:
    """Where an observation belongs: addresses of the patient, the visit and the professional."""

    patient: str
    encounter: str
    performer: str


def measure_resources(sheet: OrientationSheet, around: Around) -> tuple[Resource, ...]:
    """Return one observation for each measure; pressures taken together are one."""
    return tuple(_observation(taken, around) for taken in _taken_together(sheet.readings))


def _taken_together(readings: Sequence[SheetReading]) -> Iterator[tuple[SheetReading, ...]]:
    """Yield the readings one by one, the pressures of one measure together."""
    pressures: dict[tuple[str, ...], list[SheetReading]] = {}
    for one in readings:
        if one.quantity in PRESSURES:
            measure = (one.taken_at, one.origin, one.device, one.serial)
            pressures.setdefault(measure, []).append(one)
        else:
            yield (one,)
    yield from map(tuple, pressures.values())


def _observation(taken: tuple[SheetReading, ...], around: Around) -> Resource:
    first = taken[0]
    is_pressure = first.quantity in PRESSURES
    profile = PRESSURE_PROFILE if is_pressure else PROFILES.get(first.quantity, "")
    claimed = [f"{FR_CORE}/{profile}"] if profile else []
    told = _pressures(taken) if is_pressure else _single(first)
    return kept(
        {
            "resourceType": "Observation",
            "meta": profiled(*claimed, marks=_marks(first)),
            "contained": _device(first),
            "status": "final",
            "category": [{"coding": [VITAL_SIGNS]}],
            **told,
            "subject": reference(around.patient),
            "encounter": reference(around.encounter),
            "effectiveDateTime": first.taken_at,
            "performer": [reference(around.performer)],
            "note": [{"text": reading_origin(first)}],
            "device": reference("#appareil") if _device(first) else {},
        }
    )


def _marks(reading: SheetReading) -> Resource:
    words = ORIGINS.get(reading.origin, "simulée")
    tag: Resource = {"tag": [coding(ORIGIN, reading.origin, words)]}
    return {**TEST_DATA, **tag} if reading.origin in INVENTED else tag


def _device(reading: SheetReading) -> list[Json]:
    if not reading.device:
        return []
    name = {"name": reading.device, "type": "model-name"}
    device: Resource = {"resourceType": "Device", "id": "appareil", "deviceName": [name]}
    return [{**device, "serialNumber": reading.serial} if reading.serial else device]


def _single(reading: SheetReading) -> Resource:
    return {"code": _code(reading), "valueQuantity": _quantity(reading)}


def _pressures(taken: tuple[SheetReading, ...]) -> Resource:
    """Return the components; the systolic and the diastolic are said absent when they are."""
    by_name = {one.quantity: one for one in taken}
    components = [
        {"code": _code(by_name[name]), "valueQuantity": _quantity(by_name[name])}
        if name in by_name
        else _absent(name)
        for name in PRESSURES
        if name in by_name or MEASURANDS[name].in_record
    ]
    return {"code": {"coding": [PANEL], "text": "Pression artérielle"}, "component": components}


def _absent(name: str) -> Resource:
    measurand = MEASURANDS[name]
    reason = {"coding": [coding(f"{HL7}/data-absent-reason", "unknown")]}
    code = known(LOINC, measurand.loinc)
    return {
        "code": concept(*((code,) if code else ()), text=measurand.label),
        "dataAbsentReason": reason,
    }


def _code(reading: SheetReading) -> Resource:
    measurand = MEASURANDS.get(reading.quantity)
    coded = known(LOINC, reading.loinc) if measurand and measurand.in_record else None
    if coded is None:
        return concept(text=reading.label)
    codings = [coding(system_of(LOINC), coded.code, coded.label)]
    if reading.quantity == "spo2":
        codings.append(SATURATION)
    return {"coding": codings, "text": reading.label}


def _quantity(reading: SheetReading) -> Resource:
    return {
        "value": number(Decimal(reading.value)),
        "unit": reading.unit_label,
        "system": UCUM,
        "code": reading.unit,
    }
