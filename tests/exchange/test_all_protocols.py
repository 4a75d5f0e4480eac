"""Every shipped protocol, from a consultation to papers and a record that leave the station."""

import base64
import io
from collections.abc import Iterator
from functools import cache

import pikepdf
import pytest
from lxml import etree

from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.encounter.sheet import OrientationSheet
from app.encounter.wording import LEVELS
from app.exchange import patient_page, professional_page
from app.exchange.dossier import Documents, make_documents
from app.exchange.paper.archival import is_archivable
from app.exchange.paper.canvas import HEIGHT
from app.exchange.paper.ink import LOOKS, WHITE, Colour, ink
from app.exchange.pdf import patient_page_count
from protocols.load import shipped_library
from protocols.model import Level, Protocol, Question
from protocols.terms import Kind, Severity
from tests.builders import a_visit_at_decision
from tests.exchange.official import OfficialRules
from tests.exchange.reading import page_count, page_words, plain, words
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION

STORIES = ("calm", "unknown sign", "red sign", "many signs")
CASES = [(name, story) for name in sorted(shipped_library()) for story in STORIES]
RED = {Severity.R: Level.EMERGENCY, Severity.R15: Level.SAMU_15}
SHEETS_OF_PAPER = 2
FILLED = 0.85
"""Share of a page that carries words, the last page left out."""

over_all = pytest.mark.parametrize(("name", "story"), CASES)


def yes_no_of(protocol: Protocol) -> Iterator[Question]:
    """Yield what the protocol itself asks everybody by yes or no."""
    for question in protocol.questions:
        is_own = not question.id.startswith("g_") and not question.only_if
        if is_own and question.kind is Kind.BOOLEAN and not question.derived:
            yield question


def red_sign_of(protocol: Protocol) -> Question:
    parents = {item.id: item.parent for item in protocol.logic.book.items}
    signs = [one for one in yes_no_of(protocol) if one.severity in RED and not parents[one.id]]
    return max(signs, key=lambda one: RED[one.severity])


def answers_of(protocol: Protocol, story: str) -> dict[str, str]:
    match story:
        case "calm":
            return {}
        case "red sign":
            return {red_sign_of(protocol).id: "yes"}
        case "unknown sign":
            return {red_sign_of(protocol).id: "unknown"}
        case _:
            many = [one for one in yes_no_of(protocol) if one.severity not in RED]
            return {one.id: "yes" for one in many if one.reassuring == "no"}


@cache
def sheet_of(name: str, story: str) -> OrientationSheet:
    answers = answers_of(shipped_library()[name], story)
    effect = a_visit_at_decision(name, answers).say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect.sheet


@cache
def documents_of(name: str, story: str) -> Documents:
    return make_documents(sheet_of(name, story), PROOF, SUBMISSION, SENT_AT)


@over_all
def test_a_consultation_reaches_the_level_of_its_story(name: str, story: str) -> None:
    level = Level[sheet_of(name, story).decision.level]
    match story:
        case "calm":
            assert level is Level.PHARMACY
        case "unknown sign":
            assert level is Level.DOCTOR_SAME_DAY
        case "red sign":
            assert level is RED[red_sign_of(shipped_library()[name]).severity]
        case _:
            assert level >= Level.DOCTOR_SAME_DAY


@over_all
def test_the_papers_are_archivable_whole_and_say_the_level(name: str, story: str) -> None:
    sheet, pdf = sheet_of(name, story), documents_of(name, story).pdf
    assert is_archivable(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
    text = words(pdf)
    printed = [
        *(one.wording for one in sheet.answers),
        *(one.label for one in sheet.proposal.rules),
    ]
    printed += [*sheet.advice, *sheet.return_if, *sheet.limits, *sheet.actions, *sheet.not_asked]
    assert [line for line in printed if plain(line) not in text] == []
    assert plain(LEVELS[Level[sheet.decision.level]]) in page_words(pdf, 1)


@over_all
def test_there_is_one_patient_page_and_two_sheets_of_paper(name: str, story: str) -> None:
    pdf = documents_of(name, story).pdf
    assert patient_page_count(pdf) == 1
    assert page_words(pdf, 0).count("Votre fiche") == 1
    assert page_count(pdf) <= 2 * SHEETS_OF_PAPER


@over_all
def test_no_professional_page_but_the_last_is_left_half_empty(name: str, story: str) -> None:
    sheet = sheet_of(name, story)
    laid = professional_page.lay_out(sheet, PROOF, patient_page.lay_out(sheet).moved)
    small = professional_page.SMALL.leading
    bottom = HEIGHT - laid.foot.height - small - professional_page.BOTTOM - 10
    for page in laid.pages[:-1]:
        assert page[-1].y + page[-1].block.height >= FILLED * bottom


@over_all
def test_the_record_passes_our_checks(name: str, story: str) -> None:
    documents, sheet = documents_of(name, story), sheet_of(name, story)
    assert documents.findings == ()
    told = "".join(str(one) for one in etree.fromstring(documents.cda).itertext())
    assert sheet.proposal.case in told
    assert base64.b64encode(documents.pdf).decode() in told


@pytest.mark.cda_rules
@over_all
def test_the_record_passes_the_official_rules(
    name: str, story: str, official: OfficialRules
) -> None:
    record = documents_of(name, story).cda
    assert official.errors(record) == []
    assert official.fired(record) > 100


@pytest.mark.parametrize("level", Level)
def test_a_level_is_legible_without_its_colour(level: Level) -> None:
    look = LOOKS[level]
    assert contrast(look.body, look.fill) >= 4.5
    assert contrast(look.colour, look.fill) >= 4.5
    assert len({one.icon for one in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("name", ["encre", "encre2", "ocre", "accentfort", "violet"])
def test_the_inks_of_the_professional_page_are_legible_in_grey(name: str) -> None:
    assert contrast(ink(name), WHITE) >= 4.5


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours by their light alone. Source: WCAG 2.2, 1.4.3."""
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def light(colour: Colour) -> float:
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
