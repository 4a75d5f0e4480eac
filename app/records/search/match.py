"""Which lines answer a query: one mask a condition, all of them together."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.records.search.columns import Columns
from app.records.search.entry import matricule_code, month_words
from app.records.search.lexicon import Array, Lexicon
from app.records.search.phonetic import sound
from app.records.search.query import Names, Query, Word

Mask = NDArray[np.bool_]

SHORTEST_SOUND = 2
"""One letter is the sound of too many names."""


def answers(columns: Columns, query: Query, words: tuple[Word, ...]) -> Mask:
    """Return the mask of the lines that answer; ``words`` are those of the query's text."""
    mask: Mask = columns.alive.copy()
    if not query.asks:
        return mask
    mask &= columns["readable"].view(bool)
    for kind, wanted in (
        ("protocols", query.protocol),
        ("levels", query.level),
        ("authors", query.author),
    ):
        if wanted:
            mask &= _coded(columns, kind, wanted.__eq__)
    if query.since is not None:
        mask &= columns["times"] >= _ms(query.since)
    if query.before is not None:
        mask &= columns["times"] < _ms(query.before)
    for word in words:
        mask &= _says(columns, word, query.names)
    return mask


def _says(columns: Columns, word: Word, names: Names) -> Mask:
    """Return the lines of which one field says ``word``."""
    if word.matricule:
        ins: Mask = columns["matricules"] == matricule_code(word.matricule)
        return ins
    if word.day:
        day: Mask = (columns["born"] == word.day) | (columns["days"] == word.day)
        return day
    mask = np.zeros(len(columns), dtype=bool)
    mask[_COMPARED[names](columns.names, word.name)] = True
    mask |= _coded(columns, "situations", lambda said: f" {word.name}" in f" {said}")
    mask |= _coded(columns, "calendar", lambda month: _is_month(month, word.name))
    if word.number:
        mask |= columns["numbers"] == word.number
    return mask


def _coded(columns: Columns, kind: str, holds: Callable[[str], bool]) -> Mask:
    """Return the lines whose word of ``kind`` holds."""
    codes = [code for code, said in enumerate(columns.shared[kind]) if holds(said)]
    return columns.codes(kind, codes) if codes else np.zeros(len(columns), dtype=bool)


def _is_month(month: str, word: str) -> bool:
    return any(said.startswith(word) for said in month_words(month))


def _starting(names: Lexicon, word: str) -> Array:
    return names.starting(word.encode())


def _sounding(names: Lexicon, word: str) -> Array:
    heard = sound(word)
    return names.sounding(heard.encode()) if len(heard) >= SHORTEST_SOUND else names.lines[:0]


def _holding(names: Lexicon, word: str) -> Array:
    return names.holding(word.encode())


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


_COMPARED: dict[Names, Callable[[Lexicon, str], Array]] = {
    Names.STARTS: _starting,
    Names.SOUNDS: _sounding,
    Names.HOLDS: _holding,
}
