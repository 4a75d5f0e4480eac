"""One sheet as the search knows it: every field that can be asked for, folded."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.clock import PARIS
from app.encounter.summary import Summary, read_summary
from app.records.search.folding import folded
from app.records.sheets.pieces import SheetLine

MATRICULE = 13
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """``names`` are folded words of all names; ``born`` and ``day`` yyyymmdd, 0 when unknown.

    ``time_ms`` is the time of the journal entry, UTC. ``readable`` is false for a line whose
    bytes were altered: it is counted, listed, and answers no question.
    """

    sheet_id: bytes
    number: int
    version: int
    time_ms: int
    day: int
    readable: bool
    names: str = ""
    matricule: str = ""
    born: int = 0
    protocol: str = ""
    situation: str = ""
    level: str = ""
    author: str = ""


def entry_of(line: SheetLine) -> SearchEntry:
    """Return what is searched of one line of the archive."""
    sealed = line.sealed_at.astimezone(PARIS)
    plain = SearchEntry(
        sheet_id=line.sheet_id,
        number=line.number,
        version=line.version,
        time_ms=round(line.sealed_at.timestamp() * 1000),
        day=_day(sealed),
        readable=False,
    )
    if not line.intact:
        return plain
    try:
        return _readable(plain, read_summary(line.summary))
    except msgspec.MsgspecError:
        return plain  # a line of another make: listed, found by no word


def _readable(plain: SearchEntry, summary: Summary) -> SearchEntry:
    given = (summary.given, *summary.other_givens)
    names = " ".join((summary.family, summary.used, *given))
    return SearchEntry(
        sheet_id=plain.sheet_id,
        number=plain.number,
        version=plain.version,
        time_ms=plain.time_ms,
        day=plain.day,
        readable=True,
        names=" ".join(dict.fromkeys(folded(names).split())),
        matricule=summary.matricule[:MATRICULE].upper(),
        born=_number(summary.birth_date),
        protocol=summary.protocol_id,
        situation=folded(summary.situation),
        level=summary.level,
        author=summary.author,
    )


def month_words(day: int) -> tuple[str, str]:
    """Return the words of the month of a day yyyymmdd: « novembre », « 2026 »."""
    return MONTHS[day // 100 % 100 - 1], str(day // 10_000)


def _day(at: datetime) -> int:
    return at.year * 10_000 + at.month * 100 + at.day


def _number(iso: str) -> int:
    """Return an ISO date as yyyymmdd, 0 when it is not one (an unknown day of birth)."""
    digits = iso.replace("-", "")
    return int(digits) if len(digits) == len("20260101") and digits.isdigit() else 0
