"""When the station was last copied, read before any key: what the login window shows.

The instants are not secret and not proven; the places of the copies stay sealed. The file is
read as it lies on the disk, without a lock and without writing anything beside it: an instant
that cannot be read is not known, and nothing else. Standard library only.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.records.station_file import VAULT

_LAST = "select max(made) from copy_made where kind = ?"
_DATA, _KEYS = 1, 2


@dataclass(frozen=True, slots=True)
class CopyAges:
    """When each half was last copied, None for never."""

    data_at: datetime | None
    keys_at: datetime | None


def copy_ages(folder: Path) -> CopyAges | None:
    """Return the last copies of the station in ``folder``, None when they are not known."""
    address = f"{(folder / VAULT).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True)
        try:
            return ages_in(connection)
        finally:
            connection.close()
    except (sqlite3.Error, ValueError, TypeError, OverflowError):
        return None


def ages_in(connection: sqlite3.Connection) -> CopyAges:
    """Return the last copies written in an open vault.

    Raises:
        sqlite3.Error, ValueError, TypeError, OverflowError: an instant cannot be read.
    """
    return CopyAges(_last(connection, _DATA), _last(connection, _KEYS))


def _last(connection: sqlite3.Connection, half: int) -> datetime | None:
    made = connection.execute(_LAST, (half,)).fetchone()[0]
    return None if made is None else datetime.fromtimestamp(made / 1000, UTC)
