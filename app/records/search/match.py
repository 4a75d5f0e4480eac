"""Which lines of one month answer a query: one mask a condition, all of them together."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from app.records.search.columns import WORD_BYTES, Columns
from app.records.search.entry import month_words
from app.records.search.phonetic import sound
from app.records.search.query import Names, Query, Word

Mask = NDArray[np.bool_]

SHORTEST_SOUND = 2
"""One letter is the sound of too many names."""

_HIGHEST = b"\xff"


def answers(columns: Columns, query: Query, words: tuple[Word, ...]) -> Mask:
    """Return the mask of the lines that answer; ``words`` are those of the query's text."""
    if not query.asks:
        return np.ones(len(columns), dtype=bool)
    mask: Mask = columns["readable"].astype(bool)
    for kind, wanted in (
        ("protocols", query.protocol),
        ("levels", query.level),
        ("authors", query.author),
    ):
        if wanted:
            mask &= columns[kind] == columns.code(kind, wanted)
    if query.since is not None:
        mask &= columns["times"] >= _ms(query.since)
    if query.before is not None:
        mask &= columns["times"] < _ms(query.before)
    for word in words:
        if not mask.any():
            break
        mask &= _says(columns, word, query.names)
    return mask


def _says(columns: Columns, word: Word, names: Names) -> Mask:
    """Return the lines of which one field says ``word``."""
    if word.matricule:
        ins: Mask = columns["matricules"] == word.matricule.encode()
        return ins
    if word.day:
        day: Mask = (columns["born"] == word.day) | (columns["days"] == word.day)
        return day
    mask = _COMPARED[names](columns, word.name)
    _add_situation(mask, columns, word.name)
    _add_month(mask, columns, word.name)
    if word.number and int(columns["numbers"][0]) <= word.number <= int(columns["numbers"][-1]):
        mask |= columns["numbers"] == word.number
    return mask


def _starting(columns: Columns, word: str) -> Mask:
    """Return the lines with a name that begins with ``word``."""
    key = word.encode()
    low, high = _span(columns, "words", key[:WORD_BYTES])
    mask = np.zeros(len(columns), dtype=bool)
    mask[columns["word_lines"][low:high]] = True
    if len(key) > WORD_BYTES:
        mask &= _holding(columns, word)
    return mask


def _span(columns: Columns, kind: str, key: bytes) -> tuple[int, int]:
    """Return where the sorted keys beginning with ``key`` start and end."""
    keys = columns[kind]
    room = keys.dtype.itemsize - len(key)
    low = np.searchsorted(keys, np.array(key, dtype=keys.dtype))
    high = np.searchsorted(keys, np.array(key + _HIGHEST * room, dtype=keys.dtype), side="right")
    return int(low), int(high)


def _sounding(columns: Columns, word: str) -> Mask:
    """Return the lines with a name that sounds like ``word``."""
    mask = np.zeros(len(columns), dtype=bool)
    heard = sound(word)
    if len(heard) >= SHORTEST_SOUND:
        key = np.array(heard.encode(), dtype=columns["sounds"].dtype)
        low = np.searchsorted(columns["sounds"], key)
        high = np.searchsorted(columns["sounds"], key, side="right")
        mask[columns["sound_lines"][int(low) : int(high)]] = True
    return mask


def _holding(columns: Columns, word: str) -> Mask:
    """Return the lines with ``word`` anywhere inside a name."""
    mask = np.zeros(len(columns), dtype=bool)
    names, wanted = columns.names, word.encode()
    places, at = [], names.find(wanted)
    while at >= 0:
        places.append(at)
        at = names.find(wanted, at + 1)
    if places:
        mask[np.searchsorted(columns["ends"], np.array(places), side="right")] = True
    return mask


def _add_situation(mask: Mask, columns: Columns, word: str) -> None:
    """Add the lines whose situation has a word that begins with ``word``."""
    for code, said in enumerate(columns.shared["situations"]):
        if f" {word}" in f" {said}":
            mask |= columns["situations"] == code


def _add_month(mask: Mask, columns: Columns, word: str) -> None:
    """Add the lines sealed in the month or the year that ``word`` says."""
    days = columns["days"]
    # A part is one month of UTC, so its days in Paris are of two months at most.
    for month in {int(days[0]) // 100, int(days[-1]) // 100}:
        if any(said.startswith(word) for said in month_words(month * 100 + 1)):
            mask |= days // 100 == month


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


_COMPARED = {
    Names.STARTS: _starting,
    Names.SOUNDS: _sounding,
    Names.HOLDS: _holding,
}
