"""A station made ready: its desk as the login screen shows it, its runner of effects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import clock
from app.config import (
    chosen_folder,
    demonstration_folder,
    load_station,
    pharmacy_folder,
    read_station,
)
from app.desk.model import Account, Desk
from app.effects.demonstration import CODE, SETTINGS_SHIPPED, prepare
from app.effects.pace import REAL, Pace
from app.effects.runner import Answering, Runner
from app.errors import StationError
from app.office.copies import BackupState
from app.office.first_run import FirstRun
from app.office.founding_form import PharmacyForm
from app.records.copies.ages import copy_ages
from app.records.keys.roster import Condition, roster, state
from app.records.station_file import Purpose, read_station_file
from resources import files

if TYPE_CHECKING:
    from pathlib import Path

    from app.traffic import Post


TO_MAKE = frozenset({Condition.ABSENT, Condition.HALF_CREATED})
AWAY = (
    "Le dossier du poste, {folder}, n’est pas là. Branchez le disque qui le porte, puis rouvrez "
    "le poste\u00a0; s’il est perdu, restaurez sa sauvegarde."
)


def usual_folder() -> Path:
    """Return the station that is opened when none is named: the pharmacy's, once there is one.

    Before that it is the demonstration, from which the station of the pharmacy is made.
    """
    chosen = chosen_folder()
    if chosen is not None:
        return chosen
    opens = {Condition.COMPLETE, Condition.BROKEN}
    has_one = state(pharmacy_folder()).condition in opens
    return pharmacy_folder() if has_one else demonstration_folder()


def usual_desk() -> Desk:
    """Return the desk of ``usual_folder``; what keeps it from opening is said on its page."""
    folder = usual_folder()
    if folder != demonstration_folder() and state(folder).condition in TO_MAKE:
        return _shut(AWAY.format(folder=folder), demonstration=False)
    try:
        return open_desk(folder)
    except StationError as refused:
        return _shut(refused.sentence, demonstration=folder == demonstration_folder())


def _shut(sentence: str, *, demonstration: bool) -> Desk:
    """Return a desk that says why nothing opens; a pharmacy has no name without its settings."""
    station = read_station(files.path(SETTINGS_SHIPPED), demonstration=demonstration)
    if not demonstration:
        station = replace(station, pharmacy=replace(station.pharmacy, name="pharmacie"))
    return Desk(station=station, blocked=sentence, first_run=_first_run())


def _first_run() -> FirstRun:
    return FirstRun(pharmacy=PharmacyForm(folder=str(pharmacy_folder())))


def open_desk(folder: Path) -> Desk:
    """Return the station of ``folder``; where there is none yet, a demonstration is made.

    Raises:
        StationError: the folder or its settings cannot be used; the sentence says what to do.
    """
    found = state(folder)
    if found.condition in TO_MAKE:
        prepare(folder, clock.new_id(), clock.now())
    if found.condition is Condition.BROKEN:
        station = load_station(folder, demonstration=folder == demonstration_folder())
        return Desk(station=station, blocked=found.sentence, first_run=_first_run())
    demonstration = read_station_file(folder).purpose is Purpose.DEMONSTRATION
    people = accounts_of(folder)
    return Desk(
        station=load_station(folder, demonstration=demonstration),
        accounts=people,
        selected=people[0].login if people else "",
        demonstration_code=CODE if demonstration else "",
        copies=None if demonstration else _copies(folder),
        first_run=_first_run(),
    )


def accounts_of(folder: Path) -> tuple[Account, ...]:
    """Return the accounts of the login screen.

    Raises:
        FolderBroken: the key file cannot be read.
    """
    return tuple(Account(one.login, one.label, one.title, one.role.value) for one in roster(folder))


def _copies(folder: Path) -> BackupState | None:
    ages = copy_ages(folder)
    return BackupState(ages.data_at, ages.keys_at) if ages is not None else None


def make_runner(desk: Desk, folder: Path, post: Post, pace: Pace = REAL) -> Runner:
    """Return the runner of a station; its first task imports what answers the effects."""

    def load(post_answer: Post) -> Answering:
        from app.effects.handlers import Handlers

        return Handlers(desk.station, folder, post_answer, pace)

    return Runner(load, post)
