"""The search of one vault: a query in, one page of lines out, each checked with the journal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.records.database import Store
from app.records.keys.ring import KeyRing
from app.records.search.columns import Columns, columns_of
from app.records.search.entry import entry_of
from app.records.search.lexicon import Array
from app.records.search.match import answers
from app.records.search.months import Months
from app.records.search.query import Names, Query, Word, words_of
from app.records.sheets.archive import Archive
from app.records.sheets.pieces import SheetLine

PAGE = 50
_MONTH_STEP = 2**40
"""More than a journal has entries: months weigh first, then journal numbers."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what answers, the newest first.

    ``total`` answer and ``held`` are in the archive, a corrected sheet counted once. ``names``
    is how names were compared: by their sound when no name began with the words asked for.
    ``unread`` lines were altered: nobody can say whether they answer; asking nothing lists them.
    """

    lines: tuple[SheetLine, ...]
    total: int
    held: int
    names: Names = Names.STARTS
    unread: int = 0


class Search:
    """What the vault holds, ready to be searched; brought up to date by each question."""

    def __init__(self, store: Store, ring: KeyRing, archive: Archive) -> None:
        self._months = Months(store, ring, archive)
        self._archive = archive

    def load(self) -> int:
        """Read what the search needs, and return how many sheets it holds."""
        return _held(self._months.up_to_date())

    def find(self, query: Query, offset: int = 0, most: int = PAGE) -> Found:
        """Return the lines ``offset`` to ``offset + most`` of those that answer ``query``.

        Words that begin no name are compared by their sound, unless asked otherwise.
        """
        parts = self._months.up_to_date()
        words = words_of(query.text)
        page, total = _page(parts, query, words, (offset, most))
        if not total and query.names is Names.STARTS and any(one.name.isalpha() for one in words):
            query = replace(query, names=Names.SOUNDS)
            page, total = _page(parts, query, words, (offset, most))
        lines = _that_answer(self._archive.lines_of(page), query, words)
        return Found(lines, total, _held(parts), query.names, _unread(parts))

    def wipe(self) -> None:
        """Forget everything: the session is over."""
        self._months.wipe()


def _page(
    parts: Sequence[Columns], query: Query, words: tuple[Word, ...], window: tuple[int, int]
) -> tuple[list[int], int]:
    """Return the journal numbers of one page, the newest first, and how many sheets answer."""
    offset, most = window
    total, ranks = 0, []
    for rank, part in enumerate(parts):
        lines = np.flatnonzero(answers(part, query, words))
        total += len(lines)
        # Only the first part is in order: of it the last lines are enough.
        ranks.append(_ranks(part, lines[-(offset + most) :] if rank == 0 else lines))
    newest = np.sort(np.concatenate(ranks))[::-1] if ranks else np.zeros(0, dtype="<i8")
    page: list[int] = (newest[offset : offset + most] % _MONTH_STEP).tolist()
    return page, total


def _ranks(part: Columns, lines: Array) -> Array:
    ranks: Array = part["months"][lines].astype("<i8") * _MONTH_STEP + part["numbers"][lines]
    return ranks


def _that_answer(
    lines: tuple[SheetLine, ...], query: Query, words: tuple[Word, ...]
) -> tuple[SheetLine, ...]:
    """Return the lines whose own sealed words answer; one that was altered is shown as such."""
    if not query.asks or not lines:
        return lines
    mask = answers(columns_of([entry_of(line) for line in lines]), query, words)
    return tuple(line for line, holds in zip(lines, mask, strict=True) if holds or not line.intact)


def _unread(parts: Sequence[Columns]) -> int:
    return sum(int(np.count_nonzero(part.alive & (part["readable"] == 0))) for part in parts)


def _held(parts: Sequence[Columns]) -> int:
    return sum(int(np.count_nonzero(part.alive)) for part in parts)
