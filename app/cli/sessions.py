"""A session opened for one command about people and keys, and the secrets such a command asks."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app import clock
from app.cli.asking import folder_of, secret_of
from app.cli.opened import add_folder
from app.errors import StationError
from app.records.keys.room import KeyRoom
from app.records.keys.roster import require_station, roster
from app.records.people.passphrases import new_passphrase
from app.records.people.refusals import NotAllowed
from app.records.people.unlock import Session, unlock
from app.records.station_file import read_station_file


class NothingTyped(StationError):
    """The secret that a command needs did not come."""


def add_session(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a station, the account that acts, and how secrets come."""
    add_folder(parser)
    parser.add_argument("--json", action="store_true", help="résultat lisible par une machine")


@contextmanager
def session_of(arguments: argparse.Namespace) -> Iterator[tuple[Session, str]]:
    """Give the session of the account that acts, and its secret, closed at the end.

    Raises:
        WrongSecret, FolderBusy, FolderAbsent, FolderBroken: the sentence says what to do.
    """
    folder = folder_of(arguments)
    require_station(folder)
    people = roster(folder)
    login = arguments.login or (people[0].login if people else "")
    secret = secret_of(arguments, login, read_station_file(folder).purpose)
    with unlock(folder, login, secret, clock.now()) as session:
        yield session, secret


def room_of(session: Session) -> KeyRoom:
    """Return what changes people and keys.

    Raises:
        NotAllowed: it is neither a pharmacist's nor an owner's session.
    """
    if session.keys is None:
        raise NotAllowed
    return session.keys


def new_secret(arguments: argparse.Namespace, login: str, label: str) -> str:
    """Return the secret chosen for an account: typed twice, or one line of the input.

    On the terminal an empty answer asks for a passphrase, which is shown once.

    Raises:
        NothingTyped: nothing came, or the two differ.
    """
    if arguments.secret_stdin:
        return line_of_input()
    typed = getpass.getpass(f"Nouveau mot de passe de {label} (vide\u00a0: en proposer un)\u00a0: ")
    if not typed:
        made = new_passphrase(login, label)
        sys.stderr.write(f"Notez cette phrase, elle ne sera plus montrée\u00a0:\n{made}\n")
        return made
    if getpass.getpass("Le même, une seconde fois\u00a0: ") != typed:
        raise NothingTyped("Les deux saisies diffèrent. Recommencez.")
    return typed


def line_of_input() -> str:
    """Return the next line of the standard input.

    Raises:
        NothingTyped: there is none.
    """
    line = sys.stdin.readline()
    if not line.strip():
        raise NothingTyped("Une ligne manque sur l’entrée standard. Donnez un secret par ligne.")
    return line.rstrip("\r\n")
