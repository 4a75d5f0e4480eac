"""What needs two people: two pharmacists, each with their own account and password.

Each leaves a line of the journal signed with their own key. Nothing is written before both
opened the vault, so a wrong password changes nothing; a power cut between the two lines leaves
one person's line, which alone has no effect, and the command can simply be given again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.config import load_station
from app.effects.access import NoSheets
from app.effects.protocol_refusals import SamePerson
from app.records.keys.roster import roster
from app.records.people.session import PharmacistSession
from app.records.people.unlock import unlock
from app.records.station_file import Purpose, read_station_file
from app.records.vault import Vault
from app.station import Station


@dataclass(frozen=True, slots=True)
class Signatory:
    """An account and its password, held for one command."""

    login: str
    secret: str = field(repr=False)


def station_of(folder: Path) -> Station:
    """Return the settings of the station in ``folder``.

    Raises:
        FolderAbsent, FolderBroken, RefusedSetting: there is no station to speak of.
    """
    demonstration = read_station_file(folder).purpose is Purpose.DEMONSTRATION
    return load_station(folder, demonstration=demonstration)


@contextmanager
def opened_by(folder: Path, one: Signatory, now: datetime) -> Iterator[Vault]:
    """Give the vault opened by ``one``, closed at the end.

    Raises:
        WrongSecret: the account did not open.
        NoSheets: it is not the account of a pharmacist.
        FolderBusy: the station is open in another window.
    """
    with unlock(folder, one.login, one.secret, now) as session:
        if not isinstance(session, PharmacistSession):
            raise NoSheets
        yield session.vault


def together(
    folder: Path,
    first: Signatory,
    second: Signatory,
    now: datetime,
    act: Callable[[Vault], object],
) -> None:
    """Do ``act`` once for each person, in their own session, after both were recognised.

    Raises:
        SamePerson: the two accounts are one person's; nothing was opened.
        WrongSecret, NoSheets, FolderBusy: nothing was written.
    """
    require_two(folder, first.login, second.login)
    with opened_by(folder, first, now):
        pass
    for one in (second, first):
        with opened_by(folder, one, now) as vault:
            act(vault)


def require_two(folder: Path, first: str, second: str) -> None:
    """Refuse the same account twice, and two accounts of one professional.

    Raises:
        SamePerson: they are one person's.
    """
    if _who(folder, first) & _who(folder, second):
        raise SamePerson(
            "Il faut deux personnes différentes. "
            "Demandez à un autre pharmacien du poste de confirmer avec son propre compte."
        )


def _who(folder: Path, login: str) -> set[str]:
    """Return everything by which the person behind ``login`` is known here."""
    name = login.strip().casefold()
    labels = {one.label.casefold() for one in roster(folder) if one.login.casefold() == name}
    people = station_of(folder).professionals
    return {name} | labels | {one.rpps for one in people if one.login.casefold() == name}
