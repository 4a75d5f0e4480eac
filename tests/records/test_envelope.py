"""A sealed blob opens as it was sealed, where it was sealed, or not at all."""

import struct
import zlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from app.records import envelope
from app.records.envelope import (
    BLOCK,
    Kind,
    Label,
    blob_header,
    new_key,
    open_blob,
    seal_blob,
    subkey,
    unwrap_key,
    wrap_key,
    wrapping_id,
)
from app.records.refusals import Tampered

KEY = bytes(range(32))
RECORD = bytes(range(100, 116))
# Sealed on 25 November 2026 by this code; it must open for ever.
KEPT_BLOB = bytes.fromhex(
    "4f5356310101016465666768696a6b6c6d6e6f70717273b3fc32ee9e413f51e5340503a676a8cf3d"
    "62ee7b5b5cca643a8834908f06593e674dabfc28f1909f69fc5bd200306bbd396ce1ec8e9afb1bb8"
    "727fe5bb478f87c3f461b8ab110346ad21a259fe3e0a7cf46bf0fcc1754f14f72e17800dbba694fc"
    "cfb35dab2cac4bfaa570330f76c186a5b176f5e8bc5ab269e476047d5cdd1610a985227ab97f2737"
    "05c65f27706ce6231e4723238f0893dcec54eb8c469ce9dfab1538dd78ccc893aa025757a74ea7e6"
    "b82acd0bf0d443b53e6387ba1c00baaa1079f8c979a0f1b359ed4862b20f46d35cf52077ce692be2"
    "b8f3b596f32ac80237f943df7e2ef5f5aa4354426f4f9d43ac03aaf460a2d3956352f146858d67eb"
    "838263f3203494381d3d3ddf35bbcc907ccbae80e1c11216076709"
)
KEPT_WRAP = bytes.fromhex(
    "00000007b7eb6ca8ea45a7d06cbdbd574af49b361a37395086df00315dc599953ba1a5f9a15079b5"
    "d47fe32d1093bec38f24a98b79266681a651d76ee0faec0d"
)


@given(content=st.binary(max_size=2000), kind=st.sampled_from(Kind), version=st.integers(1, 255))
def test_what_was_sealed_comes_back(content: bytes, kind: Kind, version: int) -> None:
    blob = seal_blob(KEY, kind, version, RECORD, content)
    assert open_blob(KEY, kind, version, RECORD, blob) == content
    assert blob_header(blob) == (kind, version, RECORD)


@given(content=st.binary(min_size=1, max_size=3000))
def test_a_size_tells_only_its_block(content: bytes) -> None:
    blob = seal_blob(KEY, Kind.SHEET, 1, RECORD, content)
    assert (len(blob) - 23 - 12 - 16) % BLOCK == 0


def test_the_layout_is_the_one_written_down() -> None:
    blob = seal_blob(KEY, Kind.CDA, 3, RECORD, b"content " * 10)
    assert blob[:23] == b"OSV1" + bytes((1, 18, 3)) + RECORD
    plain = AESGCM(KEY).decrypt(blob[23:35], blob[35:], blob[:23])
    (length,) = struct.unpack(">I", plain[:4])
    inflate = zlib.decompressobj(-15)
    assert inflate.decompress(plain[4:]) == b"content " * 10
    assert length == 80
    assert set(inflate.unused_data) <= {0}


def test_a_blob_kept_from_the_first_version_still_opens() -> None:
    assert open_blob(KEY, Kind.SHEET, 1, RECORD, KEPT_BLOB) == "fièvre 38,5".encode()
    assert unwrap_key(KEY, Label.SHEET, RECORD, KEPT_WRAP) == bytes(range(32, 64))


def test_every_bit_of_a_blob_is_authenticated() -> None:
    blob = seal_blob(KEY, Kind.SHEET, 1, RECORD, b"content")
    for place in range(len(blob)):
        altered = bytearray(blob)
        altered[place] ^= 1 << place % 8
        with pytest.raises(Tampered):
            open_blob(KEY, Kind.SHEET, 1, RECORD, bytes(altered))


@pytest.mark.parametrize(
    ("key", "kind", "version", "record"),
    [
        (bytes(32), Kind.SHEET, 1, RECORD),
        (KEY, Kind.SUMMARY, 1, RECORD),
        (KEY, Kind.SHEET, 2, RECORD),
        (KEY, Kind.SHEET, 1, bytes(16)),
    ],
    ids=["another key", "another kind", "another version", "another row"],
)
def test_a_blob_opens_in_its_own_place_only(
    key: bytes, kind: Kind, version: int, record: bytes
) -> None:
    blob = seal_blob(KEY, Kind.SHEET, 1, RECORD, b"content")
    with pytest.raises(Tampered):
        open_blob(key, kind, version, record, blob)


@given(size=st.integers(0, 60))
def test_a_truncated_blob_is_refused(size: int) -> None:
    blob = seal_blob(KEY, Kind.SHEET, 1, RECORD, b"content")[:size]
    with pytest.raises(Tampered):
        open_blob(KEY, Kind.SHEET, 1, RECORD, blob)
    assert blob_header(blob[:50]) is None


def test_bytes_that_are_no_blob_have_no_header() -> None:
    assert blob_header(b"OSV2" + bytes(60)) is None
    assert blob_header(b"OSV1\x02" + bytes(60)) is None


@pytest.mark.parametrize(
    "packed",
    [
        struct.pack(">I", 5) + zlib.compress(b"123456", wbits=-15),
        struct.pack(">I", 7) + zlib.compress(b"123456", wbits=-15),
        struct.pack(">I", 6) + zlib.compress(b"123456", wbits=-15) + b"\x01",
        struct.pack(">I", 6) + zlib.compress(b"123456", wbits=-15)[:-3],
        struct.pack(">I", 6) + b"\xff" * 20,
        struct.pack(">I", 0) + zlib.compress(bytes(20_000_000), wbits=-15),
    ],
    ids=["longer", "shorter", "followed", "cut", "no deflate", "bomb"],
)
def test_a_content_that_lies_about_its_length_is_refused(packed: bytes) -> None:
    header = b"OSV1" + bytes((1, Kind.SHEET, 1)) + RECORD
    blob = header + bytes(12) + AESGCM(KEY).encrypt(bytes(12), packed, header)
    with pytest.raises(Tampered):
        open_blob(KEY, Kind.SHEET, 1, RECORD, blob)


def test_a_content_beyond_the_limit_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "LARGEST", 10)
    with pytest.raises(ValueError, match="too large"):
        seal_blob(KEY, Kind.SHEET, 1, RECORD, bytes(11))


def test_two_seals_of_one_content_differ() -> None:
    first, second = (seal_blob(KEY, Kind.SHEET, 1, RECORD, b"content") for _ in range(2))
    assert first[23:35] != second[23:35]
    assert first[35:] != second[35:]


@given(identifier=st.integers(0, 2**32 - 1), label=st.sampled_from(Label))
def test_a_wrapped_key_comes_back(identifier: int, label: Label) -> None:
    key = new_key()
    wrapped = wrap_key(KEY, identifier, label, RECORD, key)
    assert len(wrapped) == 64
    assert wrapping_id(wrapped) == identifier
    assert unwrap_key(KEY, label, RECORD, wrapped) == key


def test_every_bit_of_a_wrapped_key_is_authenticated() -> None:
    wrapped = wrap_key(KEY, 7, Label.SHEET, RECORD, new_key())
    for place in range(len(wrapped)):
        altered = bytearray(wrapped)
        altered[place] ^= 1 << place % 8
        with pytest.raises(Tampered):
            unwrap_key(KEY, Label.SHEET, RECORD, bytes(altered))
    with pytest.raises(Tampered):
        unwrap_key(KEY, Label.SHEET, RECORD, wrapped[:-1])


def test_a_wrapped_key_serves_one_use_and_one_record() -> None:
    wrapped = wrap_key(KEY, 7, Label.SHEET, RECORD, new_key())
    for label, record in ((Label.DRAFT, RECORD), (Label.SHEET, bytes(16))):
        with pytest.raises(Tampered):
            unwrap_key(KEY, label, record, wrapped)


def test_subkeys_are_those_of_the_standard_derivation() -> None:
    # HKDF-SHA256, no salt, info "OSyS 1 wrap", computed by hand from RFC 5869 section 2.
    assert subkey(KEY, "wrap") == bytes.fromhex(
        "beb15642e3381fc8aa36c33afe8e7ab1d3f1352f269b74152218a4e757855c03"
    )
    assert subkey(KEY, "wrap") != subkey(KEY, "summary")
