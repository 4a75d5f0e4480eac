"""A station made ready: its desk as the login screen shows it, its runner of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.config import demonstration_folder, load_station, pharmacy_folder, read_station
from app.desk.model import Account, Desk, Screen
from app.effects.demonstration import CODE, SETTINGS_SHIPPED, prepare
from app.effects.pace import REAL, Pace
from app.effects.runner import Answering, Runner
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


def usual_folder() -> Path | None:
    """Return the station that is opened when none is named: the pharmacy's, else a demonstration.

    None when this user of the computer has neither yet.
    """
    places = (pharmacy_folder(), demonstration_folder())
    opens = {Condition.COMPLETE, Condition.BROKEN}
    return next((one for one in places if state(one).condition in opens), None)


def first_desk() -> Desk:
    """Return the desk of the first run: nothing is made before somebody chose."""
    return Desk(
        station=read_station(files.path(SETTINGS_SHIPPED), demonstration=True),
        screen=Screen.FIRST_RUN,
        first_run=_first_run(),
    )


def _first_run() -> FirstRun:
    return FirstRun(pharmacy=PharmacyForm(folder=str(pharmacy_folder())))


def open_desk(folder: Path) -> Desk:
    """Return the station of ``folder``; where there is none yet, a demonstration is made.

    Raises:
        StationError: the folder or its settings cannot be used; the sentence says what to do.
    """
    found = state(folder)
    if found.condition in {Condition.ABSENT, Condition.HALF_CREATED}:
        prepare(folder, clock.new_id(), clock.now())
    if found.condition is Condition.BROKEN:
        station = load_station(folder, demonstration=False)
        return Desk(station=station, blocked=found.sentence)
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
