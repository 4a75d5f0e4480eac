"""What a search of the archive finds among the summaries, newest first.

The summaries are opened once and kept while the journal does not move; they are forgotten with
the session.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.clock import PARIS
from app.desk.archive import Filters
from app.desk.archive_messages import ArchiveFound, SearchArchive
from app.desk.model import fold
from app.effects.archive_lines import line_of
from app.encounter.summary import Summary, read_summary
from app.records.vault import SheetLine, Vault

INS_DIGITS = 13
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """One sheet ready to be searched; ``summary`` is None when it no longer reads."""

    line: SheetLine
    summary: Summary | None
    words: tuple[str, ...]
    days: tuple[str, ...]


class Finder:
    """The summaries of the vault that is open."""

    def __init__(self) -> None:
        self._size = -1
        self._known: tuple[_Known, ...] = ()

    def find(self, vault: Vault, asked: SearchArchive) -> ArchiveFound:
        """Return one page of what answers ``asked``."""
        self._learn(vault)
        words = tuple(_words(asked.query))
        found = [one for one in self._known if _answers(one, words, asked)]
        page = found[asked.offset : asked.offset + asked.most]
        lines = tuple(line_of(one.line) for one in page)
        return ArchiveFound(asked.serial, lines, len(found), len(self._known))

    def forget(self) -> None:
        """Drop every summary: the session is over."""
        self._size, self._known = -1, ()

    def _learn(self, vault: Vault) -> None:
        size = vault.tree_head().size
        if size != self._size:
            self._known = tuple(map(_known, vault.sheets()))
            self._size = size


def _known(line: SheetLine) -> _Known:
    if not line.intact:
        return _Known(line, None, (), ())
    summary = read_summary(line.summary)
    sealed = datetime.fromisoformat(summary.sealed_at).astimezone(PARIS)
    when = f"{_MONTHS[sealed.month - 1]} {sealed.year}"
    told = (summary.family, summary.used, summary.given, summary.situation, when)
    words = tuple(" ".join(map(fold, told)).split())
    return _Known(line, summary, words, (summary.birth_date, sealed.date().isoformat()))


def _words(query: str) -> Iterator[str]:
    """Yield the words of a query: days as ISO dates, digits together, the rest folded."""
    for word in query.split():
        day = _DAY.fullmatch(word)
        if day is not None:
            yield f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
        else:
            yield from fold(word).split()


def _answers(one: _Known, words: tuple[str, ...], asked: SearchArchive) -> bool:
    if one.summary is None:  # an altered line hides nothing, and answers no precise question
        return not words and not asked.filters.active
    return (
        _within(one.summary, asked)
        and _fits(one.summary, asked.filters)
        and all(_says(one, one.summary, word) for word in words)
    )


def _says(one: _Known, summary: Summary, word: str) -> bool:
    if word in one.days:
        return True
    if word.isdigit() and len(word) >= INS_DIGITS:
        return summary.matricule[:INS_DIGITS] == word[:INS_DIGITS]
    if word.isdigit() and int(word) == one.line.number:
        return True
    return any(said.startswith(word) for said in one.words)


def _within(summary: Summary, asked: SearchArchive) -> bool:
    sealed = datetime.fromisoformat(summary.sealed_at)
    after = asked.since is None or sealed >= asked.since
    return after and (asked.before is None or sealed < asked.before)


def _fits(summary: Summary, filters: Filters) -> bool:
    return (
        filters.protocol in {"", summary.protocol_id}
        and filters.level in {"", summary.level}
        and filters.author in {"", summary.author}
    )
