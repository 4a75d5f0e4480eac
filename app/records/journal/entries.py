"""The entries of the journal and its signed tree heads. This layout is final.

Entry, numbers big endian::

    version u8 = 1 | seq u64 | time u64 (ms since 1970 UTC) | event u8 | actor 16 | about 16 |
    count u8 | count x (kind u8 | SHA-256) | SHA-256 of the previous entry | Ed25519 64

``seq`` counts from 1; leaf ``seq - 1`` of the tree is SHA-256(0x00 | entry). ``actor`` is
the random pseudonym of the person who signs, ``about`` the random id of what it concerns.
The traces are hashes of sealed bytes, so an entry still verifies once the keys of its month
are destroyed. The trace of a fact is blinded: without the sheet's key nobody can tell which
fact belongs to which sheet.

What is signed begins with the id of the station: an entry or a head cannot be carried to
another station.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE = 64
# A clock that goes back by more than this leaves its own entry (storage page, section 9).
SET_BACK_MS = 120_000

_VERSION = 1
_START = struct.Struct(">BQQB16s16sB")
_TRACE = struct.Struct(">B32s")
_HEAD = struct.Struct(">Q32sQ")
_TAIL = 32 + SIGNATURE
_FEWEST_BYTES = _START.size + _TAIL
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Event(IntEnum):
    """What happened; the code is readable on the disk."""

    STATION_CREATED = 1
    PERSON_ADDED = 2
    SHEET_SEALED = 3
    DOCUMENT_EXPORTED = 4
    CLOCK_SET_BACK = 5
    COMMITTEE_KEY_ACCEPTED = 6
    PROTOCOL_IMPORTED = 7
    REVOCATIONS_ACCEPTED = 8
    PROTOCOL_WITHDRAWN = 9
    # 10 to 19: what became of a document that left
    DOCUMENT_DELIVERED = 10
    DOCUMENT_RETURNED = 11
    # 20 to 39: people and keys
    PERSON_REVOKED = 20
    PERSON_REPLACED = 21
    PASSWORD_CHANGED = 22
    KEYS_ROTATED = 23
    ACCESS_KEY_MADE = 24
    SHARES_MADE = 25
    SHARES_CHECKED = 26
    SHARES_USED = 27
    # 40 to 49: who saw the sheets
    SHEET_OPENED = 40
    ACCESS_EXPIRED = 41
    # 50 to 79: what becomes of the sheets
    SHEET_CORRECTED = 50
    SHEET_COMPLETED = 51
    SHEET_IMPORTED = 52
    HOLD_PLACED = 53
    HOLD_RELEASED = 54
    PURGE_APPROVED = 55
    PURGE_DONE = 56
    SHEET_KEPT = 57
    ERASURE_APPROVED = 58
    SHEET_ERASED = 59
    BACKUP_MADE = 60
    RESTORE_APPROVED = 61
    RESTORED = 62
    HANDED_OVER = 63
    PERSON_EXPORTED = 64
    RECTIFICATION_ASKED = 65
    OBJECTION_RECORDED = 66
    PURGE_COMPLETE = 67
    SHEET_SIGNED = 68


# Traces that are not sealed blobs; sealed blobs use the codes of envelope.Kind.
PERSON_TRACE = 64
STATION_TRACE = 65
COMMITTEE_KEY_TRACE = 66
DELIVERY_TRACE = 67
PROTOCOL_TRACE = 68
REVOCATIONS_TRACE = 69
WITHDRAWAL_TRACE = 70
# 80 to 89: people and keys; the packed ones are described in keys/notes and keys/rotation.
# 80 was a hash of the key file without its secrets: still in old journals, never compared.
NOTE_TRACE = 81
ACTOR_TRACE = 82
EPOCH_TRACE = 83
SUCCESSOR_TRACE = 84
KEYSTORE_TRACE = 85
# 100 to 119: what becomes of the sheets; the packed ones are described in retention/traces.
CAPTURE_TRACE = 90
ACCESS_TRACE = 91

PREVIOUS_TRACE = 100
DESTROYED_TRACE = 101
MONTH_TRACE = 102
PLAN_TRACE = 103
COPY_TRACE = 104
LOST_HEAD_TRACE = 105
COPY_SIZE_TRACE = 106
REQUEST_TRACE = 107
HOLD_TRACE = 108
SIGNED_TRACE = 109
# 110 to 119: the hash of the Message-ID of a mail that left, of a mail that came back
MESSAGE_TRACE = 110
RECEIPT_TRACE = 111


@dataclass(frozen=True, slots=True)
class Trace:
    """The hash of some bytes kept elsewhere, and what these bytes are."""

    kind: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal, signed by the person who acted."""

    seq: int
    time_ms: int
    event: int
    actor: bytes
    about: bytes
    traces: tuple[Trace, ...]
    previous: bytes
    signature: bytes = bytes(SIGNATURE)


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The size and root of the journal: what a printed footer shows."""

    size: int
    root: bytes

    @property
    def next_number(self) -> int:
        """The number the next sheet will bear if nothing is written before it."""
        return self.size + 1


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head as the station signed it: what an anchor keeps elsewhere."""

    head: TreeHead
    time_ms: int
    signature: bytes

    @property
    def size(self) -> int:
        """How many entries it covers."""
        return self.head.size

    @property
    def root(self) -> bytes:
        """The root of these entries, 32 bytes."""
        return self.head.root


class MalformedEntry(ValueError):
    """These bytes are no journal entry."""


def milliseconds(moment: datetime) -> int:
    """Return ``moment`` (aware) in milliseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def moment(time_ms: int) -> datetime:
    """Return the aware UTC instant of ``time_ms``."""
    return _EPOCH + timedelta(milliseconds=time_ms)


def genesis(station_id: bytes) -> bytes:
    """Return what stands for the previous entry of the first one."""
    return sha256(b"OSyS journal 1" + station_id).digest()


def entry_digest(encoded: bytes) -> bytes:
    """Return what the next entry writes as the hash of this one."""
    return sha256(encoded).digest()


def sign_entry(entry: Entry, station_id: bytes, person: Ed25519PrivateKey) -> bytes:
    """Return the bytes of ``entry`` signed by ``person``; its own signature is ignored."""
    body = _body(entry)
    return body + person.sign(_entry_message(station_id, body))


def entry_signed_by(encoded: bytes, station_id: bytes, public: bytes) -> bool:
    """Tell whether the key ``public`` signed these entry bytes at this station."""
    message = _entry_message(station_id, encoded[:-SIGNATURE])
    return signed_by(public, encoded[-SIGNATURE:], message)


def decode(encoded: bytes) -> Entry:
    """Return the entry written in ``encoded``; no signature is checked here.

    Raises:
        MalformedEntry: another length or version.
    """
    if len(encoded) < _START.size:
        raise MalformedEntry
    version, seq, time_ms, event, actor, about, count = _START.unpack_from(encoded)
    traces_end = _START.size + count * _TRACE.size
    if version != _VERSION or len(encoded) != traces_end + 32 + SIGNATURE:
        raise MalformedEntry
    traces = tuple(Trace(*pair) for pair in _TRACE.iter_unpack(encoded[_START.size : traces_end]))
    previous, signature = encoded[traces_end : traces_end + 32], encoded[traces_end + 32 :]
    return Entry(seq, time_ms, event, actor, about, traces, previous, signature)


def outline(encoded: bytes) -> tuple[int, bytes, bytes]:
    """Return (number, actor, hash of the entry before) of ``encoded``: a fast partial ``decode``.

    Raises:
        MalformedEntry: another length or version.
    """
    if len(encoded) < _START.size:
        raise MalformedEntry
    version, seq, _, _, actor, _, count = _START.unpack_from(encoded)
    if version != _VERSION or len(encoded) != _FEWEST_BYTES + count * _TRACE.size:
        raise MalformedEntry
    return seq, actor, encoded[-_TAIL:-SIGNATURE]


def sign_head(head: TreeHead, time_ms: int, station_id: bytes, station: Ed25519PrivateKey) -> bytes:
    """Return the station's signature of ``head``."""
    return station.sign(_head_message(head, time_ms, station_id))


def head_signed(
    head: TreeHead, time_ms: int, station_id: bytes, signature: bytes, public: bytes
) -> bool:
    """Tell whether the station key ``public`` signed ``head``."""
    try:
        message = _head_message(head, time_ms, station_id)
    except struct.error:  # a number no head can hold was never signed
        return False
    return signed_by(public, signature, message)


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the Ed25519 key ``public`` (32 bytes) signed ``message``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _body(entry: Entry) -> bytes:
    start = _START.pack(
        _VERSION,
        entry.seq,
        entry.time_ms,
        entry.event,
        entry.actor,
        entry.about,
        len(entry.traces),
    )
    traces = b"".join(_TRACE.pack(trace.kind, trace.digest) for trace in entry.traces)
    return start + traces + entry.previous


def _entry_message(station_id: bytes, body: bytes) -> bytes:
    return b"OSyS entry 1\0" + station_id + body


def _head_message(head: TreeHead, time_ms: int, station_id: bytes) -> bytes:
    return b"OSyS head 1\0" + station_id + _HEAD.pack(head.size, head.root, time_ms)
