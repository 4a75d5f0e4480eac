"""The XDM archive: one document, its metadata, and the two files a person can open.

The same inputs give the same bytes: entries are dated by the submission, in a fixed order.
The PDF travels beside the archive, not in it: DOC0001.XML already holds it.

Source: IHE ITI TF-2 ITI-32 (ZIP over e-mail, names ISO 9660 level 1, README in ASCII with
CRLF); dmp.md §4.1 for the tree of the agency's archives.
"""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange.codes import CLASS, CLASS_OF_TYPE, FORMAT_OF_TEMPLATE, Coded, coded
from app.exchange.metadata import DocumentEntry, derive
from app.exchange.oids import is_oid
from app.exchange.refusals import UnfitRecord
from app.exchange.registry import RIM, Submission, metadata_xml
from app.exchange.times import utc_digits

DOCUMENT = "DOC0001.XML"
FOLDER = "IHE_XDM/SUBSET01/"
PUBLISHER = "OSyS Station"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, as the two readable files name it; ``source_id`` is the OID of the system."""

    person: str
    institution: str
    institution_id: str
    address: str
    phone: str
    source_id: str
    software: str


def sender_of(sheet: OrientationSheet) -> Sender:
    """Return the sender of the archive made from ``sheet``."""
    pharmacy, pharmacist = sheet.pharmacy, sheet.pharmacist
    return Sender(
        person=f"{pharmacist.family.upper()} {pharmacist.given}",
        institution=pharmacy.name,
        institution_id=f"1{pharmacy.finess}",
        address=f"{pharmacy.street} {pharmacy.postcode} {pharmacy.city}",
        phone=pharmacy.phone,
        source_id=pharmacy.oid,
        software=sheet.software,
    )


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is said of a document beside its header: who must not see it, what it replaces.

    ``masking`` are codes of JDV_J08; ``replaced_entry`` the ``urn:uuid:`` under which the version
    before was sent, "" when it never left or is not known.
    """

    masking: tuple[Coded, ...] = ()
    replaced_entry: str = ""


OPEN = Sharing()


def pack(
    cda: bytes, sender: Sender, submission_id: str, submitted_at: datetime, sharing: Sharing = OPEN
) -> bytes:
    """Return IHE_XDM.ZIP holding ``cda`` unchanged, submitted at ``submitted_at`` (aware).

    Raises:
        UnfitRecord: an identifier is no OID, or the document is of a type we do not make.
    """
    if not (is_oid(submission_id) and is_oid(sender.source_id)):
        raise UnfitRecord("Un identifiant de l’envoi n’est pas un OID. Signalez-le à l’éditeur.")
    entry = derive(cda)
    submission = Submission(
        submission_id,
        utc_digits(submitted_at),
        sender.source_id,
        class_of(entry),
        format_of(entry),
        sharing.masking,
        sharing.replaced_entry if entry.replaces else "",
    )
    files = (
        ("INDEX.HTM", _index(sender)),
        ("README.TXT", _readme(sender)),
        ("IHE_XDM/", b""),
        (FOLDER, b""),
        (f"{FOLDER}METADATA.XML", metadata_xml(entry, submission, DOCUMENT)),
        (f"{FOLDER}{DOCUMENT}", cda),
    )
    return _zipped(files, submitted_at.astimezone(UTC))


def class_of(entry: DocumentEntry) -> Coded:
    """Return the class of a document, deduced from its type.

    Raises:
        UnfitRecord: the station does not send documents of this type.
    """
    code = CLASS_OF_TYPE.get(entry.kind.code)
    if code is None:
        raise UnfitRecord("Ce type de document n’est pas de ceux que la station envoie.")
    return coded(CLASS, code)


def format_of(entry: DocumentEntry) -> Coded:
    """Return the format of a document, deduced from what it says it conforms to.

    Raises:
        UnfitRecord: the station does not send documents of this format.
    """
    for template, (code, system) in FORMAT_OF_TEMPLATE.items():
        if template in entry.templates:
            return coded(system, code)
    raise UnfitRecord("Ce document n’est pas au format que la station envoie.")


@dataclass(frozen=True, slots=True)
class Packed:
    """What an archive of ours holds: the ``lcm:SubmitObjectsRequest``, and the exact document."""

    metadata: etree._Element
    document: bytes


def packed_in(xdm: bytes) -> Packed:
    """Return what an archive of ours holds.

    Raises:
        UnfitRecord: it is not such an archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(xdm)) as archive:
            root = etree.fromstring(archive.read(f"{FOLDER}METADATA.XML"))
            return Packed(root, archive.read(f"{FOLDER}{DOCUMENT}"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as broken:
        raise UnfitRecord("L’archive est illisible ou incomplète.") from broken


def entry_of(xdm: bytes) -> str:
    """Return the ``urn:uuid:`` of the document in an archive of ours, "" when it holds none."""
    try:
        root = packed_in(xdm).metadata
    except UnfitRecord:
        return ""
    found = next(root.iter(f"{{{RIM}}}ExtrinsicObject"), None)
    return "" if found is None else str(found.get("id") or "")


def _index(sender: Sender) -> bytes:
    name = escape(f"{sender.institution} ({sender.institution_id})")
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">',
        f"<head><title>{name}</title></head>",
        f'<body><p>Émetteur : {name}</p><p>Voir le fichier <a href="README.TXT">README.TXT</a>'
        "</p></body>",
        "</html>",
    )
    return "\r\n".join(lines).encode("utf-8")


def _readme(sender: Sender) -> bytes:
    lines = (
        "Emetteur :",
        f"  Nom : {sender.person}",
        f"  Organisme : {sender.institution} ({sender.institution_id})",
        f"  Adresse : {sender.address}",
        f"  Telephone : {sender.phone}",
        "",
        "Application de l'emetteur :",
        f"  Nom et version : {sender.software}",
        f"  Editeur : {PUBLISHER}",
        "",
        "Instructions :",
        "  Consultez ce document dans votre logiciel de professionnel de sante.",
        "",
        "Arborescence :",
        "  INDEX.HTM",
        "  README.TXT",
        "  IHE_XDM",
        "    SUBSET01",
        "      METADATA.XML",
        f"      {DOCUMENT}",
        "",
    )
    return "\r\n".join(_ascii(line) for line in lines).encode("ascii")


def _ascii(text: str) -> str:
    spelled = text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    folded = unicodedata.normalize("NFKD", spelled)
    return folded.encode("ascii", "ignore").decode("ascii")


def _zipped(files: tuple[tuple[str, bytes], ...], at: datetime) -> bytes:
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, stamp)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0x10 if name.endswith("/") else 0
            archive.writestr(entry, content)
    return buffer.getvalue()
