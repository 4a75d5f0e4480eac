"""Where the anchors of a station are kept: beside it, elsewhere on the computer, on a support.

- ``anchors.log`` in the data folder: found again when only the vault was put back;
- one in the folder of the person's settings, which a copy of the data folder leaves alone;
- the keyring of the system;
- the folders that ``anchors`` of ``station.toml`` names, such as a key that stays plugged in.

A demonstration keeps its anchors in its own folder only.
"""

import os
import sys
import tomllib
from pathlib import Path

from app.config import PRODUCT, SETTINGS
from app.records.anchors.keepers import ANCHORS, FileKeeper, Keeper
from app.records.anchors.os_keyring import KeyringKeeper, Passwords
from app.records.station_file import Purpose, StationFile


def own_keeper(folder: Path, station: StationFile) -> FileKeeper:
    """Return the anchors kept in the data folder itself."""
    return FileKeeper(folder / ANCHORS, station.station_id, f"le fichier {ANCHORS} du poste")


def own_keepers(folder: Path, station: StationFile) -> tuple[Keeper, ...]:
    """Return the one place inside the data folder."""
    return (own_keeper(folder, station),)


def usual_keepers(
    folder: Path, station: StationFile, keyring: Passwords | None = None
) -> tuple[Keeper, ...]:
    """Return every place that keeps the anchors of the station of ``folder``.

    ``keyring`` is the keyring of the system by default.
    """
    own = own_keeper(folder, station)
    if station.purpose is not Purpose.REAL:
        return (own,)
    elsewhere = (_settings_folder(), *_named_folders(folder))
    files = (_in_folder(place, station) for place in elsewhere)
    return (own, *files, KeyringKeeper(station.station_id, keyring))


def _in_folder(place: Path, station: StationFile) -> FileKeeper:
    return FileKeeper(place / f"{station.station_id.hex()}.log", station.station_id)


def _settings_folder() -> Path:
    if sys.platform == "win32":
        home = Path(os.environ.get("APPDATA", str(Path.home())))
    else:
        home = Path(os.environ.get("XDG_STATE_HOME", str(Path.home() / ".local" / "state")))
    return home / PRODUCT / "anchors"


def _named_folders(folder: Path) -> tuple[Path, ...]:
    """Return the folders ``station.toml`` names; whoever reads the settings says what is wrong."""
    try:
        named = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8")).get("anchors", [])
    except (OSError, ValueError):
        return ()
    return tuple(Path(one) for one in named if isinstance(one, str) and Path(one).is_absolute())
