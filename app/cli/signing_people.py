"""The station a command about protocols acts in, and the pharmacists who act."""

import argparse
import getpass
from dataclasses import dataclass
from pathlib import Path

from app.config import demonstration_folder
from app.effects.demonstration import CODE
from app.effects.protocol_folder import ProtocolFolder
from app.effects.protocol_refusals import RefusedFile
from app.effects.protocol_room import Room, shipped
from app.effects.two_people import Signatory, station_of
from app.records.keys.roster import Role, roster
from app.records.refusals import FolderAbsent
from app.records.station_file import Purpose, read_station_file
from app.records.vault import Vault

FIRST, SECOND = 0, 1


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a station and whether it is a demonstration."""

    folder: Path
    demonstration: bool

    def room(self, vault: Vault) -> Room:
        """Return the room of an open vault of this station."""
        return Room(vault, ProtocolFolder(self.folder), station_of(self.folder), shipped())

    def signatory(self, login: str, rank: int) -> Signatory:
        """Return an account with its password, asked on the terminal and never an argument.

        Args:
            login: the account, "" for the pharmacist of that rank.
            rank: 0 for the first pharmacist of the station, 1 for the second.

        Raises:
            RefusedFile: the station has no such pharmacist.
        """
        people = [one for one in roster(self.folder) if one.role is Role.PHARMACIST]
        chosen = login or (people[rank].login if len(people) > rank else "")
        if not chosen:
            raise RefusedFile(
                "Il faut deux pharmaciens et ce poste n’en a qu’un. Ajoutez le second compte."
            )
        if self.demonstration:
            return Signatory(chosen, CODE)
        label = next((one.label for one in people if one.login == chosen), chosen)
        return Signatory(chosen, getpass.getpass(f"Mot de passe de {label}\u00a0: "))


def add_people(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a station and the pharmacist who acts."""
    parser.add_argument("--data", type=Path, default=None, help="dossier du poste")
    parser.add_argument("--login", default="", help="compte du pharmacien qui agit")


def place_of(arguments: argparse.Namespace) -> Place:
    """Return the station that a command names.

    Raises:
        FolderAbsent: there is none.
    """
    folder: Path = arguments.data or demonstration_folder()
    if not folder.is_dir():
        raise FolderAbsent
    purpose = read_station_file(folder).purpose
    return Place(folder, purpose is Purpose.DEMONSTRATION)
