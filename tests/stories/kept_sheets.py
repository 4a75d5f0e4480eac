"""A demonstration station that already holds sheets, made in one second and without a window."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import resources.files
from app.clock import new_id, now
from app.config import SETTINGS
from app.desk.effects import OpenVault
from app.effects.access import Access
from app.effects.demonstration import CODE, SETTINGS_SHIPPED, prepare
from app.effects.handlers import new_oid
from app.effects.sealing import Sealing
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked, Sealed
from app.records.keys.argon import DEMONSTRATION_COST
from app.records.keys.roster import Role
from app.records.people.founding import create_station
from app.records.people.making import NewPerson
from app.records.station_file import Purpose
from tests.builders import a_visit_at_decision


def a_station_with(
    folder: Path, authors: tuple[str, ...], at: Callable[[], datetime] = now
) -> tuple[str, ...]:
    """Seal one sheet for each login of ``authors``; return the identifiers, the oldest first."""
    if not folder.exists():
        prepare(folder, new_id(), at())
    return tuple(seal_as(folder, login, at) for login in authors)


def a_station_with_an_owner(folder: Path, owner_secret: str) -> None:
    """Make a demonstration whose owner is Odile, beside Hélène who signs; seal one sheet."""
    folder.mkdir()
    shutil.copyfile(resources.files.path(SETTINGS_SHIPPED), folder / SETTINGS)
    people = (
        NewPerson("helene", "Hélène Marchetti", "Pharmacienne", Role.PHARMACIST, CODE),
        NewPerson("odile", "Odile Ferrand", "Titulaire", Role.OWNER, owner_secret),
    )
    station_id = bytes.fromhex(new_id())
    create_station(folder, people, station_id, now(), DEMONSTRATION_COST, Purpose.DEMONSTRATION)
    seal_as(folder, "helene", now)


def seal_as(folder: Path, login: str, at: Callable[[], datetime]) -> str:
    """Seal one more sheet as ``login`` and return its identifier."""
    access = Access(folder, at)
    list(access.open(OpenVault(login, CODE)))
    try:
        (sealed,) = Sealing(access, new_oid).seal(_effect(login))
    finally:
        access.close()
    assert isinstance(sealed, Sealed)
    return sealed.encounter_id


def _effect(login: str) -> SealSheet:
    visit = a_visit_at_decision("piqure_tique")
    author = visit.encounter.station.professional(login)
    assert author is not None
    visit.encounter = replace(
        visit.encounter, encounter_id=new_id(), act_ref=new_id(), author=author
    )
    effect = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect
