"""The recovery key of a station on paper: three shares, any two of which give it back.

A share is 33 words of the SLIP-39 list: English words without accents, told apart by their
first four letters, with a checksum. One share alone tells nothing of the key.

Source: SLIP-0039, Shamir's secret-sharing for mnemonic codes (``shamir-mnemonic``).
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.records.people.refusals import RefusedShare

THRESHOLD = 2
COUNT = 3
WORDS = 33
GROUP = 4
# The first words name the set and the share: two shares have them nearly in common.
_FIRST_OWN_WORD = 6
_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Share:
    """One share: its number, from 1, and its 33 words."""

    number: int
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShareQuestion:
    """Words to type again: of which share, and from which word to which, counted from 1."""

    number: int
    first: int
    last: int

    @property
    def sentence(self) -> str:
        """What is asked, in French."""
        return f"Part {self.number}\u00a0: recopiez les mots {self.first} à {self.last}."


@dataclass(frozen=True, slots=True)
class Shares:
    """The three shares of a recovery key just made; kept nowhere but on paper.

    Args of a printed sheet: ``station`` is the identifier of the station in hexadecimal.
    """

    station: str
    made_at: datetime
    shares: tuple[Share, ...] = field(repr=False)

    def questions(self) -> tuple[ShareQuestion, ShareQuestion]:
        """Return two groups of words, drawn at random in two different shares."""
        draw = secrets.SystemRandom()
        first, second = sorted(draw.sample(range(1, COUNT + 1), THRESHOLD))
        return _question(first, draw), _question(second, draw)

    def answers(self, question: ShareQuestion, typed: str) -> bool:
        """Tell whether ``typed`` holds the words that ``question`` asks, in their order."""
        share = next(one for one in self.shares if one.number == question.number)
        expected = share.words[question.first - 1 : question.last]
        return tuple(map(_short, _split(typed))) == tuple(map(_short, expected))


def split_key(secret: bytes) -> tuple[Share, ...]:
    """Return three shares of a 32-byte key."""
    from shamir_mnemonic import generate_mnemonics

    (group,) = generate_mnemonics(1, [(THRESHOLD, COUNT)], secret)
    return tuple(Share(number, tuple(words.split())) for number, words in enumerate(group, 1))


def join_shares(typed: Sequence[str]) -> bytes:
    """Return the key that two typed shares hold.

    Args:
        typed: two shares, each with its 33 words, or at least their first four letters.

    Raises:
        RefusedShare: a word is unknown, one was misread, or the two are not two shares of one
            key; the sentence says which.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    mnemonics = [_mnemonic(rank, words) for rank, words in enumerate(typed, 1)]
    numbers = [_number(rank, words) for rank, words in enumerate(mnemonics, 1)]
    if len(mnemonics) != THRESHOLD or len(set(numbers)) != THRESHOLD:
        raise RefusedShare("Il faut deux parts différentes. Prenez une autre feuille.")
    try:
        secret: bytes = combine_mnemonics(mnemonics)
    except MnemonicError as error:
        raise RefusedShare(
            "Ces deux parts ne vont pas ensemble\u00a0: l’une vient d’un autre poste ou d’un "
            "ancien jeu de parts. Comparez le poste et la date imprimés sur les deux feuilles."
        ) from error
    return secret


def _mnemonic(rank: int, typed: str) -> str:
    """Return the whole words of a typed share, or refuse the first one that is unknown."""
    known = _known_words()
    words = _split(typed)
    for place, word in enumerate(words, 1):
        if _short(word) not in known:
            raise RefusedShare(
                f"Feuille {rank}, mot {place}\u00a0: ce mot n’est pas de la liste. "
                "Relisez ses quatre premières lettres."
            )
    if len(words) != WORDS:
        raise RefusedShare(
            f"Feuille {rank}\u00a0: {len(words)} mots lus, une part en a {WORDS}. "
            "Recopiez-la du premier au dernier mot."
        )
    return " ".join(known[_short(word)] for word in words)


def _number(rank: int, mnemonic: str) -> int:
    """Return the number of a share, or refuse one with a wrong word."""
    from shamir_mnemonic import MnemonicError
    from shamir_mnemonic import Share as Decoded

    try:
        return int(Decoded.from_mnemonic(mnemonic).index)
    except MnemonicError as error:
        raise RefusedShare(
            f"Feuille {rank}\u00a0: un mot au moins a été pris pour un autre, ou deux mots sont "
            "inversés. Relisez la feuille mot à mot."
        ) from error


def _known_words() -> dict[str, str]:
    from shamir_mnemonic.wordlist import WORDLIST

    return {_short(word): word for word in WORDLIST}


def _split(typed: str) -> list[str]:
    """Return the words of what was typed or read from a square code; numbers do not count."""
    return re.findall(r"[^\W\d_]+", typed.casefold())


def _short(word: str) -> str:
    return word[:_PREFIX]


def _question(number: int, draw: secrets.SystemRandom) -> ShareQuestion:
    first = draw.randint(_FIRST_OWN_WORD, WORDS - GROUP + 1)
    return ShareQuestion(number, first, first + GROUP - 1)
