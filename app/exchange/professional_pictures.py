"""The small pictures of the professional pages, three side by side, what each shows under it."""

from app.encounter.sheet import OrientationSheet, SheetCapture
from app.exchange.french import NBSP
from app.exchange.paper.blocks import Block, column, row
from app.exchange.paper.canvas import Box, Pages
from app.exchange.professional_captures import SIMULATED
from app.exchange.professional_letters import INSIDE, heading, text
from app.exchange.professional_tables import Titled
from app.exchange.thumbnails import Thumbnail, Thumbnails, pictures
from app.exchange.words import professional_words

TITLE = "Vignettes des images, pour les reconnaître"
ACROSS = 3
GAP = 10.0
CELL = (INSIDE - (ACROSS - 1) * GAP) / ACROSS
HIGHEST = 120.0


def small_pictures(sheet: OrientationSheet, made: Thumbnails) -> tuple[Titled, ...]:
    """Return the pictures that were made small; nothing where the sheet holds no picture."""
    held = pictures(sheet)
    shown = [one for one in held if one.id in made]
    rows = [
        row(
            [
                (place * (CELL + GAP), _figure(one, made[one.id]))
                for place, one in enumerate(shown[first : first + ACROSS])
            ]
        )
        for first in range(0, len(shown), ACROSS)
    ]
    left = len(held) - len(shown)
    if left and made:
        rows.append(text(f"Sans vignette ici\u00a0: {left}. Toutes les images restent au poste."))
    return ((heading(TITLE), rows),) if made else ()


def _figure(one: SheetCapture, small: Thumbnail) -> Block:
    scale = min(CELL / small.width, HIGHEST / small.height)
    width, height = small.width * scale, small.height * scale
    words = _words(one)

    def draw(pages: Pages, x: float, y: float) -> None:
        pages.picture(small.jpeg, Box(x, y, width, height), words)

    return column([Block(height, draw), text(words, CELL)], 3.0)


def _words(one: SheetCapture) -> str:
    """Return what it shows, « Oreille, Tympan, côté gauche, J0 »; that it is simulated first."""
    simulated = f"{professional_words()['simulated']}{NBSP}: " if one.origin == SIMULATED else ""
    return f"{simulated}{one.kind_label}, {one.place}, {one.moment}"
