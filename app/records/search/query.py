"""What is looked for, and the words of one free line read as the person meant them."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.records.search.folding import folded

INS_DIGITS = 13

_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_INS = re.compile(r"[0-9]{6}[0-9AB][0-9]{6}(?:[0-9]{2})?", re.IGNORECASE)


class Names(StrEnum):
    """How a word is compared with the names."""

    STARTS = "starts"
    SOUNDS = "sounds"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class Query:
    """Every condition given must hold; an empty one asks nothing.

    ``text`` is free: names, dd/mm/yyyy, INS of 13 or 15 characters, number of a sheet, words
    of the situation or of the month. ``since`` and ``before`` are aware instants of sealing.
    """

    text: str = ""
    protocol: str = ""
    level: str = ""
    author: str = ""
    since: datetime | None = None
    before: datetime | None = None
    names: Names = Names.STARTS

    @property
    def asks(self) -> bool:
        """False when everything answers."""
        return bool(self.text.strip() or self.protocol or self.level or self.author) or bool(
            self.since or self.before
        )


@dataclass(frozen=True, slots=True)
class Word:
    """One word asked for, and all it may mean; 0 and "" where it cannot mean that."""

    name: str = ""
    number: int = 0
    day: int = 0
    matricule: str = ""


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a free line, in order."""
    return tuple(word for piece in _joined(text).split() for word in _read(piece))


def _joined(text: str) -> str:
    """Return the line with an INS written in groups (2 88 04 35 …) in one piece."""
    packed = re.sub(r"\s+", "", text)
    return packed if _INS.fullmatch(packed) else text


def _read(piece: str) -> tuple[Word, ...]:
    day = _DAY.fullmatch(piece)
    if day is not None:
        return (Word(day=int(day[3]) * 10_000 + int(day[2]) * 100 + int(day[1])),)
    if _INS.fullmatch(piece):
        return (Word(matricule=piece[:INS_DIGITS].upper()),)
    return tuple(
        Word(name=word, number=int(word) if word.isdecimal() else 0)
        for word in folded(piece).split()
    )
