"""A real station is made, and its people come and go, in its keys and in its settings.

The settings come first and the keys last: a power cut leaves settings without a station, which
the creation overwrites, never a station without settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.config import SETTINGS
from app.errors import RefusedSetting
from app.records.keys.argon import ArgonCost
from app.records.keys.room import KeyRoom
from app.records.keys.roster import Person, Role, require_no_station
from app.records.people.changes import add_person, require_can_add
from app.records.people.founding import create_station
from app.records.people.making import (
    OWNER_TITLE,
    NewPerson,
    practising_owner,
    require_own_secrets,
    require_person,
)
from app.records.people.rescue import recover
from app.records.station_file import Purpose
from app.settings import Settings, read_settings, require_logins, write_settings
from app.station import Professional


@dataclass(frozen=True, slots=True)
class OwnerAccount:
    """The account of the owner, which opens no sheet.

    ``label`` is the owner's name; where it is that of a professional, the owner practises and
    this is a second account of the same person.
    """

    login: str
    label: str
    secret: str = field(repr=False)


def pharmacist_of(professional: Professional, secret: str) -> NewPerson:
    """Return the account by which a professional opens and signs sheets."""
    return NewPerson(
        login=professional.login,
        label=professional.label,
        title=professional.title,
        role=Role.PHARMACIST,
        secret=secret,
    )


def accounts_of(
    settings: Settings, secrets: Sequence[str], owner: OwnerAccount | None
) -> tuple[NewPerson, ...]:
    """Return the accounts of a new station: one for each professional, then the owner's.

    Args:
        settings: of the station.
        secrets: one for each professional, in the order of the settings.
        owner: None for a pharmacy whose owner opens no account here.
    """
    people = [
        pharmacist_of(one, secret)
        for one, secret in zip(settings.professionals, secrets, strict=True)
    ]
    if owner is None:
        return tuple(people)
    same = next((one for one in people if one.label == owner.label), None)
    if same is None:
        login, label = owner.login, owner.label
        return *people, NewPerson(login, label, OWNER_TITLE, Role.OWNER, owner.secret)
    return *people, practising_owner(same, owner.login, owner.secret)[1]


def found_station(
    folder: Path,
    settings: Settings,
    people: Sequence[NewPerson],
    station_id: str,
    now: datetime,
    argon: ArgonCost,
) -> None:
    """Make the real station of a pharmacy in ``folder``, entirely or not at all.

    Its creation is complete once a pharmacist made the recovery shares and typed words of
    them again: see ``app.records.people.recovery``.

    Args:
        folder: made if absent, without a station in it.
        settings: the pharmacy and its professionals.
        people: the accounts, as ``accounts_of`` makes them.
        station_id: 32 hexadecimal characters.
        now: written in the journal.
        argon: what one guess of a password costs on this machine, as ``calibrated`` says.

    Raises:
        RefusedSetting: a value of the settings cannot be used, or a pharmacist is not there.
        StationExists, FolderBroken: a station, or pieces of one, are there: not touched.
        WeakSecret, SameSecret, RefusedPeople, RefusedPerson, WeakCost: nothing was made.
    """
    require_no_station(folder)
    require_logins(settings, (one.login for one in people if one.role is Role.PHARMACIST))
    for person in people:
        require_person(person, Purpose.REAL)
    require_own_secrets(people, Purpose.REAL)
    write_settings(folder, settings)
    create_station(folder, people, bytes.fromhex(station_id), now, argon, Purpose.REAL)


def add_pharmacist(room: KeyRoom, professional: Professional, secret: str, now: datetime) -> Person:
    """Add a pharmacist, with the name and number that sheets bear.

    Raises:
        NeedsHolder, LoginTaken, RefusedPerson, WeakSecret: nothing changed.
        RefusedSetting: a number or name cannot be used; nothing changed.
    """
    person = pharmacist_of(professional, secret)
    require_can_add(room, person)
    _write_professional(room.folder, professional)
    return add_person(room, person, now)


def rescue_station(
    folder: Path,
    typed: Sequence[str],
    professional: Professional,
    secret: str,
    now: datetime,
    argon: ArgonCost,
) -> Person:
    """Make a pharmacist's account with two recovery shares: see ``recover``.

    Raises:
        RefusedShare, NoShares, LoginTaken, WeakSecret, RefusedSetting: the sentence says it.
    """
    person = pharmacist_of(professional, secret)
    made = recover(folder, typed, person, now, argon)
    _write_professional(folder, professional)
    return made


def professional_of(folder: Path, login: str) -> Professional:
    """Return the professional that the settings know by ``login``.

    Raises:
        RefusedSetting: there is none.
    """
    for one in read_settings(folder / SETTINGS).professionals:
        if one.login == login.strip().casefold():
            return one
    raise RefusedSetting(
        f"Les réglages ne connaissent pas «\u00a0{login}\u00a0». Donnez son nom et son RPPS."
    )


def _write_professional(folder: Path, professional: Professional) -> None:
    settings = read_settings(folder / SETTINGS)
    write_settings(folder, settings.with_professional(professional))
