"""Which secrets may protect a real station.

Whoever holds a copy of the files guesses at home, without any limit of tries: a secret must
be worth 80 bits by itself. Pure: nothing outside is read.

Source: CNIL, délibération 2022-100 (passwords alone: 80 bits; its three examples are
12 characters of four classes, 14 characters of three, 7 words). The other lengths follow
from the same rule, length times log2 of the alphabet.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from types import MappingProxyType

from app.records.people.refusals import WeakSecret
from app.records.station_file import Purpose

ENOUGH_BITS = 80
FEWEST_WORDS = 7
# Shorter pieces of a name are met by chance in any secret.
SHORTEST_NAME = 4
# The CNIL takes 7 words for 80 bits.
WORD_BITS = 80 / FEWEST_WORDS

_SHORTEST_WORD = 3
_FEWEST_FOR_PHRASE = 2
# What people write first at a pharmacy; the rule of length alone would let it pass.
_COMMON = ("pharmacie", "officine", "motdepasse", "password", "azerty", "qwerty", "osys")
# Signs: the CNIL asks for an alphabet of at least 37.
_CLASSES: Mapping[str, int] = MappingProxyType({"lower": 26, "upper": 26, "digit": 10, "sign": 37})
# The examples of the CNIL, one of which is worth 79.6 bits by its own rule.
_EXAMPLES: Mapping[int, int] = MappingProxyType({4: 12, 3: 14})


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a secret is to guess; ``sentence`` says what to change, empty when enough."""

    bits: float
    sentence: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether the secret may protect a real station."""
        return not self.sentence


def strength(secret: str, login: str = "", label: str = "") -> Strength:
    """Return how hard ``secret`` is to guess for somebody who knows the account.

    Args:
        secret: the password or passphrase, as typed.
        login: the identifier of the account.
        label: the name of the person, as the login window shows it.
    """
    is_phrase, words = _is_phrase(secret), len(_words(secret))
    bits = words * WORD_BITS if is_phrase else _character_bits(secret)
    named = _name_inside(secret, login, label)
    if named:
        return Strength(bits, f"Ce mot de passe contient «\u00a0{named}\u00a0». Retirez ce mot.")
    if is_phrase and words < FEWEST_WORDS:
        return Strength(bits, _missing(FEWEST_WORDS - words))
    if is_phrase or _follows_example(secret) or bits >= ENOUGH_BITS:
        return Strength(bits)
    return Strength(bits, WeakSecret.said)


def require_strong(secret: str, login: str, label: str, purpose: Purpose) -> None:
    """Refuse a secret too weak for what the station is for.

    The codes of a demonstration are shown on its screen: any secret goes there, and none
    of them here.

    Raises:
        WeakSecret: the sentence says what to change.
    """
    if not secret:
        raise WeakSecret
    if purpose is Purpose.DEMONSTRATION:
        return
    found = strength(secret, login, label)
    if not found.is_enough:
        raise WeakSecret(found.sentence)


def _is_phrase(secret: str) -> bool:
    """Tell whether a secret is made of words, which are worth fewer bits than their letters."""
    pieces = _pieces(secret)
    return len(pieces) >= _FEWEST_FOR_PHRASE and all(piece.isalpha() for piece in pieces)


def _words(secret: str) -> set[str]:
    """Return the different words that are long enough to count."""
    return {_folded(piece) for piece in _pieces(secret) if len(piece) >= _SHORTEST_WORD}


def _pieces(secret: str) -> list[str]:
    return secret.replace("-", " ").replace("’", " ").replace("'", " ").split()


def _character_bits(secret: str) -> float:
    alphabet = sum(_CLASSES[one] for one in _classes(secret))
    return _effective_length(secret) * log2(alphabet) if alphabet else 0.0


def _follows_example(secret: str) -> bool:
    needed = _EXAMPLES.get(len(_classes(secret)))
    return needed is not None and _effective_length(secret) >= needed


def _classes(secret: str) -> frozenset[str]:
    return frozenset(_class(character) for character in secret)


def _class(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isalpha():
        return "upper" if character.isupper() else "lower"
    return "sign"


def _effective_length(secret: str) -> int:
    """Return the length without what goes on by itself: « aaaa », « abcd », « 4321 »."""
    steps = [ord(after) - ord(before) for before, after in pairwise(secret)]
    idle = sum(step == former and abs(step) <= 1 for former, step in pairwise(steps))
    return min(len(secret) - idle, 3 * len(set(secret)))


def _name_inside(secret: str, login: str, label: str) -> str:
    """Return the piece of the login or name that the secret contains, else nothing."""
    whole = _folded(secret)
    names = [login, *_pieces(label)]
    long_enough = (name for name in (*names, *_COMMON) if len(name) >= SHORTEST_NAME)
    return next((name for name in long_enough if _folded(name) in whole), "")


def _folded(text: str) -> str:
    """Return lower letters without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _missing(words: int) -> str:
    if words == 1:
        return "Il manque 1\u00a0mot différent des autres, d’au moins 3\u00a0lettres."
    return f"Il manque {words}\u00a0mots différents, d’au moins 3\u00a0lettres."
