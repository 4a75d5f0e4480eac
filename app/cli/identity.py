"""``osys identity import FILE``: what the station would take of a file of the pharmacy's software.

The identity is printed here and nowhere else: nothing is kept, and no vault is opened.
"""

import argparse
import sys
from pathlib import Path

from app import clock
from app.cli.printing import print_json
from app.identity.imports import LARGEST, Asked, ImportedIdentity, read_bytes
from app.identity.status import IdentitySource, status_of

WORDS = {
    "family": "Nom de naissance",
    "givens": "Prénoms de naissance",
    "birth_date": "Né(e) le",
    "sex": "Sexe",
    "place": "Lieu (code Insee)",
    "matricule": "Matricule INS",
    "used_family": "Nom utilisé",
    "phone": "Téléphone",
    "doctor": "Médecin traitant",
}
STATUSES = {
    IdentitySource.IMPORTED: "Identité provisoire\u00a0: rien n’a été vérifié.",
    IdentitySource.SOFTWARE: "INS récupérée par votre logiciel\u00a0: reste la pièce d’identité.",
}


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``identity`` to the command line."""
    parts = words.add_parser("identity", help="identités venues du logiciel de l’officine")
    actions = parts.add_subparsers(required=True, metavar="action")
    taken = actions.add_parser("import", help="montre ce qui serait pris d’un fichier")
    taken.add_argument("file", type=Path, metavar="FICHIER", help="texte, CSV ou Patient FHIR")
    taken.add_argument("--demo", action="store_true", help="sur un poste de démonstration")
    taken.add_argument("--json", action="store_true")
    taken.set_defaults(run=show_import)


def show_import(arguments: argparse.Namespace) -> int:
    """Print the traits that would fill the form, and the status they would have."""
    with arguments.file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    identity = read_bytes(data, Asked(clock.now().date(), is_demonstration=arguments.demo))
    if arguments.json:
        print_json(_as_values(identity))
        return 0
    for name, words in WORDS.items():
        sys.stdout.write(f"{words}\u00a0: {getattr(identity, name) or 'non dit'}\n")
    sys.stdout.write(f"{STATUSES[identity.source]}\n")
    return 0


def _as_values(identity: ImportedIdentity) -> dict[str, str]:
    has_ins = bool(identity.matricule)
    status = status_of(identity.source, has_ins=has_ins, paper_seen=False)
    traits = {name: getattr(identity, name) for name in (*WORDS, "root")}
    return {**traits, "source": identity.source.value, "status": status.value}
