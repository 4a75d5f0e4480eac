"""Plain papers of custody: what is held on a person, what an archive that changes hands holds.

A title, then parts of lines, on as many A4 pages as needed; PDF/A-1b like the sheets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app import __version__
from app.exchange.paper.archival import Imprint, archivable
from app.exchange.paper.blocks import Block, paragraph, row, space
from app.exchange.paper.canvas import HEIGHT, WIDTH, Letters, Pages
from app.exchange.paper.flow import Flow
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run, width_of
from app.exchange.professional_letters import BOLD, PLAIN

MARGIN = 42.0
INSIDE = WIDTH - 2 * MARGIN
TOP, FOOT = 40.0, 34.0
SIZE, LEADING = 10.5, 14.0
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Part:
    """A titled list of lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustodyPaper:
    """A paper: ``told`` stands under the title, before the parts."""

    title: str
    told: str
    made_at: datetime
    parts: tuple[Part, ...]


def draw_paper(paper: CustodyPaper) -> bytes:
    """Return the paper as PDF/A-1b.

    Raises:
        UnwritablePaper: a line is longer than a page, or the file is not archivable.
    """
    flow = Flow(TOP, TOP, HEIGHT - FOOT - LEADING)
    for block, gap in _blocks(paper):
        flow.add(block, gap)
    pages = Pages(paper.title)
    for rank, placed in enumerate(flow.pages, start=1):
        if rank > 1:
            pages.next_page()
        with pages.element("Sect", paper.title):
            for one in placed:
                one.block.draw(pages, MARGIN, one.y)
            _foot(pages, paper, f"page {rank} sur {len(flow.pages)}")
    imprint = Imprint(paper.title, paper.made_at, f"OSyS Station {__version__}")
    return archivable(pages.finish(), pages.document, imprint)


def _blocks(paper: CustodyPaper) -> Sequence[tuple[Block, float]]:
    title = Letters(17.0, 21.0, ink("accentfort"), "H1")
    blocks = [
        (paragraph([Run(paper.title, BOLD)], INSIDE, title), 0.0),
        (_said(paper.told), _GAP),
    ]
    heading = Letters(12.5, 16.0, ink("accentfort"), "H2")
    for part in paper.parts:
        blocks.append((paragraph([Run(part.title, BOLD)], INSIDE, heading), 4 * _GAP))
        blocks += [(_said(line), _GAP) for line in part.lines]
    return blocks


def _said(words: str) -> Block:
    letters = Letters(SIZE, LEADING, ink("encre"), "P")
    return paragraph([Run(words, PLAIN)], INSIDE, letters) if words else space(0.0)


def _foot(pages: Pages, paper: CustodyPaper, place: str) -> None:
    top = HEIGHT - FOOT
    letters = Letters(8.5, 10.0, ink("encre2"), "P")
    pages.rule(MARGIN, top, INSIDE, ink("ligne"))
    width = width_of(place, PLAIN, letters.size)
    told = f"{paper.title}, {paper.made_at.strftime('%d/%m/%Y')}"
    left = paragraph([Run(told, PLAIN)], INSIDE - width - 10, letters)
    right = paragraph([Run(place, PLAIN)], width + 1, letters)
    row([(0.0, left), (INSIDE - width, right)]).draw(pages, MARGIN, top + 6)
