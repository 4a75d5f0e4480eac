"""``osys demo``: the whole story without a window, on an invented patient.

The same messages as the window sends, the same devices, the same vault. An interrupted run is
taken up where its last acknowledged answer left it.
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path

import resources.files
from app.cli.play import Story
from app.cli.story import StoryPatient

PATIENTS = "demonstration/patients.toml"


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``demo`` to the command line."""
    demo = words.add_parser("demo", help="joue toute l’histoire sur un patient inventé")
    demo.add_argument("--out", type=Path, required=True, help="dossier où écrire les documents")
    demo.add_argument("--protocol", default="douleur_pharyngee", help="protocole joué")
    demo.add_argument("--json", action="store_true", help="résultat lisible par une machine")
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play the story and write its documents; print what happened."""
    patients = tomllib.loads(resources.files.text(PATIENTS))
    if arguments.protocol not in patients:
        names = ", ".join(sorted(patients))
        sys.stderr.write(f"La démonstration joue un de ces protocoles\u00a0: {names}.\n")
        return 2
    patient = StoryPatient.of(arguments.protocol, patients[arguments.protocol])
    story = Story(arguments.out, patient, say=_quiet if arguments.json else _say)
    told = story.play()
    if arguments.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _quiet(_line: str) -> None:
    return None
