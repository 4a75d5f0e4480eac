"""The patient page: one A4, large plain words, whatever happens.

Words shrink to 14 points and lines come closer first; then the least needed parts go to the end
of the professional pages, and the page says so. Only the letterhead and the legal lines are
smaller (10.5).

Source: identity of the station, page 13; clinical.md §4.1 (patient page).
"""

from dataclasses import dataclass

from app.encounter.sheet import OrientationSheet
from app.exchange import patient_blocks as blocks
from app.exchange import patient_cards as cards
from app.exchange.paper.blocks import Block, column, paragraph
from app.exchange.paper.canvas import HEIGHT, Letters, Pages
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run
from app.exchange.patient_blocks import BOLD, DENSITIES, INSIDE, LEGAL, MARGIN, PLAIN, Density
from app.exchange.patient_content import Moved, PatientContent, content_of, shorten
from app.exchange.proof import SealProof
from app.exchange.refusals import UnwritablePaper
from app.exchange.words import patient_words

PART = "Page patient"
TOP = 30.0
FOOT = 62.0
CODE = 43.0


@dataclass(frozen=True, slots=True)
class PatientPage:
    """The page ready to draw, and what must be continued on a later page."""

    content: Block
    moved: tuple[Moved, ...]


def lay_out(sheet: OrientationSheet) -> PatientPage:
    """Return the page of ``sheet``, exactly one.

    Raises:
        UnwritablePaper: even the level and the call to 15 do not fit.
    """
    content = content_of(sheet)
    moved: list[Moved] = []
    while True:
        for density in DENSITIES:
            parts = _parts(sheet, content, density, continued=bool(moved))
            page = column(parts, density.gap)
            if page.height <= HEIGHT - TOP - FOOT - density.gap:
                return PatientPage(page, _merged(moved))
        content, part = shorten(content)
        if part is None:
            raise UnwritablePaper(
                "La page du patient déborde malgré tout. Raccourcissez le nom de la pharmacie."
            )
        moved.insert(0, part)


def draw(
    pages: Pages, page: PatientPage, sheet: OrientationSheet, proof: SealProof, place: str
) -> None:
    """Draw the page; ``place`` is its number among the others (« page 1 sur 3 »)."""
    with pages.element("Sect", PART):
        page.content.draw(pages, MARGIN, TOP)
        _draw_foot(pages, sheet, proof, place)


def _merged(moved: list[Moved]) -> tuple[Moved, ...]:
    lines: dict[str, tuple[str, ...]] = {}
    for part in moved:
        lines[part.heading] = lines.get(part.heading, ()) + part.lines
    return tuple(Moved(heading, kept) for heading, kept in lines.items())


def _parts(
    sheet: OrientationSheet, content: PatientContent, density: Density, *, continued: bool
) -> tuple[Block, ...]:
    words = patient_words()
    remember, advice = " ".join(content.remember), " ".join(content.advice)
    more = paragraph([Run(words["more"], BOLD)], INSIDE, blocks.letters(density))
    parts = (
        blocks.band(words["demonstration"]) if sheet.demonstration else None,
        blocks.head(sheet),
        blocks.level(content, density),
        blocks.section("info-circle", words["remember"], remember, density),
        blocks.doctor(content, density),
        cards.treatments(content, density),
        cards.not_for_you(content, density),
        blocks.where(content, density),
        blocks.section("mug", words["advice"], advice, density),
        cards.warnings(content, density),
        more if continued else None,
        cards.recalls(sheet, content, density),
    )
    return tuple(part for part in parts if part is not None)


def _draw_foot(pages: Pages, sheet: OrientationSheet, proof: SealProof, place: str) -> None:
    top = HEIGHT - FOOT
    pages.rule(MARGIN, top, INSIDE, ink("ligne"))
    pages.square_code(proof.mark(sheet.sheet_id), MARGIN, top + 6, CODE)
    pharmacist = sheet.pharmacist
    who = f"{pharmacist.given} {pharmacist.family}, {pharmacist.title.lower()}"
    letters = Letters(LEGAL, 14.0, ink("encre2"))
    lines = (f"{who}. {proof.footer}, {place}.", patient_words()["foot"])
    block = column([paragraph([Run(line, PLAIN)], INSIDE - CODE - 15, letters) for line in lines])
    block.draw(pages, MARGIN + CODE + 13, top + 6 + max(0.0, (CODE - block.height) / 2))
