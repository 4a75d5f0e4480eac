"""Journal entries and heads: a final layout, signed for one station."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.records.journal.entries import (
    Entry,
    Event,
    MalformedEntry,
    Trace,
    TreeHead,
    decode,
    entry_digest,
    entry_signed_by,
    genesis,
    head_signed,
    milliseconds,
    moment,
    sign_entry,
    sign_head,
    signed_by,
)

STATION = bytes(range(16))
PERSON = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = PERSON.public_key().public_bytes_raw()
ENTRY = Entry(
    seq=7,
    time_ms=1_795_599_000_123,
    event=Event.SHEET_SEALED,
    actor=b"a" * 16,
    about=b"s" * 16,
    traces=(Trace(1, b"\x01" * 32), Trace(17, b"\x02" * 32)),
    previous=b"p" * 32,
)
HEAD = TreeHead(7, b"r" * 32)

entries = st.builds(
    Entry,
    seq=st.integers(0, 2**64 - 1),
    time_ms=st.integers(0, 2**64 - 1),
    event=st.integers(0, 255),
    actor=st.binary(min_size=16, max_size=16),
    about=st.binary(min_size=16, max_size=16),
    traces=st.lists(
        st.builds(Trace, st.integers(0, 255), st.binary(min_size=32, max_size=32)), max_size=20
    ).map(tuple),
    previous=st.binary(min_size=32, max_size=32),
)


@given(entry=entries)
def test_an_entry_comes_back_with_its_signature(entry: Entry) -> None:
    encoded = sign_entry(entry, STATION, PERSON)
    assert replace(decode(encoded), signature=bytes(64)) == entry
    assert entry_signed_by(encoded, STATION, PUBLIC)


def test_the_layout_is_the_one_written_down() -> None:
    encoded = sign_entry(ENTRY, STATION, PERSON)
    assert encoded[:-64] == (
        b"\x01"
        + (7).to_bytes(8, "big")
        + (1_795_599_000_123).to_bytes(8, "big")
        + b"\x03"
        + b"a" * 16
        + b"s" * 16
        + b"\x02"
        + (b"\x01" + b"\x01" * 32)
        + (b"\x11" + b"\x02" * 32)
        + b"p" * 32
    )


def test_an_entry_kept_from_the_first_version_is_the_same_today() -> None:
    # Ed25519 is deterministic: one byte of difference in what is signed changes everything.
    assert (
        sha256(sign_entry(ENTRY, STATION, PERSON)).hexdigest()
        == "b8756f605cc67ab7fb0d70df28c6e790fb8ba163c81953f45e232e6764ce8c2c"
    )
    assert (
        sha256(sign_head(HEAD, 5, STATION, PERSON)).hexdigest()
        == "4b85284f3519f620ed8a14f298d79436c2d195c22bc6cc34fd658fb22ac836a7"
    )
    assert genesis(STATION) == sha256(b"OSyS journal 1" + STATION).digest()


def test_every_bit_of_an_entry_is_signed() -> None:
    encoded = sign_entry(ENTRY, STATION, PERSON)
    for place in range(len(encoded)):
        altered = bytearray(encoded)
        altered[place] ^= 1 << place % 8
        assert not entry_signed_by(bytes(altered), STATION, PUBLIC)
        assert entry_digest(bytes(altered)) != entry_digest(encoded)


def test_an_entry_is_of_one_station_and_one_person() -> None:
    encoded = sign_entry(ENTRY, STATION, PERSON)
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not entry_signed_by(encoded, bytes(16), PUBLIC)
    assert not entry_signed_by(encoded, STATION, other)


@given(cut=st.integers(0, 243), extra=st.binary(max_size=3))
def test_bytes_of_another_length_are_no_entry(cut: int, extra: bytes) -> None:
    encoded = sign_entry(ENTRY, STATION, PERSON)
    damaged = encoded[:cut] + extra
    if len(damaged) != len(encoded):
        with pytest.raises(MalformedEntry):
            decode(damaged)


def test_another_version_is_no_entry() -> None:
    with pytest.raises(MalformedEntry):
        decode(b"\x02" + sign_entry(ENTRY, STATION, PERSON)[1:])


def test_a_head_is_signed_with_its_size_root_time_and_station() -> None:
    signature = sign_head(HEAD, 5, STATION, PERSON)
    assert head_signed(HEAD, 5, STATION, signature, PUBLIC)
    assert not head_signed(replace(HEAD, size=8), 5, STATION, signature, PUBLIC)
    assert not head_signed(replace(HEAD, root=b"q" * 32), 5, STATION, signature, PUBLIC)
    assert not head_signed(HEAD, 6, STATION, signature, PUBLIC)
    assert not head_signed(HEAD, 5, bytes(16), signature, PUBLIC)
    assert not head_signed(HEAD, -1, STATION, signature, PUBLIC)


def test_bytes_that_are_no_key_signed_nothing() -> None:
    assert not signed_by(b"short", bytes(64), b"message")


def test_the_number_announced_follows_the_head() -> None:
    assert HEAD.next_number == 8


@given(time_ms=st.integers(0, 4_102_444_800_000))
def test_milliseconds_come_back(time_ms: int) -> None:
    assert milliseconds(moment(time_ms)) == time_ms


def test_milliseconds_ignore_the_time_zone_and_round_down() -> None:
    at = datetime(1970, 1, 1, 0, 0, 1, 999, tzinfo=UTC)
    assert milliseconds(at) == 1000
    assert milliseconds(at.astimezone(timezone(timedelta(hours=2)))) == 1000
    assert moment(1000) == at - timedelta(microseconds=999)
