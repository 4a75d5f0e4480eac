"""The paper form of a protocol, printed before the day the station does not work.

A pure function of the protocol: the same version gives the same bytes. It asks the same questions
as the station, in the same words, red flags first, and says how they decide; what is written on
it is entered later with the real time of the act.

Source: clinical.md §3.0 and §4.1; docs/adr/0011-pdfa.md; docs/interoperability.md.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from app import __version__
from app.exchange.blank_form_blocks import Section
from app.exchange.blank_form_computed import computed
from app.exchange.blank_form_decision import decision, duties, duties_alone
from app.exchange.blank_form_letters import (
    BOLD,
    INSIDE,
    MARGIN,
    PLAIN,
    SIZE,
    body,
    heading,
)
from app.exchange.blank_form_people import closing, consents, opening
from app.exchange.blank_form_products import products
from app.exchange.blank_form_questions import Questions
from app.exchange.blank_form_scores import TOTALS, scores
from app.exchange.french import NBSP
from app.exchange.paper.archival import Imprint, archivable
from app.exchange.paper.blocks import column, paragraph, row
from app.exchange.paper.canvas import HEIGHT, Pages
from app.exchange.paper.flow import Flow
from app.exchange.paper.ink import ink
from app.exchange.paper.typeface import Run, width_of
from protocols.fhir_scope import only_shown
from protocols.model import Protocol

TOP, BOTTOM = 15.0, 12.0
GAP = 2.0
PAGES = 3


def draw(protocol: Protocol) -> bytes:
    """Return the paper form of ``protocol``, PDF/A-1b, on three A4 pages at most.

    Raises:
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    laid = lay_out(protocol).pages
    title = f"Formulaire papier{NBSP}: {protocol.title}"
    pages = Pages(title)
    for rank, placed in enumerate(laid, start=1):
        if rank > 1:
            pages.next_page()
        with pages.element("Sect", title):
            for one in placed:
                one.block.draw(pages, MARGIN, one.y)
            _foot(pages, protocol, f"page {rank} sur {len(laid)}")
    # the day the version starts: the paper has no other date, and the same bytes each time
    made_at = datetime.fromisoformat(protocol.valid_from).replace(tzinfo=UTC)
    imprint = Imprint(title, made_at, f"OSyS Station {__version__}")
    return archivable(pages.finish(), pages.document, imprint)


def lay_out(protocol: Protocol) -> Flow:
    """Return what stands on each page: everything, or what decides when three pages are short.

    What has no room is named on the first page: the advice first, then the scores that are only
    shown, with the questions asked for them alone.
    """
    least = _Extent(advised=False, left_out=only_shown(protocol))
    flows = (_filled(protocol, one) for one in (_Extent(advised=True), _Extent(advised=False)))
    fitting = (flow for flow in flows if len(flow.pages) <= PAGES)
    return next(fitting, None) or _filled(protocol, least)


@dataclass(frozen=True, slots=True)
class _Extent:
    """Whether the advice is printed, and the scores and questions that are not."""

    advised: bool
    left_out: frozenset[str] = frozenset()

    def absent(self, protocol: Protocol) -> list[str]:
        """Return what is not printed, in words."""
        scores = [one.label for one in protocol.logic.book.scores if one.id in self.left_out]
        return [*([] if self.advised else ["conseils et limites"]), *scores]


def _filled(protocol: Protocol, extent: _Extent) -> Flow:
    flow = Flow(TOP, TOP, HEIGHT - BOTTOM - SIZE - 6)
    for block in opening(protocol, extent.absent(protocol)):
        flow.add(block, GAP)
    for section in Questions(protocol, extent.left_out).sections():
        _add(flow, section)
    _add(flow, computed(protocol))
    for rank, score in enumerate(scores(protocol, extent.left_out)):
        title = score.title if rank else column([heading("Scores publiés", TOTALS), score.title])
        _add(flow, Section(title, score.rows))
    for section in (decision(protocol), products(protocol)):
        _add(flow, section)
    flow.add(duties(protocol) if extent.advised else duties_alone(protocol), GAP)
    _add(flow, consents(protocol))
    flow.add(closing(), GAP)
    return flow


def _add(flow: Flow, section: Section) -> None:
    flow.add_titled(section.title, section.rows, GAP, "Table")


def _foot(pages: Pages, protocol: Protocol, place: str) -> None:
    top = HEIGHT - BOTTOM - SIZE
    pages.rule(MARGIN, top - 3, INSIDE, ink("ligne"))
    width = width_of(place, PLAIN, SIZE)
    told = f"{protocol.title}, formulaire {protocol.version}, empreinte {protocol.sha256[:16]}"
    left = paragraph([Run(told, BOLD)], INSIDE - width - 10, body())
    right = paragraph([Run(place, PLAIN)], width + 1, body())
    row([(0.0, left), (INSIDE - width, right)]).draw(pages, MARGIN, top)
