"""The search of one vault: a query in, one page of lines out, each checked with the journal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.records.database import Store
from app.records.keys.ring import KeyRing
from app.records.search.columns import Columns
from app.records.search.match import Mask, answers
from app.records.search.months import Month, Months
from app.records.search.query import Names, Query, Word, words_of
from app.records.sheets.archive import Archive
from app.records.sheets.pieces import SheetLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what answers, the newest first.

    ``total`` answer and ``held`` are in the archive, a corrected sheet counted once. ``names``
    is how names were compared: by their sound when no name began with the words asked for.
    """

    lines: tuple[SheetLine, ...]
    total: int
    held: int
    names: Names = Names.STARTS


class Search:
    """What the vault holds, ready to be searched; brought up to date by each question."""

    def __init__(self, store: Store, ring: KeyRing, archive: Archive) -> None:
        self._months = Months(store, ring, archive)
        self._archive = archive

    def load(self) -> int:
        """Read what the search needs, and return how many sheets it holds."""
        return sum(_held(month) for month in self._months.up_to_date())

    def find(self, query: Query, offset: int = 0, most: int = PAGE) -> Found:
        """Return the lines ``offset`` to ``offset + most`` of those that answer ``query``.

        Words that begin no name are compared by their sound, unless asked otherwise.
        """
        months = self._months.up_to_date()
        words = words_of(query.text)
        page, total = _page(months, query, words, (offset, most))
        if not total and query.names is Names.STARTS and any(one.name.isalpha() for one in words):
            query = replace(query, names=Names.SOUNDS)
            page, total = _page(months, query, words, (offset, most))
        held = sum(_held(month) for month in months)
        return Found(self._archive.lines_of(page), total, held, query.names)

    def wipe(self) -> None:
        """Forget everything: the session is over."""
        self._months.wipe()


def _page(
    months: tuple[Month, ...], query: Query, words: tuple[Word, ...], window: tuple[int, int]
) -> tuple[list[int], int]:
    """Return the journal numbers of one page, the newest first, and how many sheets answer."""
    offset, most = window
    page: list[int] = []
    total = 0
    for part, mask in _masks(months, query, words):
        count = int(np.count_nonzero(mask))
        if count and total + count > offset and len(page) < most:
            numbers = part["numbers"][mask][::-1]
            start = max(0, offset - total)
            page.extend(numbers[start : start + most - len(page)].tolist())
        total += count
    return page, total


def _masks(
    months: tuple[Month, ...], query: Query, words: tuple[Word, ...]
) -> Iterator[tuple[Columns, Mask]]:
    """Yield the columns and what answers in them, the newest first."""
    for month in months:
        for part in month.parts():
            mask = answers(part, query, words)
            yield part, mask & ~_replaced(part, month) if month.corrected else mask


def _replaced(part: Columns, month: Month) -> Mask:
    """Return the lines of which a newer version is kept."""
    gone = month.replaced()
    pairs = zip(range(len(part)), part["versions"].tolist(), strict=True)
    return np.array([(part.sheet_id(line), version) in gone for line, version in pairs], dtype=bool)


def _held(month: Month) -> int:
    return sum(map(len, month.parts())) - (len(month.replaced()) if month.corrected else 0)
