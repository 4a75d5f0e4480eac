"""What goes into the vault and what comes back: plain values, no key and no file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from hashlib import sha256

from app.records.envelope import FIRST_VERSION, Kind
from app.records.sheets.changes import Change

ID_BYTES = 16

_JANUARY, _DECEMBER = 1, 12
_YEARS = range(2000, 10000)


class DocumentKind(IntEnum):
    """The documents made once, at sealing; the last three when a rapid test was done."""

    PDF = 1
    CDA = 2
    XDM = 3
    MAIL = 4
    TROD = 5
    TROD_XDM = 6
    ATTESTATION = 7

    @property
    def sealed(self) -> Kind:
        """The code of this document on a sealed blob and in the journal."""
        return Kind(16 + self)


def document_row_id(sheet_id: bytes, kind: DocumentKind, version: int = FIRST_VERSION) -> bytes:
    """Return the row of one document of a sheet: it is sealed for this row only."""
    named = b"OSyS document 1\0" + sheet_id + bytes((version, kind))
    return sha256(named).digest()[:ID_BYTES]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a sheet, exact bytes."""

    kind: DocumentKind
    content: bytes


@dataclass(frozen=True, slots=True)
class Capture:
    """An exam capture: 16 random bytes chosen by the caller, and its content in parts.

    ``parts`` can be gone through again: a retry writes the file again.
    """

    capture_id: bytes
    parts: Iterable[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """A capture kept with the draft that now goes with its sheet; ``sha256`` is of its content."""

    capture_id: bytes
    sha256: bytes


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """A capture of a sealed sheet, and its size in bytes."""

    capture_id: bytes
    size: int


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A document of the sheet ``ref`` that waits to leave the station."""

    kind: DocumentKind
    ref: bytes


@dataclass(frozen=True, slots=True)
class SealRequest:
    """Everything one closing transaction keeps.

    ``sheet_id`` is 16 random bytes chosen by the caller, the same at each retry; ``month``
    the month of closing, yyyymm; ``package`` the exact bytes of the protocol followed;
    ``summary`` the line of the archive list; ``fact`` what the owner may count, without an
    identity. ``draft_id`` is the draft this sheet replaces, ``taken`` those of its captures that
    the sheet names. ``captures`` are written in files of their own before anything else.

    Raises:
        ValueError: an identifier, the month or the documents cannot be kept.
    """

    sheet_id: bytes
    month: int
    body: bytes
    documents: tuple[Document, ...]
    package: bytes
    summary: bytes
    fact: bytes
    outbox: tuple[OutboxLine, ...]
    draft_id: bytes | None
    now: datetime
    captures: tuple[Capture, ...] = ()
    taken: tuple[Taken, ...] = ()

    def __post_init__(self) -> None:
        kinds = {document.kind for document in self.documents}
        if len(kinds) != len(self.documents):
            raise ValueError("one document of each kind")
        if len(self.sheet_id) != ID_BYTES or any(len(o.ref) != ID_BYTES for o in self.outbox):
            raise ValueError("identifiers have 16 bytes")
        year, month = divmod(self.month, 100)
        if year not in _YEARS or not _JANUARY <= month <= _DECEMBER:
            raise ValueError("month is yyyymm")
        if self.now.tzinfo is None:
            raise ValueError("now is aware")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof of a sealed sheet: its number, and the journal just after it."""

    sheet_id: bytes
    number: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished consultation; ``body`` is empty when ``intact`` is false."""

    draft_id: bytes
    saved_at: datetime
    body: bytes
    intact: bool


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the archive list; ``summary`` is empty when ``intact`` is false.

    A line shows the newest ``version`` of a sheet, with its number. ``imported`` marks a
    sheet made elsewhere, which the station never verified. ``actor`` is the pseudonym of who
    sealed it.
    """

    sheet_id: bytes
    number: int
    sealed_at: datetime
    month: int
    summary: bytes
    intact: bool
    version: int = FIRST_VERSION
    imported: bool = False
    actor: bytes = b""


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """A sheet read back: every byte is the one that was sealed, or reading refused.

    ``actor`` is the label of who sealed it, its pseudonym in hexadecimal when the account
    is no longer known; ``sealed_by`` is that pseudonym. ``intact`` tells more: the journal
    around it is sound, its entry is signed by a person the station vouches for, and its
    archive line, its activity fact and its protocol are those that entry commits to.

    ``change`` tells why this ``version`` was made, None for the first. ``imported`` marks a
    sheet made elsewhere, which the station never verified.
    """

    sheet_id: bytes
    body: bytes
    documents: Mapping[DocumentKind, bytes]
    package: bytes
    number: int
    sealed_at: datetime
    actor: str
    intact: bool
    version: int = FIRST_VERSION
    change: Change | None = None
    imported: bool = False
    sealed_by: bytes = b""
    captures: tuple[CaptureLine, ...] = ()
