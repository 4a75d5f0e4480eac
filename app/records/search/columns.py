"""Many sheets side by side, in columns that numpy compares at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

import numpy as np

from app.records.search.entry import SearchEntry, matricule_code, month_of_day
from app.records.search.lexicon import Array, Lexicon, lexicon_of, merged_lexicon

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "months": "<i4",
        "numbers": "<i8",
        "times": "<i8",
        "days": "<i4",
        "born": "<i4",
        "matricules": "<i8",
        "readable": "u1",
        "protocols": "<u2",
        "levels": "<u2",
        "calendar": "<u2",
        "situations": "<u4",
        "authors": "<u4",
    }
)
"""One value a line: the month of a sheet yyyymm, its journal number, the time of its entry in
ms, days yyyymmdd; the last five are codes of words in ``shared``. ``calendar`` is the month of
the day in Paris."""

FEW = 16

SHARED = ("protocols", "levels", "calendar", "situations", "authors")


@dataclass(frozen=True, slots=True)
class Columns:
    """One line per sheet version.

    ``shared`` are the words that codes stand for. ``replaced`` are the journal numbers of
    versions of which a newer one is here; ``alive`` is 0 at a line that was replaced.
    """

    held: Mapping[str, Array]
    shared: Mapping[str, tuple[str, ...]]
    names: Lexicon
    replaced: Array
    alive: Array

    def __len__(self) -> int:
        return len(self.alive)

    def __getitem__(self, name: str) -> Array:
        return self.held[name]

    def codes(self, kind: str, codes: Sequence[int]) -> Array:
        """Return the mask of the lines whose ``kind`` is one of ``codes``."""
        column = self.held[kind]
        if len(codes) > FEW:  # one look at a table costs as much as so many comparisons
            wanted = np.zeros(len(self.shared[kind]), dtype=bool)
            wanted[list(codes)] = True
            return np.take(wanted, column)
        mask = np.zeros(len(column), dtype=bool)
        for code in codes:
            mask |= column == code
        return mask

    def bury(self, numbers: Array) -> None:
        """Take the lines of these journal numbers out of every answer."""
        if len(numbers):
            self.alive[np.isin(self.held["numbers"], numbers)] = 0

    def wipe(self) -> None:
        """Overwrite every column with zeros."""
        for array in (*self.held.values(), self.replaced, self.alive):
            array.view("u1").fill(0)
        self.names.wipe()


def columns_of(entries: Sequence[SearchEntry]) -> Columns:
    """Return the columns of some sheets, in the order given."""
    texts = {
        "protocols": [one.protocol for one in entries],
        "levels": [one.level for one in entries],
        "calendar": [month_of_day(one.day) for one in entries],
        "situations": [one.situation for one in entries],
        "authors": [one.author for one in entries],
    }
    shared = {kind: tuple(dict.fromkeys(texts[kind])) for kind in SHARED}
    values: dict[str, Sequence[int]] = {
        "months": [one.month for one in entries],
        "numbers": [one.number for one in entries],
        "times": [one.time_ms for one in entries],
        "days": [one.day for one in entries],
        "born": [one.born for one in entries],
        "matricules": [matricule_code(one.matricule) for one in entries],
        "readable": [one.readable for one in entries],
        **{kind: _codes(shared[kind], texts[kind]) for kind in SHARED},
    }
    held = {name: np.array(values[name], dtype=kind) for name, kind in TYPES.items()}
    replaced = [number for one in entries for number in one.replaces]
    return whole(held, shared, lexicon_of(one.names for one in entries), np.array(replaced, "<i8"))


def merged(parts: Sequence[Columns]) -> Columns:
    """Return the lines of all parts, one part after the other."""
    shared = {
        kind: tuple(dict.fromkeys(word for part in parts for word in part.shared[kind]))
        for kind in SHARED
    }
    held = {
        name: np.concatenate(
            [np.zeros(0, kind), *(_recoded(part, name, shared, kind) for part in parts)]
        )
        for name, kind in TYPES.items()
    }
    offsets = list(accumulate((len(part) for part in parts), initial=0))[:-1]
    names = merged_lexicon([part.names for part in parts], offsets)
    replaced = np.concatenate([np.zeros(0, "<i8"), *(part.replaced for part in parts)])
    return whole(held, shared, names, replaced)


def whole(
    held: Mapping[str, Array],
    shared: Mapping[str, tuple[str, ...]],
    names: Lexicon,
    replaced: Array,
) -> Columns:
    """Return the columns, the lines that were replaced taken out."""
    alive = np.ones(len(held["numbers"]), dtype=bool)
    columns = Columns(held, shared, names, replaced, alive)
    columns.bury(replaced)
    return columns


def _codes(words: Sequence[str], values: Iterable[str]) -> list[int]:
    places = {word: place for place, word in enumerate(words)}
    return [places[value] for value in values]


def _recoded(part: Columns, name: str, shared: Mapping[str, Sequence[str]], kind: str) -> Array:
    """Return one column of a part, its codes those of ``shared``."""
    if name not in shared:
        return part[name]
    new = np.array(_codes(shared[name], part.shared[name]), dtype=kind)
    recoded: Array = new[part[name]]
    return recoded
