"""The letters of the professional page: sizes in points, none under 8.5."""

from app.exchange.paper.blocks import Block, paragraph
from app.exchange.paper.canvas import WIDTH, Letters
from app.exchange.paper.ink import Colour, ink
from app.exchange.paper.typeface import Face, Run

MARGIN = 33.0
INSIDE = WIDTH - 2 * MARGIN
SIZE = 8.6
LEADING = 11.0
PLAIN, BOLD = Face.TEXT, Face.TEXT_BOLD
LARGE = 14.0


def body(colour: Colour | None = None, kind: str = "P") -> Letters:
    """Return the letters of plain words."""
    return Letters(SIZE, LEADING, colour or ink("encre"), kind)


def text(words: str, width: float = INSIDE, colour: str = "encre") -> Block:
    """Return plain words."""
    return paragraph([Run(words, PLAIN)], width, body(ink(colour)))


def heading(words: str) -> Block:
    """Return the title of a part."""
    return paragraph([Run(words, BOLD)], INSIDE, Letters(10.6, 14.6, ink("accentfort"), "H2"))


def titled(title: str, words: str, width: float = INSIDE) -> Block:
    """Return words that start with their bold title: « Conseils : … »."""
    runs = [Run(f"{title}\u00a0: ", BOLD), Run(words, PLAIN)]
    return paragraph(runs, width, body())


def large(words: str, face: Face = Face.PATIENT) -> Block:
    """Return words in the letters of the patient page."""
    return paragraph([Run(words, face)], INSIDE, Letters(LARGE, 17.5, ink("encre")))
