"""One sheet as the search knows it: every field that can be asked for, folded."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import msgspec

from app.clock import PARIS
from app.encounter.summary import Summary, read_summary
from app.records.search.folding import folded
from app.records.sheets.pieces import SheetLine

INS_DIGITS = 13
INS_BODY = re.compile(r"[0-9]{6}[0-9AB][0-9]{6}", re.ASCII)
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)

_SEVENTH = "0123456789AB"


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """``names`` are folded words of all names; ``born`` and ``day`` yyyymmdd, 0 when unknown.

    ``month`` is that of the sheet, yyyymm; ``time_ms`` the time of the journal entry, UTC.
    ``replaces`` are the journal numbers of the earlier versions. ``readable`` is false for a
    line whose bytes were altered: it is counted, listed, and answers no question.
    """

    month: int
    number: int
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
    replaces: tuple[int, ...] = ()


def entry_of(line: SheetLine, replaces: tuple[int, ...] = ()) -> SearchEntry:
    """Return what is searched of one line of the archive; ``replaces`` as in ``SearchEntry``."""
    sealed = line.sealed_at.astimezone(PARIS)
    plain = SearchEntry(
        month=line.month,
        number=line.number,
        time_ms=round(line.sealed_at.timestamp() * 1000),
        day=_day(sealed),
        readable=False,
        replaces=replaces,
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
    return replace(
        plain,
        readable=True,
        names=" ".join(dict.fromkeys(folded(names).split())),
        matricule=summary.matricule[:INS_DIGITS].upper(),
        born=_number(summary.birth_date),
        protocol=summary.protocol_id,
        situation=folded(summary.situation),
        level=summary.level,
        author=summary.author,
    )


def month_of_day(day: int) -> str:
    """Return the month of a day yyyymmdd as « 202611 »."""
    return str(day // 100)


@cache
def month_words(month: str) -> tuple[str, str]:
    """Return the words of a month « 202611 »: « novembre », « 2026 »."""
    return MONTHS[int(month[-2:]) - 1], month[:-2]


def matricule_code(matricule: str) -> int:
    """Return 13 characters of an INS as a number, 0 for what is none.

    Only the seventh may be a letter: the departments 2A and 2B.
    """
    if not INS_BODY.fullmatch(matricule):
        return 0
    digits, letter = matricule[:6] + matricule[7:], matricule[6]
    return int(digits) * len(_SEVENTH) + _SEVENTH.index(letter)


def _day(at: datetime) -> int:
    return at.year * 10_000 + at.month * 100 + at.day


def _number(iso: str) -> int:
    """Return an ISO date as yyyymmdd, 0 when it is not one (an unknown day of birth)."""
    digits = iso.replace("-", "")
    return int(digits) if len(digits) == len("20260101") and digits.isdigit() else 0
