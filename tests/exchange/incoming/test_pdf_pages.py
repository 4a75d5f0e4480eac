"""The pages of a PDF that came in: their words as they stand, or why they are not shown."""

import io
import subprocess
import sys

import pikepdf
import pytest

from app.encounter.incoming_text import Sheet
from app.exchange import pdf
from app.exchange.incoming import pdf_reader
from app.exchange.incoming.pdf_pages import UNREAD, pages_of
from app.exchange.incoming.pdf_reader import read_pages
from tests.exchange.incoming.papers import a_scan, drawn, written
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF, throat_sheet

TEXT = b"BT /F 12 Tf 50 700 Td (Allergie) Tj ET"
LARGE = 100


def helvetica(name: str = "/Helvetica") -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name(name),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def composite() -> pikepdf.Dictionary:
    """A font whose codes are glyphs, with no table that says what they mean."""
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/Nowhere"),
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([pikepdf.Dictionary(DW=500)]),
    )


def test_words_come_from_top_to_bottom_whatever_their_order_in_the_file() -> None:
    content = (
        b"BT /F 12 Tf 50 600 Td (dessous) Tj ET "
        b"BT /F 12 Tf 50 700 Td (dessus) Tj 300 0 Td (\xe0 droite) Tj ET"
    )
    (page,) = read_pages(written(content, helvetica()))
    assert page == Sheet(1, ("dessus   à droite", "dessous"))


def test_a_dose_is_not_glued_to_its_drug() -> None:
    content = b"BT /F 12 Tf 50 700 Td [(Amoxicilline) -300 (1) 0 (,5) -280 (g)] TJ ET"
    (page,) = read_pages(written(content, helvetica()))
    assert page.lines == ("Amoxicilline 1,5 g",)


def test_our_own_paper_reads_back_whole() -> None:
    paper = pdf.draw(throat_sheet(), PROOF)
    read = read_pages(paper)
    ours = set(plain(" ".join(line for page in read for line in page.lines)).split())
    missing = set(words(paper).split()) - ours
    assert not [word for word in missing if len(word) > 4]
    assert all(not page.refused for page in read)


def test_hidden_words_are_not_shown() -> None:
    content = b"BT /F 12 Tf 3 Tr 50 700 Td (penicilline) Tj 0 Tr 0 -20 Td (vu) Tj ET"
    (page,) = read_pages(written(content, helvetica()))
    assert page.lines == ("vu",)


def test_letters_that_nobody_maps_are_never_guessed() -> None:
    (page,) = read_pages(written(b"BT /F 12 Tf 50 700 Td <00010002> Tj ET", composite()))
    assert (page.lines, page.refused) == ((), pdf_reader.UNREADABLE)


def test_a_few_unread_signs_are_shown_as_such() -> None:
    content = b"BT /F 12 Tf 50 700 Td (Amoxicilline 1 g matin et soir \x81) Tj ET"
    (page,) = read_pages(written(content, helvetica()))
    assert page.lines == ("Amoxicilline 1 g matin et soir □",)
    assert page.refused.startswith("1 signe")


def test_letters_of_a_font_of_pictures_are_not_words() -> None:
    (page,) = read_pages(written(TEXT, helvetica("/ABCDEF+Wingdings-Regular")))
    assert page.refused == pdf_reader.UNREADABLE


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (TEXT, {"Rotate": 90}, pdf_reader.TURNED),
        (b"", {}, pdf_reader.EMPTY),
        (b"BT /F 12 Tf 0 1 -1 0 50 50 Tm (de travers) Tj ET", {}, pdf_reader.UNREADABLE),
    ],
)
def test_a_page_that_is_not_shown_says_why(
    content: bytes, more: dict[str, object], sentence: str
) -> None:
    (page,) = read_pages(written(content, helvetica(), **more))
    assert (page.lines, page.refused) == ((), sentence)


def test_a_photograph_is_shown_as_it_is() -> None:
    paper, jpeg = a_scan()
    (page,) = read_pages(paper)
    assert page.pictures == (jpeg,)


def test_a_pdf_under_a_password_is_not_opened() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn("secret"))) as plain_pdf:
        plain_pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert read_pages(buffer.getvalue()) == (Sheet(1, (), refused=pdf_reader.LOCKED),)


def test_a_long_pdf_says_where_it_stops() -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(LARGE):
            made.add_blank_page()
        made.save(buffer)
    pages = read_pages(buffer.getvalue())
    assert len(pages) == pdf_reader.MOST_PAGES + 1
    assert pages[-1].refused == pdf_reader.MORE.format(LARGE)


@pytest.mark.parametrize("paper", [b"", b"%PDF-1.7 \x00\xff", drawn("x")[:300], b"%PDF-" * 9999])
def test_what_is_no_pdf_ends_its_own_process_only(paper: bytes) -> None:
    assert pages_of(paper) == (Sheet(1, (), refused=UNREAD),)


def test_a_form_that_draws_itself_ends() -> None:
    loop = pikepdf.Dictionary()
    with pikepdf.new() as made:
        made.add_blank_page()
        form = made.make_stream(b"/Again Do")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Again=form))
        loop.XObject = pikepdf.Dictionary(Again=form)
        made.pages[0].obj.Resources = loop
        made.pages[0].obj.Contents = made.make_stream(b"/Again Do")
        buffer = io.BytesIO()
        made.save(buffer)
    assert pages_of(buffer.getvalue()) == (Sheet(1, (), refused=pdf_reader.EMPTY),)


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.incoming.pdf_pages.PATIENCE_S", 0.01)
    assert pages_of(drawn("x")) == (Sheet(1, (), refused=UNREAD),)


def test_the_reader_knows_nothing_of_the_station() -> None:
    script = (
        "import sys, app.exchange.incoming.pdf_reader as reader\n"
        "print([name for name in sys.modules if name.startswith(('app.records', 'PySide6', 'ui'))])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "[]"
