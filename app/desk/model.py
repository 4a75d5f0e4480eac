"""What the station shows around the consultation: one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.desk.archive import Archive
from app.desk.library import Library
from app.desk.veil import Veil
from app.office.first_run import FirstRun
from app.office.office import Office
from app.office.rescue import Rescue

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from collections.abc import Mapping

    from app.office.copies import BackupState
    from app.station import Station
    from hardware.readings import DeviceState, Kind


WAIT = timedelta(minutes=1)
"""What five wrong codes cost."""


class Screen(StrEnum):
    """Which page is shown; ``ENCOUNTER`` leaves the choice to the consultation's step."""

    LOGIN = "login"
    HOME = "home"
    ENCOUNTER = "encounter"
    ARCHIVE = "archive"
    LIBRARY = "library"
    PEOPLE = "people"
    RECOVERY = "recovery"
    ACCESS_LOG = "access_log"
    RETENTION = "retention"
    BACKUP = "backup"
    EMERGENCY_OFFICE = "emergency_office"
    DIAGNOSTICS = "diagnostics"
    NOTICES = "notices"
    DEVICES = "devices"
    RELAY = "relay"
    OUTBOX = "outbox"
    MAIL = "mail"
    FIRST_RUN = "first_run"
    RESCUE = "rescue"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may open the station."""

    login: str
    label: str
    title: str
    role: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A protocol on the home screen; ``locked`` says why it stays closed, "" when open.

    ``digit`` is the key that opens it, 0 when it has none.
    """

    protocol_id: str
    title: str
    icon: str
    digit: int
    locked: str = ""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """An open consultation: initials only.

    ``call`` is the stage of its call with a doctor, "" for none, and ``called_at`` when it began.
    """

    draft_id: str
    initials: str
    title: str
    where: str
    saved_at: datetime
    call: str = ""
    called_at: datetime | None = None


def fold(text: str) -> str:
    """Return the text without accents, case, hyphens and apostrophes, for searching."""
    plain = text.lower().translate(_FOLDED)
    return plain.replace("œ", "oe").replace("æ", "ae")


_FOLDED = str.maketrans("àâäéèêëîïôöùûüç-'’", "aaaeeeeiioouuuc   ")


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One exam device and what is known of it.

    ``since`` is when it came to this state; ``battery`` a sentence once it is low, "" before.
    """

    kind: Kind
    state: DeviceState
    sentence: str
    since: datetime | None = None
    battery: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The station around the consultation.

    ``wait_until`` is set after five wrong codes; ``copies`` is what can be told of the backups
    before any login;
    ``stale`` says that a session was closed here: only a fresh process forgets what it read;
    ``opens`` is the folder it opens, "" for the same one. ``suggested`` is a passphrase drawn.
    """

    station: Station
    accounts: tuple[Account, ...] = ()
    selected: str = ""
    attempts: int = 0
    wait_until: datetime | None = None
    opening: bool = False
    blocked: str = ""
    person: Account | None = None
    screen: Screen = Screen.LOGIN
    tiles: tuple[Tile, ...] = ()
    drafts: tuple[DraftLine, ...] = ()
    archive: Archive = field(default_factory=Archive)
    library: Library = field(default_factory=Library)
    office: Office = field(default_factory=Office)
    devices: Mapping[Kind, DeviceLine] = field(default_factory=lambda: MappingProxyType({}))
    veil: Veil = field(default_factory=Veil)
    stale: bool = False
    opens: str = ""
    copies: BackupState | None = None
    first_run: FirstRun = field(default_factory=FirstRun)
    rescue: Rescue = field(default_factory=Rescue)
    suggested: str = field(default="", repr=False)
    demonstration_code: str = ""
    notice: str = ""

    def wait_left(self, at: datetime) -> timedelta:
        """Return what is left to wait before a new code, never more than the whole wait.

        A clock set back meanwhile opens the login again rather than closing it for a year.
        """
        if self.wait_until is None or not self.wait_until - WAIT <= at < self.wait_until:
            return timedelta()
        return self.wait_until - at
