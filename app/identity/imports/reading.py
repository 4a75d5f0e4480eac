"""From bytes or a pasted text to one identity: which accepted shape it has, then its reader.

A file is UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252, the two encodings
that pharmacy software of this country writes.
"""

import codecs

from app.identity.imports.fhir_patient import read_fhir
from app.identity.imports.found import Asked, ImportedIdentity, RefusedImport, checked
from app.identity.imports.labels import gathered
from app.identity.imports.table import read_table, separator_of

LARGEST = 1_000_000
"""Bytes of a file, signs of a text: the FHIR file of one patient is a few thousand."""

TOO_LONG = "Ce fichier est trop long pour être la fiche d’un patient. Exportez ce patient seul."
UNREADABLE = (
    "L’encodage de ce fichier n’est pas reconnu\u00a0: des lettres seraient fausses. "
    "Exportez-le en UTF-8."
)
SIGNS = ":\t="


def read_bytes(data: bytes, asked: Asked) -> ImportedIdentity:
    """Return the identity of a file.

    Raises:
        RefusedIdentity: its sentence says what is wrong, never what was read.
    """
    if len(data) > LARGEST:
        raise RefusedImport(TOO_LONG)
    return read_text(_decoded(data), asked)


def _decoded(data: bytes) -> str:
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RefusedImport(UNREADABLE)


def read_text(text: str, asked: Asked) -> ImportedIdentity:
    """Return the identity of a text: FHIR, a table of one patient, or lines « Nom : valeur ».

    Raises:
        RefusedIdentity: its sentence says what is wrong, never what was read.
    """
    if len(text) > LARGEST:
        raise RefusedImport(TOO_LONG)
    if text.lstrip().startswith("{"):
        return read_fhir(text, asked)
    separator = separator_of(text)
    said = read_table(text, separator) if separator else gathered(map(_pair, text.splitlines()))
    return checked(said, asked)


def _pair(line: str) -> tuple[str, str]:
    """Return the label and the value of one line, parted by the first sign that does."""
    places = [place for sign in SIGNS if (place := line.find(sign)) >= 0]
    if not places:
        return "", ""
    return line[: min(places)], line[min(places) + 1 :]
