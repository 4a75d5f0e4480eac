"""The demonstration station: its own folder, invented people, simulated devices.

The accounts and their code are shown on the login screen; nothing here is secret.
"""

import shutil
import tomllib
from datetime import datetime
from pathlib import Path

import resources.files
from app.config import SETTINGS

CODE = "123456"
SETTINGS_SHIPPED = "demonstration/station.toml"


def prepare(folder: Path, station_id: str, now: datetime) -> None:
    """Create the demonstration in ``folder``, or finish a creation that was interrupted."""
    from app.records.keys.argon import DEMONSTRATION_COST
    from app.records.keys.roster import Role
    from app.records.people.founding import NewPerson, create_station
    from app.records.refusals import StoreFailed
    from app.records.station_file import Purpose

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(resources.files.path(SETTINGS_SHIPPED), folder / SETTINGS)
    except OSError as error:
        raise StoreFailed from error
    people = [
        NewPerson(
            login=one["login"],
            label=f"{one['given']} {one['family']}",
            title=one["title"],
            role=Role.PHARMACIST,
            secret=CODE,
        )
        for one in tomllib.loads(resources.files.text(SETTINGS_SHIPPED))["professional"]
    ]
    create_station(
        folder,
        people,
        bytes.fromhex(station_id),
        now,
        argon=DEMONSTRATION_COST,
        purpose=Purpose.DEMONSTRATION,
    )
