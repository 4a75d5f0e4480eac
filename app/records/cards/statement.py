r"""What a card signs, and how its signature is kept. These layouts are final.

Statement, numbers big endian, 179 bytes::

    "OSyS card signature 1\0" | station id 16 | sheet id 16 | version u8 | number u64 |
    leaf of the journal entry 32 | SHA-256 of the sheet 32 | SHA-256 of the certificate 32 |
    time u64 (ms since 1970 UTC) | RPPS 11 ASCII digits | zero

The number and the leaf are those of the journal entry by which the version was sealed; the hash
is that of the sheet's canonical bytes, the one the screen shows. Nothing else of the station
begins like this, so that a card's signature of it cannot stand for anything else.

Kept, sealed::

    statement | scheme u8 | length u32 | certificate DER | length u32 | signature
"""

import struct
from dataclasses import dataclass, field
from typing import Self

from app.records.refusals import Tampered
from hardware.links.token_words import Scheme

_MARK = b"OSyS card signature 1\0"
_STATEMENT = struct.Struct(f">{len(_MARK)}s16s16sBQ32s32s32sQ11sx")
_DIGITS = 11
_LENGTH = struct.Struct(">I")
_CODES = {Scheme.RSA_PKCS1: 1, Scheme.RSA_PSS: 2, Scheme.ECDSA_P256: 3}
_SCHEMES = {code: scheme for scheme, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one person says of one version of a sheet by their card."""

    station_id: bytes
    sheet_id: bytes
    version: int
    number: int
    leaf: bytes
    sheet_digest: bytes
    certificate_digest: bytes
    time_ms: int
    rpps: str

    def __post_init__(self) -> None:
        if len(self.rpps) != _DIGITS or not (self.rpps.isascii() and self.rpps.isdigit()):
            raise ValueError("an RPPS number has 11 digits")

    def packed(self) -> bytes:
        """Return the bytes the card signs."""
        return _STATEMENT.pack(
            _MARK,
            self.station_id,
            self.sheet_id,
            self.version,
            self.number,
            self.leaf,
            self.sheet_digest,
            self.certificate_digest,
            self.time_ms,
            self.rpps.encode("ascii"),
        )

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Return the statement written in ``data``.

        Raises:
            Tampered: these bytes are none.
        """
        try:
            mark, *fields, rpps = _STATEMENT.unpack(data)
            said = (*fields, rpps.decode("ascii"))
            statement = cls(*said)
        except (struct.error, ValueError) as error:
            raise Tampered from error
        if mark != _MARK or statement.packed() != data:  # the last byte is zero, or it is another
            raise Tampered
        return statement


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement and what a card made of it; not judged here."""

    statement: Statement
    certificate: bytes = field(repr=False)
    scheme: Scheme
    signature: bytes = field(repr=False)

    def packed(self) -> bytes:
        """Return the bytes that are kept, before they are sealed."""
        head = self.statement.packed() + bytes((_CODES[self.scheme],))
        return head + _measured(self.certificate) + _measured(self.signature)

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        """Return what was kept.

        Raises:
            Tampered: these bytes are no such record.
        """
        at = _STATEMENT.size
        statement = Statement.unpacked(content[:at])
        scheme = _SCHEMES.get(content[at] if len(content) > at else 0)
        certificate, rest = _taken(content[at + 1 :])
        signature, rest = _taken(rest)
        if scheme is None or rest:
            raise Tampered
        return cls(statement, certificate, scheme, signature)


def _measured(content: bytes) -> bytes:
    return _LENGTH.pack(len(content)) + content


def _taken(content: bytes) -> tuple[bytes, bytes]:
    if len(content) < _LENGTH.size:
        raise Tampered
    (length,) = _LENGTH.unpack_from(content)
    end = _LENGTH.size + length
    if len(content) < end:
        raise Tampered
    return content[_LENGTH.size : end], content[end:]
