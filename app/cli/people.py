"""``osys people``: who works at the station, who comes, who leaves, and their passwords."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict

from app import clock
from app.cli.asking import folder_of
from app.cli.printing import print_json
from app.cli.recovery import add_recovery
from app.cli.sessions import add_session, new_secret, room_of, session_of
from app.effects.founding import add_pharmacist
from app.records.keys.accounts import Domain
from app.records.keys.roster import Role, require_station, roster
from app.records.keys.rotation import ROTATING, rotate
from app.records.people.changes import (
    add_person,
    change_password,
    regrant,
    require_holder,
    revoke,
)
from app.records.people.making import NewPerson
from app.records.people.passphrases import new_passphrase
from app.station import ASSISTANT_SPECIALTY, Professional

ROLES = {
    "pharmacien": Role.PHARMACIST,
    "titulaire": Role.OWNER,
    "auditeur": Role.AUDITOR,
    "preparateur": Role.PREPARER,
}
_FRENCH = {role: word for word, role in ROLES.items()}


def add_parser(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``people`` to the command line."""
    people = words.add_parser("people", help="comptes du poste, mots de passe, parts de secours")
    parts = people.add_subparsers(required=True, metavar="action")
    for name, run, told in (
        ("list", list_people, "liste les comptes, sans aucune clé"),
        ("add", run_add, "ajoute une personne"),
        ("revoke", run_revoke, "retire un compte et change les clés qu’il ouvrait"),
        ("regrant", run_regrant, "rend l’accès à une personne qui a oublié son mot de passe"),
        ("password", run_password, "change le mot de passe du compte --login"),
        ("rotate", run_rotate, "change les clés que ce compte détient"),
    ):
        part = _action(parts, name, run, told)
        if name in {"add", "revoke", "regrant"}:
            part.add_argument("person", help="identifiant du compte")
        if name == "add":
            _add_description(part)
    phrase = parts.add_parser("passphrase", help="propose huit mots tirés au hasard")
    phrase.set_defaults(run=run_passphrase)
    add_recovery(parts)


def list_people(arguments: argparse.Namespace) -> int:
    """Print the active accounts, as the login window shows them."""
    folder = folder_of(arguments)
    require_station(folder)
    people = roster(folder)
    if arguments.json:
        print_json([asdict(one) for one in people])
        return 0
    for one in people:
        sys.stdout.write(f"{one.login:<24} {_FRENCH[one.role]:<12} {one.label}, {one.title}\n")
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Add an account; a pharmacist's comes with the number its sheets bear."""
    role, label = ROLES[arguments.role], f"{arguments.given} {arguments.family}".strip()
    with session_of(arguments) as (session, _):
        room = room_of(session)
        require_holder(room, role)
        secret, now = new_secret(arguments, arguments.person, label), clock.now()
        if role is Role.PHARMACIST:
            made = add_pharmacist(room, _professional(arguments), secret, now)
        else:
            person = NewPerson(arguments.person, label, arguments.title, role, secret)
            made = add_person(room, person, now)
    return _told(arguments, "added", made.login, f"Compte ajouté\u00a0: {made.label}.")


def run_revoke(arguments: argparse.Namespace) -> int:
    """Take an account away."""
    with session_of(arguments) as (session, _):
        revoke(room_of(session), arguments.person, clock.now())
    said = f"Compte retiré\u00a0: {arguments.person}. Les clés qu’il ouvrait ont changé."
    return _told(arguments, "revoked", arguments.person, said)


def run_regrant(arguments: argparse.Namespace) -> int:
    """Give a person a new account in place of the one whose secret is forgotten."""
    with session_of(arguments) as (session, _):
        room = room_of(session)
        label = next(
            (one.label for one in roster(room.folder) if one.login == arguments.person),
            arguments.person,
        )
        secret = new_secret(arguments, arguments.person, label)
        made = regrant(room, arguments.person, secret, clock.now())
    return _told(arguments, "regranted", made.login, f"Accès rendu à {made.label}.")


def run_password(arguments: argparse.Namespace) -> int:
    """Change the password of the account that acts."""
    with session_of(arguments) as (session, former):
        person = session.person
        secret = new_secret(arguments, person.login, person.label)
        now = clock.now()
        change_password(session.own, former, secret, now)
        session.write_changes(now)
    return _told(arguments, "changed", person.login, "Mot de passe changé.")


def run_rotate(arguments: argparse.Namespace) -> int:
    """Give new keys to every domain the account holds."""
    with session_of(arguments) as (session, _):
        room = room_of(session)
        domains = room.ring.held() & ROTATING
        rotate(room, domains, clock.now())
    names = ", ".join(_domain(one) for one in sorted(domains))
    return _told(arguments, "rotated", names, f"Clés changées\u00a0: {names}.")


def run_passphrase(_arguments: argparse.Namespace) -> int:
    """Print a passphrase of 88 bits."""
    sys.stdout.write(new_passphrase() + "\n")
    return 0


def _action(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    told: str,
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=told)
    add_session(part)
    part.set_defaults(run=run)
    return part


def _add_description(part: argparse.ArgumentParser) -> None:
    part.add_argument("--role", choices=tuple(ROLES), default="pharmacien")
    part.add_argument("--family", required=True, help="nom")
    part.add_argument("--given", required=True, help="prénom")
    part.add_argument("--title", required=True, help="fonction, sous le nom")
    part.add_argument("--rpps", default="", help="pharmacien\u00a0: 11 chiffres")
    part.add_argument(
        "--specialty", default=ASSISTANT_SPECIALTY, help="pharmacien\u00a0: code JDV_J01"
    )
    part.add_argument("--trained-on", default="", help="pharmacien\u00a0: date de formation")


def _professional(arguments: argparse.Namespace) -> Professional:
    return Professional(
        login=arguments.person,
        family=arguments.family,
        given=arguments.given,
        title=arguments.title,
        rpps=arguments.rpps,
        specialty=arguments.specialty,
        trained_on=arguments.trained_on,
    )


def _domain(domain: Domain) -> str:
    names = {Domain.SHEETS: "fiches", Domain.FACTS: "activité", Domain.ACCESS: "journal des accès"}
    return names[domain]


def _told(arguments: argparse.Namespace, done: str, what: str, sentence: str) -> int:
    if arguments.json:
        print_json({done: what})
    else:
        sys.stdout.write(sentence + "\n")
    return 0
