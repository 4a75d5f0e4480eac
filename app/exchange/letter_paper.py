"""A signed paper of the pharmacy: letterhead, addressee, parts, place to sign; A4, PDF/A-1b.

The attestation and the letter to the doctor share it. A pure function of what it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.encounter.sheet import OrientationSheet
from app.exchange.cda import closing_time
from app.exchange.french import NBSP, grouped, long_date, phone_words
from app.exchange.paper.archival import Imprint, archivable
from app.exchange.paper.blocks import Block, Panel, beside, column, icon, panel, paragraph, row
from app.exchange.paper.canvas import HEIGHT, WIDTH, Letters, Pages
from app.exchange.paper.flow import Flow
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Face, Run, width_of
from app.exchange.proof import SealProof
from app.exchange.times import read_iso
from app.exchange.words import patient_words

MARGIN = 54.0
INSIDE = WIDTH - 2 * MARGIN
TOP, FOOT = 44.0, 52.0
PLAIN, BOLD = Face.PATIENT, Face.PATIENT_BOLD
SIZE, LEADING = 12.0, 16.2
SMALL = Letters(9.5, 12.4, (0.278, 0.345, 0.357))
NOT_SEALED = "Écrit pendant la consultation, avant la fiche scellée."
SIGNING = 62.0
"""Height of the place to sign and stamp, in points."""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """Lines under a title; ``framed`` draws them in a frame, for what must be found at once."""

    title: str
    lines: tuple[str, ...]
    framed: bool = False


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What the paper says: ``addressee`` and ``told`` may hold no line."""

    title: str
    addressee: tuple[str, ...]
    told: tuple[str, ...]
    parts: tuple[PaperPart, ...]
    foot: str


def draw_signed(paper: SignedPaper, sheet: OrientationSheet, proof: SealProof | None) -> bytes:
    """Return the paper as PDF/A-1b, on as many A4 pages as needed.

    ``proof`` is None for a paper written before the sheet is sealed: it says so at its foot.

    Raises:
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    flow = Flow(TOP, TOP, HEIGHT - FOOT)
    for block, gap in _blocks(paper, sheet):
        flow.add(block, gap)
    title = f"{paper.title}, fiche N°{NBSP}{proof.number}" if proof else paper.title
    pages = Pages(title)
    for rank, placed in enumerate(flow.pages, start=1):
        if rank > 1:
            pages.next_page()
        with pages.element("Sect", paper.title):
            for one in placed:
                one.block.draw(pages, MARGIN, one.y)
            _draw_foot(pages, paper, proof, f"page {rank} sur {len(flow.pages)}")
    imprint = Imprint(title, read_iso(closing_time(sheet)), sheet.software)
    return archivable(pages.finish(), pages.document, imprint)


def _blocks(paper: SignedPaper, sheet: OrientationSheet) -> Sequence[tuple[Block, float]]:
    made: list[tuple[Block, float]] = []
    if sheet.demonstration:
        made.append((_band(patient_words()["demonstration"]), 0.0))
    made.append((_letterhead(sheet), 14.0))
    if paper.addressee:
        made.append((_addressee(paper.addressee), 16.0))
    title = Letters(19.0, 24.0, ink("accentfort"), "H1")
    made.append((paragraph([Run(paper.title, BOLD)], INSIDE, title), 18.0))
    made += [(_said(line), 7.0) for line in paper.told]
    for part in paper.parts:
        made.append((_part(part), 12.0))
    made.append((_signature(sheet), 20.0))
    return made


def _said(words: str, width: float = INSIDE) -> Block:
    return paragraph([Run(words, PLAIN)], width, Letters(SIZE, LEADING, ink("encre")))


def _band(words: str) -> Block:
    said = paragraph([Run(words, BOLD)], INSIDE - 40, Letters(10.5, 13.0, ink("violet")))
    content = beside(icon("flask", 13, ink("violet")), (20.0, said))
    return panel(content, Panel(INSIDE, fill=ink("violetdoux"), down=4.5, radius=5.0))


def _letterhead(sheet: OrientationSheet) -> Block:
    pharmacy = sheet.pharmacy
    town = f"{pharmacy.postcode} {pharmacy.city}".strip()
    lines = (pharmacy.street, town, phone_words(pharmacy.phone))
    small = Letters(10.5, 13.6, ink("encre2"))
    name = paragraph([Run(pharmacy.name, BOLD)], INSIDE, Letters(14.0, 18.0, ink("encre")))
    under = [paragraph([Run(line, PLAIN)], INSIDE, small) for line in lines if line]
    finess = f"FINESS{NBSP}{grouped(pharmacy.finess, 3)}"
    return column([name, *under, paragraph([Run(finess, PLAIN)], INSIDE, small)])


def _addressee(lines: tuple[str, ...]) -> Block:
    half = INSIDE / 2
    return row([(half, column([_said(line, half) for line in lines]))])


def _part(part: PaperPart) -> Block:
    width = INSIDE - 24.0 if part.framed else INSIDE
    title = Letters(SIZE + 0.8, LEADING, ink("accentfort"), "H2")
    head = paragraph([Run(part.title, BOLD)], width, title)
    content = column([head, *(_said(line, width) for line in part.lines)], 2.0)
    if not part.framed:
        return content
    return panel(content, Panel(INSIDE, edge=ink("bord"), edge_width=1.3, across=12.0))


def _signature(sheet: OrientationSheet) -> Block:
    signer = sheet.pharmacist
    who = f"{signer.given} {signer.family}, {signer.title.lower()}"
    day = long_date(closing_time(sheet))
    made = (
        f"Fait à {sheet.pharmacy.city}, le {day}.",
        f"{who}, RPPS{NBSP}{signer.rpps}.",
    )
    look = Panel(INSIDE / 2, edge=ink("ligne"), height=SIGNING)
    words = paragraph([Run("Signature et cachet", PLAIN)], look.inside, SMALL)
    half = INSIDE / 2 - 14.0
    return row(
        [
            (0.0, column([_said(line, half) for line in made])),
            (INSIDE / 2, panel(words, look)),
        ]
    )


def _draw_foot(pages: Pages, paper: SignedPaper, proof: SealProof | None, place: str) -> None:
    top = HEIGHT - FOOT + 8.0
    pages.rule(MARGIN, top, INSIDE, ink("ligne"))
    width = width_of(place, PLAIN, SMALL.size)
    sealed = f"{proof.footer}." if proof else NOT_SEALED
    left = paragraph([Run(f"{paper.foot} {sealed}", PLAIN)], INSIDE - width - 12.0, SMALL)
    right = paragraph([Run(place, PLAIN)], width + 1.0, SMALL)
    row([(0.0, left), (INSIDE - width, right)]).draw(pages, MARGIN, top + 5.0)
