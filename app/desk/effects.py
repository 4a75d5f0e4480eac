"""What the station asks of the world around the consultation."""

from dataclasses import dataclass, field

from app.desk.archive_captures import PlaySound
from app.desk.archive_messages import ArchiveEffect
from app.desk.veil import VeilEffect
from app.office.first_run import FirstRunEffect
from app.office.phrases import SuggestPhrase
from app.office.rescue import RunRescue


@dataclass(frozen=True, slots=True)
class OpenVault:
    """Unlock. Answered by ``LoggedIn`` or ``LoginRefused``; then ``PinKept`` with a ``pin``."""

    login: str
    secret: str = field(repr=False)
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CloseVault:
    """Drop the keys. Answered by ``VaultClosed``."""


@dataclass(frozen=True, slots=True)
class LoadHome:
    """Read the drafts. Answered by ``HomeLoaded``."""


@dataclass(frozen=True, slots=True)
class OpenEncounter:
    """Make a new consultation. Answered by ``EncounterOpened``."""

    protocol_id: str
    login: str


@dataclass(frozen=True, slots=True)
class FetchProtocol:
    """Take a protocol from the shelf. Answered by ``ComplaintChosen`` or ``Refused``."""

    protocol_id: str


@dataclass(frozen=True, slots=True)
class ResumeDraft:
    """Read a draft. Answered by ``EncounterOpened`` or ``Refused``."""

    draft_id: str


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """Write the stored documents. Answered by ``Exported`` or ``Refused``."""

    sheet_id: str
    folder: str


@dataclass(frozen=True, slots=True)
class LoadLibrary:
    """Read what the station holds. Answered by ``LibraryLoaded`` or ``Refused``."""


@dataclass(frozen=True, slots=True)
class StudyProtocol:
    """Work out what is known of one protocol. Answered by ``ProtocolStudied`` or ``NotStudied``.

    ``package`` and ``before`` are exact bytes; ``before`` is empty when it replaces no version.
    """

    protocol_id: str
    package: bytes = field(repr=False)
    before: bytes = field(repr=False)


DeskEffect = (
    OpenVault
    | CloseVault
    | LoadHome
    | OpenEncounter
    | FetchProtocol
    | ResumeDraft
    | ExportSheet
    | LoadLibrary
    | StudyProtocol
    | ArchiveEffect
    | VeilEffect
    | FirstRunEffect
    | RunRescue
    | SuggestPhrase
    | PlaySound
)
