"""A document is shown as words, in order, and its files are kept as they came."""

import base64

import pytest

from app.encounter.incoming_text import Bullets, Grid, Paragraph, Picture
from app.exchange.incoming import document as reading
from app.exchange.incoming.document import read_document
from app.exchange.incoming.reading import read_file
from app.exchange.incoming.shown import as_text
from app.exchange.refusals import RefusedDocument
from tests.exchange.incoming.letters import document, section, structured

PDF = b"%PDF-1.7 invented"


def blocks(text: str) -> tuple[object, ...]:
    return read_document(document(structured(section("1", "Titre", text)))).sections[0].blocks


def non_xml(media_type: str, content: str, representation: str = "B64") -> bytes:
    attributes = f'mediaType="{media_type}" representation="{representation}"'
    return document(f"<nonXMLBody><text {attributes}>{content}</text></nonXMLBody>")


def test_loose_words_and_paragraphs_keep_their_order() -> None:
    text = "avant<paragraph>un  <content>deux</content></paragraph>après<br/>ligne"
    assert [one.text for one in blocks(text) if isinstance(one, Paragraph)] == [
        "avant",
        "un deux",
        "après",
        "ligne",
    ]


def test_a_table_keeps_its_heads_its_cells_and_its_width() -> None:
    text = (
        "<table><caption>Doses</caption><thead><tr><th>Date</th><th>Nom</th></tr></thead>"
        '<tbody><tr><td colspan="2">vide</td></tr><tr><td>1</td></tr></tbody></table>'
    )
    grid = Grid("Doses", (("Date", "Nom"),), (("vide", ""), ("1", "")))
    assert blocks(text) == (grid,)


@pytest.mark.parametrize("span", ["-1", "x", "9" * 5000, "0", "²"])
def test_a_span_that_is_no_span_is_bounded(span: str) -> None:
    (grid,) = blocks(f'<table><tr><td colspan="{span}">a</td></tr></table>')
    assert isinstance(grid, Grid)
    assert grid.rows == (("a",),)


def test_a_list_keeps_its_items() -> None:
    text = '<list listType="ordered"><item>un</item><item>deux</item></list>'
    assert blocks(text) == (Bullets("ordered", ("un", "deux")),)


def test_a_picture_is_named_and_not_opened() -> None:
    text = '<paragraph>a</paragraph><renderMultiMedia referencedObject="IMG1"/>'
    assert blocks(text) == (Paragraph("a"), Picture("IMG1", ""))


def test_a_link_a_script_and_an_instruction_are_only_words() -> None:
    text = (
        '<linkHtml href="javascript:alert(1)">le site</linkHtml><?php x ?><!-- rien -->'
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(2)</script>'
    )
    assert blocks(text) == (Paragraph("le sitealert(2)"),)


def test_marks_that_turn_the_direction_of_writing_are_taken_out() -> None:
    assert blocks("pas d\u202e\u2066allergie") == (Paragraph("pas dallergie"),)


def test_sections_stand_inside_sections() -> None:
    inner = section("2", "Dessous", "b")
    outer = section("1", "Dessus", "a").replace(
        "</section>", f"<component>{inner}</component></section>"
    )
    received = read_document(document(structured(outer)))
    assert received.sections[0].sections[0].title == "Dessous"
    assert "## Dessous" in as_text(read_file(document(structured(outer))))


def test_a_pdf_body_is_kept_as_bytes() -> None:
    content = base64.encodebytes(PDF * 40).decode()
    received = read_document(non_xml("application/pdf", content))
    assert [one.content for one in received.attachments] == [PDF * 40]
    assert received.sections == ()


def test_a_plain_text_body_is_shown_in_lines() -> None:
    received = read_document(non_xml("text/plain", "un\n\ndeux", "TXT"))
    assert received.sections[0].blocks == (Paragraph("un"), Paragraph("deux"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (non_xml("application/pdf", "!!!!"), reading.BAD_BASE64),
        (non_xml("application/pdf", base64.b64encode(b"MZ").decode()), reading.NOT_PDF),
        (non_xml("text/html", "<b>x</b>", "TXT"), reading.EMPTY),
        (document(structured()), reading.EMPTY),
        (document(structured(section("1", "t", "x")), doc_id=""), reading.NO_ID),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedDocument) as refused:
        read_document(data)
    assert refused.value.sentence == sentence


def test_the_source_says_the_document_its_author_and_its_day() -> None:
    source = read_document(document(structured(section("1", "t", "x")))).source
    assert (source.document_id, source.title) == ("2.25.77", "Synthèse médicale")
    assert (source.author, source.written_on) == ("LE DANTEC Maud", "2026-03-12")
