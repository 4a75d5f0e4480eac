"""A document received, cut in slices that a screen can hold, and what is searched in it."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.encounter.incoming import PDF, KeptDocument, Standing
from app.encounter.incoming_sources import source_words
from app.encounter.incoming_text import Bullets, Grid, Heading, Paragraph, Sheet, Shown
from ui.format import counted
from ui.typeset import Strong

HEAVIEST = 320
"""Pieces of text on one slice: a window stays prompt under a few hundred."""
MOST_ROWS = 40
PART_ROWS = 12


def slices(parts: Sequence[Shown]) -> tuple[tuple[Shown, ...], ...]:
    """Return ``parts`` as slices, each read at once; at least one, maybe empty."""
    found: list[tuple[Shown, ...]] = []
    slice_: list[Shown] = []
    weight = 0
    for part in _cut(parts):
        if slice_ and weight + _weight(part) > HEAVIEST:
            found.append(tuple(slice_))
            slice_, weight = [], 0
        slice_.append(part)
        weight += _weight(part)
    return (*found, tuple(slice_))


def _cut(parts: Sequence[Shown]) -> Iterator[Shown]:
    """Yield the parts, a long table as several with the same heads."""
    for part in parts:
        if not isinstance(part, Grid) or len(part.rows) <= MOST_ROWS:
            yield part
            continue
        for first in range(0, len(part.rows), PART_ROWS):
            yield replace(part, rows=part.rows[first : first + PART_ROWS])


def _weight(part: Shown) -> int:
    match part:
        case Grid(heads=heads, rows=rows):
            return sum(len(row) for row in (*heads, *rows))
        case Bullets(items=items):
            return len(items)
        case Sheet(lines=lines):
            return len(lines) + 1
        case _:
            return 1


def texts(part: Shown) -> tuple[str, ...]:
    """Return every piece of text of a part."""
    match part:
        case Heading(text=text) | Paragraph(text=text):
            return (text,)
        case Bullets(items=items):
            return items
        case Grid(caption=caption, heads=heads, rows=rows):
            return (caption, *(cell for row in (*heads, *rows) for cell in row))
        case Sheet(lines=lines, refused=refused):
            return (*lines, refused)
        case _:
            return (part.caption,)


def places(parts: Sequence[Sequence[Shown]], needle: str) -> tuple[tuple[int, int], ...]:
    """Return where ``needle`` is said: the slice and the part, in order; accents do not count."""
    wanted = folded(needle.strip())
    if not wanted:
        return ()
    return tuple(
        (place, rank)
        for place, one in enumerate(parts)
        for rank, part in enumerate(one)
        if any(wanted in folded(text) for text in texts(part))
    )


def folded(text: str) -> str:
    """Return ``text`` in small letters without accents, sign for sign."""
    return "".join(unicodedata.normalize("NFD", sign)[:1].lower()[:1] or sign for sign in text)


def pieces(text: str, needle: str) -> tuple[str, ...]:
    """Return ``text`` in pieces, those that are searched being strong."""
    wanted, plain = folded(needle.strip()), folded(text)
    if not wanted or wanted not in plain:
        return (text,)
    found: list[str] = []
    end = 0
    while (place := plain.find(wanted, end)) >= 0:
        found += [text[end:place], Strong(text[place : place + len(wanted)])]
        end = place + len(wanted)
    return tuple(one for one in (*found, text[end:]) if one)


def title_words(one: KeptDocument) -> str:
    """Return what a document is called in the list."""
    return one.source.title or one.kind


def origin_words(one: KeptDocument) -> str:
    """Return where a document comes from, its kind, its size, and who attached it."""
    size = f"{max(one.size // 1000, 1)}\u00a0Ko"
    kind = "PDF" if one.media_type == PDF else one.kind
    attached = f"Rattaché par vous\u00a0: {one.attached}" if one.attached else ""
    told = sum(fact.standing is not Standing.DENIED for fact in one.facts)
    facts = counted(told, "fait repris", "faits repris") if told else ""
    parts = (source_words(one.source), kind, size, facts, attached)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def found_words(count: int, place: int, needle: str) -> str:
    """Return how many passages say what is searched, and which is shown."""
    if not needle.strip():
        return ""
    if not count:
        return "Aucun passage ne le dit dans ce document."
    return f"Passage {place + 1} sur {count}"
