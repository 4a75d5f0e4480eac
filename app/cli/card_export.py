"""``osys card export``: a signature as files, for somebody who does not have this software.

Three files for each signature: what was signed, byte for byte, the certificate, the signature as
OpenSSL reads it. ``sheet.json``, which ``osys archive export`` writes, has the hash that stands
in what was signed.
"""

import argparse
import sys
from pathlib import Path

from app.cli.archive import find
from app.cli.opened import NotOpened, add_folder, opened
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.archive import line_of
from app.records.access_log.door import Door, ReasonWanted, reason_of
from app.records.access_log.log import What
from app.records.cards.statement import Signed
from app.records.vault import SealedSheet
from hardware.links.card_certificate import for_openssl

PRIVATE = 0o600
UNSIGNED = "Cette version de la fiche n’a pas de signature par carte. Signez-la par osys card sign."
UNWRITTEN = "Les fichiers n’ont pas pu être écrits. Donnez un dossier vide après --out."


def add_export(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``export`` to the actions of cards."""
    export = parts.add_parser("export", help="écrit les signatures, à vérifier ailleurs")
    add_folder(export)
    export.add_argument("sheet", help="identifiant ou numéro de la fiche")
    export.add_argument("--reason", default="", metavar="MOTIF", help="pourquoi ouvrir la fiche")
    export.add_argument("--out", type=Path, required=True, help="dossier où écrire")
    export.add_argument("--json", action="store_true")
    export.set_defaults(run=export_signatures)


def export_signatures(arguments: argparse.Namespace) -> int:
    """Write the signatures of the newest version of a sheet; nothing there is overwritten."""
    with opened(arguments) as access:
        sealed = opened_sheet(arguments, access, What.EXPORTED)
        kept = access.vault.cards.kept(sealed)
    if not kept:
        raise NotOpened(UNSIGNED)
    names = [name for number, signed in kept for name in _write(arguments.out, number, signed)]
    if arguments.json:
        print_json({"folder": str(arguments.out), "files": names})
    else:
        sys.stdout.write(f"{len(names)} fichiers écrits dans {arguments.out}.\n")
    return 0


def opened_sheet(
    arguments: argparse.Namespace, access: Access, what: What = What.OPENED
) -> SealedSheet:
    """Return the sheet a command names, its opening written in the access log.

    Raises:
        UnknownSheet: there is none.
        NotOpened: it asks for a reason.
    """
    lines = [line_of(one) for one in access.vault.sheets()]
    wanted = bytes.fromhex(find(lines, arguments.sheet).sheet_id)
    door = Door(access.custody, access.accesses)
    try:
        return door.open(wanted, access.now(), reason_of(arguments.reason), what)
    except ReasonWanted as asked:
        raise NotOpened(f"{asked.sentence} Donnez-le après --reason.") from asked


def _write(folder: Path, number: int, signed: Signed) -> list[str]:
    contents = {
        f"signature-{number:06d}.statement": signed.statement.packed(),
        f"signature-{number:06d}.der": signed.certificate,
        f"signature-{number:06d}.sig": for_openssl(signed.scheme, signed.signature),
    }
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            path = folder / name
            path.touch(mode=PRIVATE, exist_ok=False)
            path.write_bytes(content)
    except OSError as refused:
        raise NotOpened(UNWRITTEN) from refused
    return list(contents)
