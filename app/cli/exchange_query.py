"""``osys exchange query``: what the DMP holds of the patient of a sheet, listed, then taken.

The patient is the one of a sealed sheet, whose identity is qualified. Reading their record asks for
their agreement, said on the command; the opening of the sheet for it is in the access log.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli.card import add_card
from app.cli.card_export import opened_sheet
from app.cli.opened import NotOpened, add_folder, opened
from app.cli.outbox_records import service_by_card
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.exports import write_files

if TYPE_CHECKING:
    from app.transport.dmp.found import FoundDocument

READING = "Lecture du DMP, avec l’accord du patient"
NO_CONSENT = (
    "Lire le DMP demande l’accord du patient\u00a0: demandez-le-lui, puis ajoutez --agreed à la "
    "commande."
)
MOST_TAKEN = 50
ENDINGS = {"text/xml": "xml", "application/xml": "xml", "application/pdf": "pdf"}


def add_query(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``query SHEET --agreed [--to DIR]`` to the actions of exchange."""
    query = actions.add_parser("query", help="documents du patient d’une fiche dans le DMP")
    add_folder(query)
    query.add_argument("sheet", help="identifiant ou numéro de la fiche")
    query.add_argument("--agreed", action="store_true", help="le patient est d’accord")
    query.add_argument("--to", type=Path, metavar="DOSSIER", help="où écrire les documents")
    query.add_argument("--reason", default="", metavar="MOTIF", help="pourquoi l’ouvrir")
    query.add_argument("--json", action="store_true")
    add_card(query)
    query.set_defaults(run=query_records)


def query_records(arguments: argparse.Namespace) -> int:
    """Print the documents of the patient, and write them; 2 with one sentence when refused."""
    if not arguments.agreed:
        raise NotOpened(NO_CONSENT)
    arguments.reason = arguments.reason or READING
    with opened(arguments) as access:
        found, written = _asked(access, arguments)
    if arguments.json:
        print_json({"documents": [_fields(one) for one in found], "files": written})
        return 0
    for one in found:
        sys.stdout.write(f"{_day(one)} {one.kind.label or one.title} ({one.unique_id})\n")
    if not found:
        sys.stdout.write("Le DMP ne montre aucun document de ce patient.\n")
    if written:
        sys.stdout.write(f"{len(written)} documents écrits dans {arguments.to}.\n")
    return 0


def _asked(
    access: Access, arguments: argparse.Namespace
) -> "tuple[tuple[FoundDocument, ...], list[str]]":
    """Return the documents that are not signatures, and the files written.

    Raises:
        Held: the patient objects, or the identity does not allow it.
        Unread: the service refused, or its answer cannot be believed.
    """
    # records and links are loaded by this command only
    from app.exchange.dmp import Channel
    from app.exchange.metadata import derive
    from app.exchange.submission_signature import CLASS
    from app.records.vault import DocumentKind
    from app.transport.queue import Queue

    with service_by_card(access, arguments) as service:
        sealed = opened_sheet(arguments, access)
        Queue(access.custody).opened(sealed.sheet_id, Channel.DMP)
        patient = derive(sealed.documents[DocumentKind.CDA]).patient_id
        found = service.find(patient, clock.now())
        shown = tuple(one for one in found if one.document_class.code != CLASS.code)
        wanted = [one for one in shown if one.media_type in ENDINGS][:MOST_TAKEN]
        if arguments.to is None or not wanted:
            return shown, []
        taken = service.retrieve(wanted, patient, clock.now())
    names = {one.unique_id: f"dmp-{place:03d}" for place, one in enumerate(wanted, start=1)}
    files = {
        f"{names[one.unique_id]}.{ENDINGS[one.media_type]}": taken[one.unique_id]
        for one in wanted
        if one.unique_id in taken
    }
    write_files(arguments.to, files)
    return shown, list(files)


def _day(one: "FoundDocument") -> str:
    return f"{one.created[6:8]}/{one.created[4:6]}/{one.created[:4]}"


def _fields(one: "FoundDocument") -> dict[str, object]:
    return {
        "id": one.unique_id,
        "title": one.title,
        "kind": one.kind.code,
        "label": one.kind.label,
        "created": one.created,
        "media_type": one.media_type,
        "size": one.size,
    }
