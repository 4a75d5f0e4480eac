"""The archive as the station shows it: one page of what a search found, and the sheet opened.

However many sheets the vault holds, this value never holds more than ``PAGE`` lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the consultation is imported after the login window is painted
    from app.encounter.sheet import OrientationSheet

PAGE = 100
"""How many lines one page of results holds."""

HIDDEN = "Nom masqué"
"""What stands for the patient of a sheet that asks for a reason first."""


class Period(StrEnum):
    """When a sheet was sealed, counted back from now."""

    ALL = "all"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OLDER = "older"


_DAYS = {Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}
OLD_DAYS = 730
"""Sheets older than this ask for a reason (CNIL, délibération 2022-067: intermediate archive)."""


class Filter(StrEnum):
    """What a search may be narrowed by."""

    PROTOCOL = "protocol"
    LEVEL = "level"
    PERIOD = "period"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters in force, each "" when it narrows nothing.

    ``protocol`` is an id, ``level`` the name of a level, ``period`` a ``Period``, ``author``
    the RPPS of a professional.
    """

    protocol: str = ""
    level: str = ""
    period: str = ""
    author: str = ""

    def value(self, which: Filter) -> str:
        """Return what ``which`` is set to, "" when it narrows nothing."""
        values = {
            Filter.PROTOCOL: self.protocol,
            Filter.LEVEL: self.level,
            Filter.PERIOD: self.period,
            Filter.AUTHOR: self.author,
        }
        return values[which]

    def with_value(self, which: Filter, value: str) -> Filters:
        """Return the same filters but ``which``."""
        match which:
            case Filter.PROTOCOL:
                return replace(self, protocol=value)
            case Filter.LEVEL:
                return replace(self, level=value)
            case Filter.PERIOD:
                return replace(self, period=value)
            case Filter.AUTHOR:
                return replace(self, author=value)

    @property
    def active(self) -> tuple[Filter, ...]:
        """The filters that narrow something."""
        return tuple(one for one in Filter if self.value(one))


def span(period: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the instants between which ``period`` lies at ``now``, None where it is open."""
    match period:
        case Period.TODAY:
            return now.replace(hour=0, minute=0, second=0, microsecond=0), None
        case Period.WEEK | Period.MONTH | Period.YEAR:
            return now - timedelta(days=_DAYS[Period(period)]), None
        case Period.OLDER:
            return None, now - timedelta(days=OLD_DAYS)
        case _:
            return None, None


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """A sealed sheet in the list.

    ``versions`` counts the sheet and what completed it. ``hidden`` sheets keep their patient to
    themselves until a reason is given: ``patient`` is then ``HIDDEN``.
    """

    sheet_id: str
    number: int
    sealed_at: datetime
    patient: str
    situation: str
    level: str
    intact: bool = True
    hidden: bool = False
    versions: int = 1


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a sheet: the sheet itself, a correction or an addendum.

    ``kind`` is in French words; ``text`` is what was written, ``reason`` why.
    """

    number: int
    kind: str
    sealed_at: datetime
    author: str
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature of the sheet by a card: by whom, in ``words``, and what it is worth.

    ``sound`` is false when something of it does not agree; ``recognised`` true only when an
    authority pinned in the product vouches for the certificate.
    """

    words: str
    note: str
    sound: bool = True
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a sheet is kept, and what holds it.

    ``held`` is the reason of the hold, "" when nothing holds it; ``until`` an ISO date.
    """

    until: str = ""
    held: str = ""
    opposed: bool = False
    imported: bool = False


@dataclass(frozen=True, slots=True)
class SheetDetail:
    """A sealed sheet opened: its content, its proofs, its versions, how it is kept.

    ``sheet`` is None for one made elsewhere: ``told`` is then what was written of it, and
    ``signed_by`` who is said to have written it, "" when nobody is.
    ``fingerprint`` is the hash of the newest content; ``openings`` counts the times the sheet
    was opened according to the access log, ``own_openings`` those of the person logged in.
    """

    line: ArchiveLine
    sheet: OrientationSheet | None
    signed_by: str
    replayed: str
    fingerprint: str
    refusals: tuple[str, ...]
    versions: tuple[VersionLine, ...] = ()
    keeping: Keeping = Keeping()
    documents: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    openings: int = 0
    own_openings: int = 0
    signatures: tuple[SignatureLine, ...] = ()

    @property
    def author(self) -> tuple[str, str]:
        """Who answers for the sheet, after what they did: (« Signée par », a name).

        One made elsewhere was signed by nobody here: who wrote it is said, as it was told.
        """
        if not self.keeping.imported:
            return "Signée par", self.signed_by
        return "Écrite par", self.signed_by or "un auteur non indiqué"


class Act(StrEnum):
    """What may be done to an opened sheet; nothing of it is ever changed in place."""

    ADDENDUM = "addendum"
    CORRECTION = "correction"
    HOLD = "hold"
    RELEASE = "release"
    RECTIFY = "rectify"
    HAND_OVER = "hand_over"
    OPPOSE = "oppose"


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive page.

    ``lines`` answer the search ``answered``; while a later one, ``asked``, is on its way the
    old lines stay, and ``opens_first`` opens the first of the new ones; ``by_sound`` tells
    that they are only pronounced as was typed. ``is_reading`` shows the
    sheet itself. ``reason_for`` is the sheet that waits for a reason and ``reason_why`` the
    sentence that says so; ``given`` is the reason the open sheet was opened for; ``refused`` is
    what to change.
    ``act`` is the form that is open on the sheet, ``acting`` what is being done. ``verified`` is
    the last verdict on the whole vault, in words, given at ``verified_at``.
    """

    query: str = ""
    filters: Filters = Filters()
    lines: tuple[ArchiveLine, ...] = ()
    matching: int = 0
    total: int = 0
    offset: int = 0
    asked: int = 0
    answered: int = 0
    opens_first: bool = False
    by_sound: bool = False
    selected: str = ""
    detail: SheetDetail | None = None
    is_reading: bool = False
    reason_for: str = ""
    reason_why: str = ""
    given: str = field(repr=False, default="")
    refused: str = ""
    act: Act | None = None
    acting: str = ""
    verified: str = ""
    verified_at: datetime | None = None
    broken: bool = False
    busy: bool = False

    @property
    def is_searching(self) -> bool:
        """True while the lines shown are those of an older search."""
        return self.answered < self.asked
