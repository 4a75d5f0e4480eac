"""The paper form: archivable, three pages at most, and everything the protocol asks and says."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pikepdf
import pytest
import zxingcpp

from app.exchange.blank_form import draw, lay_out
from app.exchange.blank_form_order import Order
from app.exchange.blank_form_people import mark
from app.exchange.paper.archival import is_archivable
from app.exchange.paper.canvas import code_bars
from protocols.fhir_scope import asked_places, only_shown
from protocols.load import shipped_library
from protocols.model import Kind, Level, ProtocolStatus, Question, Severity
from protocols.picture_ladder import ladder
from protocols.picture_words import condition_words, number_words
from tests.exchange.reading import page_count, page_words, plain, shown, words

NAMES = sorted(shipped_library())
RED = {Severity.R15, Severity.R}


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {name: draw(shipped_library()[name]) for name in NAMES}


def printed(name: str, text: str) -> set[str]:
    """Return the ids of the questions and scores that stand on the paper."""
    protocol = shipped_library()[name]
    asked = {protocol.questions[place].id for place in asked_places(protocol)}
    asked |= {score.id for score in protocol.logic.book.scores}
    return asked - only_shown(protocol) if "Sans place ici" in text else asked


def said_by(question: Question) -> list[str]:
    """Return what the paper owes to a question: its words, its answers or its bounds."""
    is_reading = question.kind is Kind.NUMBER and question.quantity
    told = [question.label if is_reading else question.text]
    told += [choice.label for choice in question.choices]
    if question.kind is Kind.NUMBER:
        low, high = number_words(question.minimum), number_words(question.maximum)
        told.append(f"de {low} à {high} {question.unit_label}")
    return [plain(one) for one in told]


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_archivable_tagged_and_passes_qpdf(name: str, papers: dict[str, bytes]) -> None:
    assert is_archivable(papers[name])
    with pikepdf.open(io.BytesIO(papers[name])) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr-FR"


@pytest.mark.parametrize("name", NAMES)
def test_a_form_has_one_to_three_numbered_pages(name: str, papers: dict[str, bytes]) -> None:
    count = page_count(papers[name])
    assert 1 <= count <= 3
    for page in range(count):
        assert f"page {page + 1} sur {count}" in page_words(papers[name], page)
        assert shipped_library()[name].sha256[:16] in page_words(papers[name], page)


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_is_under_eight_and_a_half_points(name: str, papers: dict[str, bytes]) -> None:
    assert min(piece.size for page in shown(papers[name]) for piece in page) >= 8.5


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_printed_in_its_words_with_what_it_needs(
    name: str, papers: dict[str, bytes]
) -> None:
    protocol, text = shipped_library()[name], words(papers[name])
    asked = [one for one in protocol.questions if one.id in printed(name, text)]
    owed = [(one.id, said) for one in asked if not one.from_identity for said in said_by(one)]
    assert [(link, said) for link, said in owed if said not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_red_flag_is_followed_by_what_to_do_before_any_other_question(
    name: str, papers: dict[str, bytes]
) -> None:
    protocol = shipped_library()[name]
    text = words(papers[name])
    red = [
        one for one in protocol.questions if one.severity in RED and one.id in printed(name, text)
    ]
    actions = {one.id: one.text for one in protocol.actions}
    assert red
    places = []
    for question in red:
        start = text.index(plain(question.text))
        after = text[start : start + len(question.help) + 900]
        assert plain(f"Oui : {actions[question.id]}") in after, question.id
        places.append(start)
    order = Order(protocol, frozenset())
    others = [one for one in (*order.interview, *order.filters) if one.id in printed(name, text)]
    assert max(places) < min(text.rindex(plain(one.text)) for one in others)


@pytest.mark.parametrize("name", NAMES)
def test_levels_rules_and_facts_computed_are_told(name: str, papers: dict[str, bytes]) -> None:
    protocol, text = shipped_library()[name], words(papers[name])
    book = protocol.logic.book
    told = [sentence for rung in ladder(protocol) for sentence in rung.sentences]
    told += [rule.label for rule in book.rules]
    told += [protocol.question(item.id).label for item in book.items if item.rules]
    assert [one for one in told if plain(one) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_entry_of_a_score_is_told_with_its_points(name: str, papers: dict[str, bytes]) -> None:
    protocol, text = shipped_library()[name], words(papers[name])
    for score in protocol.logic.book.scores:
        if score.id not in printed(name, text):
            assert plain(score.label) in page_words(papers[name], 0), "said absent"
            continue
        assert plain(f"de {score.low} à {score.high}") in text
        for entry in score.entries:
            _, _, end = condition_words(protocol, entry.when).rpartition("\u00a0: ")
            sign = f"+{entry.points}" if entry.points > 0 else f"–{-entry.points}"
            assert plain(f"{end} {sign}") in text


@pytest.mark.parametrize("name", NAMES)
def test_a_product_is_told_with_its_doses_and_all_that_forbids_it(
    name: str, papers: dict[str, bytes]
) -> None:
    protocol, text = shipped_library()[name], words(papers[name])
    for product in protocol.logic.book.products:
        assert plain(product.label) in text
        for dose in product.doses:
            assert plain(dose.times) in text and plain(dose.form) in text
        for block in product.contraindications:
            assert plain(protocol.question(block.item).label) in text, product.label


@pytest.mark.parametrize("name", NAMES)
def test_consents_signatures_and_the_real_time_of_the_act_have_their_place(
    name: str, papers: dict[str, bytes]
) -> None:
    protocol, text = shipped_library()[name], words(papers[name])
    consents = [one for one in protocol.questions if one.id.startswith("g_cons_")]
    assert len(consents) == 5
    assert all(plain(one.text) in text for one in consents)
    for place in (
        "Nom de naissance :", "Date de l’acte :", "Heure de début :", "Heure de fin :",
        "Signature du pharmacien :", "Signature du patient, ou refus :", "Saisi au poste le, à, par :",
        "Orientation retenue", "saisie différée",
    ):  # fmt: skip
        assert place in text, place


def test_what_has_no_room_is_named_and_what_decides_stays() -> None:
    protocol = shipped_library()["douleur_pharyngee"]
    text = words(draw(protocol))
    assert "Sans place ici" in text and "FeverPAIN" in text
    assert "Score de Mac Isaac" in text and "NEWS2" in text
    assert "Sans place ici" not in words(draw(shipped_library()["piqure_tique"]))


def test_a_demonstration_says_so_and_a_valid_protocol_does_not() -> None:
    protocol = shipped_library()["piqure_tique"]
    assert "Démonstration. Protocole non validé" in words(draw(protocol))
    valid = words(draw(replace(protocol, status=ProtocolStatus.VALID)))
    assert "Protocole non validé" not in valid
    assert "Retiré. Protocole non validé" in words(
        draw(replace(protocol, status=ProtocolStatus.WITHDRAWN))
    )


def test_the_square_code_names_the_exact_protocol() -> None:
    protocol = shipped_library()["piqure_tique"]
    bars = code_bars(mark(protocol))
    image = np.full((bars.side + 8, bars.side + 8), 255, np.uint8)
    for left, top, length in bars.bars:
        image[top + 4, left + 4 : left + 4 + length] = 0
    large = cv2.resize(image, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
    [read] = zxingcpp.read_barcodes(large)
    assert read.text == f"osys:form:{protocol.id}:{protocol.version}:{protocol.sha256}"


def test_the_same_version_gives_the_same_bytes(papers: dict[str, bytes]) -> None:
    assert draw(shipped_library()["piqure_tique"]) == papers["piqure_tique"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_over_the_foot_or_over_another_piece(name: str) -> None:
    for page in lay_out(shipped_library()[name]).pages:
        ends = 0.0
        for placed in page:
            assert placed.y >= ends
            ends = placed.y + placed.block.height
        assert ends <= 842 - 12 - 8.5 - 6


def test_a_detail_is_numbered_after_its_fact_and_a_wider_fact_is_named() -> None:
    protocol = shipped_library()["douleur_mictionnelle"]
    order = Order(protocol, frozenset())
    assert order.number("g_urg_signe") == order.number("g_urg") + 1
    assert order.number("g_all_fosfo") > order.number("u_all") == order.number("g_all") > 0
    assert order.number("g_li") == 0, "no product here reads it"
    text = words(draw(protocol))
    assert f"Oui ici : Oui au n° {order.number('u_comp')}." in text


def test_the_levels_stand_from_the_15_to_the_pharmacy(papers: dict[str, bytes]) -> None:
    for name in NAMES:
        text = words(papers[name])
        told = text[text.index("Orientation, du plus urgent") :]
        order = [told.index(one) for one in ("Urgences", "Ce jour", "48 h", "Pharmacie")]
        assert order == sorted(order)
        assert len(Level) == 5
