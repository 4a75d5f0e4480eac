"""Bytes to sealed bytes and back. This layout must still open in ten years.

Sealed blob::

    "OSV1" 4 | suite 1 | kind 1 | version 1 | record id 16 | nonce 12 | ciphertext | tag 16

The first 23 bytes are authenticated, so a blob moved to another row, kind or version does
not open. The plaintext is ``length u32 | raw deflate | zeros`` padded to a block, so that a
size on the disk tells little.

Wrapped key, 64 bytes::

    id of the wrapping key u32 | nonce 12 | 32 key bytes | tag 16

authenticated with ``"OSW1" | suite | label | wrapping id | context 16``. Numbers are big
endian. Suite 1 is AES-256-GCM with random nonces and HKDF-SHA256.

Source: NIST SP 800-38D section 8.2.2 (random 96-bit nonces, at most 2^32 per key); RFC 5869.
"""

import os
import struct
import zlib
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.records.refusals import Tampered

SUITE = 1
BLOCK = 256
WRAPPED = 64
KEY_BYTES = 32
FIRST_VERSION = 1
# One content is bounded so that a blob can never be inflated without limit.
LARGEST = 256 * 1024 * 1024

_MAGIC = b"OSV1"
_HEADER = struct.Struct(">4sBBB16s")
_NONCE = 12
_TAG = 16
_SAMPLE, _GAIN = 1024, 0.95
_LENGTH = struct.Struct(">I")
_FEWEST = _HEADER.size + _NONCE + _LENGTH.size + _TAG

Key = bytes | bytearray


class Kind(IntEnum):
    """What a sealed blob holds; documents are 16 plus their own code."""

    SHEET = 1
    SUMMARY = 2
    FACT = 3
    PACKAGE = 4
    DRAFT = 5
    SEGMENT = 6
    ACCESS = 7
    HOLD = 10
    REQUEST = 11
    COPY = 12
    SCHEDULE = 13
    CARD_SIGNATURE = 14
    PDF = 17
    CDA = 18
    XDM = 19
    MAIL = 20
    TROD = 21
    TROD_XDM = 22
    ATTESTATION = 23


class Label(IntEnum):
    """What a wrapped key opens; the label is authenticated with it."""

    SHEET = 1
    PACKAGE = 2
    DRAFT = 3
    MONTH = 4
    CAPTURE = 5
    DRAFT_CAPTURE = 6
    PAST = 9


def new_key() -> bytearray:
    """Return 32 fresh random bytes that can be wiped."""
    return bytearray(os.urandom(KEY_BYTES))


def new_record_id() -> bytes:
    """Return 16 fresh random bytes."""
    return os.urandom(16)


def subkey(key: Key, label: str) -> bytes:
    """Return the 32 bytes of ``key`` for one use only, named by ``label``."""
    info = b"OSyS 1 " + label.encode("ascii")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def seal_blob(
    key: Key, kind: Kind, version: int, record_id: bytes, content: bytes, block: int = BLOCK
) -> bytes:
    """Return ``content`` compressed, padded to ``block`` bytes and sealed for one row."""
    header = _HEADER.pack(_MAGIC, SUITE, kind, version, record_id)
    nonce = os.urandom(_NONCE)
    return header + nonce + AESGCM(key).encrypt(nonce, _packed(content, block), header)


def open_blob(key: Key, kind: Kind, version: int, record_id: bytes, blob: bytes) -> bytes:
    """Return the content of ``blob``, proven to be of this kind, version and row.

    Raises:
        Tampered: one bit differs, or the blob belongs elsewhere.
    """
    header = _HEADER.pack(_MAGIC, SUITE, kind, version, record_id)
    if len(blob) < _FEWEST or blob[: _HEADER.size] != header:
        raise Tampered
    nonce_end = _HEADER.size + _NONCE
    try:
        packed = AESGCM(key).decrypt(blob[_HEADER.size : nonce_end], blob[nonce_end:], header)
    except InvalidTag as error:
        raise Tampered from error
    return _unpacked(packed)


def blob_header(blob: bytes) -> tuple[int, int, bytes] | None:
    """Return (kind, version, record id) written on ``blob``, None if it is no sealed blob."""
    if len(blob) < _FEWEST:
        return None
    magic, suite, kind, version, record_id = _HEADER.unpack_from(blob)
    if magic != _MAGIC or suite != SUITE:
        return None
    return kind, version, record_id


def wrap_key(wrapping: Key, wrapping_id: int, label: Label, context: bytes, key: Key) -> bytes:
    """Return ``key`` sealed under ``wrapping`` for one use and one record, 64 bytes."""
    nonce = os.urandom(_NONCE)
    bound = _wrap_bound(label, wrapping_id, context)
    sealed = AESGCM(wrapping).encrypt(nonce, bytes(key), bound)
    return wrapping_id.to_bytes(4, "big") + nonce + sealed


def unwrap_key(wrapping: Key, label: Label, context: bytes, wrapped: bytes) -> bytearray:
    """Return the key inside ``wrapped``; the caller wipes it.

    Raises:
        Tampered: one bit differs, or the wrap belongs to another record.
    """
    if len(wrapped) != WRAPPED:
        raise Tampered
    bound = _wrap_bound(label, wrapping_id(wrapped), context)
    try:
        return bytearray(AESGCM(wrapping).decrypt(wrapped[4:16], wrapped[16:], bound))
    except InvalidTag as error:
        raise Tampered from error


def wrapping_id(wrapped: bytes) -> int:
    """Return which key wrapped this one."""
    return int.from_bytes(wrapped[:4], "big")


def _wrap_bound(label: Label, wrapping: int, context: bytes) -> bytes:
    return struct.pack(">4sBBI16s", b"OSW1", SUITE, label, wrapping, context)


def _packed(content: bytes, block: int) -> bytes:
    if len(content) > LARGEST:
        raise ValueError("content too large to be sealed")
    deflate = zlib.compressobj(_level(content), zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = _LENGTH.pack(len(content)) + deflate.compress(content) + deflate.flush()
    return packed + bytes(-len(packed) % block)


def _level(content: bytes) -> int:
    """Return 0, which only stores, where a sample shows that nothing would be gained.

    A PDF or an archive is compressed already: trying again costs more than all the rest.
    """
    if len(content) < 8 * _SAMPLE:
        return 6
    middle = len(content) // 2
    sample = content[middle : middle + _SAMPLE]
    return 6 if len(zlib.compress(sample, 1)) < _GAIN * len(sample) else 0


def _unpacked(packed: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(packed)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than announced is enough to see a content that lies on its length.
        content = inflate.decompress(packed[_LENGTH.size :], min(length, LARGEST) + 1)
    except zlib.error as error:
        raise Tampered from error
    if len(content) != length or not inflate.eof or inflate.unused_data.strip(b"\0"):
        raise Tampered
    return content
