"""One document that came in, as the station holds it: head, patient, text, facts, files.

Source: HL7 CDA R2; ANS, CI-SIS « Structuration minimale des documents de santé » (header); the
body is structured (level 2 and 3) or a file in base 64 (level 1, ``nonXMLBody``).
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from app.encounter.incoming import FactSource, IncomingFact
from app.encounter.incoming_text import Paragraph
from app.exchange.codes import Coded
from app.exchange.header import Node
from app.exchange.incoming.entries import facts_of
from app.exchange.incoming.narrative import Section, sections_of
from app.exchange.incoming.opening import open_document
from app.exchange.incoming.patient import DocumentPatient, patient_of
from app.exchange.incoming.source import one_line, source_of
from app.exchange.markup import CDA
from app.exchange.refusals import RefusedDocument

PDF = "application/pdf"
PDF_MAGIC = b"%PDF-"
PLAIN_TEXT = "text/plain"

NO_ID = "Ce document n’a pas d’identifiant unique\u00a0: il est refusé."
BAD_BASE64 = "Un fichier contenu dans ce document est abîmé. Demandez le document à nouveau."
NOT_PDF = "Ce document annonce un PDF qui n’en est pas un\u00a0: il est refusé."
EMPTY = "Ce document n’a pas de contenu lisible. Demandez-le à nouveau à son auteur."
NO_BODY = Coded("", "", "")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document, kept as bytes and never opened here.

    ``name`` is the one the text gives it, "" for the body of the document itself.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, 64 hexadecimal characters."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Received:
    """A document read. ``exact`` are its bytes as they came: they are what is archived."""

    kind: Coded
    source: FactSource
    version: str
    patient: DocumentPatient
    sections: tuple[Section, ...]
    facts: tuple[IncomingFact, ...]
    attachments: tuple[Attachment, ...]
    exact: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes as they came."""
        return hashlib.sha256(self.exact).hexdigest()


def read_document(data: bytes) -> Received:
    """Return the document whose exact bytes are ``data``.

    Raises:
        RefusedDocument: it cannot be opened safely, or says neither what nor whose it is.
    """
    document = open_document(data)
    source = source_of(document)
    if not source.document_id:
        raise RefusedDocument(NO_ID)
    body = document.child("component/structuredBody")
    sections = sections_of(body)
    attachments = tuple(_attachments(document))
    if body.element is None:
        sections = _plain_text(document)
    if not sections and not attachments:
        raise RefusedDocument(EMPTY)
    return Received(
        kind=document.child("code").code,
        source=source,
        version=document.child("versionNumber").attribute("value"),
        patient=patient_of(document),
        sections=sections,
        facts=facts_of(document, source),
        attachments=attachments,
        exact=data,
    )


def _attachments(document: Node) -> list[Attachment]:
    """Return the body in base 64, then each picture or PDF the text shows."""
    found: list[Attachment] = []
    body = document.child("component/nonXMLBody/text")
    if body.attribute("representation") == "B64":
        found.append(_attachment("", body))
    if document.element is not None:
        for one in document.element.iter(f"{{{CDA}}}observationMedia"):
            value = Node(one).child("value")
            if value.attribute("representation") == "B64" and value.text.strip():
                found.append(_attachment(one.get("ID") or "", value))
    return found


def _attachment(name: str, node: Node) -> Attachment:
    try:
        content = base64.b64decode("".join(node.text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedDocument(BAD_BASE64) from error
    media_type = node.attribute("mediaType").lower()
    if media_type == PDF and not content.startswith(PDF_MAGIC):
        raise RefusedDocument(NOT_PDF)
    return Attachment(name, media_type, content)


def _plain_text(document: Node) -> tuple[Section, ...]:
    """Return the text of a body that is one, without any mark-up."""
    body = document.child("component/nonXMLBody/text")
    if body.attribute("representation") == "B64" or body.attribute("mediaType") != PLAIN_TEXT:
        return ()
    lines = (one_line(line) for line in body.text.splitlines())
    blocks = tuple(Paragraph(line) for line in lines if line)
    return (Section(NO_BODY, "", blocks, ()),) if blocks else ()
