"""The structured twin of the sheet: the same header, its content in coded sections.

An option: it belongs to no volet, and is sent instead of the level 1 record, never beside it.

Source: dmp.md §0.2 and §2.3 (sections FR-Signes-vitaux, FR-Resultats-examens-non-code,
FR-Plan-de-soins); ANS, JDV_SignesVitaux for the measures that may be coded.
"""

from lxml import etree

from app.encounter.sheet import OrientationSheet, SheetReading
from app.encounter.wording import LEVELS
from app.exchange.cda import case_code, title_of
from app.exchange.cda_header import Heading, finished, started
from app.exchange.codes import DOCUMENT_TYPE, IHE_TEMPLATE, LOINC, coded
from app.exchange.french import NBSP, hour, short_date
from app.exchange.markup import XSI, add, add_code
from app.exchange.narrative import add_lines, add_section, add_table, add_templates
from app.exchange.oids import derived_oid
from app.exchange.professional_text import (
    protocol_line,
    reading_origin,
    reading_value,
    rule_points,
    treatment_dose,
)
from app.exchange.score_lines import score_lines
from app.exchange.times import hl7_time, read_iso
from app.exchange.versions import STRUCTURED, version_of
from hardware.units import MEASURANDS
from protocols.model import Level

VITALS = (
    "2.16.840.1.113883.10.20.1.16",
    "1.3.6.1.4.1.19376.1.5.3.1.3.25",
    "1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2",
    "1.2.250.1.213.1.1.2.75",
)
RESULTS = ("1.3.6.1.4.1.19376.1.5.3.1.3.27", "1.2.250.1.213.1.1.2.150")
PLAN = (
    "2.16.840.1.113883.10.20.1.10",
    "1.3.6.1.4.1.19376.1.5.3.1.3.36",
    "1.2.250.1.213.1.1.2.158",
)
_ORGANIZER = (
    "2.16.840.1.113883.10.20.1.32",
    "2.16.840.1.113883.10.20.1.35",
    "1.3.6.1.4.1.19376.1.5.3.1.4.13.1",
    "1.2.250.1.213.1.1.3.49",
)
_OBSERVATION = (
    "2.16.840.1.113883.10.20.1.31",
    "1.3.6.1.4.1.19376.1.5.3.1.4.13",
    "1.3.6.1.4.1.19376.1.5.3.1.4.13.2",
    "1.2.250.1.213.1.1.3.50",
)


def build_structured(sheet: OrientationSheet) -> bytes:
    """Return the bytes of the structured record of ``sheet``.

    Raises:
        UnfitRecord: a field of the sheet cannot be written without guessing.
    """
    kind, system = DOCUMENT_TYPE
    heading = Heading(
        kind=coded(system, kind),
        templates=((IHE_TEMPLATE, ""),),
        title=title_of(sheet),
        version=version_of(sheet, STRUCTURED),
        practice="AMBULATOIRE",
        event=case_code(sheet),
        from_time=sheet.act.started_at,
        to_time=sheet.act.ended_at,
    )
    document = started(heading, sheet)
    body = add(add(document, "component"), "structuredBody")
    _add_vitals(body, sheet)
    _add_results(body, sheet)
    _add_plan(body, sheet)
    return finished(document)


def _add_vitals(body: etree._Element, sheet: OrientationSheet) -> None:
    coded_readings = [one for one in sheet.readings if _may_be_coded(one)]
    if not coded_readings:
        return
    section = add_section(body, "8716-3", VITALS, "Constantes")
    rows = [
        (
            ("", one.label),
            (f"mesure-{rank}", reading_value(one)),
            ("", f"{short_date(one.taken_at)} à {hour(one.taken_at)}"),
            ("", reading_origin(one)),
        )
        for rank, one in enumerate(coded_readings, 1)
    ]
    add_table(add(section, "text"), ("Mesure", "Valeur", "Prise le", "Origine"), rows)
    _add_organizer(add(section, "entry", typeCode="DRIV"), coded_readings, sheet)


def _may_be_coded(reading: SheetReading) -> bool:
    known = MEASURANDS.get(reading.quantity)
    return known is not None and known.in_record and bool(reading.loinc)


def _add_organizer(
    entry: etree._Element, readings: list[SheetReading], sheet: OrientationSheet
) -> None:
    organizer = add(entry, "organizer", classCode="CLUSTER", moodCode="EVN")
    add_templates(organizer, _ORGANIZER)
    add(organizer, "id", root=derived_oid("constantes", sheet.sheet_id))
    add_code(organizer, "code", coded(LOINC, "85353-1"))
    add(organizer, "statusCode", code="completed")
    latest = max(read_iso(one.taken_at) for one in readings)
    add(organizer, "effectiveTime", value=hl7_time(latest))
    for rank, one in enumerate(readings, 1):
        component = add(organizer, "component", typeCode="COMP")
        _add_observation(component, rank, one, sheet.sheet_id)


def _add_observation(parent: etree._Element, rank: int, one: SheetReading, sheet_id: str) -> None:
    observation = add(parent, "observation", classCode="OBS", moodCode="EVN")
    add_templates(observation, _OBSERVATION)
    add(observation, "id", root=derived_oid(f"mesure {rank}", sheet_id))
    add_code(observation, "code", coded(LOINC, one.loinc))
    add(add(observation, "text"), "reference", value=f"#mesure-{rank}")
    add(observation, "statusCode", code="completed")
    add(observation, "effectiveTime", value=hl7_time(read_iso(one.taken_at)))
    value = add(observation, "value", value=one.value, unit=one.unit)
    value.set(f"{{{XSI}}}type", "PQ")


def _add_results(body: etree._Element, sheet: OrientationSheet) -> None:
    section = add_section(body, "30954-2", RESULTS, "Questions, règles et scores")
    text = add(section, "text")
    add_lines(text, "Points et scores", score_lines(sheet))
    add_lines(text, "Règles", [f"{one.label} ({rule_points(one)})" for one in sheet.proposal.rules])
    add_lines(
        text, "Tests rapides", [f"{one.name}{NBSP}: {one.result.lower()}" for one in sheet.tests]
    )
    rows = [(("", one.wording), ("", one.answer_label)) for one in sheet.answers]
    add_table(text, ("Question posée", "Réponse"), rows)


def _add_plan(body: etree._Element, sheet: OrientationSheet) -> None:
    section = add_section(body, "18776-5", PLAN, "Orientation, traitements, conseils et limites")
    text, decision = add(section, "text"), sheet.decision
    kept = [
        f"{sheet.proposal.case or sheet.protocol.title}",
        f"{LEVELS[Level[decision.level]]}, {decision.delay}",
        f"Motif du pharmacien{NBSP}: {decision.reason}" if decision.reason else "",
        "Le patient refuse l’orientation." if decision.patient_refused else "",
    ]
    add_lines(text, "Orientation", [line for line in kept if line])
    given = [f"{one.label}{NBSP}: {treatment_dose(one)}" for one in sheet.treatments]
    add_lines(text, "Traitements conseillés", given)
    add_lines(text, "Écartés", [f"{one.label}{NBSP}: {one.reason}" for one in sheet.exclusions])
    add_lines(text, "Conseils", sheet.advice)
    add_lines(text, "Limites de la médication", sheet.limits)
    add_lines(text, "Reconsulter si", sheet.return_if)
    add_lines(text, "Protocole", [protocol_line(sheet), *sheet.mentions])
