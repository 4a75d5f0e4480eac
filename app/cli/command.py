"""``osys <command>``: parses, runs, and prints one French sentence when something is refused."""

import argparse
import sys

from app import __version__
from app.cli import archive, demo, exchange, protocols, sheet
from app.errors import StationError

REFUSED = 2


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    command = argparse.ArgumentParser(
        prog="osys", description="Poste d’orientation OSyS. Sans commande, ouvre la fenêtre."
    )
    command.add_argument("--version", action="version", version=f"osys {__version__}")
    words = command.add_subparsers(required=True, metavar="commande")
    for part in (demo, protocols, archive, sheet, exchange):
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
