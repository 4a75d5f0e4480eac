"""The answers on the professional pages: three columns, as high as the page has room for."""

from collections.abc import Iterator, Sequence

from app.encounter.sheet import OrientationSheet, SheetAnswer
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, column, row
from app.exchange.paper.ink import Colour, ink
from app.exchange.paper.tables import Cell, Column, table_row
from app.exchange.paper.typeface import Run, width_of
from app.exchange.professional_letters import BOLD, INSIDE, PLAIN, SIZE, body, text

ACROSS = 3
GAP = 14.0
WIDE = (INSIDE - GAP * (ACROSS - 1)) / ACROSS
PAGE_HEIGHT = 420.0
"""Height of one grid of answers, in points, that surely fits on a page."""
SMALLEST = 60.0
"""Under this room, in points, the answers start on the next page."""

WEIGHTY = {"R15", "R", "U", "M", "C"}
CONSENT_ITEMS = "g_cons"
VALUES = {"device", "typed"}
"""Answers filled by a measurement: they are read in the table of values."""


def answers(sheet: OrientationSheet, room: float) -> list[Block]:
    """Return the answers in the order of asking; the first grid is at most ``room`` points high."""
    asked = [_answer(one) for one in sheet.answers if _is_asked(one)]
    grids = list(_grids(asked, room if room >= SMALLEST else PAGE_HEIGHT))
    if sheet.not_asked:
        left = f"Non posées (arrêt ou sans objet){NBSP}: {', '.join(sheet.not_asked)}."
        grids.append(text(left, colour="encre2"))
    return grids or [text("Aucune réponse.")]


def _is_asked(answer: SheetAnswer) -> bool:
    """Return whether the answer is read here: people, consents and values have their own place."""
    elsewhere = answer.block == "identity" or answer.origin in VALUES
    return not elsewhere and not answer.id.startswith(CONSENT_ITEMS)


def _grids(rows: Sequence[Block], room: float) -> Iterator[Block]:
    """Yield the rows read down each of three columns, as many times as pages need."""
    left = list(rows)
    while left:
        grid, count = _grid(left[:1]), 1
        while count < len(left) and (longer := _grid(left[: count + 1])).height <= room:
            grid, count = longer, count + 1
        yield grid
        left = left[count:]
        room = PAGE_HEIGHT


def _grid(rows: Sequence[Block]) -> Block:
    parts = balanced(rows, ACROSS)
    return row([(rank * (WIDE + GAP), column(part)) for rank, part in enumerate(parts)])


def balanced(rows: Sequence[Block], columns: int) -> list[list[Block]]:
    """Return the rows, in order, in ``columns`` columns as even in height as they can be."""
    heights = [one.height for one in rows]
    reach = max(*heights, sum(heights) / columns)
    while len(parts := _filled(rows, reach)) > columns:
        reach += 1.0
    return parts


def _filled(rows: Sequence[Block], reach: float) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    used = 0.0
    for one in rows:
        if parts[-1] and used + one.height > reach:
            parts.append([])
            used = 0.0
        parts[-1].append(one)
        used += one.height
    return parts


def _answer(answer: SheetAnswer) -> Block:
    said = min(width_of(answer.answer_label, BOLD, SIZE) + 9, WIDE / 2)
    columns = (Column("", WIDE - said), Column("", said))
    cells = (
        Cell((Run(answer.label, PLAIN),), ink("encre")),
        Cell((Run(answer.answer_label, BOLD),), _answer_colour(answer)),
    )
    return table_row(cells, columns, body())


def _answer_colour(answer: SheetAnswer) -> Colour:
    if answer.answer == "unknown":
        return ink("ocre")
    if answer.answer == "no":
        return ink("encre2")
    return ink("ocre") if answer.severity in WEIGHTY else ink("encre")
