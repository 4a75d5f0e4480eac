"""``osys archive``: list, show and export sealed sheets, verify a vault without a key."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

import msgspec

from app.cli.opened import NotOpened, add_folder, opened
from app.cli.printing import print_json
from app.cli.verifying import add_verify
from app.desk.archive import ArchiveLine, SheetDetail
from app.desk.archive_messages import ActDone, OpenSheet, ReasonWanted, SheetOpened
from app.desk.effects import ExportSheet
from app.desk.messages import Exported
from app.effects.archive import ArchiveRoom, line_of
from app.effects.custody.finding import asks_reason
from app.records.refusals import UnknownSheet


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``archive`` to the command line."""
    archive = words.add_parser("archive", help="fiches scellées")
    parts = archive.add_subparsers(required=True, metavar="action")
    listing = parts.add_parser("list", help="liste les fiches, la plus récente d’abord")
    show = parts.add_parser("show", help="relit une fiche et vérifie ses preuves")
    export = parts.add_parser("export", help="écrit les documents d’une fiche, tels que scellés")
    for part, run in ((listing, list_sheets), (show, show_sheet), (export, export_sheet)):
        add_folder(part)
        part.add_argument("--json", action="store_true")
        part.set_defaults(run=run)
    for part in (show, export):
        part.add_argument("sheet", help="identifiant ou numéro de la fiche")
        part.add_argument("--reason", default="", metavar="MOTIF", help="pourquoi l’ouvrir")
    export.add_argument("--out", type=Path, required=True, help="dossier où écrire")
    add_verify(parts)


def list_sheets(arguments: argparse.Namespace) -> int:
    """Print the sealed sheets; one that asks for a reason does not name its patient."""
    with opened(arguments) as access:
        sheets = access.vault.sheets()
        lines = [line_of(one, hides_name=asks_reason(access, one)) for one in sheets]
    if arguments.json:
        print_json([{**asdict(one), "sealed_at": one.sealed_at.isoformat()} for one in lines])
        return 0
    for one in lines:
        sealed = one.sealed_at.strftime("%d/%m/%Y %H:%M")
        sys.stdout.write(
            f"{one.number:>6}  {sealed}  {one.level:<16} {one.situation}, {one.patient}"
            f"  {one.sheet_id}\n"
        )
    return 0


def find(lines: list[ArchiveLine], wanted: str) -> ArchiveLine:
    """Return the sheet named by its identifier or by its number.

    Raises:
        UnknownSheet: there is none.
    """
    for one in lines:
        if wanted in {one.sheet_id, str(one.number)}:
            return one
    raise UnknownSheet


def detail_for(room: ArchiveRoom, sheet_id: str, reason: str) -> SheetDetail:
    """Return a sheet opened for ``reason``; the opening is written in the access log.

    Raises:
        NotOpened: it asks for a reason, or its bytes were altered.
    """
    match room.open(OpenSheet(sheet_id, reason)):
        case SheetOpened(detail):
            return detail
        case ReasonWanted(_, sentence):
            raise NotOpened(f"{sentence} Donnez-le après --reason.")
        case refused:
            raise NotOpened(refused.sentence)


def show_sheet(arguments: argparse.Namespace) -> int:
    """Print one sheet with its proofs."""
    with opened(arguments) as access:
        lines = [line_of(one) for one in access.vault.sheets()]
        wanted = find(lines, arguments.sheet).sheet_id
        detail = detail_for(ArchiveRoom(access), wanted, arguments.reason)
    if arguments.json:
        print_json(
            {
                "number": detail.line.number,
                "sha256": detail.fingerprint,
                "intact": detail.line.intact,
                "replayed": detail.replayed,
                "imported": detail.keeping.imported,
                "author": detail.signed_by,
                "refusals": detail.refusals,
                "card_signatures": [asdict(one) for one in detail.signatures],
                "sheet": msgspec.to_builtins(detail.sheet),
            }
        )
        return 0
    sheet = detail.sheet
    sys.stdout.write(f"Fiche {detail.line.number}, {detail.line.patient}\n")
    for name, value in detail.told:
        sys.stdout.write(f"{name}\u00a0: {value}\n")
    if sheet is not None:
        protocol = sheet.protocol
        sys.stdout.write(f"{protocol.title} {protocol.version}, {sheet.decision.level}\n")
    did, name = detail.author
    sys.stdout.write(f"{did} {name}, {_proof(detail)}\nSHA-256 {detail.fingerprint}\n")
    for one in detail.signatures:
        sys.stdout.write(f"{one.words}. {one.note}\n")
    for reason in detail.refusals:
        sys.stdout.write(f"Envoi au DMP refusé\u00a0: {reason}\n")
    return 0


def export_sheet(arguments: argparse.Namespace) -> int:
    """Write the stored documents of one sheet, opened for a reason when it asks for one."""
    with opened(arguments) as access:
        lines = [line_of(one) for one in access.vault.sheets()]
        found = find(lines, arguments.sheet)
        room = ArchiveRoom(access)
        detail_for(room, found.sheet_id, arguments.reason)
        answers = list(room.export(ExportSheet(found.sheet_id, str(arguments.out))))
        names = [name for one in answers if isinstance(one, Exported) for name in one.names]
        told = [one.sentence for one in answers if isinstance(one, ActDone)]
    if arguments.json:
        print_json({"folder": str(arguments.out), "files": names, "told": told})
        return 0
    usual = f"{len(names)} documents écrits dans {arguments.out}."
    sys.stdout.write("".join(f"{line}\n" for line in told or (usual,)))
    return 0


def _proof(detail: SheetDetail) -> str:
    if not detail.line.intact:
        return "rompue (ne supprimez rien, faites vérifier le poste)"
    if detail.keeping.imported:
        importer = detail.versions[0].author
        return f"importé par {importer}, non vérifié\u00a0: seul ce qui fut reçu est garanti intact"
    return f"intègre, rejouée\u00a0: {detail.replayed.lower()}"
