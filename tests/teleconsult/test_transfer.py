"""Files of the call: whole and of their kind, or not at all."""

from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.teleconsult.messages import Begin
from app.teleconsult.transfer import CHUNK, Arriving, FileRefused, Why, call_file, chunks

ID = str(UUID(int=1))
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 900 + b"\n%%EOF\n"
PDFS = frozenset({"application/pdf"})
TEN_MB = 10 * 1024 * 1024


def a_begin(data=PDF, mime="application/pdf", **changed):
    said = {"name": "a.pdf", "mime": mime, "size": len(data), "sha256": sha256(data).hexdigest()}
    return Begin(id=ID, ts=1, **(said | changed))


def send(arriving, data, said=None):
    arriving.begin(said or a_begin(data))
    for one in chunks(data):
        arriving.chunk(one)
    return arriving.end((said or a_begin(data)).sha256)


@given(st.binary(max_size=3 * CHUNK))
def test_what_is_sent_arrives(middle):
    data = b"%PDF-1.4" + middle + b"%%EOF"
    got = send(Arriving(PDFS, TEN_MB), data)
    assert got.data == data
    assert got == call_file("a.pdf", "application/pdf", data)


@given(st.integers(0, len(PDF) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place, change):
    data = bytearray(PDF)
    data[place] ^= change
    with pytest.raises(FileRefused) as refused:
        send(Arriving(PDFS, TEN_MB), bytes(data), a_begin())
    assert refused.value.why is Why.HASH


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"MZ\x90\x00 a program" * 20, "application/pdf"),
        (b"<html>%PDF-</html>%%EOF", "application/pdf"),
        (b"%PDF-1.7 cut short", "application/pdf"),
        (b"GIF89a" + bytes(50), "image/png"),
        (b"RIFF1234AVI " + bytes(50), "audio/wav"),
    ],
)
def test_a_file_that_is_not_of_its_kind_is_refused(data, mime):
    with pytest.raises(FileRefused) as refused:
        send(Arriving(frozenset({mime}), TEN_MB), data, a_begin(data, mime))
    assert refused.value.why is Why.KIND
    with pytest.raises(FileRefused):
        call_file("a", mime, data)


def test_a_kind_that_is_not_taken_is_refused_before_a_byte():
    with pytest.raises(FileRefused) as refused:
        Arriving(PDFS, TEN_MB).begin(a_begin(mime="image/png"))
    assert refused.value.why is Why.KIND


def test_more_bytes_than_said_are_refused_at_once():
    arriving = Arriving(PDFS, TEN_MB)
    arriving.begin(a_begin(size=10))
    with pytest.raises(FileRefused) as refused:
        arriving.chunk(PDF[:11])
    assert refused.value.why is Why.SIZE


def test_a_chunk_longer_than_a_chunk_is_refused():
    arriving = Arriving(PDFS, TEN_MB)
    arriving.begin(a_begin(size=TEN_MB))
    with pytest.raises(FileRefused):
        arriving.chunk(bytes(CHUNK + 1))


def test_fewer_bytes_than_said_are_refused():
    arriving = Arriving(PDFS, TEN_MB)
    arriving.begin(a_begin())
    arriving.chunk(PDF[:100])
    with pytest.raises(FileRefused) as refused:
        arriving.end(a_begin().sha256)
    assert refused.value.why is Why.SIZE


def test_a_call_takes_so_many_bytes_and_no_more():
    arriving = Arriving(PDFS, len(PDF) + 10)
    send(arriving, PDF)
    with pytest.raises(FileRefused) as refused:
        arriving.begin(a_begin())
    assert refused.value.why is Why.FULL


def test_a_file_cut_in_the_middle_leaves_nothing_in_the_next():
    arriving = Arriving(PDFS, TEN_MB)
    arriving.begin(a_begin())
    arriving.chunk(PDF[:100])
    assert send(arriving, PDF).data == PDF


def test_chunks_of_no_file_are_ignored_and_their_end_is_refused():
    arriving = Arriving(PDFS, TEN_MB)
    arriving.chunk(b"lost")
    with pytest.raises(FileRefused):
        arriving.end("0" * 64)


def test_the_bytes_of_a_file_are_not_in_its_text():
    assert "PDF-1.7" not in repr(call_file("a.pdf", "application/pdf", PDF))
