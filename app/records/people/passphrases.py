"""Passphrases made for a person: words drawn at random from a published French list.

Source: BIP-39, French list of 2048 words (11 bits a word), as the ``mnemonic`` package
ships it.
"""

import secrets
import unicodedata
from functools import cache

from app.records.people.passwords import strength

WORDS = 8
WORD_BITS = 11
SEPARATOR = " "


def new_passphrase(login: str = "", label: str = "") -> str:
    """Return eight French words, 88 bits, in form NFC and separated by spaces.

    Args:
        login: the account it is for; words that contain it are drawn again.
        label: the name of the person, kept out in the same way.
    """
    while True:
        drawn = SEPARATOR.join(secrets.choice(french_words()) for _ in range(WORDS))
        if strength(drawn, login, label).is_enough:
            return drawn


@cache
def french_words() -> tuple[str, ...]:
    """Return the 2048 words of the list, in form NFC."""
    from mnemonic import Mnemonic

    words = Mnemonic("french").wordlist
    return tuple(unicodedata.normalize("NFC", word) for word in words)
