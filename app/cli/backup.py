"""``osys backup``, ``backups``, ``drill``: copies of the station, their ages, their proof."""

import argparse
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app import clock
from app.cli.asking import add_secrets, counted, secret_of
from app.cli.opened import add_folder, opened
from app.cli.printing import print_json
from app.cli.sessions import room_of
from app.records.copies.backup import BackupReport, Places, backup
from app.records.copies.drill import Reader, drill
from app.records.copies.manifest import Half, newest
from app.records.copies.register import Register
from app.records.retention.plan import shown_month
from app.records.station_file import read_station_file

FOUND = 1
NEVER = "jamais"


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the copies to the command line."""
    make = words.add_parser("backup", help="sauvegarde les données et les clés, à deux endroits")
    make.add_argument("dest", type=Path, help="dossier où vont les données")
    make.add_argument("--keys", type=Path, required=True, help="dossier où vont les clés")
    make.add_argument(
        "--every", type=int, default=None, metavar="HEURES", help="garde ces endroits et ce rythme"
    )
    make.set_defaults(run=make_backup)
    state = words.add_parser("backups", help="âge des sauvegardes")
    state.set_defaults(run=show_backups)
    for part in (make, state):
        add_folder(part)
    prove = words.add_parser("drill", help="prouve qu’une sauvegarde se rouvre, sans rien garder")
    prove.add_argument("source", type=Path, help="dossier des données sauvegardées")
    prove.add_argument("--keys", type=Path, required=True, help="dossier des clés sauvegardées")
    prove.add_argument("--login", default="", help="compte qui relit une fiche")
    prove.set_defaults(run=run_drill)
    add_secrets(prove)
    for part in (make, state, prove):
        part.add_argument("--json", action="store_true")


def make_backup(arguments: argparse.Namespace) -> int:
    """Back up and prove the copy; 1 when the station itself has findings."""
    places = Places(arguments.dest.absolute(), arguments.keys.absolute())
    with opened(arguments) as access:
        custody, now = access.custody, access.now()
        report = backup(custody, places, now, counted)
        if arguments.every is not None:
            register = Register(custody.store, custody.ring)
            kept = replace(register.schedule(), every_h=arguments.every)
            register.keep(replace(kept, data=str(places.data), keys=str(places.keys)))
    if arguments.json:
        print_json(_fields(report))
    else:
        _tell(report)
    return FOUND if report.findings or not report.sample.is_good else 0


def show_backups(arguments: argparse.Namespace) -> int:
    """Print when each half was last copied; 1 when the schedule is late."""
    with opened(arguments) as access:
        room, now = room_of(access.session), access.now()
        state = Register(room.store, room.ring).state()
    late = state.is_due(now)
    if arguments.json:
        print_json(
            {
                "data_at": _iso(state.data_at),
                "keys_at": _iso(state.keys_at),
                "data": state.schedule.data,
                "keys": state.schedule.keys,
                "every_h": state.schedule.every_h,
                "late": late,
            }
        )
    else:
        sys.stdout.write(
            f"Données\u00a0: {_day(state.data_at)}. Clés\u00a0: {_day(state.keys_at)}.\n"
        )
        if late:
            sys.stdout.write("La sauvegarde prévue est en retard.\n")
    return FOUND if late else 0


def run_drill(arguments: argparse.Namespace) -> int:
    """Prove a backup; 1 when it would not give everything back."""
    reader = None
    if arguments.login:
        folder, _ = newest(arguments.keys, Half.KEYS)
        purpose = read_station_file(folder).purpose
        reader = Reader(arguments.login, secret_of(arguments, arguments.login, purpose))
    report = drill((arguments.source, arguments.keys), clock.now(), reader, counted)
    if arguments.json:
        print_json(
            {
                "good": report.is_good,
                "data_at": _iso(report.data_at),
                "keys_at": _iso(report.keys_at),
                "entries": report.entries,
                "read": report.read,
                "months_without_keys": [shown_month(one) for one in report.closed],
                "findings": [one.sentence for one in report.findings],
            }
        )
    else:
        sys.stdout.write("\n".join(report.lines) + "\n")
    return 0 if report.is_good else FOUND


def _fields(report: BackupReport) -> dict[str, object]:
    return {
        "data": str(report.data),
        "keys": str(report.keys),
        "entries": report.head.size,
        "octets": report.octets,
        "sample": {"taken": report.sample.taken, "opened": report.sample.opened},
        "findings": [one.sentence for one in report.findings],
        "warning": report.warning,
    }


def _tell(report: BackupReport) -> None:
    sample = report.sample
    sys.stdout.write(
        f"Sauvegarde faite et relue\u00a0: {report.head.size} maillons, {report.octets} octets, "
        f"fiches rouvertes au hasard\u00a0: {sample.opened} sur {sample.taken}.\n"
        f"Données\u00a0: {report.data}\nClés\u00a0: {report.keys}\n"
    )
    for one in report.findings:
        sys.stdout.write(f"Maillon {one.seq}\u00a0: {one.sentence}\n")
    if report.warning:
        sys.stdout.write(f"{report.warning}\n")


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _day(at: datetime | None) -> str:
    return NEVER if at is None else at.astimezone(clock.PARIS).strftime("%d/%m/%Y %H:%M")
