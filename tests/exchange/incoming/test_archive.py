"""An archive that came in is what its metadata announce, or it is refused whole."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.incoming import archive
from app.exchange.incoming.archive import read_archive
from app.exchange.incoming.opening import WITH_DTD
from app.exchange.incoming.reading import read_file
from app.exchange.refusals import RefusedDocument
from tests.exchange.incoming.archives import FOLDER, an_archive, announced, metadata, packed
from tests.exchange.incoming.letters import a_summary
from tests.exchange.incoming.test_opening import outcome

DOCUMENT = a_summary()
PDF = b"%PDF-1.4 invented"


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedDocument) as refused:
        read_archive(data)
    return refused.value.sentence


def test_an_archive_gives_its_document_unchanged() -> None:
    delivery = read_file(an_archive(DOCUMENT))
    assert [one.exact for one in delivery.documents] == [DOCUMENT]


def test_a_hash_may_be_written_in_small_letters() -> None:
    small = an_archive(DOCUMENT, announced(DOCUMENT, sha1=announced_sha1().lower()))
    assert len(read_archive(small).documents) == 1


def announced_sha1() -> str:
    return announced(DOCUMENT).partition('name="hash"><ValueList><Value>')[2][:40]


def test_a_pdf_beside_the_document_is_kept_as_bytes() -> None:
    entries = (
        announced(DOCUMENT),
        announced(PDF, uri="DOC0002.PDF", unique_id="2.25.78", mime="application/pdf"),
    )
    files = {f"{FOLDER}METADATA.XML": metadata(*entries), f"{FOLDER}DOC0001.XML": DOCUMENT}
    delivery = read_archive(packed(files | {f"{FOLDER}DOC0002.PDF": PDF}))
    assert [one.content for one in delivery.files] == [PDF]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (announced(DOCUMENT, sha1="0" * 40), archive.WRONG_HASH),
        (announced(DOCUMENT, size="12"), archive.WRONG_SIZE),
        (announced(DOCUMENT, unique_id="2.25.99"), archive.WRONG_ID),
        (announced(DOCUMENT, uri="DOC0009.XML"), archive.ABSENT),
        (announced(DOCUMENT, uri="../DOC0001.XML"), archive.OUTSIDE),
        (announced(DOCUMENT, uri="/etc/passwd"), archive.OUTSIDE),
        (announced(DOCUMENT, mime="text/html"), archive.UNREAD_TYPE),
        (announced(DOCUMENT, mime="application/pdf"), archive.UNREAD_TYPE),
        (announced(DOCUMENT) * 2, archive.SAME_ID),
        ("<Nothing/>", archive.NO_ENTRY),
    ],
)
def test_what_is_not_as_announced_is_refused(entry: str, sentence: str) -> None:
    assert refusal(an_archive(DOCUMENT, entry)) == sentence


def test_one_letter_changed_in_the_document_is_found() -> None:
    spoilt = DOCUMENT.replace(b"DORVAL", b"DORVEL")
    assert refusal(an_archive(spoilt, announced(DOCUMENT))) == archive.WRONG_HASH


def test_two_documents_for_one_id_are_refused() -> None:
    other = DOCUMENT.replace(b"DORVAL", b"DORVEL")
    entries = (announced(DOCUMENT), announced(other, uri="DOC0002.XML"))
    files = {f"{FOLDER}METADATA.XML": metadata(*entries), f"{FOLDER}DOC0001.XML": DOCUMENT}
    assert refusal(packed(files | {f"{FOLDER}DOC0002.XML": other})) == archive.SAME_ID


def test_an_archive_without_metadata_is_refused() -> None:
    assert refusal(packed({f"{FOLDER}DOC0001.XML": DOCUMENT})) == archive.NO_METADATA


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/evil.xml", "a/../../evil", "C:\\evil", "a\\b", "a//b", "./a", "c:x"]
)
def test_a_path_that_would_leave_its_folder_is_refused(name: str) -> None:
    files = {f"{FOLDER}METADATA.XML": metadata(announced(DOCUMENT)), "x" * len(name): b"x"}
    spoilt = packed(files | {f"{FOLDER}DOC0001.XML": DOCUMENT})
    spoilt = spoilt.replace(b"x" * len(name), name.encode(), 1)
    central = spoilt.rindex(b"x" * len(name))
    spoilt = spoilt[:central] + name.encode() + spoilt[central + len(name) :]
    assert refusal(spoilt) in {archive.OUTSIDE, archive.NOT_ZIP}


def test_a_name_that_only_differs_by_its_case_is_a_second_file() -> None:
    twice = an_archive(DOCUMENT, more={"INDEX.htm": b"other"})
    assert refusal(twice) == archive.TWICE


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    assert refusal(an_archive(DOCUMENT, more={"BIG.BIN": bytes(11 * 1024 * 1024)})) == archive.BOMB


def test_many_files_that_are_too_much_together_are_refused() -> None:
    many = {f"F{rank}.BIN": bytes(9 * 1024 * 1024) for rank in range(6)}
    assert refusal(an_archive(DOCUMENT, more=many)) == archive.BOMB


def test_a_bomb_that_lies_on_its_size_is_refused() -> None:
    size = 11 * 1024 * 1024
    lying = packed({"B": bytes(size), f"{FOLDER}METADATA.XML": metadata(announced(DOCUMENT))})
    lying = lying.replace(struct.pack("<I", size), struct.pack("<I", 10))
    assert refusal(lying) in {archive.BOMB, archive.NOT_ZIP, archive.ABSENT}


def test_too_many_files_are_refused() -> None:
    many = {f"F{rank}": b"" for rank in range(archive.MOST_FILES + 1)}
    assert refusal(packed(many)) == archive.TOO_MANY


def test_a_locked_archive_is_refused() -> None:
    locked = bytearray(an_archive(DOCUMENT))
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refusal(bytes(locked)) == archive.LOCKED


def test_metadata_with_a_dtd_are_refused() -> None:
    files = {f"{FOLDER}METADATA.XML": b"<!DOCTYPE x>" + metadata(announced(DOCUMENT))}
    assert refusal(packed(files | {f"{FOLDER}DOC0001.XML": DOCUMENT})) == WITH_DTD


def test_a_cut_archive_is_refused() -> None:
    whole = an_archive(DOCUMENT)
    assert refusal(whole[:-30]) == archive.NOT_ZIP


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_an_archive_spoilt_anywhere_is_read_or_refused_in_a_sentence(
    place: int, junk: bytes
) -> None:
    whole = an_archive(DOCUMENT)
    place = place % len(whole)
    spoilt = whole[:place] + junk + whole[place + len(junk) :]
    found = outcome(spoilt)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert [one.exact for one in found.documents] == [DOCUMENT]
