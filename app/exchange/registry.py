"""METADATA.XML: one submission of one document, in ebRIM 3.0.

Every object has its own identifier and every reference names one of them. Children stand in
the order of the schema: Slot, Name, Description, Classification, ExternalIdentifier.

Source: OASIS ebRIM 3.0 (rim.xsd, lcm.xsd); IHE ITI TF-3 §4.2.3 for the scheme identifiers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from app.exchange.codes import Coded
from app.exchange.metadata import Author, DocumentEntry
from app.exchange.oids import entry_urn

LCM = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
APPROVED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
RPLC = "urn:ihe:iti:2007:AssociationType:RPLC"
SIGNS = "urn:ihe:iti:2007:AssociationType:signs"
REPLACEMENT_SLOT = "urn:action:extraMetadataSlot"
"""How the agency's archives say that a document replaces another one (value C)."""
HAS_MEMBER = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
STABLE_DOCUMENT = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
SUBMISSION_NODE = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"
SUBMISSION_AUTHOR = "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d"
SUBMISSION_CONTENT = "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500"
SUBMISSION_PATIENT = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"
SUBMISSION_SOURCE = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832"
SUBMISSION_UNIQUE = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"
ENTRY_AUTHOR = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
ENTRY_CLASS = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"
ENTRY_CONFIDENTIALITY = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"
ENTRY_FORMAT = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"
ENTRY_FACILITY = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"
ENTRY_PRACTICE = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead"
ENTRY_KIND = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
ENTRY_EVENT = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
ENTRY_PATIENT = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
ENTRY_UNIQUE = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"


@dataclass(frozen=True, slots=True)
class Submission:
    """One sending: its OID, when (14 digits UTC), from which system, and the deduced codes.

    ``masking`` are added to the confidentiality of the document (JDV_J08). ``replaced_entry`` is
    the ``urn:uuid:`` under which the version before was sent, "" when it is not known.
    """

    unique_id: str
    time: str
    source_id: str
    document_class: Coded
    document_format: Coded
    masking: tuple[Coded, ...] = ()
    replaced_entry: str = ""


def metadata_xml(entry: DocumentEntry, submission: Submission, uri: str) -> bytes:
    """Return METADATA.XML for the document ``uri`` described by ``entry``."""
    root = etree.Element(f"{{{LCM}}}SubmitObjectsRequest", nsmap={"lcm": LCM, "rim": RIM})
    writer = ObjectWriter(
        etree.SubElement(root, f"{{{RIM}}}RegistryObjectList"), submission.unique_id
    )
    package = writer.object("RegistryPackage", status=APPROVED)
    _fill_package(writer, package, entry, submission)
    document = add_document(writer, entry, submission, uri)
    add_member(writer, package, document)
    if submission.replaced_entry:
        writer.object(
            "Association",
            associationType=RPLC,
            sourceObject=str(document.get("id")),
            targetObject=submission.replaced_entry,
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def add_document(
    writer: "ObjectWriter", entry: DocumentEntry, submission: Submission, uri: str
) -> etree._Element:
    """Return the ExtrinsicObject of ``entry``, added to the submission; ``uri`` may be ""."""
    document = writer.object(
        "ExtrinsicObject", mimeType="text/xml", objectType=STABLE_DOCUMENT, status=APPROVED
    )
    _fill_document(writer, document, entry, uri)
    _classify_document(writer, document, entry, submission)
    return document


def add_member(writer: "ObjectWriter", package: etree._Element, document: etree._Element) -> None:
    """Say that ``document`` is of the submission ``package``."""
    link = writer.object(
        "Association",
        associationType=HAS_MEMBER,
        sourceObject=str(package.get("id")),
        targetObject=str(document.get("id")),
    )
    writer.slot(link, "SubmissionSetStatus", ["Original"])


class ObjectWriter:
    """Adds objects with identifiers derived from the submission, the same at each call."""

    def __init__(self, objects: etree._Element, submission_id: str) -> None:
        self._objects = objects
        self._submission_id = submission_id
        self._made = 0

    def _next_id(self) -> str:
        self._made += 1
        return entry_urn(self._submission_id, f"object-{self._made}")

    def object(self, name: str, **attributes: str) -> etree._Element:
        """Return a new object of the list, with an identifier of its own."""
        return _add(self._objects, name, id=self._next_id(), **attributes)

    def slot(self, parent: etree._Element, name: str, values: Sequence[str]) -> None:
        """Add a slot with the values that are not "", none when all are."""
        kept = [value for value in values if value]
        if kept:
            listed = _add(_add(parent, "Slot", name=name), "ValueList")
            for value in kept:
                _add(listed, "Value").text = value

    def classify(self, parent: etree._Element, scheme: str, code: Coded) -> None:
        """Add a code with its system and its label."""
        made = self._classification(parent, scheme, code.code)
        self.slot(made, "codingScheme", [code.system])
        _add_text(made, "Name", code.label)

    def author(self, parent: etree._Element, scheme: str, author: Author) -> None:
        """Add an author."""
        made = self._classification(parent, scheme, "")
        self.slot(made, "authorInstitution", [author.institution])
        self.slot(made, "authorPerson", [author.person])
        self.slot(made, "authorSpecialty", [author.specialty])

    def _classification(self, parent: etree._Element, scheme: str, code: str) -> etree._Element:
        return _add(
            parent,
            "Classification",
            id=self._next_id(),
            classificationScheme=scheme,
            classifiedObject=str(parent.get("id")),
            nodeRepresentation=code,
        )

    def mark_submission(self, parent: etree._Element) -> None:
        """Say that ``parent`` is the submission itself."""
        _add(
            parent,
            "Classification",
            id=self._next_id(),
            classificationNode=SUBMISSION_NODE,
            classifiedObject=str(parent.get("id")),
        )

    def identifier(self, parent: etree._Element, scheme: str, name: str, value: str) -> None:
        """Add an identifier under its XDS name."""
        made = _add(
            parent,
            "ExternalIdentifier",
            id=self._next_id(),
            identificationScheme=scheme,
            registryObject=str(parent.get("id")),
            value=value,
        )
        _add_text(made, "Name", name)


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{RIM}}}{tag}", attributes)


def _add_text(parent: etree._Element, name: str, text: str) -> None:
    _add(_add(parent, name), "LocalizedString", value=text)


def _fill_package(
    writer: ObjectWriter, package: etree._Element, entry: DocumentEntry, submission: Submission
) -> None:
    writer.slot(package, "submissionTime", [submission.time])
    _add_text(package, "Name", entry.title)
    writer.mark_submission(package)
    for author in entry.authors:
        writer.author(package, SUBMISSION_AUTHOR, author)
    # the agency's own archives repeat the place of care here
    writer.classify(package, SUBMISSION_CONTENT, entry.facility)
    ids = (
        (SUBMISSION_PATIENT, "patientId", entry.patient_id),
        (SUBMISSION_SOURCE, "sourceId", submission.source_id),
        (SUBMISSION_UNIQUE, "uniqueId", submission.unique_id),
    )
    for scheme, name, value in ids:
        writer.identifier(package, scheme, f"XDSSubmissionSet.{name}", value)


def _fill_document(
    writer: ObjectWriter, document: etree._Element, entry: DocumentEntry, uri: str
) -> None:
    slots = (
        (REPLACEMENT_SLOT, "C" if entry.replaces else ""),
        ("creationTime", entry.creation_time),
        ("hash", entry.hash),
        ("languageCode", entry.language),
        ("legalAuthenticator", entry.legal_authenticator),
        ("serviceStartTime", entry.service_start),
        ("serviceStopTime", entry.service_stop),
        ("size", str(entry.size)),
        ("sourcePatientId", entry.source_patient_id),
        ("URI", uri),
    )
    for name, value in slots:
        writer.slot(document, name, [value])
    writer.slot(document, "sourcePatientInfo", entry.source_patient_info)
    _add_text(document, "Name", entry.title)


def _classify_document(
    writer: ObjectWriter, document: etree._Element, entry: DocumentEntry, submission: Submission
) -> None:
    for author in entry.authors:
        writer.author(document, ENTRY_AUTHOR, author)
    codes = (
        (ENTRY_CLASS, submission.document_class),
        (ENTRY_CONFIDENTIALITY, entry.confidentiality),
        *((ENTRY_CONFIDENTIALITY, one) for one in submission.masking),
        (ENTRY_FORMAT, submission.document_format),
        (ENTRY_FACILITY, entry.facility),
        (ENTRY_PRACTICE, entry.practice),
        (ENTRY_KIND, entry.kind),
        *((ENTRY_EVENT, event) for event in entry.events),
    )
    for scheme, code in codes:
        writer.classify(document, scheme, code)
    writer.identifier(document, ENTRY_PATIENT, "XDSDocumentEntry.patientId", entry.patient_id)
    writer.identifier(document, ENTRY_UNIQUE, "XDSDocumentEntry.uniqueId", entry.unique_id)
