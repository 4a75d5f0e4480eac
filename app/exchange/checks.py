"""What the agency's rules do not catch in a record, checked by us before it is kept.

Found by mutating records that pass the official rules (dmp.md §5.4). Each finding is one
French sentence without any identity. An empty result says: none of these faults.

Source: INS key, see app.identity; RPPS and FINESS end with a Luhn digit (checked on the
identifiers of the agency's published examples). The FINESS of Corsica holds a letter whose
value in the key is not published: only its shape is checked.
"""

import base64
import binascii
import re
from collections.abc import Iterator

import pikepdf
from lxml import etree

from app.errors import RefusedIdentity
from app.exchange.codes import FINESS_ROOT, RPPS_ROOT, known
from app.exchange.header import Node, read_header
from app.exchange.hl7 import INS_ROOTS, Identifier
from app.exchange.markup import CDA
from app.exchange.paper.archival import is_archivable
from app.exchange.trod_checks import rapid_test_findings
from app.identity import Ins

OLD_INS_ROOT = "1.2.250.1.213.1.4.2"

_TIME = re.compile(r"\d{14}[+-]\d{4}")
_PROFESSIONALS = (
    "author/assignedAuthor",
    "legalAuthenticator/assignedEntity",
    "documentationOf/serviceEvent/performer/assignedEntity",
)
_TIMES = (
    "effectiveTime",
    "author/time",
    "legalAuthenticator/time",
    "documentationOf/serviceEvent/effectiveTime/low",
    "documentationOf/serviceEvent/effectiveTime/high",
    "componentOf/encompassingEncounter/effectiveTime/low",
    "componentOf/encompassingEncounter/effectiveTime/high",
)


def luhn_holds(digits: str) -> bool:
    """Return whether the last of ``digits`` is the Luhn key of the others (ISO/IEC 7812-1)."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the two digits added
    return total % 10 == 0


def is_rpps(text: str) -> bool:
    """Return whether ``text`` is an RPPS number: 11 digits, the last one its key."""
    return re.fullmatch(r"[0-9]{11}", text) is not None and luhn_holds(text)


def is_finess(text: str) -> bool:
    """Return whether ``text`` is a FINESS number: 9 digits, the last one its key."""
    if re.fullmatch(r"2[AB][0-9]{7}", text):
        return True
    return re.fullmatch(r"[0-9]{9}", text) is not None and luhn_holds(text)


def record_findings(cda: bytes) -> tuple[str, ...]:
    """Return what is wrong in the record ``cda``, nothing when it may be kept.

    Raises:
        RefusedDocument: the bytes are not a CDA.
    """
    document = read_header(cda)
    found = (
        *_patient_findings(document),
        *_professional_findings(document),
        *_time_findings(document),
        *_label_findings(document),
        *_body_findings(document),
        *_reference_findings(document),
        *_version_findings(document),
        *rapid_test_findings(document),
    )
    return tuple(dict.fromkeys(found))


def paper_findings(cda: bytes) -> tuple[str, ...]:
    """Return what is wrong in the PDF of a level 1 record, nothing without one.

    Apart from ``record_findings``: the PDF is opened whole. Source: ISO 19005-1; dmp.md §2.4.

    Raises:
        RefusedDocument: the bytes are not a CDA.
    """
    if read_header(cda).child("component/nonXMLBody").element is None:
        return ()
    try:
        if is_archivable(embedded_pdf(cda)):
            return ()
    except pikepdf.PdfError:
        pass
    return ("Le PDF du document n’est pas archivable (PDF/A-1).",)


def embedded_pdf(cda: bytes) -> bytes:
    """Return the PDF inside the record, empty when there is none that can be read."""
    text = read_header(cda).child("component/nonXMLBody/text").text
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _patient_findings(document: Node) -> Iterator[str]:
    for node in document.children("recordTarget/patientRole/id"):
        identifier = node.identifier
        if identifier.root == OLD_INS_ROOT:
            yield "Le patient porte un ancien INS calculé, qui n’est plus reçu."
        if identifier.root in INS_ROOTS and not _is_ins(identifier.extension, identifier.root):
            yield "La clé du matricule INS ne correspond pas."


def _is_ins(matricule: str, root: str) -> bool:
    try:
        Ins(matricule, root)
    except RefusedIdentity:
        return False
    return True


def _professional_findings(document: Node) -> Iterator[str]:
    for path in _PROFESSIONALS:
        for entity in document.children(path):
            person = entity.child("id").identifier
            if person.root != RPPS_ROOT or person.extension[:1] != "8":
                yield "Le professionnel n’est pas désigné par son numéro RPPS."
            elif not is_rpps(person.extension[1:]):
                yield "Le numéro RPPS du professionnel a une clé fausse."
            place = entity.child("representedOrganization/id").identifier
            if place.root != FINESS_ROOT or place.extension[:1] != "1":
                yield "La pharmacie n’est pas désignée par son numéro FINESS."
            elif not is_finess(place.extension[1:]):
                yield "Le numéro FINESS de la pharmacie a une clé fausse."


def _time_findings(document: Node) -> Iterator[str]:
    values = (node.attribute("value") for path in _TIMES for node in document.children(path))
    if any(_TIME.fullmatch(value) is None for value in values):
        yield "Une heure du document n’est pas écrite à la seconde avec son fuseau horaire."


def _label_findings(document: Node) -> Iterator[str]:
    for element in _elements(document):
        code = Node(element).code
        if not code.system:
            continue
        official = known(code.system, code.code)
        if official is None:
            yield f"Le code {code.code} n’est pas de ceux que la station connaît."
        elif code.label != official.label:
            yield f"Le libellé du code {code.code} n’est pas le libellé officiel."


def _body_findings(document: Node) -> Iterator[str]:
    body = document.child("component/nonXMLBody/text")
    if body.element is None:
        return
    if (
        body.attribute("mediaType") != "application/pdf"
        or body.attribute("representation") != "B64"
    ):
        yield "Le corps du document n’est pas annoncé comme un PDF."
    try:
        content = base64.b64decode(body.text, validate=True)
    except binascii.Error:
        content = b""
    if not content.startswith(b"%PDF-"):
        yield "Le corps du document n’est pas un PDF lisible."


def _reference_findings(document: Node) -> Iterator[str]:
    every = [element.get("ID") for element in _elements(document) if element.get("ID")]
    names = set(every)
    if len(names) != len(every):
        yield "Deux parties du texte portent le même nom."
    targets = (
        element.get("value") or ""
        for element in _elements(document)
        if element.tag == f"{{{CDA}}}reference"
    )
    if any(target.startswith("#") and target[1:] not in names for target in targets):
        yield "Une référence du document ne désigne rien."


def _version_findings(document: Node) -> Iterator[str]:
    number = document.child("versionNumber").attribute("value")
    series = document.child("setId").identifier
    replaced = [
        one.child("parentDocument")
        for one in document.children("relatedDocument")
        if one.attribute("typeCode") == "RPLC"
    ]
    if not number.isascii() or not number.isdigit() or int(number) < 1:
        yield "Le numéro de version du document n’est pas un entier."
    elif (int(number) > 1) != bool(replaced):
        yield "La version du document ne dit pas ce qu’elle remplace."
    own = document.child("id").identifier
    if any(one.child("id").identifier in {own, Identifier("", "")} for one in replaced):
        yield "Le document se remplace lui-même."
    if any(one.child("setId").identifier != series for one in replaced):
        yield "Le document remplacé est d’une autre série."


def _elements(document: Node) -> Iterator[etree._Element]:
    if document.element is not None:
        yield from document.element.iter(etree.Element)
