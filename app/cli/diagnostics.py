"""``osys diagnostics``: versions, room, ages of the backups; nothing that names anybody."""

import argparse
import sys
from pathlib import Path

from app import clock
from app.cli.asking import folder_of
from app.cli.printing import print_json
from app.effects.custody.diagnostics import diagnose
from app.effects.custody.parts import parts
from app.office.diagnostics import Fact, Health
from app.records.keys.roster import Condition, state
from app.records.refusals import FolderAbsent

FOUND = 1


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``diagnostics`` to the command line."""
    part = words.add_parser(
        "diagnostics", help="versions, place, âge des sauvegardes, sans aucun nom"
    )
    part.add_argument("--data", type=Path, default=None, help="dossier du poste")
    part.add_argument(
        "--parts", action="store_true", help="démarre chaque processus et voit s’il répond"
    )
    part.add_argument("--json", action="store_true")
    part.set_defaults(run=run_diagnostics)


def run_diagnostics(arguments: argparse.Namespace) -> int:
    """Print the facts; 1 when one of them asks for something.

    Raises:
        FolderAbsent: there is no station in the folder.
    """
    facts = tuple(parts()) if arguments.parts else _seen(folder_of(arguments))
    if arguments.json:
        print_json({one.key: {"value": one.value, "health": one.health.value} for one in facts})
    else:
        for one in facts:
            advice = f" ({one.advice})" if one.advice else ""
            sys.stdout.write(f"{one.name}\u00a0: {one.value}{advice}\n")
    return FOUND if any(one.health in {Health.LATE, Health.BAD} for one in facts) else 0


def _seen(folder: Path) -> tuple[Fact, ...]:
    if state(folder).condition is Condition.ABSENT:
        raise FolderAbsent
    return diagnose(folder, clock.now())
