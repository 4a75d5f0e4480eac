"""One anchor as a line of text: a head of the journal, signed, kept away from the vault.

Line, ASCII, words parted by one space::

    osys-anchor 1 <station id 32 hex> <size> <root 64 hex> <time ms> <signature 128 hex>

The signature is the one the vault keeps beside its own head: no key is needed to keep an
anchor, nor to check one. Whoever cannot sign for the station cannot make a false one.
"""

import string
from dataclasses import dataclass

from app.records.journal.entries import SignedHead, TreeHead, head_signed
from app.records.station_file import StationFile

_MARK = ("osys-anchor", "1")
_WORDS = 7
_LARGEST = 2**63
_HASH = 32
_FEWEST_DIGITS, _MOST_DIGITS = 8, 2 * _HASH
_HEX = frozenset(string.hexdigits)


@dataclass(frozen=True, slots=True)
class PrintedAnchor:
    """What a footer or a report shows: a size, and the first hexadecimal digits of the root."""

    size: int
    digits: str

    def agrees(self, root: bytes) -> bool:
        """Tell whether ``root`` begins with these digits."""
        return root.hex().startswith(self.digits.lower())


def printed(text: str) -> PrintedAnchor:
    """Return the anchor written ``SIZE:HEX`` (8 to 64 digits, as a footer prints 16).

    Raises:
        ValueError: it is written otherwise.
    """
    size, colon, digits = text.strip().partition(":")
    known = _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and set(digits) <= _HEX
    if not colon or not known or not size.isdecimal() or not size.isascii():
        raise ValueError
    return PrintedAnchor(int(size), digits)


def line_of(anchor: SignedHead, station_id: bytes) -> str:
    """Return ``anchor`` as one line, without its end."""
    words = (station_id.hex(), str(anchor.size), anchor.root.hex(), str(anchor.time_ms))
    return " ".join((*_MARK, *words, anchor.signature.hex()))


def anchor_of(line: str, station_id: bytes) -> SignedHead | None:
    """Return the anchor of ``line``, None when it is damaged or of another station."""
    words = line.split()
    if len(words) != _WORDS or tuple(words[:2]) != _MARK or words[2] != station_id.hex():
        return None
    try:
        size, time_ms = int(words[3]), int(words[5])
        root, signature = bytes.fromhex(words[4]), bytes.fromhex(words[6])
    except ValueError:
        return None
    if not 0 < size < _LARGEST or not 0 <= time_ms < _LARGEST or len(root) != _HASH:
        return None
    return SignedHead(TreeHead(size, root), time_ms, signature)


def is_signed(anchor: SignedHead, station: StationFile) -> bool:
    """Tell whether the station signed ``anchor``."""
    return head_signed(
        anchor.head, anchor.time_ms, station.station_id, anchor.signature, station.public
    )
