"""Pieces of text as a page places them, put together in lines from top to bottom.

The order is that of the page, not that of the file: a file may write its words in any order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SAME_LINE = 0.4
"""Share of the size of the letters within which two pieces stand on one line."""
WORD_GAP = 0.18
COLUMN_GAP = 1.6
COLUMN = "   "


@dataclass(frozen=True, slots=True)
class Piece:
    """Words drawn at once: where they begin (points, from the bottom left), how wide, how tall."""

    text: str
    left: float
    base: float
    width: float
    size: float


def lines_of(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Return the lines of a page, from top to bottom; columns are kept apart by spaces."""
    told = (_joined(row) for row in _rows(pieces))
    return tuple(line for line in told if line)


def _rows(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: -one.base):
        if row and abs(piece.base - row[0].base) > SAME_LINE * max(row[0].size, piece.size):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _joined(row: list[Piece]) -> str:
    text, end = "", 0.0
    for piece in sorted(row, key=lambda one: one.left):
        gap = (piece.left - end) / piece.size
        if text and gap > COLUMN_GAP:
            text = text.rstrip() + COLUMN
        elif text and gap > WORD_GAP and not text.endswith(" "):
            text += " "
        text += piece.text
        end = piece.left + piece.width
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return kept.strip()
