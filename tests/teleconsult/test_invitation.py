"""The link of a call: what it carries, what is derived from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.teleconsult.invitation import (
    CODE_ROUNDS,
    BadLink,
    Invitation,
    bytes_of,
    invitation_from,
    invitation_in,
    text_of,
)
from app.teleconsult.spoken_code import SIGNS, BadCode, new_code, read_code

ROOM, SECRET = bytes(range(16)), bytes(range(32))


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_an_address_gives_the_invitation_back(room, secret):
    made = Invitation(room, secret)
    assert invitation_in(made.address("https://relais.example/")) == made


def test_the_secret_is_after_the_sign_that_browsers_keep_for_themselves():
    address = Invitation(ROOM, SECRET).address("https://relais.example/")
    before, _, after = address.partition("#")
    assert before == "https://relais.example/"
    assert after == f"{text_of(ROOM)}.{text_of(SECRET)}"


def test_the_three_values_of_one_secret_are_as_computed_apart():
    # HKDF-SHA-256 of 00..1f, no salt, computed with the two HMAC of RFC 5869 by hand
    from hmac import digest

    key = digest(bytes(32), SECRET, "sha256")
    made = Invitation(ROOM, SECRET)
    assert bytes_of(made.proof) == digest(key, b"osys call proof 1\x01", "sha256")
    assert made.binding_key == digest(key, b"osys call binding 1\x01", "sha256")
    assert bytes_of(made.proof) != made.binding_key


@given(st.binary(min_size=10, max_size=10))
def test_a_code_is_read_back_however_it_is_typed(drawn):
    code = new_code(drawn)
    signs = code.replace("-", "")
    assert [len(group) for group in code.split("-")] == [4] * 4
    assert set(signs) <= set(SIGNS)
    assert not set(signs) & set("ILOU")
    for typed in (
        code.lower(),
        " " + code.replace("-", "\u2013") + ".",
        code.replace("-", "\u00a0").replace("0", "o").replace("1", "l"),
        " ".join(signs).replace("0", "O").replace("1", "I"),
    ):
        assert read_code(typed) == signs


@given(st.binary(min_size=10, max_size=10), st.integers(0, 15), st.integers(1, 31))
def test_any_wrong_sign_is_seen(drawn, at, shift):
    signs = new_code(drawn).replace("-", "")
    other = SIGNS[(SIGNS.index(signs[at]) + shift) % 32]
    with pytest.raises(BadCode) as refused:
        read_code(signs[:at] + other + signs[at + 1 :])
    assert "faux" in refused.value.sentence


@given(st.binary(min_size=10, max_size=10), st.integers(0, 15), st.integers(0, 15))
def test_any_two_signs_exchanged_are_seen(drawn, one, two):
    signs = list(new_code(drawn).replace("-", ""))
    if signs[one] == signs[two]:
        return
    signs[one], signs[two] = signs[two], signs[one]
    with pytest.raises(BadCode) as refused:
        read_code("".join(signs))
    assert "faux" in refused.value.sentence


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "16 signes"),
        ("000G-40R4-0M30-E20", "16 signes"),
        ("000G-40R4-0M30-E2000", "16 signes"),
        ("000G-40R4-0M30-E20U", "n’existe pas"),
        ("000G-40R4-0M30-E20é", "n’existe pas"),
        ("000G-40R4-0M30-E201", "faux"),
    ],
)
def test_what_is_no_code_is_refused_without_being_quoted(typed, said):
    with pytest.raises(BadCode) as refused:
        read_code(typed)
    assert said in refused.value.sentence
    assert "40R4" not in refused.value.sentence + str(refused.value)


def test_ten_bytes_give_the_code_of_their_first_75_bits():
    # 00 01 02 .. 09 in base 32, by hand; the sixteenth sign is the parity
    assert new_code(bytes(range(10))) == "000G-40R4-0M30-E200"
    with pytest.raises(ValueError, match="ten"):
        new_code(bytes(9))


def test_a_code_gives_the_room_and_the_secret_computed_apart():
    # RFC 8018 by its own definition, then HKDF by the two HMAC of RFC 5869
    from hmac import digest

    signs = b"000G40R40M30E200"
    each = digest(signs, b"osys call code 1" + b"\0\0\0\x01", "sha256")
    stretched = int.from_bytes(each, "big")
    for _ in range(CODE_ROUNDS - 1):
        each = digest(signs, each, "sha256")
        stretched ^= int.from_bytes(each, "big")
    key = digest(bytes(32), stretched.to_bytes(32, "big"), "sha256")
    made = invitation_from("000g 40r4 om30 e2oo")
    assert made.room == digest(key, b"osys call room 1\x01", "sha256")[:16]
    assert made.secret == digest(key, b"osys call secret 1\x01", "sha256")
    assert made != invitation_from(new_code(bytes(10)))


@pytest.mark.parametrize(
    ("telephone", "written"),
    [("02 40 12 34 56", ".0240123456"), ("+33 (2) 40-12", ".+3324012"), ("", ""), ("12", "")],
)
def test_the_telephone_of_the_pharmacy_is_after_the_secret(telephone, written):
    made = Invitation(ROOM, SECRET)
    address = made.address("https://relais.example/", telephone)
    assert address == made.address("https://relais.example/") + written
    assert invitation_in(address) == made


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://relais.example/",
        "https://relais.example/#abc",
        f"https://relais.example/#{text_of(ROOM)}",
        f"https://relais.example/#{text_of(ROOM)}.{text_of(SECRET)}x",
        f"https://relais.example/#{text_of(ROOM)}.{text_of(SECRET)[:-1]}9",
    ],
)
def test_another_address_is_refused_without_being_quoted(address):
    with pytest.raises(BadLink) as refused:
        invitation_in(address)
    assert text_of(SECRET) not in str(refused.value)


def test_the_secret_is_not_in_the_text_of_an_invitation():
    assert text_of(SECRET) not in repr(Invitation(ROOM, SECRET))
    assert repr(SECRET) not in repr(Invitation(ROOM, SECRET))


@pytest.mark.parametrize(("room", "secret"), [(b"", SECRET), (ROOM, SECRET[:-1])])
def test_an_invitation_of_other_sizes_is_refused(room, secret):
    with pytest.raises(BadLink):
        Invitation(room, secret)
