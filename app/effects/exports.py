"""The stored documents as files, byte for byte."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.records.vault import DocumentKind, SealedSheet

NAMES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.PDF: "sheet.pdf",
        DocumentKind.CDA: "sheet.xml",
        DocumentKind.XDM: "IHE_XDM.ZIP",
        DocumentKind.MAIL: "mail.eml",
    }
)
SHEET = "sheet.json"


def write_documents(folder: Path, sealed: SealedSheet) -> tuple[str, ...]:
    """Write the sheet and its documents in ``folder`` and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {NAMES[kind]: content for kind, content in sealed.documents.items()}
    contents[SHEET] = sealed.body
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(contents)
