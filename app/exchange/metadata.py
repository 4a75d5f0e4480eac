"""XDS metadata derived from a CDA header by one function, for the archive and the command line.

Source: ANS, CI-SIS « Partage de documents de santé » (correspondence between the header and the
metadata); dmp.md §8. Times are UTC without offset, the hash is the SHA-1 of the exact bytes.
"""

import hashlib
from dataclasses import dataclass

from app.exchange.codes import Coded
from app.exchange.header import Node, read_header
from app.exchange.hl7 import (
    INS_ROOTS,
    Identifier,
    coded_element,
    device_xcn,
    escaped,
    organization_xon,
    patient_cx,
    person_xcn,
)
from app.exchange.times import utc_of_ts


@dataclass(frozen=True, slots=True)
class Author:
    """One author as XDS names it: XCN, XON and coded speciality, "" when not given."""

    person: str
    institution: str
    specialty: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """The metadata of one document. ``size`` in bytes, times 14 digits UTC, "" when absent.

    ``replaces`` is the unique identifier of the version before, "" for the first one.
    """

    hash: str
    size: int
    creation_time: str
    language: str
    service_start: str
    service_stop: str
    patient_id: str
    source_patient_id: str
    source_patient_info: tuple[str, ...]
    legal_authenticator: str
    authors: tuple[Author, ...]
    kind: Coded
    confidentiality: Coded
    facility: Coded
    practice: Coded
    events: tuple[Coded, ...]
    templates: tuple[str, ...]
    unique_id: str
    title: str
    replaces: str


def derive(cda: bytes) -> DocumentEntry:
    """Return the metadata of the document whose exact bytes are ``cda``.

    Raises:
        RefusedDocument: the bytes are not a CDA.
    """
    document = read_header(cda)
    role = document.child("recordTarget/patientRole")
    ids = tuple(node.identifier for node in role.children("id"))
    service = document.child("documentationOf/serviceEvent")
    place = document.child("componentOf/encompassingEncounter/location/healthCareFacility")
    organization = "performer/assignedEntity/representedOrganization"
    return DocumentEntry(
        # SHA-1 is what XDS asks for; it protects nothing here, the seal does
        hash=hashlib.sha1(cda, usedforsecurity=False).hexdigest().upper(),
        size=len(cda),
        creation_time=utc_of_ts(document.child("effectiveTime").attribute("value")),
        language=document.child("languageCode").attribute("code"),
        service_start=utc_of_ts(service.child("effectiveTime/low").attribute("value")),
        service_stop=utc_of_ts(service.child("effectiveTime/high").attribute("value")),
        patient_id=patient_cx(_national(ids)),
        source_patient_id=patient_cx(_local(ids)),
        source_patient_info=_patient_lines(role.child("patient")),
        legal_authenticator=_person(document.child("legalAuthenticator/assignedEntity")),
        authors=tuple(_author(one) for one in document.children("author/assignedAuthor")),
        kind=document.child("code").code,
        confidentiality=document.child("confidentialityCode").code,
        facility=place.child("code").code,
        practice=service.child(f"{organization}/standardIndustryClassCode").code,
        events=_events(document),
        templates=tuple(node.attribute("root") for node in document.children("templateId")),
        unique_id=_unique_id(document.child("id").identifier),
        title=document.child("title").text,
        replaces=_replaced(document),
    )


def as_names(entry: DocumentEntry) -> dict[str, str]:
    """Return the metadata under its XDS names, with the first author when there are several."""
    author = entry.authors[0] if entry.authors else Author("", "", "")
    return {
        "hash": entry.hash,
        "size": str(entry.size),
        "creationTime": entry.creation_time,
        "languageCode": entry.language,
        "serviceStartTime": entry.service_start,
        "serviceStopTime": entry.service_stop,
        "patientId": entry.patient_id,
        "sourcePatientId": entry.source_patient_id,
        "legalAuthenticator": entry.legal_authenticator,
        "authorSpecialty": author.specialty,
        "authorInstitution": author.institution,
        "typeCode": entry.kind.code,
        "confidentialityCode": entry.confidentiality.code,
        "healthcareFacilityTypeCode": entry.facility.code,
        "practiceSettingCode": entry.practice.code,
        "uniqueId": entry.unique_id,
        "title": entry.title,
    }


def _national(ids: tuple[Identifier, ...]) -> Identifier:
    nothing = Identifier("", "")
    first = next(iter(ids), nothing)
    return next((one for one in ids if one.root in INS_ROOTS), first)


def _local(ids: tuple[Identifier, ...]) -> Identifier:
    others = (one for one in ids if one.root not in INS_ROOTS)
    return next(others, _national(ids))


def _replaced(document: Node) -> str:
    related = document.children("relatedDocument")
    parent = next((one for one in related if one.attribute("typeCode") == "RPLC"), Node(None))
    return _unique_id(parent.child("parentDocument/id").identifier)


def _unique_id(identifier: Identifier) -> str:
    return f"{identifier.root}^{identifier.extension}".rstrip("^")


def _patient_lines(patient: Node) -> tuple[str, ...]:
    name = patient.child("name")
    family = _qualified(name, "family", "BR")
    given, every = _qualified(name, "given", "BR"), _qualified(name, "given", "")
    used = _qualified(name, "family", "CL")
    used_given = _qualified(name, "given", "CL") or given
    county = patient.child("birthplace/place/addr/county").text
    lines = (
        f"PID-5|{family}^{given}^{every}^^^^L",
        f"PID-5|{used}^{used_given}^^^^^D" if used else "",
        f"PID-7|{patient.child('birthTime').attribute('value')[:8]}",
        f"PID-8|{patient.child('administrativeGenderCode').attribute('code')}",
        f"PID-11|^^^^^^BDL^^{county}" if county else "",
    )
    return tuple(line for line in lines if line)


def _qualified(name: Node, part: str, qualifier: str) -> str:
    found = (one for one in name.children(part) if one.attribute("qualifier") == qualifier)
    return escaped(next(found, Node(None)).text)


def _person(entity: Node, device: str = "assignedAuthoringDevice") -> str:
    identifier = entity.child("id").identifier
    if entity.child(device).element is not None:
        software = entity.child(f"{device}/softwareName").text
        return device_xcn(
            identifier, software, entity.child(f"{device}/manufacturerModelName").text
        )
    name = entity.child("assignedPerson/name")
    family, given = name.child("family").text, name.child("given").text
    return person_xcn(identifier, family, given) if identifier.extension or family else ""


def _author(entity: Node) -> Author:
    code = entity.child("code").code
    organization = entity.child("representedOrganization")
    institution = organization_xon(
        organization.child("id").identifier, organization.child("name").text
    )
    specialty = coded_element(code.code, code.label, code.system)
    return Author(_person(entity), institution, specialty)


def _events(document: Node) -> tuple[Coded, ...]:
    codes = (one.code for one in document.children("documentationOf/serviceEvent/code"))
    return tuple(code for code in codes if code.code)
