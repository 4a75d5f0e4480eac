"""Names of the bits of a status word, and back."""

from collections.abc import Iterable, Mapping


def names_of(word: int, names: Mapping[int, str]) -> tuple[str, ...]:
    """Return the names of the bits set in ``word``, by rising bit; unnamed bits are ignored."""
    return tuple(name for bit, name in sorted(names.items()) if word >> bit & 1)


def word_of(flags: Iterable[str], names: Mapping[int, str]) -> int:
    """Return the word whose named bits are ``flags``.

    Raises:
        KeyError: a flag has no bit.
    """
    bits = {name: bit for bit, name in names.items()}
    return sum(1 << bits[flag] for flag in set(flags))
