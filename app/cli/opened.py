"""The vault opened for one command: by the demonstration code, or by a password asked for."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import clock
from app.cli.asking import add_secrets, folder_of, secret_of
from app.desk.effects import OpenVault
from app.desk.messages import LoggedIn, LoginRefused
from app.effects.access import Access
from app.errors import StationError
from app.records.keys.roster import Condition, roster, state
from app.records.refusals import FolderAbsent
from app.records.station_file import read_station_file


class NotOpened(StationError):
    """The vault stayed closed."""


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a station and the account that opens it."""
    parser.add_argument("--data", type=Path, default=None, help="dossier du poste")
    parser.add_argument("--login", default="", help="compte qui ouvre le coffre")
    add_secrets(parser)


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Access]:
    """Give the open vault, closed at the end.

    The password of a real station is asked for on the terminal, never given as an argument.
    """
    folder = folder_of(arguments)
    if state(folder).condition is Condition.ABSENT:
        raise FolderAbsent
    people = roster(folder)
    login = arguments.login or (people[0].login if people else "")
    secret = secret_of(arguments, login, read_station_file(folder).purpose)
    access = Access(folder, clock.now)
    for answer in access.open(OpenVault(login, secret)):
        if isinstance(answer, LoginRefused):
            raise NotOpened(answer.sentence)
        if isinstance(answer, LoggedIn) and answer.alarm:
            sys.stderr.write(f"{answer.alarm}\n")
    try:
        yield access
    finally:
        access.close()
