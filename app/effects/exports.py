"""The stored documents as files, byte for byte."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.errors import StationError
from app.records.vault import DocumentKind, SealedSheet

NAMES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.PDF: "sheet.pdf",
        DocumentKind.CDA: "sheet.xml",
        DocumentKind.XDM: "IHE_XDM.ZIP",
        DocumentKind.MAIL: "mail.eml",
        DocumentKind.TROD: "test.xml",
        DocumentKind.TROD_XDM: "test_IHE_XDM.ZIP",
        DocumentKind.ATTESTATION: "attestation.pdf",
    }
)
SHEET = "sheet.json"
EXPORTS = "exports"
"""The folder of the station where documents are written unless another is given."""
PRIVATE = 0o600
"""What names a patient is for the account of the station only."""


_NONE: Mapping[str, bytes] = MappingProxyType({})


class NotWritten(StationError):
    """The documents could not be written."""


def write_documents(
    folder: Path, sealed: SealedSheet, captures: Mapping[str, bytes] = _NONE
) -> tuple[str, ...]:
    """Write the sheet, its documents and its captures in ``folder`` and return their names.

    ``captures`` are by the name of their file.

    Raises:
        NotWritten: the folder refuses them or the disk is full; no half document is left.
    """
    contents = {NAMES[kind]: content for kind, content in sealed.documents.items()}
    contents[SHEET] = sealed.body
    contents |= captures
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            write_whole(folder / name, content)
    except OSError as refused:
        raise NotWritten(
            f"Les documents n’ont pas pu être écrits dans {folder}. La fiche scellée est intacte. "
            "Vérifiez la place et les droits du dossier, ou choisissez-en un autre."
        ) from refused
    return tuple(contents)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then move in: a reader never meets half a document.

    Raises:
        OSError: the folder refuses it; nothing is left beside.
    """
    aside = path.with_name(path.name + ".partiel")
    try:
        aside.touch(mode=PRIVATE)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
