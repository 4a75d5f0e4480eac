"""The short code that stands for a link when it is read over the telephone. Pure.

Sixteen signs in four groups, such as ``000G-40R4-0M30-E200``: fifteen drawn by the station, 75
bits, and one that checks them. The signs are those of Crockford's base 32 (no I, L, O nor U); case,
spaces and dashes are free, O is read as 0, I and L as 1.

The check sign is the parity of a Reed-Solomon code over GF(32), x^5 + x^2 + 1: sign number ``i``
from the right has the weight ``2^i``, and the weighted sum of the sixteen is zero. The weights are
all distinct, so that any single wrong sign and any two signs exchanged are seen, always.
Source: crockford.com/base32; docs/adr/0021.
"""

from app.errors import StationError

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
DRAWN_BYTES = 10
_SPACES = (" ", "\t", "\u00a0", "\u202f")
_STROKES = ("-", "\u2010", "\u2011", "\u2013", ".")
_READ_AS = str.maketrans("OIL", "011", "".join((*_SPACES, *_STROKES)))
_BITS, _FIELD = 5, 0b100101


class BadCode(StationError):
    """What was typed is not a code; nothing of it is in the text of the error."""


def new_code(drawn: bytes) -> str:
    """Return the code made from 10 random bytes, whose last 5 bits are left: ``XXXX-XXXX-…``."""
    if len(drawn) != DRAWN_BYTES:
        raise ValueError("ten random bytes make a code")
    bits = int.from_bytes(drawn, "big") >> _BITS
    values = [bits >> _BITS * at & 31 for at in reversed(range(LENGTH - 1))]
    signs = "".join(SIGNS[one] for one in (*values, _check(values)))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read_code(text: str) -> str:
    """Return the sixteen signs of a code as it was typed, without dashes.

    Raises:
        BadCode: it has another number of signs, a sign of no code, or another check sign.
    """
    signs = text.upper().translate(_READ_AS)
    if not set(signs) <= set(SIGNS):
        raise BadCode("Ce code a un signe qui n’existe pas. Relisez-le.")
    if len(signs) != LENGTH:
        raise BadCode("Le code compte 16 signes. Relisez-le.")
    values = [SIGNS.index(one) for one in signs]
    if _check(values[:-1]) != values[-1]:
        raise BadCode("Un signe de ce code est faux, ou deux sont échangés. Relisez-le.")
    return signs


def _check(values: list[int]) -> int:
    """Return the value of the check sign of the signs before it."""
    parity = 0
    for one in values:
        parity = (parity ^ one) << 1
        parity ^= _FIELD * (parity >> _BITS)
    return parity
