"""The pieces of the paper form: boxes to tick, lines to write on, rows of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.exchange.blank_form_letters import BOLD, INSIDE, LEADING, PLAIN, SIZE, body, heading, said
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, beside, column, group, paragraph, row
from app.exchange.paper.canvas import Box, Letters, Pages
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run, width_of

TICK = 8.6
"""Side of a box to tick, in points."""

ANSWERS = ("Oui", "Non", "?")
STEP = 19.0
"""From one box of a row to the next."""

BOXES = len(ANSWERS) * STEP
WEIGHT = 38.0
"""Width of the last column, where there is one: what the answer counts."""

HALF_GAP = 16.0
HALF = (INSIDE - HALF_GAP) / 2
"""Width of one of two cells side by side."""

PAD = 0.8


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table, whose title is repeated on each page."""

    title: Block
    rows: Sequence[Block]


def tick() -> Block:
    """Return a box to tick."""
    colour, shift = ink("encre"), (LEADING - TICK) / 2

    def draw(pages: Pages, x: float, y: float) -> None:
        pages.frame(Box(x, y + shift, TICK, TICK), 1.5, colour, 0.9)

    return Block(LEADING, draw)


def three_boxes() -> Block:
    """Return the boxes yes, no, unknown."""
    return row([(rank * STEP, tick()) for rank in range(len(ANSWERS))])


def ticked(words: str, width: float) -> Block:
    """Return a box followed by words that wrap at ``width``, the box included."""
    told = said(words, width - TICK - 4.0, body(kind="TD"))
    return row([(0.0, tick()), (TICK + 4.0, told)])


def choices(labels: Sequence[str], width: float) -> Block:
    """Return boxes with their words, side by side, on as many lines as needed."""
    lines: list[list[tuple[float, Block]]] = [[]]
    used = 0.0
    for label in labels:
        needed = min(width_of(label, PLAIN, SIZE) + TICK + 5.0, width)
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0.0
        lines[-1].append((used, ticked(label, needed + 1.0)))
        used += needed + 12.0
    return column([row(line) for line in lines])


def blank(label: str, width: float, above: float = 4.0) -> Block:
    """Return ``label`` and a line to write on, ``width`` points in all, with room ``above``."""
    words = f"{label}{NBSP}:"
    start = width_of(words, PLAIN, SIZE) + 4.0
    told = said(words, start + 1.0)

    def draw(pages: Pages, x: float, y: float) -> None:
        told.draw(pages, x, y + above)
        pages.rule(x + start, y + above + LEADING - 1.0, width - start, ink("bord"))

    return Block(LEADING + above + 1.0, draw)


def blanks(labels: Sequence[str]) -> Block:
    """Return lines to write on, side by side, as wide as one another."""
    width = INSIDE / len(labels)
    return row([(rank * width, blank(one, width - 8.0)) for rank, one in enumerate(labels)])


def table_line(inner: Block, colour: str = "ligne") -> Block:
    """Return one row of a table, a thin line under it."""

    def draw(pages: Pages, x: float, y: float) -> None:
        inner.draw(pages, x, y + PAD)
        pages.rule(x, y + inner.height + 2 * PAD, INSIDE, ink(colour))

    return group("TR", Block(inner.height + 2 * PAD, draw))


def answer_row(words: Block, weight: str | None = None) -> Block:
    """Return words with their three boxes, then what a yes and an unknown count."""
    left = INSIDE - right_of(weight)
    placed = [(0.0, words), (left, three_boxes())]
    if weight:
        placed.append((left + BOXES, said(weight, WEIGHT, body("encre2", "TD"))))
    return table_line(row(placed))


def right_of(weight: str | None) -> float:
    """Return the width kept on the right of the words of a row; None for no last column."""
    return BOXES if weight is None else BOXES + WEIGHT


def answer_titles(title: str, told: str = "", last: str | None = None) -> Block:
    """Return a title, what it tells and the names of the boxes, repeated on each page."""
    left = INSIDE - right_of(last)
    named = _names(left)
    if last:
        named.append((left + BOXES, _word(last, body("encre2", "TH"), WEIGHT)))
    return table_line(beside(heading(title, told, left - 6.0), (0.0, row(named))), "bord")


def _names(left: float) -> list[tuple[float, Block]]:
    """Return the names of the three boxes, each over its box."""
    letters = body("encre2", "TH")
    return [
        (left + rank * STEP + 4.0 - width_of(one, BOLD, SIZE) / 2, _word(one, letters))
        for rank, one in enumerate(ANSWERS)
    ]


def _word(word: str, letters: Letters, width: float = STEP + 4.0) -> Block:
    return paragraph([Run(word, BOLD)], width, letters)


def half_rows(cells: Sequence[Block]) -> list[Block]:
    """Return rows of two cells with their boxes, read down the left half then the right one."""
    middle = (len(cells) + 1) // 2
    made = []
    for pair in zip_longest(cells[:middle], cells[middle:]):
        placed: list[tuple[float, Block]] = []
        for rank, words in enumerate(one for one in pair if one is not None):
            start = rank * (HALF + HALF_GAP)
            placed += [(start, words), (start + HALF - BOXES, three_boxes())]
        made.append(table_line(row(placed)))
    return made


def half_titles(title: str, told: str) -> Block:
    """Return a title and the names of the boxes of both halves, repeated on each page."""
    named = [*_names(HALF - BOXES), *_names(HALF + HALF_GAP + HALF - BOXES)]
    line = beside(heading(title, told, HALF - BOXES - 4.0), (0.0, row(named)))
    return table_line(line, "bord")
