"""An IHE_XDM.ZIP that came in: every file bounded, named plainly and matched with its metadata.

Nothing is written to a disk. What the metadata announce must be there, byte for byte, and nothing
is read that they do not announce; INDEX.HTM and README.TXT are for people and stay closed.

Source: IHE ITI TF-2 ITI-32 and TF-3 §4.2 (hash: SHA-1 of the bytes; size); dmp.md §4.1.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.exchange.incoming.document import PDF, PDF_MAGIC, Received, read_document
from app.exchange.incoming.opening import LARGEST_DOCUMENT, open_xml
from app.exchange.incoming.registry_object import identifier, slot, title
from app.exchange.refusals import RefusedDocument
from app.exchange.registry import ENTRY_UNIQUE, RIM

LARGEST_ARCHIVE = 50 * 1024 * 1024
"""Bytes of the archive, refused before it is read; also the most its files may come to."""
MOST_FILES = 200
METADATA = "METADATA.XML"
ZIP_MAGIC = b"PK\x03\x04"
CDA_TYPES = frozenset({"text/xml", "application/xml"})

TOO_LARGE = "Cette archive dépasse 50\u00a0Mo\u00a0: elle n’a pas été ouverte."
NOT_ZIP = "Ce fichier n’est pas une archive ZIP lisible. Demandez l’envoi à nouveau."
TOO_MANY = "Cette archive contient trop de fichiers pour être un envoi de documents de santé."
BOMB = "Cette archive se déplie au-delà de ce que la station accepte\u00a0: elle est refusée."
OUTSIDE = "Cette archive contient un fichier qui sortirait de son dossier\u00a0: elle est refusée."
TWICE = "Cette archive contient deux fichiers du même nom\u00a0: elle est refusée."
LOCKED = "Cette archive est protégée par un mot de passe. Demandez l’envoi sans mot de passe."
NO_METADATA = (
    "Cette archive n’a pas de fichier METADATA.XML\u00a0: rien ne dit ce qu’elle contient. "
    "Demandez l’envoi à nouveau."
)
NO_ENTRY = (
    "Les métadonnées de cette archive n’annoncent aucun document. Demandez l’envoi à nouveau."
)
ABSENT = "Un document annoncé par cette archive n’y est pas. Demandez l’envoi à nouveau."
WRONG_SIZE = "La taille d’un document diffère de celle annoncée\u00a0: l’archive est refusée."
WRONG_HASH = "L’empreinte d’un document diffère de celle annoncée\u00a0: l’archive est refusée."
WRONG_ID = "L’identifiant d’un document diffère de celui annoncé\u00a0: l’archive est refusée."
SAME_ID = "Cette archive contient deux documents pour un même identifiant\u00a0: elle est refusée."
UNREAD_TYPE = "Un document de cette archive est d’un type que la station n’ouvre pas."


@dataclass(frozen=True, slots=True)
class LoneFile:
    """A PDF sent beside the documents, kept as bytes and never opened here."""

    unique_id: str
    title: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, 64 hexadecimal characters."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one archive brings: its documents and its PDF files, in the order announced."""

    documents: tuple[Received, ...]
    files: tuple[LoneFile, ...]


@dataclass(frozen=True, slots=True)
class _Announced:
    unique_id: str
    title: str
    media_type: str
    uri: str
    sha1: str
    size: str


def is_archive(data: bytes) -> bool:
    """Return whether ``data`` begins as a ZIP archive does."""
    return data.startswith(ZIP_MAGIC)


GoesOn = Callable[[int], None]
"""Told how far the reading is, in percent; it may raise, to give the reading up."""
UNPACKED = 60
"""Percent of the reading that the unpacking of an archive is."""


def untold(_: int) -> None:
    """Tell nobody how far the reading is."""


def read_archive(data: bytes, goes_on: GoesOn = untold) -> Delivery:
    """Return what the archive ``data`` brings, all of it or nothing.

    Raises:
        RefusedDocument: the archive is unsafe, incomplete, or not what its metadata announce.
    """
    if len(data) > LARGEST_ARCHIVE:
        raise RefusedDocument(TOO_LARGE)
    files = _unpacked(data, goes_on)
    folders = [name[: -len(METADATA)] for name in files if name.split("/")[-1] == METADATA]
    if not folders:
        raise RefusedDocument(NO_METADATA)
    found = [(one, folder) for folder in folders for one in _announced(files[folder + METADATA])]
    if not found:
        raise RefusedDocument(NO_ENTRY)
    ids = [one.unique_id for one, _ in found]
    if len(set(ids)) != len(ids):
        raise RefusedDocument(SAME_ID)
    contents = [(one, _matched(one, files.get(_place(folder, one.uri)))) for one, folder in found]
    read: list[Received | LoneFile] = []
    for rank, (one, content) in enumerate(contents):
        goes_on(UNPACKED + (100 - UNPACKED) * rank // len(contents))
        read.append(_document(one, content) if _is_cda(one) else _lone(one, content))
    documents = tuple(one for one in read if isinstance(one, Received))
    return Delivery(documents, tuple(one for one in read if isinstance(one, LoneFile)))


def _unpacked(data: bytes, goes_on: GoesOn) -> dict[str, bytes]:
    """Return the files by their upper-case path, each read up to its bound whatever it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_all(archive, goes_on)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError) as error:
        raise RefusedDocument(NOT_ZIP) from error


def _read_all(archive: zipfile.ZipFile, goes_on: GoesOn) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise RefusedDocument(TOO_MANY)
    files: dict[str, bytes] = {}
    left = LARGEST_ARCHIVE
    for rank, entry in enumerate(entries):
        goes_on(UNPACKED * rank // len(entries))
        _check_name(entry)
        name = entry.filename.upper()
        if name in files:
            raise RefusedDocument(TWICE)
        files[name] = b"" if entry.is_dir() else _bounded(archive, entry, left)
        left -= len(files[name])
    return files


def _check_name(entry: zipfile.ZipInfo) -> None:
    # the name as written: ZipInfo itself hides what follows a NUL and turns separators round
    name = entry.orig_filename
    parts = name.removesuffix("/").split("/")
    if any(part in {"", ".", ".."} for part in parts) or any(sign in name for sign in "\\:\x00"):
        raise RefusedDocument(OUTSIDE)
    if entry.flag_bits & 1:
        raise RefusedDocument(LOCKED)


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    most = min(LARGEST_DOCUMENT, left)
    if entry.file_size > most:
        raise RefusedDocument(BOMB)
    with archive.open(entry) as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise RefusedDocument(BOMB)
    return content


def _place(folder: str, uri: str) -> str:
    if "/" in uri or "\\" in uri:
        raise RefusedDocument(OUTSIDE)
    return (folder + uri).upper()


def _announced(metadata: bytes) -> Iterator[_Announced]:
    # the agency's own archives put spaces before the root, which XML allows without declaration
    root = open_xml(metadata.strip())
    for one in root.iter(f"{{{RIM}}}ExtrinsicObject"):
        yield _Announced(
            unique_id=identifier(one, ENTRY_UNIQUE),
            title=title(one),
            media_type=(one.get("mimeType") or "").lower(),
            uri=slot(one, "URI"),
            sha1=slot(one, "hash").lower(),
            size=slot(one, "size"),
        )


def _matched(one: _Announced, content: bytes | None) -> bytes:
    if content is None or not one.uri:
        raise RefusedDocument(ABSENT)
    if one.size != str(len(content)):
        raise RefusedDocument(WRONG_SIZE)
    # SHA-1 is what XDS asks for: it finds an accident, the seal is what finds a fraud
    if one.sha1 != hashlib.sha1(content, usedforsecurity=False).hexdigest():
        raise RefusedDocument(WRONG_HASH)
    return content


def _is_cda(one: _Announced) -> bool:
    return one.media_type in CDA_TYPES


def _document(one: _Announced, content: bytes) -> Received:
    document = read_document(content)
    if document.source.document_id != one.unique_id:
        raise RefusedDocument(WRONG_ID)
    return document


def _lone(one: _Announced, content: bytes) -> LoneFile:
    if one.media_type != PDF or not content.startswith(PDF_MAGIC):
        raise RefusedDocument(UNREAD_TYPE)
    return LoneFile(one.unique_id, one.title, one.media_type, content)
