"""The letters of the paper form: the smallest the station prints, on lines close together."""

from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, beside, paragraph
from app.exchange.paper.canvas import WIDTH, Letters
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run, width_of
from app.exchange.professional_letters import BOLD, PLAIN

__all__ = ["BOLD", "INSIDE", "LEADING", "MARGIN", "PLAIN", "SIZE", "body", "heading", "said"]

MARGIN = 20.0
INSIDE = WIDTH - 2 * MARGIN
SIZE, LEADING = 8.5, 9.3


def body(colour: str = "encre", kind: str = "P") -> Letters:
    """Return the letters of plain words; ``kind`` is that of the element they are read as."""
    return Letters(SIZE, LEADING, ink(colour), kind)


def said(
    words: str, width: float = INSIDE, letters: Letters | None = None, title: str = ""
) -> Block:
    """Return words, after their bold ``title`` when there is one."""
    named = [Run(f"{title}{NBSP}: ", BOLD)] if title else []
    return paragraph([*named, Run(words, PLAIN)], width, letters or body())


def heading(words: str, told: str = "", width: float = INSIDE) -> Block:
    """Return the title of a part, followed on its line by what it tells."""
    letters = Letters(9.6, 11.0, ink("accentfort"), "H2")
    title = paragraph([Run(words, BOLD)], width, letters)
    if not told:
        return title
    start = width_of(words, BOLD, letters.size) + 8.0
    return beside(title, (start, said(told, width - start, body("encre2"))))
