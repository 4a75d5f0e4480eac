"""What the archive page listens to, and what it asks of the vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.desk.archive import PAGE, Act, Filter, Filters
from app.desk.archive_captures import CaptureMessage, OpenCapture

if TYPE_CHECKING:
    from datetime import datetime

    from app.desk.archive import ArchiveLine, SheetDetail


@dataclass(frozen=True, slots=True)
class SearchTyped:
    """The archive search changed."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilterChosen:
    """One filter of the search was set, or removed by an empty ``value``."""

    which: Filter
    value: str


@dataclass(frozen=True, slots=True)
class PageTurned:
    """Show older sheets found (1), or newer ones (-1)."""

    by: int


@dataclass(frozen=True, slots=True)
class ArchiveFound:
    """One page of what the search ``serial`` found, newest first.

    ``matching`` counts all that answers, ``total`` all that the vault holds. ``by_sound`` tells
    that no name began as was typed: these are pronounced alike.
    """

    serial: int
    lines: tuple[ArchiveLine, ...]
    matching: int
    total: int
    by_sound: bool = False


@dataclass(frozen=True, slots=True)
class SearchFailed:
    """The search ``serial`` did not end; ``sentence`` says what to do."""

    serial: int
    sentence: str


@dataclass(frozen=True, slots=True)
class SheetChosen:
    """Open one sealed sheet, for ``reason`` when one is demanded."""

    sheet_id: str
    reason: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class FirstChosen:
    """Open the first sheet found: that of the search on its way, never of an older one."""


@dataclass(frozen=True, slots=True)
class SheetOpened:
    """The sealed sheet, re-read and verified."""

    detail: SheetDetail


@dataclass(frozen=True, slots=True)
class ReasonWanted:
    """This sheet opens for a reason only; ``sentence`` says why."""

    sheet_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SheetRefused:
    """This sheet does not open; ``sentence`` says what is broken or who can open it."""

    sheet_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SheetRead:
    """Show the whole sheet that is open."""


@dataclass(frozen=True, slots=True)
class SheetLeft:
    """Go back to the list."""


@dataclass(frozen=True, slots=True)
class ActOpened:
    """Open the form of one act on the sheet, or close it."""

    act: Act | None


@dataclass(frozen=True, slots=True)
class ActAsked:
    """Do ``act`` to the sheet that is open: ``text`` is what is added, ``reason`` why."""

    act: Act
    text: str = field(repr=False, default="")
    reason: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class ActDone:
    """The act is in the journal; ``sentence`` tells it."""

    sheet_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ActFailed:
    """The act did not happen; ``sentence`` says what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class VerifyAsked:
    """Verify the whole vault, without any key."""


@dataclass(frozen=True, slots=True)
class InquiryAsked:
    """Write what an inquiry needs: journal, heads, anchors, hashes of the files."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict on the whole vault."""

    sentence: str
    broken: bool


ArchiveMessage = (
    SearchTyped
    | FilterChosen
    | PageTurned
    | ArchiveFound
    | SearchFailed
    | SheetChosen
    | FirstChosen
    | SheetOpened
    | ReasonWanted
    | SheetRefused
    | SheetRead
    | SheetLeft
    | ActOpened
    | ActAsked
    | ActDone
    | ActFailed
    | VerifyAsked
    | Verified
    | InquiryAsked
    | CaptureMessage
)


@dataclass(frozen=True, slots=True)
class SearchArchive:
    """Find one page of sheets sealed since ``since`` and before ``before``, None where open.

    Answered by ``ArchiveFound`` or ``SearchFailed`` with the same ``serial``.
    """

    serial: int
    query: str = field(repr=False, default="")
    filters: Filters = field(default_factory=Filters)
    since: datetime | None = None
    before: datetime | None = None
    offset: int = 0
    most: int = PAGE


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """Read, verify and replay a sealed sheet, and write the access in the log.

    Answered by ``SheetOpened``, ``ReasonWanted`` or ``SheetRefused``.
    """

    sheet_id: str
    reason: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class DoAct:
    """Do one act to a sheet. Answered by ``ActDone`` or ``ActFailed``."""

    sheet_id: str
    act: Act
    text: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerifyVault:
    """Verify without a key. Answered by ``Verified``."""


@dataclass(frozen=True, slots=True)
class ExportInquiry:
    """Write the evidence in the export folder of the station. Answered by ``Exported``."""


ArchiveEffect = SearchArchive | OpenSheet | OpenCapture | DoAct | VerifyVault | ExportInquiry
