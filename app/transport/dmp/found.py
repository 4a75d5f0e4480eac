"""What is asked of the registry, and the documents it says it has; each must be the patient's.

Source: IHE ITI TF-2 ITI-18 §3.18.4.1.2 (stored queries, quoting of values), §3.18.4.1.2.3.7
(FindDocuments, GetDocuments); OASIS ebRS 3.0 §6 (AdhocQueryRequest).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from app.exchange.codes import Coded
from app.exchange.incoming.registry_object import identifier, slot, title
from app.exchange.incoming.source import short
from app.exchange.registry import (
    APPROVED,
    ENTRY_CLASS,
    ENTRY_KIND,
    ENTRY_PATIENT,
    ENTRY_UNIQUE,
    RIM,
)
from app.exchange.times import utc_digits
from app.transport.dmp.envelope import NotAnAnswer

QUERY = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
RESPONSE = f"{{{QUERY}}}AdhocQueryResponse"
FIND_DOCUMENTS = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
GET_DOCUMENTS = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
MOST_DOCUMENTS = 1_000


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document of the registry: what it is, where it is kept, and what its bytes must be.

    ``created`` is 14 digits UTC, ``size`` in bytes, 0 when it is not said; ``sha1`` lower case.
    """

    unique_id: str
    entry: str
    repository: str
    title: str
    media_type: str
    kind: Coded
    document_class: Coded
    created: str
    sha1: str
    size: int
    is_current: bool


def find_documents(patient: str, since: datetime) -> bytes:
    """Return the question: the current documents of ``patient`` (CX) made ``since`` an instant."""
    return _question(
        FIND_DOCUMENTS,
        (
            ("$XDSDocumentEntryPatientId", quoted(patient)),
            ("$XDSDocumentEntryCreationTimeFrom", quoted(utc_digits(since))),
            ("$XDSDocumentEntryStatus", f"({quoted(APPROVED)})"),
        ),
    )


def get_documents(unique_ids: Sequence[str]) -> bytes:
    """Return the question: what the registry says of these documents, by their unique ids."""
    listed = ",".join(quoted(one) for one in unique_ids)
    return _question(GET_DOCUMENTS, (("$XDSDocumentEntryUniqueId", f"({listed})"),))


def quoted(value: str) -> str:
    """Return ``value`` as a stored query writes a text: a quote inside is doubled."""
    return "'" + value.replace("'", "''") + "'"


def documents_of(answer: etree._Element, patient: str) -> tuple[FoundDocument, ...]:
    """Return the documents of an answer, all of them of ``patient``.

    Raises:
        NotAnAnswer: one is another patient's, is described twice, or there are too many.
    """
    found = [*answer.iterfind(f"{{{RIM}}}RegistryObjectList/{{{RIM}}}ExtrinsicObject")]
    if len(found) > MOST_DOCUMENTS:
        raise NotAnAnswer
    if any(identifier(one, ENTRY_PATIENT) != patient for one in found):
        raise NotAnAnswer
    documents = tuple(_document(one) for one in found)
    if len({one.entry for one in documents}) != len(documents):
        raise NotAnAnswer
    return documents


def _question(query_id: str, slots: Sequence[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{QUERY}}}AdhocQueryRequest", nsmap={"query": QUERY, "rim": RIM})
    etree.SubElement(
        root, f"{{{QUERY}}}ResponseOption", returnComposedObjects="true", returnType="LeafClass"
    )
    query = etree.SubElement(root, f"{{{RIM}}}AdhocQuery", id=query_id)
    for name, value in slots:
        values = etree.SubElement(
            etree.SubElement(query, f"{{{RIM}}}Slot", name=name), f"{{{RIM}}}ValueList"
        )
        etree.SubElement(values, f"{{{RIM}}}Value").text = value
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _document(one: etree._Element) -> FoundDocument:
    size = slot(one, "size")
    return FoundDocument(
        unique_id=identifier(one, ENTRY_UNIQUE),
        entry=one.get("id") or "",
        repository=slot(one, "repositoryUniqueId"),
        title=title(one),
        media_type=(one.get("mimeType") or "").lower(),
        kind=_coded(one, ENTRY_KIND),
        document_class=_coded(one, ENTRY_CLASS),
        created=slot(one, "creationTime"),
        sha1=slot(one, "hash").lower(),
        size=int(size) if size.isascii() and size.isdigit() else 0,
        is_current=one.get("status") == APPROVED,
    )


def _coded(parent: etree._Element, scheme: str) -> Coded:
    for one in parent.iterchildren(f"{{{RIM}}}Classification"):
        if one.get("classificationScheme") == scheme:
            code, system = one.get("nodeRepresentation") or "", slot(one, "codingScheme")
            return Coded(short(code), title(one), short(system))
    return Coded("", "", "")
