"""The body of the record of a rapid test: a narrative to read alone, and its coded entry.

Source: ANS, volet BIO-TROD 2024.01: section FR-CR-BIO-Chapitre (1.2.250.1.213.1.1.2.70), entry
FR-Resultats-examens-de-biologie-medicale (…3.21), observation FR-Resultat-examens-de-biologie-
element-clinique-pertinent (…3.80), comment FR-Commentaire-ER (…3.32); CSP, R. 5125-33-12, 4°
for what the comment says of the drug.
"""

from lxml import etree

from app.encounter.sheet import SheetTreatment
from app.exchange.codes import LOINC, coded
from app.exchange.french import NBSP, hour, short_date
from app.exchange.markup import XSI, add, add_code
from app.exchange.narrative import add_section, add_table, add_templates
from app.exchange.times import hl7_time, read_iso
from app.exchange.trod_facts import TestDevice, TestReading, TrodFacts

GS1_ROOT = "2.51.1.1"
"""Authority of a UDI of GS1, among the four that the volet accepts."""
NO_DRUG = "Aucun médicament délivré à la suite du test."
_TITLE = "Résultat du test rapide d’orientation diagnostique"
_DEVICE = "dispositif-nom-reference"
_SECTION = ("1.3.6.1.4.1.19376.1.3.3.2.1", "1.2.250.1.213.1.1.2.70")
_ENTRY = ("1.3.6.1.4.1.19376.1.3.1", "1.2.250.1.213.1.1.3.21")
_OBSERVATION = ("1.3.6.1.4.1.19376.1.3.1.6", "1.2.250.1.213.1.1.3.80")
_COMMENT = (
    "2.16.840.1.113883.10.20.1.40",
    "1.3.6.1.4.1.19376.1.5.3.1.4.2",
    "1.2.250.1.213.1.1.3.32",
)


def add_body(document: etree._Element, facts: TrodFacts) -> None:
    """Add the structured body: one section, its narrative, its entry."""
    body = add(add(document, "component"), "structuredBody")
    section = add_section(body, facts.screening.section, _SECTION, _TITLE)
    _add_narrative(section, facts)
    _add_entry(section, facts)


def drug_words(drug: SheetTreatment) -> str:
    """Return a drug with its dose, its times and its duration: « Amoxicilline, … 6 jours »."""
    days = f"{drug.max_days}{NBSP}jour" + ("s" if drug.max_days > 1 else "")
    parts = (drug.label, f"{drug.form}, {drug.dose}" if drug.form else drug.dose, drug.times, days)
    lot = f". Lot{NBSP}: {drug.lot}" if drug.lot else ""
    return ", ".join(part for part in parts if part) + lot


def device_words(device: TestDevice) -> str:
    """Return maker, reference, lot and best-until day, as the volet orders them."""
    parts = (device.maker, device.reference, device.lot, short_date(device.expires))
    return " | ".join(part or "-" for part in parts)


def comment_words(facts: TrodFacts) -> str:
    """Return what was delivered after the test, drug by drug."""
    if not facts.drugs:
        return NO_DRUG
    return f"Délivré{NBSP}: " + " ; ".join(drug_words(one) for one in facts.drugs)


def _add_narrative(section: etree._Element, facts: TrodFacts) -> None:
    text = add(section, "text")
    heads = ("Pathologie ou substance dépistée", "Résultat", "Lu le", "Commentaire")
    rows = [_row(rank, one, facts) for rank, one in enumerate(facts.readings, 1)]
    add_table(text, heads, rows)
    add(text, "br")
    udi = facts.device.udi.text if facts.device.udi else "-"
    device_heads = (
        "Code UDI du dispositif utilisé",
        "Fabricant | Référence | N° de lot | Péremption",
    )
    add_table(text, device_heads, [(("", udi), (_DEVICE, device_words(facts.device)))])


def _row(rank: int, reading: TestReading, facts: TrodFacts) -> tuple[tuple[str, str], ...]:
    at = f"{short_date(reading.read_at)} à {hour(reading.read_at)}"
    return (
        (f"examen-{rank}", reading.name),
        (f"resultat-{rank}", reading.result.label),
        ("", at),
        (f"commentaire-{rank}", comment_words(facts)),
    )


def _add_entry(section: etree._Element, facts: TrodFacts) -> None:
    entry = add(section, "entry", typeCode="DRIV")
    add_templates(entry, _ENTRY)
    act = add(entry, "act", classCode="ACT", moodCode="EVN")
    add_code(act, "code", coded(LOINC, facts.screening.act))
    add(act, "statusCode", code="completed")
    _add_device(act, facts.device)
    for rank, one in enumerate(facts.readings, 1):
        _add_observation(add(act, "entryRelationship", typeCode="COMP"), rank, one)


def _add_device(act: etree._Element, device: TestDevice) -> None:
    participant = add(act, "participant", typeCode="DEV")
    role = add(participant, "participantRole", classCode="MANU")
    if device.udi:
        add(role, "id", root=GS1_ROOT, extension=device.udi.text)
    playing = add(role, "playingDevice", classCode="DEV", determinerCode="INSTANCE")
    _add_original_text(add(playing, "code"), _DEVICE)


def _add_observation(parent: etree._Element, rank: int, reading: TestReading) -> None:
    observation = add(parent, "observation", classCode="OBS", moodCode="EVN")
    add_templates(observation, _OBSERVATION)
    _add_original_text(add_code(observation, "code", reading.code), f"examen-{rank}")
    add(observation, "statusCode", code="completed")
    add(observation, "effectiveTime", value=hl7_time(read_iso(reading.read_at)))
    value = add_code(observation, "value", reading.result)
    value.set(f"{{{XSI}}}type", "CD")
    _add_original_text(value, f"resultat-{rank}")
    _add_comment(add(observation, "entryRelationship", typeCode="SUBJ"), rank)


def _add_comment(parent: etree._Element, rank: int) -> None:
    act = add(parent, "act", classCode="ACT", moodCode="EVN")
    add_templates(act, _COMMENT)
    add_code(act, "code", coded(LOINC, "48767-8"))
    add(add(act, "text"), "reference", value=f"#commentaire-{rank}")
    add(act, "statusCode", code="completed")


def _add_original_text(coded_element: etree._Element, name: str) -> None:
    add(add(coded_element, "originalText"), "reference", value=f"#{name}")
