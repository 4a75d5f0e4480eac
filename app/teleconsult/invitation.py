"""The link that brings one doctor to one call, and what is derived from its secret. Pure.

The secret is 256 bits, drawn by the station, written after the ``#`` of the address: a browser
never sends that part to a server. Two values are derived from it, apart:

- the *proof* is shown once to the relay, which was given its SHA-256 when the room was opened;
- the *binding key* never leaves the station and the doctor's browser. It authenticates the
  fingerprints of both ends, so a relay that knows the proof still cannot put itself between them.

Derivation: HKDF-SHA-256 (RFC 5869), no salt, 32 bytes, ``info`` as below. The doctor's page
computes the same with Web Crypto.

The room and the secret come from a code of 75 bits that can be read over the telephone, so that a
doctor who was told the code and one who was sent the link enter by the same door. The relay holds
the digest of the proof and could try codes: each try costs 600,000 rounds of PBKDF2-HMAC-SHA-256
(RFC 8018), and has the few hours of one call (docs/adr/0021).
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac, sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.teleconsult.spoken_code import read_code

ROOM_BYTES, SECRET_BYTES = 16, 32
PROOF_INFO, BINDING_INFO = b"osys call proof 1", b"osys call binding 1"
ROOM_INFO, SECRET_INFO = b"osys call room 1", b"osys call secret 1"
CODE_SALT, CODE_ROUNDS = b"osys call code 1", 600_000
_FRAGMENT = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})(?:\.\+?[0-9]{3,15})?")
_TELEPHONE = re.compile(r"\+?[0-9]{3,15}")


class BadLink(ValueError):
    """The address is not one this station makes; nothing of it is in the text of the error."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One room and its secret.

    Args:
        room: 16 random bytes.
        secret: 32 random bytes.
    """

    room: bytes
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.room) != ROOM_BYTES or len(self.secret) != SECRET_BYTES:
            raise BadLink("an invitation is 16 and 32 bytes")

    @property
    def room_name(self) -> str:
        """The room as the relay knows it: 22 signs, base64url."""
        return text_of(self.room)

    def address(self, page: str, telephone: str = "") -> str:
        """Return the link to give to the doctor; ``page`` is the address of the doctor's page.

        ``telephone`` is the pharmacy's, shown when the link no longer opens anything; it is
        written after the secret, where no server reads it.
        """
        digits = re.sub(r"[^+0-9]", "", telephone)
        more = f".{digits}" if _TELEPHONE.fullmatch(digits) else ""
        return f"{page}#{self.room_name}.{text_of(self.secret)}{more}"

    @property
    def proof(self) -> str:
        """What whoever joins shows to the relay, base64url."""
        return text_of(derived(self.secret, PROOF_INFO))

    @property
    def proof_digest(self) -> str:
        """What the relay keeps: the SHA-256 of the proof, in hexadecimal."""
        return digest_of(self.proof)

    @property
    def binding_key(self) -> bytes:
        """The key that authenticates the fingerprints: 32 bytes, never sent."""
        return derived(self.secret, BINDING_INFO)


def invitation_from(code: str) -> Invitation:
    """Return the invitation that a code read over the telephone stands for.

    Takes a quarter of a second, on purpose: never in the thread of the window.

    Raises:
        BadCode: it is not a code; the sentence says what to read again.
    """
    stretched = pbkdf2_hmac("sha256", read_code(code).encode(), CODE_SALT, CODE_ROUNDS)
    return Invitation(derived(stretched, ROOM_INFO)[:ROOM_BYTES], derived(stretched, SECRET_INFO))


def invitation_in(address: str) -> Invitation:
    """Return the invitation an address carries.

    Raises:
        BadLink: it carries none.
    """
    found = _FRAGMENT.fullmatch(address.partition("#")[2])
    if found is None:
        raise BadLink("no invitation in this address")
    return Invitation(bytes_of(found[1]), bytes_of(found[2]))


def digest_of(proof: str) -> str:
    """Return the SHA-256 of a proof, in hexadecimal."""
    return sha256(proof.encode()).hexdigest()


def derived(secret: bytes, info: bytes) -> bytes:
    """Return 32 bytes derived from ``secret`` for one use only."""
    return HKDF(SHA256(), 32, None, info).derive(secret)


def text_of(data: bytes) -> str:
    """Return ``data`` in base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """Return the bytes of a base64url text without padding.

    Raises:
        BadLink: it is not one, or not the only text of these bytes.
    """
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise BadLink("not base64url") from None
    if text_of(data) != text:
        raise BadLink("not the usual text of these bytes")
    return data
