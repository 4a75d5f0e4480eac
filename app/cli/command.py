"""``osys <command>``: parses, runs, and prints one French sentence when something is refused."""

import argparse
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from app import __version__
from app.cli import (
    archive,
    backup,
    call,
    card,
    demo,
    devices,
    diagnostics,
    emergency,
    exchange,
    export,
    identity,
    notices,
    outbox,
    people,
    protocols,
    relay,
    restore,
    retention,
    rights,
    search,
    sheet,
    station,
)
from app.errors import StationError

REFUSED = 2
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "the following arguments are required:": "il manque",
        "unrecognized arguments:": "mots inconnus",
        "expected one argument": "une valeur attendue",
        "expected at least one argument": "une valeur au moins attendue",
        "invalid choice:": "choix inconnu",
        "(choose from": "(possibles\u00a0:",
        "argument ": "",
    }
)
"""What argparse says in English when a command is badly written, and how it is said here."""


class FrenchParser(argparse.ArgumentParser):
    """A parser whose refusals are French; its parts are made of the same class."""

    def error(self, message: str) -> NoReturn:
        """Say what is missing or unknown, and where to read more; exit with 2."""
        sentence = message
        for english, french in WORDS.items():
            sentence = sentence.replace(english, french)
        self.exit(REFUSED, f"Commande mal écrite\u00a0: {sentence}. Lisez {self.prog} --help.\n")


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    command = FrenchParser(
        prog="osys", description="Poste d’orientation OSyS. Sans commande, ouvre la fenêtre."
    )
    command.add_argument("--version", action="version", version=f"osys {__version__}")
    words = command.add_subparsers(required=True, metavar="commande")
    for part in (
        *(demo, protocols, archive, search, sheet, card, export, exchange, devices),
        *(station, people, backup, restore, retention, rights),
        *(diagnostics, notices, emergency, relay, call, outbox, identity),
    ):
        part.add_parser(words)
    return command


def run(words: list[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 a finding, 2 refused."""
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except StationError as refused:
        sys.stderr.write(f"{refused.sentence}\n")
        return REFUSED
    except OSError as refused:
        place = refused.filename or "demandé"
        sys.stderr.write(
            f"Le fichier ou le dossier {place} ne peut pas être lu ou écrit. "
            "Vérifiez son nom, ses droits et la place du disque.\n"
        )
        return REFUSED
