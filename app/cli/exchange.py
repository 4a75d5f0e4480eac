"""``osys exchange``: the metadata of a document that comes in or goes out."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import StationError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

REFUSED = 2


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add ``exchange metadata DOC.xml [--json]`` to the commands."""
    exchange = subparsers.add_parser("exchange", help="documents qui entrent et sortent")
    actions = exchange.add_subparsers(dest="action", required=True)
    metadata = actions.add_parser("metadata", help="métadonnées XDS d’un document CDA")
    metadata.add_argument("document", help="fichier du document CDA")
    metadata.add_argument("--json", action="store_true", help="écrit du JSON")
    metadata.set_defaults(run=show_metadata)


def show_metadata(arguments: Namespace) -> int:
    """Print the XDS metadata of the document; 2 with one sentence when it cannot be read."""
    # lxml is loaded by this command only, not by every start of the command line
    from app.exchange.metadata import as_names, derive

    try:
        names = as_names(derive(Path(arguments.document).read_bytes()))
    except StationError as error:
        return _refuse(error.sentence)
    except OSError:
        return _refuse("Ce fichier ne s’ouvre pas. Vérifiez son nom et son dossier.")
    if arguments.json:
        sys.stdout.write(json.dumps(names, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in names.items()))
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return REFUSED
