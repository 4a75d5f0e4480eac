"""``osys emergency``: the evidence of a station written without any key, and what to do next."""

import argparse
import sys
from pathlib import Path

from app import clock
from app.cli.asking import folder_of
from app.cli.printing import print_json
from app.effects.custody.evidence import write_evidence
from app.office.emergency import Danger
from app.office.emergency_steps import STEPS
from app.records.keys.roster import Condition, state
from app.records.refusals import FolderAbsent

DANGERS = {"cle": Danger.LOST_KEY, "vol": Danger.STOLEN, "attaque": Danger.ATTACK}


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``emergency`` to the command line."""
    alarm = words.add_parser(
        "emergency", help="écrit les preuves du poste, sans aucune clé, et dit quoi faire"
    )
    alarm.add_argument("dest", type=Path, help="dossier où écrire, de préférence une clé USB vide")
    alarm.add_argument("--danger", choices=tuple(DANGERS), default="attaque", help="ce qui arrive")
    alarm.add_argument("--data", type=Path, default=None, help="dossier du poste")
    alarm.add_argument("--json", action="store_true")
    alarm.set_defaults(run=run_emergency)


def run_emergency(arguments: argparse.Namespace) -> int:
    """Write the evidence and print the steps; nothing of the station is changed.

    Raises:
        FolderAbsent: there is no station in the folder.
        EvidenceUnwritten: the support refuses it or is full.
    """
    folder = folder_of(arguments)
    if state(folder).condition is Condition.ABSENT:  # a broken one is what evidence is for
        raise FolderAbsent
    written = write_evidence(folder, arguments.dest, clock.now())
    steps = STEPS[DANGERS[arguments.danger]]
    if arguments.json:
        print_json({"folder": str(written), "steps": list(steps)})
        return 0
    sys.stdout.write(f"Preuves écrites dans {written}.\n\n")
    for rank, step in enumerate(steps, start=1):
        sys.stdout.write(f"{rank}. {step}\n")
    sys.stdout.write("\nFermez la fenêtre du poste, s’il est ouvert\u00a0: les clés s’effacent.\n")
    return 0
