"""The public keys of a committee: whose they are and what they may sign for.

A key is known by the first 16 bytes of the SHA-256 of its 32 public bytes: the identifier
cannot be given to another key. A demonstration key never counts in a real station, nor a real
key in a demonstration.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from protocols.sign_bytes import Hex32, Words, canonical, decoded, unreadable

MAXIMUM_KEY = 2048
FEWEST_SIGNATURES = 2
"""One person alone never makes a protocol valid."""

_NAME = "La clé publique"
_PINNED = "La liste des clés du comité livrée avec le logiciel"


class KeyUse(StrEnum):
    """Where the signatures of a key count."""

    REAL = "real"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class CommitteeKey:
    """One public key: ``holder`` is the person, ``role`` their place in the committee."""

    holder: Words
    public: Hex32
    role: Words
    use: KeyUse
    format: Literal["osys-committee-key-1"] = "osys-committee-key-1"

    @property
    def id(self) -> str:
        """The identifier, 32 hexadecimal characters, made from the public bytes alone."""
        return sha256(self.public_bytes).digest()[:16].hex()

    @property
    def public_bytes(self) -> bytes:
        """The 32 bytes of the Ed25519 public key (RFC 8032)."""
        return bytes.fromhex(self.public)


@dataclass(frozen=True, slots=True)
class Committee:
    """The keys a station trusts, and how many different holders must sign."""

    needed: int
    keys: tuple[CommitteeKey, ...]

    def key(self, key_id: str) -> CommitteeKey | None:
        """Return the key of this identifier, None when it is unknown."""
        return next((one for one in self.keys if one.id == key_id), None)

    def for_use(self, use: KeyUse) -> "Committee":
        """Return the committee without the keys made for another use."""
        return replace(self, keys=tuple(one for one in self.keys if one.use is use))

    def with_keys(self, more: Iterable[CommitteeKey]) -> "Committee":
        """Return the committee with ``more``; a key already known stays as it is."""
        known = {one.id: one for one in (*more, *self.keys)}
        return replace(self, keys=tuple(known[name] for name in sorted(known)))


def key_file(key: CommitteeKey) -> bytes:
    """Return the file by which a public key travels."""
    return canonical(key)


def read_key(data: bytes) -> CommitteeKey:
    """Return the public key written in ``data``.

    Raises:
        UnreadableFile: it is not such a file.
    """
    return decoded(data, CommitteeKey, MAXIMUM_KEY, _NAME)


class _PinnedKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    holder: Words
    public: Hex32
    role: Words
    use: KeyUse


class _Pinned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    needed: Annotated[int, msgspec.Meta(ge=FEWEST_SIGNATURES, le=100)]
    key: tuple[_PinnedKey, ...] = ()


def read_committee(text: str) -> Committee:
    """Return the committee pinned in ``text`` (``resources/committee/keys.toml``).

    Raises:
        UnreadableFile: a field is missing, unknown or of another form, or a key is there twice.
    """
    try:
        pinned = msgspec.convert(tomllib.loads(text), _Pinned)
    except (tomllib.TOMLDecodeError, msgspec.MsgspecError):
        raise unreadable(_PINNED) from None
    keys = tuple(CommitteeKey(one.holder, one.public, one.role, one.use) for one in pinned.key)
    if len({one.id for one in keys}) != len(keys):
        raise unreadable(_PINNED)
    return Committee(pinned.needed, keys)
