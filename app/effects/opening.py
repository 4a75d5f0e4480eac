"""A station made ready: its desk as the login screen shows it, its runner of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.config import load_station
from app.desk.model import Account, Desk
from app.effects.demonstration import CODE, prepare
from app.effects.pace import REAL, Pace
from app.effects.runner import Answering, Runner
from app.records.keys.roster import Condition, roster, state
from app.records.station_file import Purpose, read_station_file

if TYPE_CHECKING:
    from pathlib import Path

    from app.traffic import Post


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
    people = tuple(
        Account(one.login, one.label, one.title, one.role.value) for one in roster(folder)
    )
    return Desk(
        station=load_station(folder, demonstration=demonstration),
        accounts=people,
        selected=people[0].login if people else "",
        demonstration_code=CODE if demonstration else "",
    )


def make_runner(desk: Desk, folder: Path, post: Post, pace: Pace = REAL) -> Runner:
    """Return the runner of a station; its first task imports what answers the effects."""

    def load(post_answer: Post) -> Answering:
        from app.effects.handlers import Handlers

        return Handlers(desk.station, folder, post_answer, pace)

    return Runner(load, post)
