"""``osys export``: what leaves for one sheet, in a folder, or the sentence that says why not."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli.archive import find
from app.cli.opened import NotOpened, add_folder, opened
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.archive import line_of
from app.effects.exports import write_files
from app.encounter.sheet import read_sheet
from app.records.access_log.door import Door, ReasonWanted, reason_of
from app.records.access_log.log import What
from app.records.rights.requests import Requests
from app.records.vault import DocumentKind, SealedSheet
from protocols.load import load_package

if TYPE_CHECKING:
    from app.exchange.outgoing import Outgoing

LEVELS = (1, 3)
MASKS = ("professionnels", "patient", "representants")
OF_FILE: Mapping[str, DocumentKind] = {
    "fiche.pdf": DocumentKind.PDF,
    "fiche.xml": DocumentKind.CDA,
    "IHE_XDM.ZIP": DocumentKind.XDM,
    "courriel.eml": DocumentKind.MAIL,
    "test.xml": DocumentKind.TROD,
    "test_IHE_XDM.ZIP": DocumentKind.TROD_XDM,
    "attestation.pdf": DocumentKind.ATTESTATION,
}
IN_FHIR = frozenset({DocumentKind.CDA, DocumentKind.TROD})
IMPORTED = (
    "Cette fiche vient d’un autre outil\u00a0: elle ne s’exporte que par osys archive export."
)


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``export SHEET --to DIR [--level 1|3 | --fhir] [--mask WHO]`` to the commands."""
    export = words.add_parser("export", help="écrit ce qui part pour une fiche (DMP, médecin)")
    add_folder(export)
    export.add_argument("sheet", help="identifiant ou numéro de la fiche")
    export.add_argument("--to", type=Path, required=True, metavar="DOSSIER", help="où écrire")
    export.add_argument(
        "--level", type=int, choices=LEVELS, default=1, help="1\u00a0: PDF, 3\u00a0: structuré"
    )
    export.add_argument(
        "--mask", action="append", choices=MASKS, default=[], help="masque le document à"
    )
    export.add_argument(
        "--fhir", action="store_true", help="écrit fiche.fhir.json (FHIR R4), à la place du reste"
    )
    export.add_argument("--reason", default="", metavar="MOTIF", help="pourquoi l’ouvrir")
    export.add_argument("--json", action="store_true")
    export.set_defaults(run=export_sheet)


def export_sheet(arguments: argparse.Namespace) -> int:
    """Write what leaves for the sheet; 2 with one sentence when nothing may leave."""
    with opened(arguments) as access:
        sealed = _opened(access, arguments)
        made = _made(access, sealed, arguments)
        folder: Path = arguments.to
        write_files(folder, made.files)
        for kind in _that_left(sealed, made.files):
            access.vault.record_export(sealed.sheet_id, kind, clock.now())
    if arguments.json:
        print_json({"folder": str(folder), "files": list(made.files), "told": made.told})
        return 0
    sys.stdout.write(f"{len(made.files)} documents écrits dans {folder}.\n")
    for line in made.told:
        sys.stdout.write(f"{line}\n")
    return 0


def _opened(access: Access, arguments: argparse.Namespace) -> SealedSheet:
    """Return the sheet, its opening written down.

    Raises:
        NotOpened: it was made elsewhere, or it asks for a reason.
        Opposed, ObjectionUnread: its patient objects, or may.
    """
    lines = [line_of(one) for one in access.vault.sheets()]
    sheet_id = bytes.fromhex(find(lines, arguments.sheet).sheet_id)
    door = Door(access.custody, access.accesses)
    try:
        sealed = door.open(sheet_id, clock.now(), reason_of(arguments.reason), What.EXPORTED)
    except ReasonWanted as wanted:
        raise NotOpened(f"{wanted.sentence} Donnez-le après --reason.") from wanted
    if sealed.imported:
        raise NotOpened(IMPORTED)
    Requests(access.custody).require_no_objection(sheet_id)
    return sealed


def _made(access: Access, sealed: SealedSheet, arguments: argparse.Namespace) -> "Outgoing":
    # papers and records are loaded by this command only, not by every start of the command line
    from app.exchange.fhir.leaving import fhir_outgoing
    from app.exchange.masking import Masking
    from app.exchange.oids import document_oid
    from app.exchange.outgoing import Kept, RecordLevel, Wish, outgoing
    from app.exchange.proof import SealProof
    from app.exchange.trod_dossier import Sending

    sheet = read_sheet(sealed.body)
    before = access.custody.ledger.head_at(sealed.number - 1)
    wish = Wish(RecordLevel(arguments.level), frozenset(map(Masking, arguments.mask)))
    stored = {kind: sealed.documents.get(kind, b"") for kind in DocumentKind}
    kept = Kept(
        pdf=stored[DocumentKind.PDF],
        cda=stored[DocumentKind.CDA],
        xdm=stored[DocumentKind.XDM],
        mail=stored[DocumentKind.MAIL],
        test=stored[DocumentKind.TROD],
        test_xdm=stored[DocumentKind.TROD_XDM],
        attestation=stored[DocumentKind.ATTESTATION],
    )
    proof = SealProof(sealed.number, before.size, before.root)
    sending = Sending(document_oid(clock.new_id()), clock.now())
    if arguments.fhir:
        return fhir_outgoing(sheet, load_package(sealed.package), kept, wish, sending)
    return outgoing(sheet, kept, proof, wish, sending)


def _that_left(sealed: SealedSheet, files: Mapping[str, bytes]) -> list[DocumentKind]:
    """Return the sealed documents that left: written as such, or whole inside the FHIR file."""
    inside = IN_FHIR if any(name.endswith(".fhir.json") for name in files) else frozenset()
    return [
        kind
        for name, kind in OF_FILE.items()
        if kind in sealed.documents
        and (kind in inside or files.get(name) == sealed.documents[kind])
    ]
