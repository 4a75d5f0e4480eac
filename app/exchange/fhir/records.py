"""The records of a sheet as DocumentReference and Binary: the same metadata as their archive.

Everything is derived from the document by the one function that describes it for XDS.

Source: ANS, PDSm 3.1.1 (pdsm-comprehensive-document-reference); IHE MHD 4.2.3, correspondence of
DocumentReference with the XDS DocumentEntry. The hash is the SHA-1 of the exact bytes, in base64.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

from app.encounter.sheet import OrientationSheet
from app.exchange.codes import Coded
from app.exchange.fhir.names import (
    PDSM,
    URI,
    concept,
    kept,
    profiled,
    reference,
    system_of,
    unique_identifier,
)
from app.exchange.fhir.people import (
    organization_resource,
    patient_resource,
    practitioner_resource,
    role_resource,
)
from app.exchange.metadata import DocumentEntry, derive
from app.exchange.xdm import class_of, format_of
from protocols.fhir_json import Json, Resource, coding, identifier

PROFILE = f"{PDSM}/pdsm-comprehensive-document-reference"
PATIENT, PERSON, ROLE, PHARMACY = "patient", "pharmacien", "auteur", "officine"


@dataclass(frozen=True, slots=True)
class SharedRecord:
    """A record as it leaves: its exact bytes, who must not see it, its entry in an archive.

    ``masking`` are codes of JDV_J08; ``entry`` the ``urn:uuid:`` of its metadata, "" when it was
    never packed.
    """

    cda: bytes
    masking: tuple[Coded, ...] = ()
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where the resource goes: the addresses it names, and when it is made (aware)."""

    patient: str
    pharmacy: str
    binary: str
    at: datetime


def binary_resource(record: SharedRecord) -> Resource:
    """Return the document itself, byte for byte."""
    content = base64.b64encode(record.cda).decode("ascii")
    return {"resourceType": "Binary", "contentType": "text/xml", "data": content}


def record_resource(sheet: OrientationSheet, record: SharedRecord, filed: Filed) -> Resource:
    """Return what describes ``record``, with its author, signer and patient inside.

    Raises:
        UnfitRecord: the station does not send documents of this type.
    """
    entry = derive(record.cda)
    return kept(
        {
            "resourceType": "DocumentReference",
            "meta": profiled(PROFILE),
            "contained": _contained(sheet),
            "masterIdentifier": {"use": "usual", **unique_identifier(entry.unique_id)},
            "identifier": _entry_identifier(record),
            "status": "current",
            "type": concept(entry.kind),
            "category": [concept(class_of(entry))],
            "subject": reference(filed.patient),
            "date": filed.at.astimezone(UTC).isoformat(timespec="seconds"),
            "author": [reference(f"#{ROLE}")],
            "authenticator": reference(f"#{ROLE}"),
            "custodian": reference(filed.pharmacy),
            "relatesTo": _replaced(entry),
            "securityLabel": [concept(one) for one in (entry.confidentiality, *record.masking)],
            "content": [_content(entry, filed)],
            "context": _context(entry),
        }
    )


def _contained(sheet: OrientationSheet) -> list[Json]:
    signer = sheet.pharmacist
    return [
        {**patient_resource(sheet), "id": PATIENT},
        {**practitioner_resource(signer), "id": PERSON},
        {**organization_resource(sheet.pharmacy), "id": PHARMACY},
        {**role_resource(signer, f"#{PERSON}", f"#{PHARMACY}"), "id": ROLE},
    ]


def _entry_identifier(record: SharedRecord) -> list[Json]:
    return [{"use": "official", **identifier(URI, record.entry)}] if record.entry else []


def _replaced(entry: DocumentEntry) -> list[Json]:
    if not entry.replaces:
        return []
    return [{"code": "replaces", "target": {"identifier": unique_identifier(entry.replaces)}}]


def _content(entry: DocumentEntry, filed: Filed) -> Resource:
    attachment: Resource = {
        "contentType": "text/xml",
        "language": entry.language,
        "url": filed.binary,
        "size": entry.size,
        "hash": base64.b64encode(bytes.fromhex(entry.hash)).decode("ascii"),
        "title": entry.title,
        "creation": instant(entry.creation_time),
    }
    written = format_of(entry)
    return {
        "attachment": attachment,
        "format": coding(system_of(written.system), written.code, written.label),
    }


def _context(entry: DocumentEntry) -> Resource:
    return kept(
        {
            "event": [concept(one) for one in entry.events],
            "period": kept(
                {"start": instant(entry.service_start), "end": instant(entry.service_stop)}
            ),
            "facilityType": concept(entry.facility),
            "practiceSetting": concept(entry.practice),
            "sourcePatientInfo": reference(f"#{PATIENT}"),
        }
    )


def instant(digits: str) -> str:
    """Return the 14 digits of XDS, which are UTC, as FHIR writes an instant; "" for ""."""
    if not digits:
        return ""
    at = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return at.isoformat(timespec="seconds")
