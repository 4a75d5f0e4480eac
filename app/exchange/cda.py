"""The record: a CDA R2 level 1 document, the PDF inside, written once.

Its bytes are the document: hash and size are those of these very bytes, so nothing serialises
it again. UTF-8, no byte order mark.

Source: HL7 CDA R2 (XSD order); ANS, CI-SIS « Structuration minimale de documents de santé »
for the French header; dmp.md §2.2 and §8 for each code.
"""

import base64

from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange.cda_parties import (
    add_doctor,
    add_patient,
    add_performer,
    add_pharmacy,
    add_signer,
    has_doctor_copy,
)
from app.exchange.codes import (
    CIM10,
    CONFIDENTIALITY,
    DOCUMENT_TYPE,
    ENCOUNTER,
    FACILITY,
    N1_TEMPLATE,
    Coded,
    coded,
    known,
)
from app.exchange.markup import CDA, XSI, add, add_code
from app.exchange.oids import document_oid, series_oid
from app.exchange.times import hl7_time, read_iso

FRENCH_TEMPLATES = ("2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1", N1_TEMPLATE)
UNCLASSIFIED = "Z71.9"
SPECIMEN = "Spécimen de démonstration - "


def build(sheet: OrientationSheet, pdf: bytes) -> bytes:
    """Return the bytes of the record of ``sheet`` holding ``pdf``.

    Raises:
        UnfitRecord: a field of the sheet cannot be written without guessing.
    """
    document = etree.Element(
        f"{{{CDA}}}ClinicalDocument",
        nsmap={None: CDA, "xsi": XSI},  # type: ignore[dict-item]  # the stubs forget None
    )
    _add_head(document, sheet)
    add_patient(document, sheet)
    _add_author(document, sheet)
    custodian = add(add(document, "custodian"), "assignedCustodian")
    add_pharmacy(custodian, "representedCustodianOrganization", sheet.pharmacy)
    if has_doctor_copy(sheet):
        add_doctor(document, sheet.patient)
    _add_authenticator(document, sheet)
    _add_event(document, sheet)
    _add_encounter(document, sheet)
    _add_body(document, pdf)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def title_of(sheet: OrientationSheet) -> str:
    """Return the title of the record; a demonstration says so first."""
    case = sheet.proposal.case or sheet.protocol.title
    title = f"Fiche d'orientation - {case}"
    return f"{SPECIMEN}{title}" if sheet.demonstration else title


def closing_time(sheet: OrientationSheet) -> str:
    """Return when the sheet was closed, ISO 8601."""
    return sheet.closed_at


def case_code(sheet: OrientationSheet) -> Coded:
    """Return the CIM-10 code of the case: the first of the protocol that has a label.

    Z71.9 « Conseil, sans précision » otherwise: it is true of the act and says nothing more.
    """
    found = (known(CIM10, code) for code in sheet.protocol.cim10)
    return next((one for one in found if one is not None), coded(CIM10, UNCLASSIFIED))


def _add_head(document: etree._Element, sheet: OrientationSheet) -> None:
    add(document, "realmCode", code="FR")
    add(document, "typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040")
    for root in FRENCH_TEMPLATES:
        add(document, "templateId", root=root)
    add(document, "id", root=document_oid(sheet.sheet_id))
    kind, system = DOCUMENT_TYPE
    add_code(document, "code", coded(system, kind))
    add(document, "title", title_of(sheet))
    add(document, "effectiveTime", value=hl7_time(read_iso(closing_time(sheet))))
    add_code(document, "confidentialityCode", coded(CONFIDENTIALITY, "N"))
    add(document, "languageCode", code="fr-FR")
    add(document, "setId", root=series_oid(sheet.sheet_id))
    add(document, "versionNumber", value="1")


def _add_author(document: etree._Element, sheet: OrientationSheet) -> None:
    author = add(document, "author")
    add(author, "time", value=hl7_time(read_iso(closing_time(sheet))))
    add_signer(author, "assignedAuthor", sheet)


def _add_authenticator(document: etree._Element, sheet: OrientationSheet) -> None:
    authenticator = add(document, "legalAuthenticator")
    add(authenticator, "time", value=hl7_time(read_iso(closing_time(sheet))))
    add(authenticator, "signatureCode", code="S")
    add_signer(authenticator, "assignedEntity", sheet)


def _add_event(document: etree._Element, sheet: OrientationSheet) -> None:
    event = add(add(document, "documentationOf"), "serviceEvent", classCode="ACT")
    add_code(event, "code", case_code(sheet))
    _add_period(event, sheet)
    performer = add(event, "performer", typeCode="PRF")
    add_performer(performer, "assignedEntity", sheet)


def _add_encounter(document: etree._Element, sheet: OrientationSheet) -> None:
    encounter = add(add(document, "componentOf"), "encompassingEncounter")
    add_code(encounter, "code", coded(ENCOUNTER, "AMB"))
    _add_period(encounter, sheet)
    facility = add(add(encounter, "location"), "healthCareFacility")
    add_code(facility, "code", coded(FACILITY, "SA33"))
    place = add(facility, "location")
    add(place, "name", sheet.pharmacy.name)


def _add_period(parent: etree._Element, sheet: OrientationSheet) -> None:
    period = add(parent, "effectiveTime")
    add(period, "low", value=hl7_time(read_iso(sheet.act.started_at)))
    if sheet.act.ended_at:
        add(period, "high", value=hl7_time(read_iso(sheet.act.ended_at)))


def _add_body(document: etree._Element, pdf: bytes) -> None:
    body = add(add(document, "component"), "nonXMLBody")
    content = base64.b64encode(pdf).decode("ascii")
    add(body, "text", content, mediaType="application/pdf", representation="B64")
