"""The professional pages: everything that made the decision, in the order of reading.

Nothing is under 8.5 points. Answers and rules of any number run over to further sheets; what
the sheet does not hold is said absent.

Source: identity of the station, page 13b; clinical.md §4.1, fields 1 to 19.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.encounter.sheet import OrientationSheet
from app.exchange import professional_parts as parts
from app.exchange import professional_tables as tables
from app.exchange.paper.blocks import Block, paragraph, row
from app.exchange.paper.canvas import HEIGHT, Letters, Pages
from app.exchange.paper.flow import Flow, Placed
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Face, Run, width_of
from app.exchange.patient_content import Moved
from app.exchange.professional_answers import answers
from app.exchange.professional_call import call
from app.exchange.professional_captures import captures
from app.exchange.professional_incoming import incoming
from app.exchange.professional_letters import BOLD, INSIDE, MARGIN, PLAIN, heading, large
from app.exchange.professional_notes import notes
from app.exchange.professional_pictures import small_pictures
from app.exchange.proof import SealProof
from app.exchange.thumbnails import NONE_MADE, Thumbnails
from app.exchange.words import patient_words, professional_words

PART = "Page professionnelle"
TOP = 24.0
NEXT_TOP = 44.0
SMALL = Letters(8.5, 10.6, (0.278, 0.345, 0.357))
BOTTOM = 18.0


@dataclass(frozen=True, slots=True)
class ProfessionalPages:
    """What stands on each professional page, and the foot they share."""

    pages: tuple[tuple[Placed, ...], ...]
    foot: Block


def lay_out(
    sheet: OrientationSheet,
    proof: SealProof,
    moved: Sequence[Moved],
    small: Thumbnails = NONE_MADE,
) -> ProfessionalPages:
    """Return the professional pages of ``sheet``; ``moved`` comes from the patient page.

    Raises:
        UnwritablePaper: one text is longer than a page.
    """
    foot = paragraph([Run(" ".join(sheet.mentions), PLAIN)], INSIDE, SMALL)
    flow = Flow(TOP, NEXT_TOP, HEIGHT - foot.height - SMALL.leading - BOTTOM - 10)
    for block in (*parts.opening(sheet, proof), *notes(sheet)):
        flow.add(block, 6.0)
    flow.add_titled(*tables.rules(sheet), 6.0, "Table")
    title = heading(professional_words()["answers"])
    flow.add_titled(title, answers(sheet, flow.room - title.height - 6.0), 6.0, "Table")
    after = (*incoming(sheet), *call(sheet), *captures(sheet))
    for title, rows in (*tables.values(sheet), *after):
        flow.add_titled(title, rows, 6.0, "Table")
    for title, rows in small_pictures(sheet, small):
        flow.add_titled(title, rows, 6.0, "Sect")
    for block, gap in parts.closing(sheet):
        flow.add(block, gap)
    flow.add_titled(*tables.annex(sheet), 8.0, "Table")
    flow.add(parts.provenance(sheet), 8.0)
    for block in _continued(moved):
        flow.add(block, 9.0)
    return ProfessionalPages(flow.pages, foot)


def draw(pages: Pages, laid: ProfessionalPages, proof: SealProof, numbers: tuple[int, int]) -> None:
    """Draw the pages, the first one being ``numbers[0]`` of ``numbers[1]``."""
    first, count = numbers
    for rank, placed in enumerate(laid.pages):
        pages.next_page()
        with pages.element("Sect", PART):
            if rank:
                _draw_running_head(pages, proof)
            for one in placed:
                one.block.draw(pages, MARGIN, one.y)
            _draw_foot(pages, laid.foot, proof, f"page {first + rank} sur {count}")


def _continued(moved: Sequence[Moved]) -> list[Block]:
    """Return the lines that left the patient page, in its own large letters."""
    if not moved:
        return []
    words = patient_words()
    made = [heading(words["continued"])]
    for part in moved:
        made.append(large(part.heading, Face.PATIENT_BOLD))
        made.extend(large(line) for line in part.lines)
    return made


def _draw_running_head(pages: Pages, proof: SealProof) -> None:
    text = f"{professional_words()['title']} · {proof.footer}"
    paragraph([Run(text, PLAIN)], INSIDE, SMALL).draw(pages, MARGIN, TOP)


def _draw_foot(pages: Pages, foot: Block, proof: SealProof, place: str) -> None:
    top = HEIGHT - BOTTOM - foot.height - SMALL.leading
    pages.rule(MARGIN, top - 4, INSIDE, ink("ligne"))
    foot.draw(pages, MARGIN, top)
    width = width_of(place, PLAIN, SMALL.size)
    under = row(
        [
            (0.0, paragraph([Run(proof.footer, BOLD)], INSIDE - width - 10, SMALL)),
            (INSIDE - width, paragraph([Run(place, PLAIN)], width + 1, SMALL)),
        ]
    )
    under.draw(pages, MARGIN, top + foot.height)
