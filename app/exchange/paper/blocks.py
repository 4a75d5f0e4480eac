"""Pieces of a page that know their height before they are drawn, and how they stand together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.exchange.paper.canvas import Box, Letters, Pages
from app.exchange.paper.ink import Colour
from app.exchange.paper.typeface import Run, wrap


@dataclass(frozen=True, slots=True)
class Block:
    """A piece ``height`` points high; ``draw`` puts its top left corner at a point."""

    height: float
    draw: Callable[[Pages, float, float], None]


def paragraph(runs: Sequence[Run], width: float, letters: Letters) -> Block:
    """Return words that wrap at ``width``."""
    lines = wrap(runs, letters.size, width)

    def draw(pages: Pages, x: float, y: float) -> None:
        if lines:
            pages.words(lines, (x, y), letters)

    return Block(len(lines) * letters.leading, draw)


def space(height: float) -> Block:
    """Return an empty piece."""
    return Block(height, lambda _pages, _x, _y: None)


def column(blocks: Sequence[Block], gap: float = 0.0) -> Block:
    """Return the pieces one under the other."""
    height = sum(block.height for block in blocks) + gap * max(0, len(blocks) - 1)

    def draw(pages: Pages, x: float, y: float) -> None:
        for block in blocks:
            block.draw(pages, x, y)
            y += block.height + gap

    return Block(height, draw)


def row(blocks: Sequence[tuple[float, Block]]) -> Block:
    """Return pieces side by side, each at its distance from the left, all from the top."""

    def draw(pages: Pages, x: float, y: float) -> None:
        for shift, block in blocks:
            block.draw(pages, x + shift, y)

    return Block(max((block.height for _, block in blocks), default=0.0), draw)


def beside(left: Block, right: tuple[float, Block]) -> Block:
    """Return two pieces side by side, centred on one another; ``right`` has its distance."""
    shift, other = right
    height = max(left.height, other.height)

    def draw(pages: Pages, x: float, y: float) -> None:
        left.draw(pages, x, y + (height - left.height) / 2)
        other.draw(pages, x + shift, y + (height - other.height) / 2)

    return Block(height, draw)


def group(kind: str, block: Block) -> Block:
    """Return the piece as one element of the reading tree."""

    def draw(pages: Pages, x: float, y: float) -> None:
        with pages.element(kind):
            block.draw(pages, x, y)

    return Block(block.height, draw)


def icon(name: str, size: float, colour: Colour) -> Block:
    """Return an icon."""
    return Block(size, lambda pages, x, y: pages.icon(name, x, y, size, colour))


@dataclass(frozen=True, slots=True)
class Panel:
    """How a panel looks; ``edge`` None for no border. Lengths in points."""

    width: float
    fill: Colour | None = None
    edge: Colour | None = None
    edge_width: float = 1.0
    across: float = 12.0
    down: float = 10.0
    radius: float = 8.0
    height: float = 0.0

    @property
    def inside(self) -> float:
        """The width left for what the panel holds."""
        return self.width - 2 * self.across


def panel(content: Block, look: Panel) -> Block:
    """Return ``content`` in a rounded panel, at least ``look.height`` high."""
    height = max(content.height + 2 * look.down, look.height)

    def draw(pages: Pages, x: float, y: float) -> None:
        box = Box(x, y, look.width, height)
        if look.fill is not None:
            pages.fill(box, look.radius, look.fill)
        if look.edge is not None:
            half = look.edge_width / 2
            inner = Box(x + half, y + half, look.width - 2 * half, height - 2 * half)
            pages.frame(inner, look.radius - half, look.edge, look.edge_width)
        content.draw(pages, x + look.across, y + look.down)

    return Block(height, draw)
