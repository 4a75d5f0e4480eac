"""Whose signatures count, and for which exact bytes."""

from dataclasses import replace
from hashlib import sha512

import hypothesis.strategies as st
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings

from protocols.sign import (
    Signatures,
    Subject,
    message,
    read_signatures,
    signatures_file,
    signed,
    signers,
    unsigned,
)
from protocols.sign_keys import CommitteeKey, KeyUse
from protocols.sign_refusals import (
    OtherBytes,
    SignatureRefusal,
    TooFewSignatures,
    UnreadableFile,
)
from tests.protocols.signatures.committee import DAY, Member, changed, committee, members

DATA = b"the exact bytes of a protocol"
ANNE, BASILE, CHLOE = members()
TRUSTED = committee(ANNE, BASILE, CHLOE)


def sign(*people: Member, data: bytes = DATA, proofs: str = "ab" * 32) -> Signatures:
    found = unsigned(Subject.PROTOCOL, "piqure_tique", "2026.12.0", data)
    for one in people:
        found = signed(found, data, (one.key, one.private), DAY, proofs)
    return found


def test_the_message_is_the_documented_one() -> None:
    line = sign(ANNE).signatures[0]
    documented = b"OSYS-PROTOCOL-1\x00" + sha512(DATA).digest()
    Ed25519PublicKey.from_public_bytes(ANNE.key.public_bytes).verify(
        bytes.fromhex(line.signature), documented
    )
    assert message(Subject.PROTOCOL, DATA) == documented


def test_two_of_three_are_enough_and_are_named() -> None:
    found = signers(DATA, sign(ANNE, CHLOE), TRUSTED, frozenset())
    assert {one.holder for one in found} == {ANNE.key.holder, CHLOE.key.holder}
    assert {one.date for one in found} == {DAY}


def test_one_signature_is_too_few() -> None:
    with pytest.raises(TooFewSignatures) as refused:
        signers(DATA, sign(ANNE), TRUSTED, frozenset())
    assert "il en faut 2" in refused.value.sentence


def test_no_signature_is_too_few() -> None:
    with pytest.raises(TooFewSignatures):
        signers(DATA, sign(), TRUSTED, frozenset())


def test_the_same_key_signs_once() -> None:
    with pytest.raises(SignatureRefusal, match="SignatureRefusal") as refused:
        sign(ANNE, ANNE)
    assert "a déjà signé" in refused.value.sentence


def test_a_file_with_the_same_signature_twice_is_refused() -> None:
    data = changed(
        signatures_file(sign(ANNE)),
        lambda content: content["signatures"].append(content["signatures"][0]),
    )
    with pytest.raises(UnreadableFile):
        read_signatures(data)


def test_two_keys_of_one_person_count_for_one() -> None:
    other = Member(replace(BASILE.key, holder=ANNE.key.holder.upper()), BASILE.private)
    with pytest.raises(TooFewSignatures):
        signers(DATA, sign(ANNE, other), committee(ANNE, other), frozenset())


def test_an_unknown_key_does_not_count_and_is_said() -> None:
    with pytest.raises(TooFewSignatures) as refused:
        signers(DATA, sign(ANNE, BASILE), committee(ANNE, CHLOE), frozenset())
    assert "1 d’une clé inconnue" in refused.value.sentence


def test_an_unknown_key_beside_enough_known_ones_does_no_harm() -> None:
    found = signers(DATA, sign(ANNE, BASILE, CHLOE), committee(ANNE, CHLOE), frozenset())
    assert len(found) == 2


def test_a_revoked_key_does_not_count_and_is_said() -> None:
    with pytest.raises(TooFewSignatures) as refused:
        signers(DATA, sign(ANNE, BASILE), TRUSTED, frozenset({BASILE.key.id}))
    assert "1 d’une clé révoquée" in refused.value.sentence


def test_signatures_over_other_bytes_are_refused() -> None:
    with pytest.raises(OtherBytes):
        signers(DATA + b" ", sign(ANNE, BASILE), TRUSTED, frozenset())


def test_a_file_that_claims_the_hash_of_other_bytes_is_refused() -> None:
    other = DATA + b" "
    forged = replace(sign(ANNE, BASILE), sha512=sha512(other).hexdigest())
    with pytest.raises(OtherBytes):
        signers(other, forged, TRUSTED, frozenset())


def test_a_signature_of_a_protocol_never_counts_for_a_list() -> None:
    forged = replace(sign(ANNE, BASILE), subject=Subject.REVOCATIONS)
    with pytest.raises(OtherBytes):
        signers(DATA, forged, TRUSTED, frozenset())


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "2020-01-01"), ("role", "présidente"), ("proofs", "cd" * 32)],
)
def test_what_stands_beside_a_signature_cannot_be_changed(field: str, value: str) -> None:
    whole = sign(ANNE, BASILE)
    lines = tuple(replace(one, **{field: value}) for one in whole.signatures)
    with pytest.raises(OtherBytes):
        signers(DATA, replace(whole, signatures=lines), TRUSTED, frozenset())


@pytest.mark.parametrize("field", ["id", "version"])
def test_a_signature_cannot_be_carried_to_another_version(field: str) -> None:
    forged = replace(sign(ANNE, BASILE), **{field: "9"})
    with pytest.raises(OtherBytes):
        signers(DATA, forged, TRUSTED, frozenset())


def test_signers_who_read_different_proofs_are_refused() -> None:
    mixed = signed(sign(ANNE), DATA, (BASILE.key, BASILE.private), DAY, "cd" * 32)
    with pytest.raises(OtherBytes) as refused:
        signers(DATA, mixed, TRUSTED, frozenset())
    assert "rapport de preuves" in refused.value.sentence


def test_a_private_key_signs_only_under_its_own_record() -> None:
    with pytest.raises(SignatureRefusal):
        signed(sign(), DATA, (ANNE.key, BASILE.private), DAY, "")


def test_signing_over_the_signatures_of_other_bytes_is_refused() -> None:
    with pytest.raises(OtherBytes):
        signed(sign(ANNE), DATA + b" ", (BASILE.key, BASILE.private), DAY, "")


def test_the_order_of_signing_does_not_matter() -> None:
    assert signatures_file(sign(ANNE, BASILE)) == signatures_file(sign(BASILE, ANNE))


def test_a_key_is_known_by_its_bytes_alone() -> None:
    renamed = CommitteeKey("Quelqu’un", ANNE.key.public, "membre", KeyUse.DEMONSTRATION)
    assert renamed.id == ANNE.key.id
    assert len(ANNE.key.id) == 32


@settings(max_examples=200, deadline=None)
@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_a_signature_file_can_be_changed(place: int, bit: int) -> None:
    """Every altered file is refused, or counts nobody: the line it held is not accepted."""
    whole = bytearray(signatures_file(sign(ANNE, BASILE)))
    whole[place % len(whole)] ^= 1 << bit
    with pytest.raises(SignatureRefusal):
        signers(DATA, read_signatures(bytes(whole)), TRUSTED, frozenset())


@settings(max_examples=100, deadline=None)
@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_the_signed_bytes_can_be_changed(place: int, bit: int) -> None:
    altered = bytearray(DATA)
    altered[place % len(altered)] ^= 1 << bit
    with pytest.raises(OtherBytes):
        signers(bytes(altered), sign(ANNE, BASILE), TRUSTED, frozenset())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"format":"osys-signatures-1"}',
        b"[" * 60_000,
        b" " * 70_000,
        signatures_file(sign(ANNE)) + b"\n",
        signatures_file(sign(ANNE)).replace(b'"format"', b'"id":"x","format"'),
        signatures_file(sign(ANNE)).replace(DAY.encode(), b"2026-02-30"),
    ],
    ids=[
        "empty",
        "no field",
        "a list",
        "null",
        "not UTF-8",
        "missing fields",
        "very deep",
        "too long",
        "one more byte",
        "a key twice",
        "a day in no calendar",
    ],
)
def test_a_file_that_is_no_signature_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_signatures(data)
    assert refused.value.sentence.startswith("Le fichier de signatures")
