"""The words of the names of many sheets: sorted, each with its sound and the lines that bear it.

Everything stands in arrays that can be overwritten with zeros.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.records.search.phonetic import sound

Array = NDArray[Any]

_BEYOND = b"\xff"  # no byte of UTF-8 comes after it
_LINE_BITS = 32
_LINE_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``text`` holds the sorted words, each ended by a line feed; ``ends`` where each ends.

    The lines of word ``n`` are ``lines[starts[n]:starts[n + 1]]``, in order.
    """

    text: bytearray
    ends: Array
    sounds: Array
    starts: Array
    lines: Array

    def __len__(self) -> int:
        return len(self.ends)

    def words(self) -> list[bytes]:
        """Return every word."""
        return bytes(self.text).split(b"\n")[:-1]

    def starting(self, word: bytes) -> Array:
        """Return the lines with a word that begins with ``word``, some of them twice."""
        ranks = range(len(self))
        low = bisect_left(ranks, word, key=self._word)
        high = bisect_left(ranks, word + _BEYOND, lo=low, key=self._word)
        found: Array = self.lines[self.starts[low] : self.starts[high]]
        return found

    def sounding(self, heard: bytes) -> Array:
        """Return the lines with a word that sounds ``heard``, some of them twice."""
        return self._lines_of(np.flatnonzero(self.sounds == heard))

    def holding(self, part: bytes) -> Array:
        """Return the lines with ``part`` anywhere in a word, some of them twice."""
        places, at = [], self.text.find(part)
        while at >= 0:
            places.append(at)
            at = self.text.find(part, at + 1)
        ranks = np.searchsorted(self.ends, np.array(places, dtype="<i8"), side="right")
        return self._lines_of(np.unique(ranks))

    def wipe(self) -> None:
        """Overwrite everything with zeros."""
        self.text[:] = bytes(len(self.text))
        for array in (self.ends, self.sounds, self.starts, self.lines):
            array.view("u1").fill(0)

    def _word(self, rank: int) -> bytes:
        start = self.ends[rank - 1] if rank else 0
        return bytes(self.text[start : self.ends[rank] - 1])

    def _lines_of(self, ranks: Array) -> Array:
        spans = [self.lines[self.starts[rank] : self.starts[rank + 1]] for rank in ranks]
        return np.concatenate(spans) if spans else self.lines[:0]


def lexicon_of(names: Iterable[str]) -> Lexicon:
    """Return the words of folded names, one text a line."""
    ranks: dict[bytes, int] = {}
    words, lines = [], []
    for line, text in enumerate(names):
        for word in dict.fromkeys(text.split()):
            words.append(ranks.setdefault(word.encode(), len(ranks)))
            lines.append(line)
    heard = {word: sound(word.decode()).encode() for word in ranks}
    return _built(heard, ranks, np.array(words, dtype="<i8"), np.array(lines, dtype="<i8"))


def merged_lexicon(parts: Sequence[Lexicon], offsets: Sequence[int]) -> Lexicon:
    """Return one lexicon of several; the lines of each begin at its offset."""
    ranks: dict[bytes, int] = {}
    heard: dict[bytes, bytes] = {}
    words, lines = [], []
    for part, offset in zip(parts, offsets, strict=True):
        own = part.words()
        heard.update(zip(own, part.sounds.tolist(), strict=True))
        new = np.array([ranks.setdefault(word, len(ranks)) for word in own], dtype="<i8")
        words.append(np.repeat(new, np.diff(part.starts.astype("<i8"))))
        lines.append(part.lines.astype("<i8") + offset)
    none = np.zeros(0, dtype="<i8")
    return _built(heard, ranks, np.concatenate([none, *words]), np.concatenate([none, *lines]))


def _built(
    heard: Mapping[bytes, bytes], ranks: Mapping[bytes, int], words: Array, lines: Array
) -> Lexicon:
    """Return the lexicon in which line ``lines[n]`` has the word first ranked ``words[n]``."""
    ordered = sorted(ranks)
    places = np.zeros(len(ordered), dtype="<i8")
    places[[ranks[word] for word in ordered]] = np.arange(len(ordered))
    pairs = np.sort((places[words] << _LINE_BITS) | lines)
    starts = np.searchsorted(pairs, np.arange(len(ordered) + 1, dtype="<i8") << _LINE_BITS)
    return Lexicon(
        text=bytearray(b"".join(word + b"\n" for word in ordered)),
        ends=np.cumsum([len(word) + 1 for word in ordered]).astype("<u4"),
        sounds=np.array([heard[word] for word in ordered], dtype="S4"),
        starts=starts.astype("<u4"),
        lines=(pairs & _LINE_MASK).astype("<u4"),
    )
