"""Who is at the other end: fingerprints bound to the link, and four words said on both sides. Pure.

WebRTC encrypts between two certificates whose SHA-256 fingerprints travel in the offer and the
answer (RFC 8122). A relay that changed them could listen. Each end therefore joins to its
description a code computed from the fingerprint with the binding key of the invitation, which the
relay does not have; a description without the right code is refused. The four words let two
people who hear each other check the same thing by voice.
"""

import hmac
import re
from collections.abc import Sequence
from hashlib import sha256

_LINE = re.compile(r"^a=fingerprint:(\S+) ([0-9A-Fa-f:]+)\s*$", re.MULTILINE)
_SHA256_SIGNS = 32 * 3 - 1
WORDS, LIST = 4, 256


class NotTheSamePeople(Exception):
    """The description does not come from the other holder of the link: the call must not start."""

    sentence = (
        "La liaison n’est pas celle qui a été ouverte. Fermez cet appel et envoyez un nouveau lien."
    )


def fingerprints(description: str) -> tuple[str, ...]:
    """Return the distinct SHA-256 fingerprints of a session description, upper case, sorted.

    Raises:
        NotTheSamePeople: it has none, or one of another kind.
    """
    found = set()
    for kind, digits in _LINE.findall(description):
        if kind.lower() != "sha-256" or len(digits) != _SHA256_SIGNS:
            raise NotTheSamePeople
        found.add(digits.upper())
    if not found:
        raise NotTheSamePeople
    return tuple(sorted(found))


def code_of(key: bytes, side: str, description: str) -> str:
    """Return the code a ``side`` ("station" or "doctor") joins to its description: 64 hex digits.

    The side is part of it: a relay cannot give a description back to whoever made it.
    """
    return hmac.new(key, _bound(side, fingerprints(description)), sha256).hexdigest()


def check(key: bytes, side: str, description: str, code: str) -> None:
    """Accept the description of the other ``side``.

    Raises:
        NotTheSamePeople: the code is not the one of this description.
    """
    if not hmac.compare_digest(code_of(key, side, description).encode(), code.encode()):
        raise NotTheSamePeople


def spoken_words(key: bytes, station: str, doctor: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the four words both sides say.

    Args:
        key: the binding key.
        station: the station's description.
        doctor: the doctor's description.
        words: 256 words, in an order both sides know.
    """
    if len(words) != LIST:
        raise ValueError("256 words, one for each byte")
    seen = _bound("station", fingerprints(station)) + _bound("doctor", fingerprints(doctor))
    return tuple(words[one] for one in hmac.new(key, b"words\n" + seen, sha256).digest()[:WORDS])


def _bound(side: str, found: tuple[str, ...]) -> bytes:
    return "\n".join((side, *found, "")).encode()
