"""One sealed record as the service takes it: its metadata, its exact bytes, a signature.

The submission is the one that was sealed with the sheet, identifiers and time included: asked
again, it is the same for the service, which refuses to register it twice.

Source: IHE ITI TF-2 ITI-41 (ProvideAndRegisterDocumentSetRequest); dmp.md §6.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.exchange.archive_checks import archive_findings
from app.exchange.checks import record_findings
from app.exchange.incoming.registry_object import identifier
from app.exchange.metadata import DocumentEntry, derive
from app.exchange.refusals import RefusedDocument, UnfitRecord
from app.exchange.registry import RIM, SUBMISSION_UNIQUE
from app.exchange.submission_signature import with_signature
from app.exchange.xdm import Packed, packed_in
from app.transport.dmp.ports import SubmissionSigner
from app.transport.service_words import TOO_LARGE

XDS = "urn:ihe:iti:xds-b:2007"
XOP = "http://www.w3.org/2004/08/xop/include"
LARGEST_DOCUMENT = 5_000_000
"""Bytes of one document. Source: dmp.md §2.4, to be confirmed by the homologation."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A submission ready to be signed; ``patient`` is the CX of the national identifier."""

    submission_id: str
    patient: str
    entry: DocumentEntry = field(repr=False)
    metadata: bytes = field(repr=False)
    document: bytes = field(repr=False)

    @property
    def message(self) -> bytes:
        """The SHA-256 by which the vault names this submission."""
        return hashlib.sha256(f"dmp {self.submission_id}".encode("ascii")).digest()


@dataclass(frozen=True, slots=True)
class Content:
    """The body of the message, and the documents by the Content-ID it names them by."""

    body: bytes = field(repr=False)
    attached: Mapping[str, bytes] = field(repr=False)


def fit_archive(xdm: bytes) -> Packed:
    """Return what a sealed archive holds, when the service may take it.

    Raises:
        UnfitRecord: it is no such archive, or its document is too large.
    """
    packed = packed_in(xdm)
    if len(packed.document) > LARGEST_DOCUMENT:
        raise UnfitRecord(TOO_LARGE)
    return packed


def parcel_of(xdm: bytes) -> Parcel:
    """Return the submission inside a sealed archive.

    Raises:
        UnfitRecord: the archive, its metadata and its document do not agree, or it is too large.
    """
    packed = fit_archive(xdm)
    try:
        entry = derive(packed.document)
        findings = (
            *record_findings(packed.document),
            *archive_findings(xdm, packed.document),
        )
    except RefusedDocument as refused:
        raise UnfitRecord(refused.sentence) from refused
    if findings:
        raise UnfitRecord(" ".join(dict.fromkeys(findings)))
    package = next(packed.metadata.iter(f"{{{RIM}}}RegistryPackage"))
    submission_id = identifier(package, SUBMISSION_UNIQUE)
    metadata = etree.tostring(packed.metadata, xml_declaration=True, encoding="UTF-8")
    return Parcel(submission_id, entry.patient_id, entry, metadata, packed.document)


def signed_content(parcel: Parcel, signer: SubmissionSigner) -> Content:
    """Return what is provided: the documents, then their signature.

    Raises:
        NotSigned: the card refused.
    """
    signature = signer.sign(parcel.metadata, {parcel.entry.unique_id: parcel.document})
    root = etree.fromstring(parcel.metadata)
    document_id = str(next(root.iter(f"{{{RIM}}}ExtrinsicObject")).get("id"))
    signature_id = with_signature(root, parcel.entry, parcel.submission_id, signature)
    request = etree.Element(
        f"{{{XDS}}}ProvideAndRegisterDocumentSetRequest", nsmap={"xds": XDS, "xop": XOP}
    )
    request.append(root)
    attached: dict[str, bytes] = {}
    for number, (name, content) in enumerate(
        ((document_id, parcel.document), (signature_id, signature)), start=1
    ):
        cid = f"document-{number}@osys.invalid"
        place = etree.SubElement(request, f"{{{XDS}}}Document", id=name)
        etree.SubElement(place, f"{{{XOP}}}Include", href=f"cid:{cid}")
        attached[cid] = content
    return Content(etree.tostring(request, encoding="UTF-8", xml_declaration=False), attached)
