"""The French header that every record of the station starts with, in the order of the schema.

Source: HL7 CDA R2 (XSD order); ANS, CI-SIS « Structuration minimale de documents de santé »;
dmp.md §2.2 and §8 for each code.
"""

from dataclasses import dataclass

from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange.cda_parties import (
    Place,
    add_doctor,
    add_patient,
    add_performer,
    add_pharmacy,
    add_signer,
    has_doctor_copy,
)
from app.exchange.codes import (
    CONFIDENTIALITY,
    ENCOUNTER,
    FACILITY,
    Coded,
    coded,
)
from app.exchange.markup import CDA, XSI, add, add_code
from app.exchange.times import hl7_time, read_iso
from app.exchange.versions import RecordVersion

FRENCH_TEMPLATES = (("2.16.840.1.113883.2.8.2.1", ""), ("1.2.250.1.213.1.1.1.1", ""))
SPECIMEN = "Spécimen de démonstration - "


@dataclass(frozen=True, slots=True)
class Heading:
    """What makes one kind of record: its type, what it conforms to, its event.

    ``templates`` are pairs of root and extension ("" for none). ``from_time`` and ``to_time``
    bound the event, ISO 8601, ``to_time`` "" when it has no end.
    """

    kind: Coded
    templates: tuple[tuple[str, str], ...]
    title: str
    version: RecordVersion
    practice: str
    event: Coded
    from_time: str
    to_time: str


def titled(title: str, sheet: OrientationSheet) -> str:
    """Return the title of a record; a demonstration says so first."""
    return f"{SPECIMEN}{title}" if sheet.demonstration else title


def started(heading: Heading, sheet: OrientationSheet) -> etree._Element:
    """Return the document with its whole header, ready for its body.

    Raises:
        UnfitRecord: a field of the sheet cannot be written without guessing.
    """
    document = etree.Element(
        f"{{{CDA}}}ClinicalDocument",
        nsmap={None: CDA, "xsi": XSI},  # type: ignore[dict-item]  # the stubs forget None
    )
    _add_head(document, heading, sheet)
    add_patient(document, sheet)
    _add_author(document, heading, sheet)
    custodian = add(add(document, "custodian"), "assignedCustodian")
    add_pharmacy(custodian, "representedCustodianOrganization", sheet.pharmacy)
    if has_doctor_copy(sheet):
        add_doctor(document, sheet.patient)
    _add_authenticator(document, heading, sheet)
    _add_event(document, heading, sheet)
    _add_replaced(document, heading)
    _add_encounter(document, sheet)
    return document


def finished(document: etree._Element) -> bytes:
    """Return the bytes of the record: nothing serialises them again."""
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _add_head(document: etree._Element, heading: Heading, sheet: OrientationSheet) -> None:
    add(document, "realmCode", code="FR")
    add(document, "typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040")
    for root, extension in (*FRENCH_TEMPLATES, *heading.templates):
        add(document, "templateId", root=root, **({"extension": extension} if extension else {}))
    add(document, "id", root=heading.version.oid)
    add_code(document, "code", heading.kind)
    add(document, "title", heading.title)
    add(document, "effectiveTime", value=written_at(sheet))
    add_code(document, "confidentialityCode", coded(CONFIDENTIALITY, "N"))
    add(document, "languageCode", code="fr-FR")
    add(document, "setId", root=heading.version.series)
    add(document, "versionNumber", value=str(heading.version.number))


def written_at(sheet: OrientationSheet) -> str:
    """Return when this version was written, as an HL7 time: a correction is later than the act."""
    last = sheet.notes[-1].written_at if sheet.notes else sheet.closed_at
    return hl7_time(read_iso(last))


def _add_author(document: etree._Element, heading: Heading, sheet: OrientationSheet) -> None:
    author = add(document, "author")
    add(author, "time", value=written_at(sheet))
    add_signer(author, Place("assignedAuthor", heading.practice), sheet)


def _add_authenticator(document: etree._Element, heading: Heading, sheet: OrientationSheet) -> None:
    authenticator = add(document, "legalAuthenticator")
    add(authenticator, "time", value=written_at(sheet))
    add(authenticator, "signatureCode", code="S")
    add_signer(authenticator, Place("assignedEntity", heading.practice), sheet)


def _add_event(document: etree._Element, heading: Heading, sheet: OrientationSheet) -> None:
    event = add(add(document, "documentationOf"), "serviceEvent", classCode="ACT")
    add_code(event, "code", heading.event)
    _add_period(event, heading.from_time, heading.to_time)
    performer = add(event, "performer", typeCode="PRF")
    add_performer(performer, Place("assignedEntity", heading.practice), sheet)


def _add_replaced(document: etree._Element, heading: Heading) -> None:
    version = heading.version
    if not version.replaces:
        return
    parent = add(add(document, "relatedDocument", typeCode="RPLC"), "parentDocument")
    add(parent, "id", root=version.replaces)
    add(parent, "setId", root=version.series)
    add(parent, "versionNumber", value=str(version.number - 1))


def _add_encounter(document: etree._Element, sheet: OrientationSheet) -> None:
    encounter = add(add(document, "componentOf"), "encompassingEncounter")
    add_code(encounter, "code", coded(ENCOUNTER, "AMB"))
    _add_period(encounter, sheet.act.started_at, sheet.act.ended_at)
    facility = add(add(encounter, "location"), "healthCareFacility")
    add_code(facility, "code", coded(FACILITY, "SA33"))
    place = add(facility, "location")
    add(place, "name", sheet.pharmacy.name)


def _add_period(parent: etree._Element, low: str, high: str) -> None:
    period = add(parent, "effectiveTime")
    add(period, "low", value=hl7_time(read_iso(low)))
    if high:
        add(period, "high", value=hl7_time(read_iso(high)))
