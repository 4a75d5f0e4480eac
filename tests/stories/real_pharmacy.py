"""A pharmacy that is no demonstration: two pharmacists, and a protocol its committee signed."""

from datetime import timedelta
from pathlib import Path

from app import clock
from app.config import SETTINGS
from app.effects.protocol_import import Arrival
from app.records.keys.argon import FLOOR_KIB, ArgonCost
from app.records.people.founding import create_station
from app.records.station_file import Purpose
from resources import files
from tests.protocols.signatures.committee import a_version, delivery, members
from tests.protocols.signatures.rooms import PEOPLE, SECRET, Post

VALID_DAYS = 90
SIGNED = "2026.11.1"

__all__ = ["SECRET", "open_pharmacy"]


def open_pharmacy(folder: Path, protocol_id: str) -> Path:
    """Return the folder of a real station where ``protocol_id`` may be run on patients."""
    cost, station_id = ArgonCost(FLOOR_KIB, 1, 1), bytes.fromhex(clock.new_id())
    create_station(folder, PEOPLE, station_id, clock.now(), cost, Purpose.REAL)
    settings = files.path("demonstration/station.toml").read_bytes()
    (folder / SETTINGS).write_bytes(settings)
    _install(folder, protocol_id)
    return folder


def _install(folder: Path, protocol_id: str) -> Arrival:
    """Let two pharmacists take the version that two members of the committee signed."""
    post, (first, second, _) = Post(folder, real=True, at=clock.now()), members()
    until = f"{clock.now().date() + timedelta(days=VALID_DAYS):%Y-%m-%d}"
    protocol = a_version(SIGNED, "valid", until, protocol_id=protocol_id)
    return post.trust(first, second).take(delivery(protocol, first, second))
