"""The link of a call: what it carries, what is derived from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.teleconsult.invitation import BadLink, Invitation, bytes_of, invitation_in, text_of

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
