"""``osys restore``, ``handover``, ``import``: an archive that comes back, leaves, or comes in."""

import argparse
import sys
from pathlib import Path

from app import clock
from app.cli.asking import (
    add_confirmation,
    add_second,
    add_secrets,
    counted,
    second_login,
    second_person,
    secret_of,
    typed_again,
)
from app.cli.opened import add_folder, opened
from app.cli.printing import print_json
from app.effects.handover import write_inventory
from app.records.anchors.anchor import printed
from app.records.anchors.places import usual_keepers
from app.records.copies.earlier import ImportPlan, plan_import
from app.records.copies.handover import hand_over
from app.records.copies.manifest import Half, newest
from app.records.copies.places import Places
from app.records.copies.restore import Anchor, Damage, RestoreReport, Returning, restore
from app.records.copies.taking_in import take_in
from app.records.retention.plan import shown_month
from app.records.retention.presence import Second
from app.records.station_file import read_station_file

REFUSED_LINES = 1


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of an archive that moves to the command line."""
    back = words.add_parser("restore", help="restaure un poste dans un dossier vide, à deux")
    back.add_argument("source", type=Path, help="dossier des données sauvegardées")
    back.add_argument("folder", type=Path, help="dossier vide du poste restauré")
    back.add_argument("--keys", type=Path, required=True, help="dossier des clés sauvegardées")
    back.add_argument("--login", required=True, help="compte d’un pharmacien")
    back.add_argument(
        "--anchor",
        type=_anchor,
        action="append",
        default=[],
        metavar="TAILLE:HEX",
        help="pied de page d’une fiche imprimée, à comparer",
    )
    back.add_argument(
        "--accept-damage", action="store_true", help="accepte une sauvegarde incomplète"
    )
    back.set_defaults(run=run_restore)
    leave = words.add_parser("handover", help="remet l’archive d’une pharmacie vendue ou fermée")
    leave.add_argument("dest", type=Path, help="dossier où vont les données")
    leave.add_argument("--keys", type=Path, required=True, help="dossier où vont les clés")
    leave.set_defaults(run=run_handover)
    come = words.add_parser("import", help="importe des fiches antérieures (CSV et PDF)")
    come.add_argument("list", type=Path, help="liste CSV")
    come.add_argument("--pdf", type=Path, required=True, help="dossier des PDF")
    come.add_argument("--plan", action="store_true", help="montre sans importer")
    come.set_defaults(run=run_import)
    for part in (leave, come):
        add_folder(part)
    for part in (back, leave):
        add_second(part)
    add_secrets(back)
    add_confirmation(come)
    for part in (back, leave, come):
        part.add_argument("--json", action="store_true")


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore a station; 1 when the copy is known to lack something."""
    folder, _ = newest(arguments.keys, Half.KEYS)
    purpose, second = read_station_file(folder).purpose, second_login(arguments, folder)
    returning = Returning(
        login=arguments.login,
        secret=secret_of(arguments, arguments.login, purpose),
        second=Second(second, secret_of(arguments, second, purpose)),
        anchors=tuple(arguments.anchor),
        damage=Damage.ACCEPT if arguments.accept_damage else Damage.REFUSE,
    )
    report = restore(
        (arguments.source, arguments.keys),
        arguments.folder,
        returning,
        clock.now(),
        counted,
        usual_keepers,
    )
    if arguments.json:
        print_json(_restored(report))
    else:
        _tell_restored(report)
    return REFUSED_LINES if report.lacks or report.closed or report.findings else 0


def run_handover(arguments: argparse.Namespace) -> int:
    """Make the package of an archive that changes hands, with its paper."""
    places = Places(arguments.dest.absolute(), arguments.keys.absolute())
    with opened(arguments) as access:
        second, now = second_person(arguments), access.now()
        handed = hand_over(access.custody, places, second, now, counted)
    paper = write_inventory(handed, now)
    if arguments.json:
        print_json(
            {
                "data": str(handed.report.data),
                "keys": str(handed.report.keys),
                "paper": str(paper),
                "sheets": handed.inventory.sheets,
                "until": shown_month(handed.inventory.until),
            }
        )
        return 0
    sys.stdout.write(
        f"Archive prête\u00a0: {handed.inventory.sheets} fiches.\n"
        f"Données\u00a0: {handed.report.data}\n"
        f"Clés, à remettre à part\u00a0: {handed.report.keys}\n"
        f"À imprimer\u00a0: {paper}\n"
    )
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Show, then import; 1 when a line is refused: nothing is imported then."""
    with opened(arguments) as access:
        plan = plan_import(arguments.list, arguments.pdf, access.now())
        shown_only = bool(plan.refused) or arguments.plan
        if shown_only or not arguments.json:
            _tell_plan(arguments, plan)
        if shown_only:
            return REFUSED_LINES if plan.refused else 0
        typed = typed_again(arguments, plan.phrase)
        done = take_in(access.custody, plan, typed, access.now(), counted)
    if arguments.json:
        print_json({"sheets": len(plan.sheets), "imported": done})
    else:
        sys.stdout.write(f"Importé, non vérifié\u00a0: {done}.\n")
    return 0


def _tell_plan(arguments: argparse.Namespace, plan: ImportPlan) -> None:
    if arguments.json:
        refused = [{"line": one.line, "sentence": one.sentence} for one in plan.refused]
        print_json({"sheets": len(plan.sheets), "octets": plan.octets, "refused": refused})
        return
    sys.stdout.write(f"{len(plan.sheets)} fiches à importer, {plan.octets} octets.\n")
    for one in plan.refused:
        sys.stdout.write(f"Ligne {one.line}\u00a0: {one.sentence}\n")


def _restored(report: RestoreReport) -> dict[str, object]:
    return {
        "folder": str(report.folder),
        "copied_at": report.copied_at.isoformat(),
        "keys_at": report.keys_at.isoformat(),
        "entries": report.entries,
        "sheets": report.sheets,
        "lacks": list(report.lacks) if report.lacks else None,
        "erased": report.erased,
        "fork": report.fork_id.hex(),
        "months_without_keys": [shown_month(one) for one in report.closed],
        "findings": [one.sentence for one in report.findings],
    }


def _tell_restored(report: RestoreReport) -> None:
    day = report.copied_at.astimezone(clock.PARIS).strftime("%d/%m/%Y %H:%M")
    sys.stdout.write(
        f"Poste restauré dans {report.folder}\u00a0: {report.sheets} fiches, copie du {day}.\n"
    )
    if report.lacks:
        first, last = report.lacks
        sys.stdout.write(f"Cette copie n’a pas les entrées {first} à {last} du registre.\n")
    if report.erased:
        sys.stdout.write(f"{report.erased} fiches effacées depuis l’ont été de nouveau.\n")
    for month in report.closed:
        sys.stdout.write(f"Sans clé\u00a0: {shown_month(month)}.\n")
    for one in report.findings:
        sys.stdout.write(f"Maillon {one.seq}\u00a0: {one.sentence}\n")


def _anchor(text: str) -> Anchor:
    found = printed(text)
    even = len(found.digits) // 2 * 2
    return Anchor(found.size, bytes.fromhex(found.digits[:even]))
