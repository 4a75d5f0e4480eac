"""``osys station``: makes the real station of a pharmacy."""

import argparse
import sys
from pathlib import Path

from app import clock
from app.cli.asking import add_secrets
from app.cli.printing import print_json
from app.cli.sessions import new_secret
from app.effects.founding import OwnerAccount, accounts_of, found_station
from app.records.keys.argon import calibrated
from app.records.keys.roster import require_no_station
from app.records.people.recovery import SENTENCES, ShareStanding
from app.settings import read_settings, require_logins


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``station`` to the command line."""
    station = words.add_parser("station", help="crée le poste d’une pharmacie")
    parts = station.add_subparsers(required=True, metavar="action")
    create = parts.add_parser(
        "create",
        help="crée un poste réel dans un dossier vide",
        description=(
            "Crée le poste d’une pharmacie. Chaque professionnel des réglages reçoit un compte de "
            "pharmacien\u00a0; le titulaire en reçoit un à part, qui n’ouvre aucune fiche, même "
            "s’il exerce. Les mots de passe sont demandés dans l’ordre des réglages, puis celui "
            "du titulaire."
        ),
    )
    create.add_argument("--data", type=Path, required=True, help="dossier du poste, à créer")
    create.add_argument(
        "--settings", type=Path, required=True, help="réglages, au format de station.toml"
    )
    create.add_argument("--owner-login", required=True, help="identifiant du compte du titulaire")
    create.add_argument("--owner-name", required=True, help="prénom et nom du titulaire")
    create.add_argument("--json", action="store_true", help="résultat lisible par une machine")
    add_secrets(create)
    create.set_defaults(run=run_create)


def run_create(arguments: argparse.Namespace) -> int:
    """Make the station; its recovery shares are the next step, which the output says."""
    require_no_station(arguments.data)
    settings = read_settings(arguments.settings)
    require_logins(settings, ())
    secrets = [new_secret(arguments, one.login, one.label) for one in settings.professionals]
    owner = OwnerAccount(
        arguments.owner_login,
        arguments.owner_name,
        new_secret(arguments, arguments.owner_login, f"{arguments.owner_name}, titulaire"),
    )
    people = accounts_of(settings, secrets, owner)
    argon = calibrated(clock.monotonic_ns)
    found_station(arguments.data, settings, people, clock.new_id(), clock.now(), argon)
    if arguments.json:
        print_json(
            {
                "station": str(arguments.data),
                "people": [one.login for one in people],
                "memory_kib": argon.memory_kib,
                "passes": argon.passes,
            }
        )
        return 0
    sys.stdout.write(f"Poste créé dans {arguments.data}, {len(people)} comptes.\n")
    sys.stdout.write(f"{SENTENCES[ShareStanding.NONE]}\n")
    sys.stdout.write(
        f"osys people recovery make --data {arguments.data} --login {people[0].login} --out …\n"
    )
    return 0
