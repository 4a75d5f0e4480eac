"""``osys archive verify``: a station or a copy of one, seen by somebody who holds no key."""

import argparse
import sys
from pathlib import Path

from app.cli.printing import print_json
from app.effects.archive import verdict
from app.records.anchors.anchor import printed
from app.records.check.verify import Check, Depth, Report, verify
from app.records.check.witnesses import Witnesses
from app.records.retention.plan import shown_month

UNPROVEN = (
    "Aucun témoin n’a été comparé\u00a0: une ancienne copie entière ne se verrait pas. "
    "Donnez --anchor, le pied de page d’une fiche imprimée, ou --anchors.\n"
)
_LONG = 5_000
UNREAD = "Documents et captures non relus\u00a0: ajoutez --read-data.\n"


def add_verify(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``verify`` to the actions of the archive."""
    check = parts.add_parser("verify", help="vérifie un coffre sans aucune clé")
    check.add_argument("folder", type=Path, help="dossier du poste, ou sa copie")
    check.add_argument(
        "--anchor",
        type=printed,
        action="append",
        default=[],
        metavar="TAILLE:HEX",
        help="taille et début de l’empreinte, lus au pied d’une fiche imprimée",
    )
    check.add_argument(
        "--anchors",
        type=Path,
        action="append",
        default=[],
        metavar="FICHIER",
        help="fichier de témoins gardé ailleurs",
    )
    depth = check.add_mutually_exclusive_group()
    depth.add_argument(
        "--read-data", action="store_true", help="relit aussi chaque document et chaque capture"
    )
    depth.add_argument(
        "--hashes-only",
        action="store_true",
        help="les empreintes et les témoins seulement\u00a0: quelques secondes pour dix ans",
    )
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=verify_folder)


def verify_folder(arguments: argparse.Namespace) -> int:
    """Print the verdict on a vault; 1 when anything is wrong."""
    witnesses = Witnesses(tuple(arguments.anchor), tuple(arguments.anchors))
    report = verify(arguments.folder, Check(_depth(arguments), witnesses, _counted))
    if arguments.json:
        print_json(_fields(report))
    else:
        _tell(report)
    return 1 if report.findings or report.closed else 0


def _depth(arguments: argparse.Namespace) -> Depth:
    if arguments.read_data:
        return Depth.DATA
    return Depth.HASHES if arguments.hashes_only else Depth.ROWS


def _fields(report: Report) -> dict[str, object]:
    return {
        "entries": report.entries,
        "root": report.head.root.hex(),
        "depth": report.depth.name.lower(),
        "anchors_agreeing": report.agreeing,
        "anchors_unreadable": report.damaged,
        "months_without_key": list(report.closed),
        "findings": [{"entry": one.seq, "finding": one.sentence} for one in report.findings],
    }


def _tell(report: Report) -> None:
    sys.stdout.write(verdict(report.entries, report.findings) + "\n")
    for one in report.findings:
        sys.stdout.write(f"Maillon {one.seq}\u00a0: {one.sentence}\n")
    for month in report.closed:
        sys.stdout.write(_without_key(month))
    if report.damaged:
        sys.stdout.write(f"Lignes de témoins illisibles\u00a0: {report.damaged}.\n")
    if report.agreeing:
        sys.stdout.write(f"Témoins qui confirment\u00a0: {report.agreeing}.\n")
    elif not report.findings and not report.closed:
        sys.stdout.write(UNPROVEN)
    if report.depth is Depth.HASHES:
        sys.stdout.write("Signatures et fiches non vérifiées (--hashes-only).\n")
    elif report.depth is Depth.ROWS:
        sys.stdout.write(UNREAD)


def _without_key(month: int) -> str:
    return (
        f"Le mois {shown_month(month)} a des fiches sans clé\u00a0: elles ne "
        "s’ouvriront pas. Restaurez le fichier des clés qui va avec ces archives.\n"
    )


def _counted(done: int, total: int) -> bool:
    """Count long verifications on the terminal; a script reads the other output."""
    if total > _LONG and sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}" if done < total else "\r\x1b[K")
    return True
