"""Tables of the professional page: rows that wrap, one thin line under each."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.exchange.paper.blocks import Block, paragraph
from app.exchange.paper.canvas import Letters, Pages
from app.exchange.paper.ink import Colour, ink
from app.exchange.paper.typeface import Run

PAD = 1.7
"""Space above and under the words of a row, in points."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and its width in points, the gap on its right included."""

    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell."""

    runs: tuple[Run, ...]
    colour: Colour


def table_row(
    cells: Sequence[Cell], columns: Sequence[Column], letters: Letters, kind: str = "TD"
) -> Block:
    """Return one row of a table, as an element of the reading tree."""
    blocks = []
    for cell, column in zip(cells, columns, strict=True):
        drawn = Letters(letters.size, letters.leading, cell.colour, kind)
        # an empty cell still says that it is one
        runs = cell.runs if any(run.text for run in cell.runs) else (Run("–", cell.runs[0].face),)
        blocks.append(paragraph(runs, column.width - 8, drawn))
    height = max(block.height for block in blocks) + 2 * PAD
    width = sum(column.width for column in columns)

    def draw(pages: Pages, x: float, y: float) -> None:
        left = x
        with pages.element("TR"):
            for block, column in zip(blocks, columns, strict=True):
                block.draw(pages, left, y + PAD)
                left += column.width
        pages.rule(x, y + height, width, ink("bord" if kind == "TH" else "ligne"))

    return Block(height, draw)
