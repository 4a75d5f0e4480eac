"""What the protocol found and what the pharmacist kept, and the rapid tests, as Observations.

Source: HL7 FHIR R4, Observation (categories survey and laboratory); volet BIO-TROD 2024.01 for
the codes of the tests, as in the record of the test.
"""

from app.encounter.sheet import OrientationSheet, SheetTest
from app.encounter.wording import LEVELS
from app.exchange.fhir.measures import Around
from app.exchange.fhir.names import HL7, LEVEL, concept, kept, reference
from app.exchange.french import NBSP
from app.exchange.refusals import UnfitRecord
from app.exchange.score_lines import score_lines
from app.exchange.trod_facts import TestReading, holds_rapid_test, trod_facts
from protocols.fhir_json import Json, Resource, coding
from protocols.model import Level

SURVEY = coding(f"{HL7}/observation-category", "survey", "Survey")
LABORATORY = coding(f"{HL7}/observation-category", "laboratory", "Laboratory")


def orientation_resource(sheet: OrientationSheet, around: Around, at: str) -> Resource:
    """Return the orientation the pharmacist kept, at ``at`` (ISO 8601), its reasons in words."""
    decision = sheet.decision
    words = f"{LEVELS[Level[decision.level]]}, {decision.delay}"
    value: Resource = {"coding": [coding(LEVEL, decision.level)], "text": words}
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [SURVEY]}],
        "code": {"text": "Orientation retenue par le pharmacien"},
        **_placed(around, at),
        "valueCodeableConcept": value,
        "note": [{"text": line} for line in _reasons(sheet)],
    }


def _reasons(sheet: OrientationSheet) -> tuple[str, ...]:
    decision, proposal = sheet.decision, sheet.proposal
    lines = (
        proposal.case,
        proposal.sentence,
        *score_lines(sheet),
        f"Motif du pharmacien{NBSP}: {decision.reason}" if decision.reason else "",
        "Le patient refuse l’orientation." if decision.patient_refused else "",
        *sheet.mentions,
    )
    return tuple(line for line in lines if line)


def rapid_test_resources(sheet: OrientationSheet, around: Around) -> tuple[Resource, ...]:
    """Return the rapid tests, coded as their own record codes them when it could be made."""
    coded_readings = {one.name: one for one in _recorded(sheet)}
    return tuple(_test(one, coded_readings.get(one.name), around) for one in sheet.tests)


def _recorded(sheet: OrientationSheet) -> tuple[TestReading, ...]:
    if not holds_rapid_test(sheet):
        return ()
    try:
        return trod_facts(sheet).readings
    except UnfitRecord:
        # the test has no record either: its words stand alone
        return ()


def _test(test: SheetTest, recorded: TestReading | None, around: Around) -> Resource:
    codes = (recorded.code,) if recorded else ()
    results = (recorded.result,) if recorded else ()
    device = ", ".join(part for part in (test.maker, test.reference, test.lot) if part)
    return kept(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [LABORATORY]}],
            "code": concept(*codes, text=test.name),
            **_placed(around, test.read_at),
            "valueCodeableConcept": concept(*results, text=test.result.lower()),
            "note": [{"text": f"Dispositif{NBSP}: {device}"}] if device else [],
        }
    )


def _placed(around: Around, at: str) -> dict[str, Json]:
    return kept(
        {
            "subject": reference(around.patient),
            "encounter": reference(around.encounter),
            "effectiveDateTime": at,
            "performer": [reference(around.performer)],
        }
    )
