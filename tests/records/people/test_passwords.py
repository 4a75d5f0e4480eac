"""The 80-bit rule of the CNIL, and the passphrases the station proposes."""

import string
import unicodedata
from collections import Counter
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.people.passphrases import french_words, new_passphrase
from app.records.people.passwords import ENOUGH_BITS, require_strong, strength
from app.records.people.refusals import WeakSecret
from app.records.station_file import Purpose

LOGIN, LABEL = "helene", "Hélène Marchetti-Roux"


@pytest.mark.parametrize(
    "secret",
    [
        "xK9!vB2@qL5z",  # 12 characters of four classes
        "aQ4kT9bX2mW7pZ",  # 14 of three
        "lubie marron globe maison optique critère utile",  # 7 words
        "lubie-marron-globe-maison-optique-critère-utile",
        "kjhgfdsqmlpoiuytrez",
        "8402715936480271593648027",
    ],
)
def test_what_the_cnil_gives_as_examples_is_enough(secret: str) -> None:
    assert strength(secret, LOGIN, LABEL).is_enough
    require_strong(secret, LOGIN, LABEL, Purpose.REAL)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "123456",
        "xK9!vB2@qL5",
        "aQ4kT9bX2mW7p",
        "lubie marron globe maison optique critère",
        "lubie marron globe maison optique lubie marron globe",
        "un de la le et ou si",
        "a" * 40,
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789876543210123456789",
        "abababababababababababababab",
        "Pharmacie2026!",
        "Azerty123456!?",
    ],
)
def test_what_is_guessed_at_home_is_refused(secret: str) -> None:
    with pytest.raises(WeakSecret) as refused:
        require_strong(secret, LOGIN, LABEL, Purpose.REAL)
    assert refused.value.sentence
    assert not secret or secret not in refused.value.sentence


@pytest.mark.parametrize("name", ["helene", "HELENE", "Hélène", "marchetti", "ROUX"])
def test_the_name_of_the_person_is_refused_inside(name: str) -> None:
    secret = f"xK9!vB2@qL5z{name}w7"
    found = strength(secret, LOGIN, LABEL)
    assert not found.is_enough
    assert "Retirez" in found.sentence
    assert strength(secret, "bruno", "Bruno Castel").is_enough


def test_demonstration_codes_stay_in_a_demonstration() -> None:
    require_strong("123456", LOGIN, LABEL, Purpose.DEMONSTRATION)
    with pytest.raises(WeakSecret):
        require_strong("123456", LOGIN, LABEL, Purpose.REAL)
    with pytest.raises(WeakSecret):
        require_strong("", LOGIN, LABEL, Purpose.DEMONSTRATION)


@given(st.text(string.printable, max_size=60))
def test_a_secret_that_passes_is_worth_what_the_rule_asks(secret: str) -> None:
    found = strength(secret)
    if found.is_enough:
        # 12 characters of four classes are 79.6 bits, and the CNIL takes them for 80.
        assert found.bits >= ENOUGH_BITS - 0.5
        assert len(secret) >= 12


@given(st.text(string.ascii_letters + string.digits, min_size=1, max_size=20))
def test_repeating_a_short_secret_adds_little(secret: str) -> None:
    assert strength(secret[:2] * 30).bits < ENOUGH_BITS


def test_a_proposed_passphrase_has_88_bits_and_passes() -> None:
    words = french_words()
    assert len(set(words)) == 2048
    made = new_passphrase(LOGIN, LABEL)
    assert len(made.split()) * log2(len(words)) == 88
    assert set(made.split()) <= set(words)
    assert made == unicodedata.normalize("NFC", made)
    require_strong(made, LOGIN, LABEL, Purpose.REAL)


def test_passphrases_are_drawn_from_the_whole_list() -> None:
    drawn = Counter(word for _ in range(600) for word in new_passphrase().split())
    # 4,800 draws: about 1,852 different words of 2,048 are expected.
    assert 1750 < len(drawn) < 1950
    assert max(drawn.values()) < 20
