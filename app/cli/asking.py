"""What a command asks of the people at the keyboard: passwords, and a phrase typed again.

A password is never an argument. It is read on the terminal, or line by line on the standard
input with ``--secret-stdin``, in the order the command names the people.
"""

import argparse
import getpass
import sys
from pathlib import Path

from app.config import demonstration_folder
from app.effects.demonstration import CODE
from app.records.keys.roster import Role, roster
from app.records.retention.presence import Second
from app.records.retention.refusals import SecondPerson
from app.records.station_file import Purpose, read_station_file


def folder_of(arguments: argparse.Namespace) -> Path:
    """Return the data folder that a command names."""
    folder: Path = arguments.data or demonstration_folder()
    return folder


def add_secrets(parser: argparse.ArgumentParser) -> None:
    """Add the option by which a script gives the passwords."""
    parser.add_argument(
        "--secret-stdin", action="store_true", help="lit les mots de passe sur l’entrée standard"
    )


def add_confirmation(parser: argparse.ArgumentParser) -> None:
    """Add the option by which a script types the phrase again."""
    parser.add_argument("--confirm", default="", help="phrase de confirmation, mot pour mot")


def add_second(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the second person."""
    parser.add_argument("--second", default="", help="compte de la seconde personne présente")


def secret_of(arguments: argparse.Namespace, login: str, purpose: Purpose) -> str:
    """Return the password of ``login``, asked for unless this is a demonstration."""
    if purpose is Purpose.DEMONSTRATION:
        return CODE
    if arguments.secret_stdin:
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(f"Mot de passe de {login}\u00a0: ")


def second_person(arguments: argparse.Namespace) -> Second:
    """Return the second person of a command on an open station; see ``second_login``."""
    folder = folder_of(arguments)
    login = second_login(arguments, folder)
    return Second(login, secret_of(arguments, login, read_station_file(folder).purpose))


def second_login(arguments: argparse.Namespace, folder: Path) -> str:
    """Return who confirms: the account named, else the owner of the key file of ``folder``.

    Raises:
        SecondPerson: nobody was named and no owner is known, or both names are one.
    """
    login = str(arguments.second or _owner(folder))
    if not login or login.casefold() == arguments.login.casefold():
        raise SecondPerson
    return login


def typed_again(arguments: argparse.Namespace, phrase: str) -> str:
    """Return what was typed after ``phrase`` was shown."""
    if arguments.confirm:
        return str(arguments.confirm)
    sys.stderr.write(f"Pour confirmer, retapez\u00a0: {phrase}\n")
    return sys.stdin.readline().strip()


def counted(done: int, total: int) -> bool:
    """Show the progress on a terminal, and go on."""
    if sys.stderr.isatty():
        percent = 100 * done // max(total, 1)
        sys.stderr.write(f"\r{percent:>3}\u00a0%")
        sys.stderr.write("\n" if done >= total else "")
        sys.stderr.flush()
    return True


def _owner(folder: Path) -> str:
    owners = (one.login for one in roster(folder) if one.role is Role.OWNER)
    return next(owners, "")
