"""``osys rights``: what a patient may ask of the pharmacy."""

import argparse
import sys
from pathlib import Path

from app import clock
from app.cli.asking import counted
from app.cli.opened import add_folder, opened
from app.cli.printing import print_json
from app.effects.access import Access
from app.effects.patient_rights import KINDS, hand_over_person
from app.records.rights.person_file import lines_of_person
from app.records.rights.requests import Asked, RequestKind, Requests


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``rights`` to the command line."""
    rights = words.add_parser("rights", help="droits des patients")
    parts = rights.add_subparsers(required=True, metavar="action")
    export = parts.add_parser("export", help="écrit tout ce qui est conservé sur une personne")
    export.add_argument(
        "--out", type=Path, required=True, help="nouveau dossier, ou nouveau fichier .zip"
    )
    export.set_defaults(run=export_person)
    correct = parts.add_parser("rectify", help="inscrit une demande de rectification")
    correct.set_defaults(run=record, kind=RequestKind.RECTIFICATION)
    objection = parts.add_parser("object", help="inscrit une opposition")
    objection.set_defaults(run=record, kind=RequestKind.OBJECTION)
    listing = parts.add_parser("list", help="liste les demandes")
    listing.set_defaults(run=list_requests)
    for part in (export, correct, objection):
        part.add_argument("--ins", default="", help="matricule INS, 13 ou 15 chiffres")
        part.add_argument(
            "--sheet", type=int, action="append", default=[], help="numéro d’une fiche, répétable"
        )
        part.add_argument("--who", required=True, help="qui demande")
        part.add_argument("--words", required=True, help="ce qui est demandé")
    for part in (export, correct, objection, listing):
        add_folder(part)
        part.add_argument("--json", action="store_true")


def export_person(arguments: argparse.Namespace) -> int:
    """Write the file of a person, in clear, for them."""
    with opened(arguments) as access:
        done = hand_over_person(
            access.custody,
            _sheets(access, arguments),
            (arguments.who, arguments.words),
            arguments.out.absolute(),
            access.now(),
            counted,
        )
    if arguments.json:
        print_json({"out": str(done.target), "files": done.names, "sheets": done.sheets})
    else:
        sys.stdout.write(
            f"Fiches\u00a0: {done.sheets}. Fichiers\u00a0: {len(done.names)}, dans {done.target}.\n"
        )
    return 0


def record(arguments: argparse.Namespace) -> int:
    """Write a request of correction, or an objection, in the journal."""
    with opened(arguments) as access:
        sheets = _sheets(access, arguments)
        asked = Asked(arguments.kind, arguments.who, arguments.words, sheets)
        request_id = Requests(access.custody).keep(asked, access.now())
    if arguments.json:
        print_json({"request": request_id.hex()})
    else:
        sys.stdout.write(
            f"Inscrit au registre\u00a0: {KINDS[arguments.kind]} {request_id.hex()}.\n"
        )
    return 0


def list_requests(arguments: argparse.Namespace) -> int:
    """Print the requests, the latest first."""
    with opened(arguments) as access:
        found = Requests(access.custody).all()
    if arguments.json:
        print_json(
            [
                {
                    "request": one.request_id.hex(),
                    "at": one.at.isoformat() if one.at else None,
                    "kind": one.asked.kind.value if one.asked else None,
                    "who": one.asked.who if one.asked else None,
                    "words": one.asked.words if one.asked else None,
                    "author": one.author,
                }
                for one in found
            ]
        )
        return 0
    for one in found:
        if one.asked is None or one.at is None:
            sys.stdout.write("Une demande ne peut plus être lue.\n")
            continue
        day = one.at.astimezone(clock.PARIS).strftime("%d/%m/%Y")
        told = f"{KINDS[one.asked.kind]}, {one.asked.who}\u00a0: {one.asked.words}"
        sys.stdout.write(f"{day}  {told}\n")
    return 0


def _sheets(access: Access, arguments: argparse.Namespace) -> tuple[bytes, ...]:
    chosen = tuple(access.holds.numbered(number) for number in arguments.sheet)
    if not arguments.ins:
        return chosen
    found = lines_of_person(access.custody, arguments.ins)
    return (*chosen, *(line.sheet_id for line in found))
