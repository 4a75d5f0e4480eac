"""Messages in parts: written byte for byte, read whole or refused."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transport.dmp.mtom import NotParts, named, packed, unpacked

UNIQUE = "0" * 32
NAMES = st.dictionaries(
    st.from_regex(r"[a-z0-9.]{1,20}@x", fullmatch=True), st.binary(), max_size=4
)


@given(root=st.binary(), attached=NAMES)
def test_what_is_written_is_read_back_byte_for_byte(
    root: bytes, attached: dict[str, bytes]
) -> None:
    message = packed(root, attached, "urn:x", UNIQUE)
    read = unpacked(message.content_type, message.body)
    assert (read.root, dict(read.attached)) == (root, attached)


@given(content=st.binary(min_size=1))
def test_the_library_of_python_reads_the_same_parts(content: bytes) -> None:
    message = packed(b"<a/>", {"one@x": content}, "urn:x", UNIQUE)
    whole = f"Content-Type: {message.content_type}\r\n\r\n".encode() + message.body
    parts = list(message_from_bytes(whole, policy=policy.HTTP).iter_parts())
    assert [part.get_payload(decode=True) for part in parts] == [b"<a/>", content]


@given(cut=st.integers(min_value=0, max_value=400))
def test_a_message_that_is_cut_is_refused(cut: int) -> None:
    message = packed(b"<a/>", {"one@x": b"x" * 40}, "urn:x", UNIQUE)
    whole = message.body.rstrip(b"\r\n")
    with pytest.raises(NotParts):
        unpacked(message.content_type, whole[: min(cut, len(whole) - 2)])


def test_a_boundary_in_a_document_is_refused() -> None:
    with pytest.raises(ValueError, match="boundary"):
        packed(b"<a/>", {"one@x": f"osys-{UNIQUE}".encode()}, "urn:x", UNIQUE)


RELATED = 'multipart/related; boundary="b"'
BAD = {
    "another type": ("text/html", b"<p>"),
    "no boundary": ("multipart/related", b"--b\r\n\r\n<a/>\r\n--b--"),
    "coded": (RELATED, b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--"),
    "named twice": (
        RELATED,
        b"--b\r\nContent-ID: <x>\r\n\r\n1\r\n--b\r\nContent-ID: <x>\r\n\r\n2\r\n--b--",
    ),
    "start absent": (f'{RELATED}; start="<y>"', b"--b\r\nContent-ID: <x>\r\n\r\n1\r\n--b--"),
    "no end of header": (RELATED, b"--b\r\nContent-ID: <x>\r\n--b--"),
    "a longer boundary": (RELATED, b"--bc\r\nContent-ID: <x>\r\n\r\n1\r\n--bc--"),
    "no part": (RELATED, b"--b--"),
    "many parts": (RELATED, b"--b\r\n\r\n1\r\n" * 300 + b"--b--"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_message_that_is_not_whole_is_refused(name: str) -> None:
    with pytest.raises(NotParts):
        unpacked(*BAD[name])


def test_only_an_address_of_a_part_names_one() -> None:
    assert named("cid:a%40b") == "a@b"
    assert named("http://x.invalid/a") == ""
