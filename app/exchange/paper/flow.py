"""Filling pages from the top: a piece that does not fit starts the next page."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.exchange.paper.blocks import Block, column, group
from app.exchange.refusals import UnwritablePaper


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and the distance of its top from the top of the page, in points."""

    y: float
    block: Block


class Flow:
    """Places pieces on as many pages as needed, between ``top`` and ``bottom`` (points)."""

    def __init__(self, top: float, next_top: float, bottom: float) -> None:
        self._next_top = next_top
        self._bottom = bottom
        self._y = top
        self._pages: list[list[Placed]] = [[]]

    @property
    def pages(self) -> tuple[tuple[Placed, ...], ...]:
        """What stands on each page."""
        return tuple(tuple(page) for page in self._pages)

    @property
    def room(self) -> float:
        """The points left on the page."""
        return self._bottom - self._y

    def start_page(self) -> None:
        """Go to a new page, unless nothing stands on this one yet."""
        if self._pages[-1]:
            self._pages.append([])
            self._y = self._next_top

    def add(self, block: Block, gap: float = 0.0) -> None:
        """Place a piece ``gap`` points under the last one.

        Raises:
            UnwritablePaper: it is higher than a page.
        """
        if not self._fits(block.height + gap):
            self.start_page()
        gap = gap if self._pages[-1] else 0.0
        if not self._fits(block.height + gap):
            raise UnwritablePaper(
                "Un texte de la fiche est trop long pour une page. Raccourcissez le texte libre."
            )
        self._pages[-1].append(Placed(self._y + gap, block))
        self._y += block.height + gap

    def add_titled(self, title: Block, rows: Sequence[Block], gap: float, kind: str) -> None:
        """Place rows under ``title``, repeated on each page the rows run over."""
        left = list(rows)
        if left and not self._fits(gap + title.height + left[0].height):
            self.start_page()
        while left:
            gap = gap if self._pages[-1] else 0.0
            chunk = [title]
            while left and self._fits(gap + column([*chunk, left[0]]).height):
                chunk.append(left.pop(0))
            if len(chunk) == 1:
                raise UnwritablePaper(
                    "Une ligne de la fiche est trop longue pour une page. Raccourcissez le texte."
                )
            self.add(group(kind, column(chunk)), gap)
            if left:
                self.start_page()

    def _fits(self, height: float) -> bool:
        return self._y + height <= self._bottom
