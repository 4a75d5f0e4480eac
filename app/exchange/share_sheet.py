"""The printed sheet of one recovery share: whose it is, its words, what to do with it.

One share on one sheet, so that no two are ever kept together by habit. The square code holds
the words alone, joined by hyphens. Nothing here is kept: the bytes go where the person says,
and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app import __version__
from app.exchange.french import NBSP
from app.exchange.paper.archival import Imprint, archivable
from app.exchange.paper.blocks import Block, Panel, column, panel, paragraph, row
from app.exchange.paper.canvas import WIDTH, Letters, Pages
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run
from app.exchange.professional_letters import BOLD, PLAIN

MARGIN = 48.0
INSIDE = WIDTH - 2 * MARGIN
COLUMNS = 3
CODE = 150.0

KEEPING = (
    "Rangez cette feuille sous clé, seule, loin du poste et des deux autres parts.",
    "Donnez les trois parts à trois lieux ou à trois personnes différentes\u00a0: deux suffisent "
    "pour ouvrir le poste, une seule n’apprend rien.",
    "Ne la photographiez pas, ne la numérisez pas, ne l’envoyez pas.",
    "Perdue ou vue par quelqu’un\u00a0: refaites les trois parts depuis le poste, puis détruisez "
    "celles-ci.",
)
USING = (
    "Quand plus personne n’a son mot de passe\u00a0: prenez deux parts, ouvrez «\u00a0Rétablir "
    "l’accès avec les parts de secours\u00a0», recopiez les 33 mots de chacune, dans l’ordre. "
    "Les mots sont anglais et sans accent\u00a0; leurs quatre premières lettres suffisent. "
    "Essayez deux parts une fois par an\u00a0: le poste vous le rappelle."
)


@dataclass(frozen=True, slots=True)
class ShareSheet:
    """What one sheet shows; ``station`` is the identifier of the station in hexadecimal."""

    pharmacy: str
    station: str
    number: int
    count: int
    made_at: datetime
    words: Sequence[str] = field(repr=False)


def draw_share(sheet: ShareSheet) -> bytes:
    """Return the PDF/A-1b of one share, on one A4 page.

    Raises:
        UnwritablePaper: the file is not archivable.
    """
    title = f"Part de secours {sheet.number} sur {sheet.count}"
    pages = Pages(title)
    with pages.element("Sect", title):
        blocks = [*_head(sheet, title), _words(sheet.words), *_advice()]
        column(blocks, 14.0).draw(pages, MARGIN, MARGIN)
        pages.square_code("-".join(sheet.words), MARGIN, _code_top(blocks), CODE)
    imprint = Imprint(title, sheet.made_at, f"OSyS Station {__version__}")
    return archivable(pages.finish(), pages.document, imprint)


def _code_top(blocks: Sequence[Block]) -> float:
    return MARGIN + column(blocks, 14.0).height + 22.0


def _head(sheet: ShareSheet, title: str) -> tuple[Block, ...]:
    made = sheet.made_at.strftime("%d/%m/%Y à %H:%M")
    identity = (
        f"{sheet.pharmacy}. Poste {sheet.station[:8]}…{sheet.station[-4:]}. "
        f"Jeu du {made}{NBSP}: comparez poste et date entre deux feuilles."
    )
    return (
        paragraph([Run(title, BOLD)], INSIDE, Letters(22.0, 27.0, ink("accentfort"), "H1")),
        _said(identity),
    )


def _words(words: Sequence[str]) -> Block:
    """Return the numbered words, read down each column."""
    letters = Letters(13.0, 19.0, ink("encre"))
    look = Panel(INSIDE, edge=ink("bord"))
    width = look.inside / COLUMNS
    numbered = [f"{place:>2}.{NBSP}{word}" for place, word in enumerate(words, 1)]
    tall = -(-len(numbered) // COLUMNS)
    columns = [
        column([paragraph([Run(one, PLAIN)], width, letters) for one in numbered[at : at + tall]])
        for at in range(0, len(numbered), tall)
    ]
    return panel(row([(place * width, one) for place, one in enumerate(columns)]), look)


def _advice() -> tuple[Block, ...]:
    keeping = column([_said(f"• {one}") for one in KEEPING], 3.0)
    return (_title("À garder ainsi"), keeping, _title("Pour s’en servir"), _said(USING))


def _title(words: str) -> Block:
    return paragraph([Run(words, BOLD)], INSIDE, Letters(12.0, 15.0, ink("accentfort"), "H2"))


def _said(words: str) -> Block:
    return paragraph([Run(words, PLAIN)], INSIDE, Letters(10.5, 14.5, ink("encre")))
