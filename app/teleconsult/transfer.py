"""Files of the call, cut in chunks and put together again; nothing is kept that is not whole. Pure.

A file is ``begin``, binary chunks of at most 64 KiB, ``end``; the receiver answers ``got`` or
``not``. One file at a time in each direction. What arrives is bytes in memory: it is never opened
here, and never written before it was checked.
Source: video.md, section 5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from app.teleconsult.messages import Begin

CHUNK = 64 * 1024
# The first bytes of each kind, and where they stand.
MAGIC: Mapping[str, tuple[tuple[int, bytes], ...]] = MappingProxyType(
    {
        "application/pdf": ((0, b"%PDF-"),),
        "image/jpeg": ((0, b"\xff\xd8\xff"),),
        "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
        "audio/wav": ((0, b"RIFF"), (8, b"WAVE")),
    }
)


class Why(StrEnum):
    """Why a file is refused."""

    SIZE = "size"
    KIND = "kind"
    HASH = "hash"
    FULL = "full"


class FileRefused(Exception):
    """The file is not kept; ``sha256`` names it to the other end."""

    def __init__(self, digest: str, why: Why) -> None:
        super().__init__(why.value)
        self.digest = digest
        self.why = why


@dataclass(frozen=True, slots=True)
class CallFile:
    """A whole file, checked."""

    name: str
    mime: str
    data: bytes = field(repr=False)
    digest: str


def call_file(name: str, mime: str, data: bytes) -> CallFile:
    """Return a file ready to be sent.

    Raises:
        FileRefused: its bytes are not of this kind.
    """
    digest = sha256(data).hexdigest()
    if not is_of_kind(mime, data):
        raise FileRefused(digest, Why.KIND)
    return CallFile(name, mime, data, digest)


def chunks(data: bytes) -> Iterator[bytes]:
    """Yield the chunks of a file, in order."""
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]


def is_of_kind(mime: str, data: bytes) -> bool:
    """Tell whether the first bytes are those of the kind; a PDF also has its end."""
    known = MAGIC.get(mime, ())
    if not known or any(data[at : at + len(sign)] != sign for at, sign in known):
        return False
    return mime != "application/pdf" or b"%%EOF" in data[-1024:]


class Arriving:
    """The file that is coming.

    Args:
        kinds: the media types that are taken from the other end.
        room_for: how many bytes are still taken in this call.
    """

    def __init__(self, kinds: frozenset[str], room_for: int) -> None:
        self._kinds = kinds
        self._room_for = room_for
        self._begun: Begin | None = None
        self._data = bytearray()

    def begin(self, said: Begin) -> None:
        """Start a file; one that had not ended is dropped.

        Raises:
            FileRefused: it is of a kind, or of a size, that is not taken.
        """
        self._drop()
        if said.mime not in self._kinds:
            raise FileRefused(said.sha256, Why.KIND)
        if said.size > self._room_for:
            raise FileRefused(said.sha256, Why.FULL)
        self._begun = said

    def chunk(self, data: bytes) -> None:
        """Add a chunk; one that belongs to no file is ignored.

        Raises:
            FileRefused: more came than was said.
        """
        if self._begun is None:
            return
        if len(data) > CHUNK or len(self._data) + len(data) > self._begun.size:
            raise self._refuse(Why.SIZE)
        self._data += data

    def end(self, digest: str) -> CallFile:
        """Return the file, whole.

        Raises:
            FileRefused: it is not what was said, or not of its kind.
        """
        if self._begun is None or self._begun.sha256 != digest:
            self._drop()
            raise FileRefused(digest, Why.HASH)
        said, data = self._begun, bytes(self._data)
        if len(data) != said.size:
            raise self._refuse(Why.SIZE)
        if sha256(data).hexdigest() != digest:
            raise self._refuse(Why.HASH)
        if not is_of_kind(said.mime, data):
            raise self._refuse(Why.KIND)
        self._drop()
        self._room_for -= len(data)
        return CallFile(said.name, said.mime, data, digest)

    def _refuse(self, why: Why) -> FileRefused:
        digest = self._begun.sha256 if self._begun else ""
        self._drop()
        return FileRefused(digest, why)

    def _drop(self) -> None:
        self._begun = None
        self._data = bytearray()
