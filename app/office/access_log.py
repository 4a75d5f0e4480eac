"""The page of the accesses, pure: who opened, searched or exported what, when, and why."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

PAGE = 100
"""How many accesses one page holds, however long the log is."""


class Span(StrEnum):
    """How far back the log is read."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_DAYS = {Span.WEEK: 7, Span.MONTH: 30, Span.YEAR: 366}


def since(span: Span, now: datetime) -> datetime:
    """Return the first instant of ``span`` at ``now``."""
    if span is Span.TODAY:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    return now - timedelta(days=_DAYS[span])


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One access; ``what`` is in French words, ``sheet`` the number of a sheet, 0 for none."""

    at: datetime
    who: str
    what: str
    sheet: int
    reason: str


@dataclass(frozen=True, slots=True)
class LoadAccesses:
    """Read one page of the log over ``span``. Answered by ``AccessesLoaded``."""

    span: Span
    offset: int
    most: int = PAGE


@dataclass(frozen=True, slots=True)
class AccessesLoaded:
    """One page of accesses, the latest first; ``total`` counts those of the whole span.

    ``unread`` counts the accesses whose bytes were altered or whose key is gone, ``missing``
    those that were taken away.
    """

    lines: tuple[AccessLine, ...]
    total: int
    unread: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class AccessSpanChosen:
    """Read the log over another span."""

    span: Span


@dataclass(frozen=True, slots=True)
class AccessPageTurned:
    """Show older accesses (1), or later ones (-1)."""

    by: int


@dataclass(frozen=True, slots=True)
class AccessLog:
    """The page of the accesses. ``busy`` says in words what is being done, "" when nothing is."""

    span: Span = Span.WEEK
    lines: tuple[AccessLine, ...] = ()
    total: int = 0
    unread: int = 0
    missing: int = 0
    offset: int = 0
    busy: str = ""


AccessMessage = AccessesLoaded | AccessSpanChosen | AccessPageTurned
AccessEffect = LoadAccesses
Next = tuple[AccessLog, tuple[AccessEffect, ...]]


def arrive(log: AccessLog) -> Next:
    """Return the page being read from its latest access."""
    return _load(replace(log, offset=0))


def update(log: AccessLog, message: AccessMessage) -> Next:
    """Return the page after ``message``, and what must be read for it."""
    match message:
        case AccessesLoaded(lines, total, unread, missing):
            found = replace(log, lines=lines, total=total, unread=unread, missing=missing)
            return replace(found, busy=""), ()
        case AccessSpanChosen(span):
            return _load(replace(log, span=span, offset=0))
        case AccessPageTurned(by):
            offset = log.offset + by * PAGE
            if not 0 <= offset < max(log.total, 1):
                return log, ()
            return _load(replace(log, offset=offset))


def _load(log: AccessLog) -> Next:
    return replace(log, busy="Le journal des accès se lit."), (LoadAccesses(log.span, log.offset),)
