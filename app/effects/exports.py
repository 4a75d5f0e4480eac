"""The stored documents as files, byte for byte."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.encounter.sheet import read_sheet
from app.errors import StationError
from app.exchange.dmp import NO_DOCTOR, NO_RECORD, Channel, refusals_to
from app.records.rights.refusals import ObjectionUnread, Opposed
from app.records.rights.requests import Requests
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
LEAVES: Mapping[Channel, frozenset[DocumentKind]] = MappingProxyType(
    {
        Channel.DMP: frozenset(
            {DocumentKind.CDA, DocumentKind.XDM, DocumentKind.TROD, DocumentKind.TROD_XDM}
        ),
        Channel.MSSANTE: frozenset({DocumentKind.MAIL}),
    }
)
"""What is made to leave by each way; the rest is paper, and the sheet itself."""
SHEET = "sheet.json"
EXPORTS = "exports"
"""The folder of the station where documents are written unless another is given."""
PRIVATE = 0o600
"""What names a patient is for the account of the station only."""


_NONE: Mapping[str, bytes] = MappingProxyType({})


class NotWritten(StationError):
    """The documents could not be written."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What is not written because of the patient's will, and why, in French."""

    kinds: frozenset[DocumentKind] = frozenset()
    told: tuple[str, ...] = ()


def kept_back(sealed: SealedSheet, requests: Requests) -> KeptBack:
    """Return what the patient's will keeps from leaving; the papers are always theirs.

    Source: CSP, R. 1111-40 (opposition to the shared record); GDPR, article 21.
    """
    if sealed.imported:
        return KeptBack()
    try:
        requests.require_no_objection(sealed.sheet_id)
    except (Opposed, ObjectionUnread) as refused:
        return KeptBack(LEAVES[Channel.DMP] | LEAVES[Channel.MSSANTE], (refused.sentence,))
    sheet = read_sheet(sealed.body)
    wills = {Channel.DMP: NO_RECORD, Channel.MSSANTE: NO_DOCTOR}
    refused_ways = [way for way, said in wills.items() if said in refusals_to(sheet, way)]
    kinds = frozenset(kind for way in refused_ways for kind in LEAVES[way])
    told = [wills[way] for way in refused_ways if LEAVES[way] & sealed.documents.keys()]
    return KeptBack(kinds, tuple(told))


def write_documents(
    folder: Path,
    sealed: SealedSheet,
    captures: Mapping[str, bytes] = _NONE,
    without: frozenset[DocumentKind] = frozenset(),
) -> tuple[str, ...]:
    """Write the sheet, its documents and its captures in ``folder`` and return their names.

    ``captures`` are by the name of their file; documents of the kinds ``without`` are left out.

    Raises:
        NotWritten: the folder refuses them or the disk is full; no half document is left.
    """
    written = {kind: one for kind, one in sealed.documents.items() if kind not in without}
    contents = {NAMES[kind]: content for kind, content in written.items()}
    contents[SHEET] = sealed.body
    contents |= captures
    write_files(folder, contents)
    return tuple(contents)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files whole in ``folder``, by their names.

    Raises:
        NotWritten: the folder refuses them or the disk is full; no half document is left.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            write_whole(folder / name, content)
    except OSError as refused:
        raise NotWritten(
            f"Les documents n’ont pas pu être écrits dans {folder}. La fiche scellée est intacte. "
            "Vérifiez la place et les droits du dossier, ou choisissez-en un autre."
        ) from refused


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
