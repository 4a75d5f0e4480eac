"""A document is data: it is bounded, expanded in nothing, and refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StationError
from app.exchange.incoming import opening
from app.exchange.incoming.archive import Delivery
from app.exchange.incoming.opening import open_document, open_xml
from app.exchange.incoming.reading import read_file
from app.exchange.refusals import RefusedDocument
from tests.exchange.incoming.letters import a_summary


def outcome(data: bytes) -> Delivery | str:
    """What the file gives: its documents, or the sentence of its refusal."""
    try:
        return read_file(data)
    except StationError as refused:
        return refused.sentence


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedDocument) as refused:
        open_xml(data)
    return refused.value.sentence


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""
FILE_ENTITY = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'
REMOTE_DTD = b'<!-- a --><?pi b?> <!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'


@pytest.mark.parametrize("data", [BOMB, FILE_ENTITY, REMOTE_DTD, BOMB.decode().encode("utf-16")])
def test_a_dtd_is_refused_before_anything_is_expanded_or_fetched(data: bytes) -> None:
    data = data.replace(b'<?xml version="1.0"?>\n', b"")
    assert refusal(data) == opening.WITH_DTD


def test_an_entity_nobody_declared_is_not_xml() -> None:
    assert refusal(b"<x>&f;</x>") == opening.NOT_XML


def test_a_dtd_named_in_a_comment_or_a_text_is_only_words() -> None:
    root = open_xml(b"<!-- <!DOCTYPE x> --><x><![CDATA[<!DOCTYPE y>]]></x>")
    assert root.text == "<!DOCTYPE y>"


def test_ten_megabytes_are_the_most_a_document_may_take() -> None:
    fits = b"<x>" + b" " * (opening.LARGEST_DOCUMENT - 7) + b"</x>"
    assert open_xml(fits).tag == "x"
    assert refusal(fits + b" ") == opening.TOO_LONG


def test_fifty_megabytes_are_refused_by_their_length_alone() -> None:
    with pytest.raises(RefusedDocument) as refused:
        read_file(bytes(50 * 1024 * 1024 + 1))
    assert "50\u00a0Mo" in refused.value.sentence


def test_a_document_of_too_many_nodes_is_refused() -> None:
    assert refusal(b"<x>" + b"<y/>" * opening.MOST_MARKS + b"</x>") == opening.TOO_MANY


def test_a_hundred_levels_are_read_and_one_more_is_refused() -> None:
    deep = opening.DEEPEST
    assert open_xml(b"<x>" * deep + b"</x>" * deep).tag == "x"
    assert refusal(b"<x>" * (deep + 1) + b"</x>" * (deep + 1)) == opening.TOO_MANY


def test_ten_thousand_levels_are_refused_too() -> None:
    assert refusal(b"<x>" * 10_000 + b"</x>" * 10_000) in {opening.NOT_XML, opening.TOO_MANY}


@pytest.mark.parametrize(
    ("declared", "written"),
    [("UTF-8", "latin-1"), ("ISO-8859-1", "utf-8"), ("UTF-16", "utf-8"), ("US-ASCII", "utf-8")],
)
def test_an_encoding_declared_wrongly_is_refused(declared: str, written: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><x>allergie à la pénicilline</x>'
    assert refusal(text.encode(written)) == opening.WRONG_ENCODING


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "ISO-8859-15", "windows-1252"])
def test_an_encoding_declared_rightly_gives_the_same_letters(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><x>allergie à la pénicilline</x>'
    assert open_xml(text.encode(encoding)).text == "allergie à la pénicilline"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_order_says_the_encoding(encoding: str) -> None:
    assert open_xml("<x>é</x>".encode(encoding)).text == "é"


def test_a_mark_and_a_declaration_that_differ_are_refused() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><x>é</x>'
    assert refusal(text.encode("utf-8-sig")) == opening.WRONG_ENCODING


@pytest.mark.parametrize("encoding", ["utf-7", "unicode_escape", "idna", "zlib", "nowhere"])
def test_an_encoding_out_of_the_list_is_refused(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><x/>'
    assert refusal(text.encode()) == opening.UNKNOWN_ENCODING


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"<x>\x00</x>", b"<x", b"%PDF-1.4", b"<?xml ?><x/>"]
)
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    assert refusal(data) in {opening.NOT_XML, opening.WRONG_ENCODING}


def test_a_file_without_a_document_or_with_two_is_refused() -> None:
    one = a_summary().decode().partition("?>")[2]
    for data, sentence in ((b"<x/>", opening.NOT_CDA), (f"<x>{one}{one}</x>", opening.TWO_CDA)):
        with pytest.raises(RefusedDocument) as refused:
            open_document(data if isinstance(data, bytes) else data.encode())
        assert refused.value.sentence == sentence


def test_a_document_wrapped_in_its_stylesheet_is_found() -> None:
    one = a_summary().decode().partition("?>")[2]
    wrapped = f'<s:stylesheet xmlns:s="urn:s"><script>x</script>{one}</s:stylesheet>'
    assert open_document(wrapped.encode()).child("title").text == "Synthèse médicale"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    assert str(outcome(data)).endswith(".")


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=6))
def test_a_document_spoilt_anywhere_is_read_or_refused_in_a_sentence(
    place: int, junk: bytes
) -> None:
    whole = a_summary()
    place = place % len(whole)
    found = outcome(whole[:place] + junk + whole[place + len(junk) :])
    assert isinstance(found, Delivery) or found.endswith(".")
