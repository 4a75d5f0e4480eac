"""What the station listens to around the consultation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.desk.archive_captures import PlayAsked
from app.desk.archive_messages import ArchiveMessage
from app.desk.veil import VeilMessage
from app.office.first_run import FirstRunMessage
from app.office.phrases import PhraseAsked, PhraseSuggested
from app.office.rescue import RescueMessage

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from app.desk.library import LibraryLine, Study
    from app.desk.model import Account, DraftLine, Tile
    from app.encounter.model import Encounter
    from hardware.readings import DeviceState, Kind


@dataclass(frozen=True, slots=True)
class PersonChosen:
    """Someone points at their name on the login screen."""

    login: str


@dataclass(frozen=True, slots=True)
class LoginAsked:
    """Open the vault of ``login``; the secret is never kept in the state nor shown.

    ``pin`` is the short code that lifts the veil of this session, "" for none.
    """

    login: str
    secret: str = field(repr=False)
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The vault is open for this person.

    ``alarm`` is what must be known first, of the journal, the disk or the shares; ``unfinished``
    says that the recovery shares of a real station are still to be made or read again.
    """

    account: Account
    alarm: str = ""
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """The vault stayed closed; ``counts`` when a wrong code was tried."""

    sentence: str
    counts: bool


@dataclass(frozen=True, slots=True)
class LockAsked:
    """Close the vault and go back to the login screen, in a fresh process."""


@dataclass(frozen=True, slots=True)
class StationLeft:
    """The window closes: the vault closes whatever was under way."""


@dataclass(frozen=True, slots=True)
class VaultClosed:
    """The keys are dropped and what was acknowledged is written: this process may end."""


@dataclass(frozen=True, slots=True)
class HomeAsked:
    """Show the home screen; an open consultation stays as a draft."""


@dataclass(frozen=True, slots=True)
class ArchiveAsked:
    """Show the archive."""


@dataclass(frozen=True, slots=True)
class PatientAsked:
    """Begin a consultation, under a protocol when its id is given."""

    protocol_id: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolAsked:
    """Put the open consultation under a protocol, once the patient is identified."""

    protocol_id: str


@dataclass(frozen=True, slots=True)
class DraftChosen:
    """Take up an open consultation again."""

    draft_id: str


@dataclass(frozen=True, slots=True)
class EncounterOpened:
    """A consultation begins or is taken up again."""

    encounter: Encounter


@dataclass(frozen=True, slots=True)
class EncounterAsked:
    """Show the open consultation again, from the archive for instance."""


@dataclass(frozen=True, slots=True)
class HomeLoaded:
    """What the home screen lists."""

    tiles: tuple[Tile, ...]
    drafts: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """Write the stored documents of a sheet; ``folder`` empty is the station's export folder."""

    sheet_id: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """The documents were written, byte for byte as stored."""

    sheet_id: str
    folder: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LibraryAsked:
    """Show the protocols of the station."""


@dataclass(frozen=True, slots=True)
class LibraryLoaded:
    """The protocols of the station, in the order of the home screen."""

    lines: tuple[LibraryLine, ...]


@dataclass(frozen=True, slots=True)
class ProtocolShown:
    """Show one protocol of the library."""

    protocol_id: str


@dataclass(frozen=True, slots=True)
class ProtocolStudied:
    """What was worked out of one protocol."""

    protocol_id: str
    study: Study


@dataclass(frozen=True, slots=True)
class NotStudied:
    """Nothing could be worked out of one protocol; ``sentence`` says why."""

    protocol_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device appeared, was lost, or is back."""

    kind: Kind
    state: DeviceState
    sentence: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something asked was refused; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class NoticeClosed:
    """The notice was read."""


DeskMessage = (
    PersonChosen
    | LoginAsked
    | LoggedIn
    | LoginRefused
    | LockAsked
    | StationLeft
    | VaultClosed
    | HomeAsked
    | ArchiveAsked
    | PatientAsked
    | ProtocolAsked
    | DraftChosen
    | EncounterOpened
    | EncounterAsked
    | HomeLoaded
    | ExportAsked
    | Exported
    | LibraryAsked
    | LibraryLoaded
    | ProtocolShown
    | ProtocolStudied
    | NotStudied
    | DeviceChanged
    | Refused
    | NoticeClosed
    | ArchiveMessage
    | VeilMessage
    | FirstRunMessage
    | RescueMessage
    | PhraseAsked
    | PhraseSuggested
    | PlayAsked
)
