"""The station file: who this station is, without any secret.

``station.json`` is written last when a station is created: a folder without it is not a
station yet. Standard library only.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from app.records.refusals import FolderAbsent, FolderBroken, NewerStation

STATION = "station.json"
VAULT = "vault.sqlite"
KEYSTORE = "keystore.sqlite"
LOCK = "station.lock"
CREATION = ".creation"

FORMAT = 1
SUITE = 1


class Purpose(StrEnum):
    """What the station is for; a demonstration may stretch passwords less."""

    REAL = "real"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class StationFile:
    """The identity of one station.

    ``station_id`` is 16 random bytes; ``public`` the 32 bytes of its Ed25519 key, which
    signs tree heads, accounts and grants. Every account pins both under its password.
    """

    station_id: bytes
    purpose: Purpose
    public: bytes
    created: datetime


def write_station_file(path: Path, station: StationFile) -> None:
    """Write ``station`` to ``path`` as readable JSON."""
    fields = {
        "format": FORMAT,
        "suite": SUITE,
        "station": station.station_id.hex(),
        "purpose": station.purpose.value,
        "public": station.public.hex(),
        "created": station.created.astimezone(UTC).isoformat(timespec="seconds"),
    }
    path.write_text(json.dumps(fields, indent=2) + "\n", encoding="ascii")


def read_station_file(folder: Path) -> StationFile:
    """Return the station of ``folder``.

    Raises:
        FolderAbsent: there is no station file.
        NewerStation: a later version of the product wrote it.
        FolderBroken: the file cannot be understood.
    """
    try:
        fields = json.loads((folder / STATION).read_bytes())
    except FileNotFoundError as error:
        raise FolderAbsent from error
    except (OSError, ValueError) as error:
        raise FolderBroken from error
    if not isinstance(fields, dict):
        raise FolderBroken
    return _station(fields)


def _station(fields: dict[str, object]) -> StationFile:
    if fields.get("format") != FORMAT or fields.get("suite") != SUITE:
        raise NewerStation
    try:
        return StationFile(
            station_id=_exactly(fields["station"], 16),
            purpose=Purpose(str(fields["purpose"])),
            public=_exactly(fields["public"], 32),
            created=datetime.fromisoformat(str(fields["created"])),
        )
    except (KeyError, ValueError) as error:
        raise FolderBroken from error


def _exactly(text: object, length: int) -> bytes:
    value = bytes.fromhex(str(text))
    if len(value) != length:
        raise ValueError
    return value
