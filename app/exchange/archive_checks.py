"""What must hold between an XDM archive, the record inside it and its metadata.

No official tool checks an XDM archive offline (dmp.md §5.4): hash, size, references between
objects, codes, and every metadata value against the header it was derived from.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from app.exchange.codes import known
from app.exchange.metadata import DocumentEntry, derive
from app.exchange.registry import (
    ENTRY_CONFIDENTIALITY,
    ENTRY_FACILITY,
    ENTRY_KIND,
    ENTRY_PATIENT,
    ENTRY_PRACTICE,
    ENTRY_UNIQUE,
    RIM,
    SUBMISSION_PATIENT,
)
from app.exchange.xdm import DOCUMENT, FOLDER

_REFERENCES = ("classifiedObject", "registryObject", "sourceObject", "targetObject")
_UTC = re.compile(r"\d{14}")


def archive_findings(xdm: bytes, cda: bytes) -> tuple[str, ...]:
    """Return what is wrong in the archive ``xdm`` of the record ``cda``, in French.

    Raises:
        RefusedDocument: ``cda`` is not a CDA.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(xdm)) as archive:
            document = archive.read(f"{FOLDER}{DOCUMENT}")
            root = etree.fromstring(archive.read(f"{FOLDER}METADATA.XML"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return ("L’archive est illisible ou incomplète.",)
    entry = derive(cda)
    found = (
        *_document_findings(document, cda),
        *_object_findings(root),
        *_slot_findings(root, entry),
        *_identifier_findings(root, entry),
        *_code_findings(root, entry),
    )
    return tuple(dict.fromkeys(found))


def _document_findings(document: bytes, cda: bytes) -> Iterator[str]:
    if document != cda:
        yield "Le document de l’archive n’est pas le document scellé."


def _object_findings(root: etree._Element) -> Iterator[str]:
    ids = [element.get("id") for element in root.iter(etree.Element) if element.get("id")]
    if len(set(ids)) != len(ids):
        yield "Deux objets des métadonnées portent le même identifiant."
    targets = (
        value
        for element in root.iter(etree.Element)
        for name in _REFERENCES
        if (value := element.get(name)) is not None
    )
    if any(target not in ids for target in targets):
        yield "Un lien des métadonnées ne désigne rien."


def _slot_findings(root: etree._Element, entry: DocumentEntry) -> Iterator[str]:
    author = next(iter(entry.authors), None)
    expected = {
        "hash": entry.hash,
        "size": str(entry.size),
        "URI": DOCUMENT,
        "creationTime": entry.creation_time,
        "languageCode": entry.language,
        "serviceStartTime": entry.service_start,
        "serviceStopTime": entry.service_stop,
        "sourcePatientId": entry.source_patient_id,
        "legalAuthenticator": entry.legal_authenticator,
        "authorPerson": author.person if author else "",
        "authorInstitution": author.institution if author else "",
        "authorSpecialty": author.specialty if author else "",
    }
    for name, value in expected.items():
        if _slot(root, name) != value:
            yield f"La métadonnée {name} diffère de l’en-tête du document."
    if _UTC.fullmatch(_slot(root, "submissionTime")) is None:
        yield "L’heure d’envoi n’est pas écrite en temps universel."


def _slot(root: etree._Element, name: str) -> str:
    found = (one for one in root.iter(f"{{{RIM}}}Slot") if one.get("name") == name)
    slot = next(found, None)
    return "" if slot is None else (slot.findtext(f".//{{{RIM}}}Value") or "")


def _identifier_findings(root: etree._Element, entry: DocumentEntry) -> Iterator[str]:
    expected = {
        ENTRY_PATIENT: entry.patient_id,
        SUBMISSION_PATIENT: entry.patient_id,
        ENTRY_UNIQUE: entry.unique_id,
    }
    found = {
        one.get("identificationScheme"): one.get("value")
        for one in root.iter(f"{{{RIM}}}ExternalIdentifier")
    }
    if any(found.get(scheme) != value for scheme, value in expected.items()):
        yield "Un identifiant des métadonnées diffère de l’en-tête du document."


def _code_findings(root: etree._Element, entry: DocumentEntry) -> Iterator[str]:
    expected = {
        ENTRY_KIND: entry.kind.code,
        ENTRY_CONFIDENTIALITY: entry.confidentiality.code,
        ENTRY_FACILITY: entry.facility.code,
        ENTRY_PRACTICE: entry.practice.code,
    }
    found: dict[str, str] = {}
    for one in root.iter(f"{{{RIM}}}Classification"):
        code, scheme = one.get("nodeRepresentation") or "", one.get("classificationScheme") or ""
        found[scheme] = code
        if code and known(_slot(one, "codingScheme"), code) is None:
            yield f"Le code {code} n’est pas de ceux que la station connaît."
    if any(found.get(scheme) != code for scheme, code in expected.items()):
        yield "Un code des métadonnées diffère de l’en-tête du document."
