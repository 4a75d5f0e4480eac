"""Exam captures too large for a row: one sealed file each, on the disk before its row.

File ``captures/ab/<32 hex>.osc``, ``ab`` the first two of its identifier::

    "OSC1" 4 | suite 1 | capture id 16 | nonce prefix 7 | chunks

A chunk is up to 1 MiB of content, sealed with a 16-byte tag. Its nonce is ``prefix 7 |
counter u32 | last u8``, 1 on the last chunk alone, and the 28 bytes in front are authenticated
with each: a chunk cut, moved, doubled or carried to another file does not open. The key is
random, wrapped under the key of the sheet version.

Source: storage page, sections 3 and 4 (STREAM of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.records.envelope import SUITE, Key
from app.records.refusals import Tampered

CAPTURES = "captures"
SMALLEST = 256 * 1024
"""What fits in a row is kept in a row."""

CHUNK = 1024 * 1024
PREFIX = 7

_HEADER = struct.Struct(">4sB16s7s")
_MAGIC = b"OSC1"
_TAG = 16
_MOST_CHUNKS = 2**32


@dataclass(frozen=True, slots=True)
class CaptureFile:
    """A capture as it was written: its size in clear and the hash of the sealed file."""

    capture_id: bytes
    size: int
    digest: bytes


def capture_path(folder: Path, capture_id: bytes) -> Path:
    """Return the place of a capture in the folder of the station."""
    name = capture_id.hex()
    return folder / CAPTURES / name[:2] / f"{name}.osc"


def write_capture(folder: Path, capture_id: bytes, key: Key, parts: Iterable[bytes]) -> CaptureFile:
    """Seal ``parts`` in a file that is durable on return: written aside, flushed, renamed.

    Raises:
        ValueError: a capture longer than 4 PiB.
        OSError: the disk refused; nothing bears the name of the capture.
    """
    path = capture_path(folder, capture_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(".part")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            written = _seal(stream, capture_id, key, parts)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)  # not there any more when it took its name
    for place in (path.parent, path.parent.parent, folder):
        _flush_folder(place)
    return written


def _seal(stream: BinaryIO, capture_id: bytes, key: Key, parts: Iterable[bytes]) -> CaptureFile:
    prefix = os.urandom(PREFIX)
    header = _HEADER.pack(_MAGIC, SUITE, capture_id, prefix)
    cipher, digest, size = AESGCM(key), sha256(header), 0
    stream.write(header)
    for counter, (chunk, last) in enumerate(_chunks(parts)):
        sealed = cipher.encrypt(_nonce(prefix, counter, last=last), chunk, header)
        size += len(chunk)
        digest.update(sealed)
        stream.write(sealed)
    return CaptureFile(capture_id, size, digest.digest())


def _chunks(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield whole chunks, and whether each is the last; an empty content is one empty chunk."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    if counter >= _MOST_CHUNKS:
        raise ValueError("capture too long")
    return prefix + struct.pack(">IB", counter, last)


def read_capture(folder: Path, capture_id: bytes, key: Key) -> Iterator[bytes]:
    """Yield the content of a capture, each chunk proven before it is given.

    Raises:
        Tampered: the file misses, or one bit, one chunk or its end is not what was sealed.
    """
    try:
        stream = capture_path(folder, capture_id).open("rb")
    except OSError as error:
        raise Tampered from error
    with stream:
        yield from _opened(stream, capture_id, AESGCM(key))


def _opened(stream: BinaryIO, capture_id: bytes, cipher: AESGCM) -> Iterator[bytes]:
    header = stream.read(_HEADER.size)
    if len(header) != _HEADER.size:
        raise Tampered
    magic, suite, named, prefix = _HEADER.unpack(header)
    if (magic, suite, named) != (_MAGIC, SUITE, capture_id):
        raise Tampered
    sealed, counter = stream.read(CHUNK + _TAG), 0
    while True:
        following = stream.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, counter, last=not following), sealed, header)
        except InvalidTag as error:
            raise Tampered from error
        if not following:
            return
        sealed, counter = following, counter + 1


def capture_digest(path: Path) -> bytes | None:
    """Return the hash of a sealed file, None when it cannot be read; no key is needed."""
    digest = sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.digest()


def _flush_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk; Windows flushes folders by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
