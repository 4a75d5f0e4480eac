"""``osys exchange``: the documents that come in or go out, read, checked, described."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.exchange_query import add_query
from app.errors import StationError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

REFUSED = 2
UNOPENED = "Ce fichier ne s’ouvre pas. Vérifiez son nom et son dossier."


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add ``exchange metadata|read|check FILE`` and ``exchange query SHEET`` to the commands."""
    exchange = subparsers.add_parser("exchange", help="documents qui entrent et sortent")
    actions = exchange.add_subparsers(dest="action", required=True)
    metadata = actions.add_parser("metadata", help="métadonnées XDS d’un document CDA")
    metadata.add_argument("document", help="fichier du document CDA")
    metadata.add_argument("--json", action="store_true", help="écrit du JSON")
    metadata.set_defaults(run=show_metadata)
    read = actions.add_parser("read", help="contenu d’un document reçu ou d’une archive IHE_XDM")
    read.add_argument("document", help="fichier du document CDA ou archive ZIP")
    read.add_argument("--json", action="store_true", help="écrit du JSON")
    read.set_defaults(run=show_content)
    check = actions.add_parser("check", help="défauts d’un document ou d’une archive à envoyer")
    check.add_argument("document", help="fichier du document CDA ou archive ZIP")
    check.set_defaults(run=show_findings)
    add_query(actions)


def show_metadata(arguments: Namespace) -> int:
    """Print the XDS metadata of the document; 2 with one sentence when it cannot be read."""
    # lxml is loaded by this command only, not by every start of the command line
    from app.exchange.metadata import as_names, derive

    try:
        names = as_names(derive(Path(arguments.document).read_bytes()))
    except StationError as error:
        return _refuse(error.sentence)
    except OSError:
        return _refuse(UNOPENED)
    if arguments.json:
        sys.stdout.write(json.dumps(names, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in names.items()))
    return 0


def show_content(arguments: Namespace) -> int:
    """Print what the document or the archive says; 2 with one sentence when it is refused."""
    from app.exchange.incoming.archive import LARGEST_ARCHIVE
    from app.exchange.incoming.reading import read_file
    from app.exchange.incoming.shown import as_text, as_values

    try:
        delivery = read_file(_bytes_of(arguments.document, LARGEST_ARCHIVE))
    except OSError:
        return _refuse(UNOPENED)
    if arguments.json:
        sys.stdout.write(json.dumps(as_values(delivery), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(as_text(delivery))
    return 0


def show_findings(arguments: Namespace) -> int:
    """Print what would make receivers refuse the file; 1 when there is a finding."""
    from app.exchange.archive_checks import archive_findings
    from app.exchange.checks import record_findings
    from app.exchange.incoming.archive import LARGEST_ARCHIVE, is_archive
    from app.exchange.incoming.reading import read_file

    try:
        data = _bytes_of(arguments.document, LARGEST_ARCHIVE)
    except OSError:
        return _refuse(UNOPENED)
    documents = read_file(data).documents
    found = [line for one in documents for line in record_findings(one.exact)]
    if is_archive(data):
        found += [line for one in documents[:1] for line in archive_findings(data, one.exact)]
    sys.stdout.write("".join(f"{line}\n" for line in dict.fromkeys(found)) or "Rien à signaler.\n")
    return 1 if found else 0


def _bytes_of(name: str, most: int) -> bytes:
    """Return the file up to one byte over ``most``: a larger one is refused without being read."""
    with Path(name).open("rb") as opened:
        return opened.read(most + 1)


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return REFUSED
