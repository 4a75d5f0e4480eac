"""What must hold between an XDM archive, the record inside it and its metadata.

No official tool checks an XDM archive offline (dmp.md §5.4): hash, size, references between
objects, codes with their labels and the set each belongs to, and every metadata value against
the header it was derived from.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from app.exchange.codes import MASKING, Coded, known
from app.exchange.metadata import Author, DocumentEntry, derive
from app.exchange.refusals import UnfitRecord
from app.exchange.registry import (
    ENTRY_CLASS,
    ENTRY_CONFIDENTIALITY,
    ENTRY_EVENT,
    ENTRY_FACILITY,
    ENTRY_FORMAT,
    ENTRY_KIND,
    ENTRY_PATIENT,
    ENTRY_PRACTICE,
    ENTRY_UNIQUE,
    REPLACEMENT_SLOT,
    RIM,
    RPLC,
    SUBMISSION_CONTENT,
    SUBMISSION_PATIENT,
)
from app.exchange.xdm import DOCUMENT, class_of, format_of, packed_in

_REFERENCES = ("classifiedObject", "registryObject", "sourceObject", "targetObject")
_UTC = re.compile(r"\d{14}")


def archive_findings(xdm: bytes, cda: bytes) -> tuple[str, ...]:
    """Return what is wrong in the archive ``xdm`` of the record ``cda``, in French.

    Raises:
        RefusedDocument: ``cda`` is not a CDA.
    """
    try:
        packed = packed_in(xdm)
    except UnfitRecord as unfit:
        return (unfit.sentence,)
    root, entry = packed.metadata, derive(cda)
    found = (
        *_document_findings(packed.document, cda),
        *_object_findings(root),
        *_slot_findings(root, entry),
        *_title_findings(root, entry),
        *_identifier_findings(root, entry),
        *_label_findings(root),
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
        if (value := element.get(name)) is not None and not _leaves(element, name)
    )
    if any(target not in ids for target in targets):
        yield "Un lien des métadonnées ne désigne rien."


def _leaves(element: etree._Element, name: str) -> bool:
    """Return whether a link names a document sent before: it is not in this archive."""
    return name == "targetObject" and element.get("associationType") == RPLC


def _slot_findings(root: etree._Element, entry: DocumentEntry) -> Iterator[str]:
    author = next(iter(entry.authors), Author("", "", ""))
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
        "authorPerson": author.person,
        "authorInstitution": author.institution,
        "authorSpecialty": author.specialty,
        REPLACEMENT_SLOT: "C" if entry.replaces else "",
    }
    for name, value in expected.items():
        if _slot(root, name) != value:
            yield f"La métadonnée {name} diffère de l’en-tête du document."
    if _values(root, "sourcePatientInfo") != entry.source_patient_info:
        yield "La métadonnée sourcePatientInfo diffère de l’en-tête du document."
    if _UTC.fullmatch(_slot(root, "submissionTime")) is None:
        yield "L’heure d’envoi n’est pas écrite en temps universel."


def _slot(root: etree._Element, name: str) -> str:
    return next(iter(_values(root, name)), "")


def _values(root: etree._Element, name: str) -> tuple[str, ...]:
    found = (one for one in root.iter(f"{{{RIM}}}Slot") if one.get("name") == name)
    slot = next(found, None)
    return () if slot is None else tuple(one.text or "" for one in slot.iter(f"{{{RIM}}}Value"))


def _title_findings(root: etree._Element, entry: DocumentEntry) -> Iterator[str]:
    titled = root.iter(f"{{{RIM}}}RegistryPackage", f"{{{RIM}}}ExtrinsicObject")
    if any(_name(one) != entry.title for one in titled):
        yield "La métadonnée title diffère de l’en-tête du document."


def _name(element: etree._Element) -> str:
    found = element.find(f"{{{RIM}}}Name/{{{RIM}}}LocalizedString")
    return "" if found is None else str(found.get("value"))


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


def _classified(root: etree._Element) -> Iterator[tuple[str, Coded]]:
    """Yield each code of the metadata with the scheme it stands in; authors have none."""
    for one in root.iter(f"{{{RIM}}}Classification"):
        code = one.get("nodeRepresentation") or ""
        if code:
            scheme = one.get("classificationScheme") or ""
            yield scheme, Coded(code, _name(one), _slot(one, "codingScheme"))


def _label_findings(root: etree._Element) -> Iterator[str]:
    for _, code in _classified(root):
        official = known(code.system, code.code)
        if official is None:
            yield f"Le code {code.code} n’est pas de ceux que la station connaît."
        elif official.label != code.label:
            yield f"Le libellé du code {code.code} n’est pas le libellé officiel."


def _code_findings(root: etree._Element, entry: DocumentEntry) -> Iterator[str]:
    try:
        deduced = [(ENTRY_CLASS, class_of(entry)), (ENTRY_FORMAT, format_of(entry))]
    except UnfitRecord as unfit:
        yield unfit.sentence
        return
    expected = [
        *deduced,
        (ENTRY_KIND, entry.kind),
        (ENTRY_CONFIDENTIALITY, entry.confidentiality),
        (ENTRY_FACILITY, entry.facility),
        (ENTRY_PRACTICE, entry.practice),
        (SUBMISSION_CONTENT, entry.facility),
        *((ENTRY_EVENT, event) for event in entry.events),
    ]
    found = [
        (scheme, code)
        for scheme, code in _classified(root)
        if (scheme, code.system) != (ENTRY_CONFIDENTIALITY, MASKING)
    ]
    if Counter(found) != Counter(expected):
        yield "Un code des métadonnées diffère de l’en-tête du document."
