"""``osys notices``: what the station is for, what it is made of, and under which licences."""

import argparse
import sys

from app.cli.printing import print_json
from app.effects.custody.notices import components, intended_use, notices, words_of

DONE = 0


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``notices`` to the command line."""
    part = words.add_parser("notices", help="usage prévu, logiciels tiers et leurs licences")
    part.add_argument("name", nargs="?", default="", metavar="NOM", help="la licence d’un logiciel")
    shape = part.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="tout, textes des licences compris")
    shape.add_argument("--sbom", action="store_true", help="la liste CycloneDX des composants")
    part.set_defaults(run=run_notices)


def run_notices(arguments: argparse.Namespace) -> int:
    """Print the intended use and the parts, the words of one licence, or the whole in JSON.

    Raises:
        NoSuchPart: no part has the name that was given.
    """
    if arguments.sbom:
        sys.stdout.write(components())
    elif arguments.json:
        _print_all(arguments.name)
    elif arguments.name:
        sys.stdout.write(words_of(arguments.name) + "\n")
    else:
        _list()
    return DONE


def _list() -> None:
    title, paragraphs = intended_use()
    sys.stdout.write(f"{title}.\n\n" + "\n".join(paragraphs) + "\n\n")
    for one in notices():
        sys.stdout.write(" ".join(filter(None, (one.name, one.version, f"({one.licence})"))) + "\n")


def _print_all(name: str) -> None:
    title, paragraphs = intended_use()
    if name:
        words_of(name)  # an unknown name is refused, as it is without --json
    parts = [
        {
            "name": one.name,
            "version": one.version,
            "licence": one.licence,
            "text": words_of(one.name),
        }
        for one in notices()
        if name in {"", one.name}
    ]
    print_json({"intended_use": {"title": title, "paragraphs": paragraphs}, "parts": parts})
