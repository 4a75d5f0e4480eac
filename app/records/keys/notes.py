"""Changes of people and keys, and their lines in the journal.

The key file and the vault are two files: no transaction covers both. A change is one
transaction of the key file, which also writes a note of it; the note is then turned into a
line of the journal, and dropped. Killed at any instant, the change is whole or absent, and
its line is written at the next login of somebody who signs the journal. A line bears the
identifier of its note, so it is never written twice.

A line signed by another person than the one who made the change says so: it bears the hash
of the pseudonym of who did. The note itself is signed by who made the change: a note slipped
into the file makes nobody sign a line.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.columns import Row, Value, blob, integer
from app.records.envelope import new_record_id
from app.records.journal.entries import (
    ACTOR_TRACE,
    KEYSTORE_TRACE,
    NOTE_TRACE,
    PERSON_TRACE,
    Event,
    Trace,
    milliseconds,
    signed_by,
)
from app.records.journal.ledger import signer_message
from app.records.keys.credentials import is_certified
from app.records.keys.keystore import KeyStore
from app.records.keys.room import KeyRoom
from app.records.refusals import Tampered

# What a note may say: nothing about sheets, whatever the file holds.
NOTED = frozenset(
    {
        Event.PERSON_ADDED,
        Event.PERSON_REVOKED,
        Event.PERSON_REPLACED,
        Event.PASSWORD_CHANGED,
        Event.KEYS_ROTATED,
        Event.ACCESS_KEY_MADE,
        Event.SHARES_MADE,
        Event.SHARES_CHECKED,
        Event.SHARES_USED,
    }
)

_TRACE = struct.Struct(">B32s")
_WHO_OPENS = (
    "select * from account",
    "select * from domain_grant",
    "select * from recovery",
    "select * from recovery_grant",
)


@dataclass(frozen=True, slots=True)
class Note:
    """A change of the key file that waits for its line; ``traces`` are its own, packed."""

    note_id: bytes
    event: Event
    about: bytes
    actor: bytes
    time_ms: int
    traces: bytes
    signature: bytes = b""

    @property
    def message(self) -> bytes:
        """What the person who made the change signs."""
        numbers = struct.pack(">BQ", self.event, self.time_ms)
        return b"OSyS note 1\0" + self.note_id + self.about + self.actor + numbers + self.traces

    @property
    def mark(self) -> bytes:
        """The 32 bytes by which its line is known: identifier, milliseconds, zeros."""
        return struct.pack(">16sQ8x", self.note_id, self.time_ms)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who makes a change: the pseudonym of their account, and what signs for them."""

    actor: bytes
    sign: Callable[[bytes], bytes]


def hand_of(room: KeyRoom) -> Hand:
    """Return the hand of the person whose session it is."""
    return Hand(room.ledger.actor, room.ledger.sign)


def note_within(
    keystore: KeyStore,
    hand: Hand,
    event: Event,
    about: bytes,
    now: datetime,
    traces: Sequence[Trace] = (),
) -> None:
    """Write a note as part of the transaction of the key file that makes the change."""
    packed = b"".join(_TRACE.pack(one.kind, one.digest) for one in traces)
    note = Note(new_record_id(), event, about, hand.actor, milliseconds(now), packed)
    keystore.store.execute(
        "insert into note values (?, ?, ?, ?, ?, ?, ?)",
        (
            *(note.note_id, note.event, note.about, note.actor, note.time_ms, note.traces),
            hand.sign(note.message),
        ),
    )


def waiting_notes(keystore: KeyStore) -> tuple[Note, ...]:
    """Return the changes whose line may be missing, the oldest first."""
    return tuple(map(_note, keystore.store.rows("select * from note order by rowid")))


def write_lines(room: KeyRoom, now: datetime) -> None:
    """Write the line of every note that has none yet, and drop the notes.

    Raises:
        Tampered: the journal is not sound, or a note was not signed by a person of the
            station; the notes wait.
    """
    for note in waiting_notes(room.keystore):
        _require_signed(room, note)
        if not _is_written(room, note):
            _write(room, note, now)
        room.keystore.store.execute("delete from note where id = ?", (note.note_id,))


def keystore_digest(keystore: KeyStore) -> bytes:
    """Return the hash of who may open what, and with which secret, as a line bears it.

    It covers every column of the accounts, of the grants and of the recovery key, not the month
    keys: those change without a line of their own.

    Source: this file (label, then for each row the place of its table in ``_WHO_OPENS``, one
    byte, and its columns, each after its length on 4 bytes; rows of a table in byte order).
    """
    told = sha256(b"OSyS key file 2\0")
    for place, rows in enumerate(map(keystore.store.tuples, _WHO_OPENS)):
        for row in sorted(map(_row_bytes, rows)):
            told.update(bytes((place,)) + row)
    return told.digest()


def _write(room: KeyRoom, note: Note, now: datetime) -> None:
    traces = [Trace(NOTE_TRACE, note.mark), Trace(KEYSTORE_TRACE, keystore_digest(room.keystore))]
    if note.actor != room.ledger.actor:
        traces.append(Trace(ACTOR_TRACE, sha256(note.actor).digest()))
    with room.ledger.writing():
        if note.event is Event.PERSON_ADDED:
            traces.append(_signer_within(room, note.about))
        own = (Trace(*pair) for pair in _TRACE.iter_unpack(note.traces))
        room.ledger.append(note.event, note.about, (*traces, *own), now)


def _require_signed(room: KeyRoom, note: Note) -> None:
    for account in room.keystore.accounts():
        if account.account_id == note.actor and is_certified(account, room.station):
            if signed_by(account.ed25519, note.signature, note.message):
                return
            break
    raise Tampered


def _signer_within(room: KeyRoom, account_id: bytes) -> Trace:
    """Write the row by which a copy of the vault knows the new person's signature."""
    accounts = room.keystore.accounts()
    account = next((one for one in accounts if one.account_id == account_id), None)
    if account is None:
        raise Tampered
    public = account.ed25519
    certificate = room.seal().sign(signer_message(room.station.station_id, account_id, public))
    room.store.execute("insert into signer values (?, ?, ?)", (account_id, public, certificate))
    return Trace(PERSON_TRACE, sha256(public + certificate).digest())


def _is_written(room: KeyRoom, note: Note) -> bool:
    sql = "select 1 from ledger where instr(entry, ?) > 0"
    return room.store.one(sql, (note.mark,)) is not None


def _note(row: Row) -> Note:
    packed, event, time_ms = blob(row, "traces"), integer(row, "event"), integer(row, "time")
    if len(packed) % _TRACE.size or event not in NOTED or not 0 <= time_ms < 1 << 63:
        raise Tampered
    return Note(
        note_id=blob(row, "id"),
        event=Event(event),
        about=blob(row, "about"),
        actor=blob(row, "actor"),
        time_ms=time_ms,
        traces=packed,
        signature=blob(row, "signature"),
    )


def _row_bytes(row: tuple[Value, ...]) -> bytes:
    columns = [one if isinstance(one, bytes) else str(one).encode() for one in row]
    return b"".join(struct.pack(">I", len(one)) + one for one in columns)
