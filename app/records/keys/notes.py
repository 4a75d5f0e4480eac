"""Changes of people and keys, and their lines in the journal.

The key file and the vault are two files: no transaction covers both. A change is one
transaction of the key file, which also writes a note of it; the note is then turned into a
line of the journal, and dropped. Killed at any instant, the change is whole or absent, and
its line is written at the next login of somebody who signs the journal. A line bears the
identifier of its note, so it is never written twice.

A line signed by another person than the one who made the change says so: it bears the hash
of the pseudonym of who did.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.envelope import new_record_id
from app.records.journal.entries import (
    ACTOR_TRACE,
    KEYSTORE_TRACE,
    NOTE_TRACE,
    PERSON_TRACE,
    Event,
    Trace,
    milliseconds,
)
from app.records.journal.ledger import signer_message
from app.records.keys.accounts import Account, Grant
from app.records.keys.keystore import KeyStore
from app.records.keys.room import KeyRoom
from app.records.refusals import Tampered

_TRACE = struct.Struct(">B32s")


@dataclass(frozen=True, slots=True)
class Note:
    """A change of the key file that waits for its line; ``traces`` are its own."""

    note_id: bytes
    event: Event
    about: bytes
    actor: bytes
    time_ms: int
    traces: tuple[Trace, ...]

    @property
    def mark(self) -> bytes:
        """The 32 bytes by which its line is known: identifier, milliseconds, zeros."""
        return struct.pack(">16sQ8x", self.note_id, self.time_ms)


def note_within(
    keystore: KeyStore,
    actor: bytes,
    event: Event,
    about: bytes,
    now: datetime,
    traces: Sequence[Trace] = (),
) -> None:
    """Write a note as part of the transaction of the key file that makes the change."""
    packed = b"".join(_TRACE.pack(one.kind, one.digest) for one in traces)
    keystore.store.execute(
        "insert into note values (?, ?, ?, ?, ?, ?)",
        (new_record_id(), event, about, actor, milliseconds(now), packed),
    )


def waiting_notes(keystore: KeyStore) -> tuple[Note, ...]:
    """Return the changes whose line may be missing, the oldest first."""
    return tuple(map(_note, keystore.store.rows("select * from note order by rowid")))


def write_lines(room: KeyRoom, now: datetime) -> None:
    """Write the line of every note that has none yet, and drop the notes.

    Raises:
        Tampered: the journal is not sound; the notes wait.
    """
    for note in waiting_notes(room.keystore):
        if not _is_written(room, note):
            _write(room, note, now)
        room.keystore.store.execute("delete from note where id = ?", (note.note_id,))


def keystore_digest(keystore: KeyStore) -> bytes:
    """Return the hash of who may open what, as the last line of a change bears it."""
    accounts = b"".join(sorted(map(_account_bytes, keystore.accounts())))
    grants = b"".join(sorted(map(_grant_bytes, keystore.grants())))
    return sha256(b"OSyS key file 1\0" + accounts + grants).digest()


def _write(room: KeyRoom, note: Note, now: datetime) -> None:
    traces = [Trace(NOTE_TRACE, note.mark), Trace(KEYSTORE_TRACE, keystore_digest(room.keystore))]
    if note.actor != room.ledger.actor:
        traces.append(Trace(ACTOR_TRACE, sha256(note.actor).digest()))
    with room.ledger.writing():
        if note.event is Event.PERSON_ADDED:
            traces.append(_signer_within(room, note.about))
        room.ledger.append(note.event, note.about, (*traces, *note.traces), now)


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
    packed = blob(row, "traces")
    if len(packed) % _TRACE.size:
        raise Tampered
    try:
        event = Event(integer(row, "event"))
    except ValueError as error:
        raise Tampered from error
    return Note(
        note_id=blob(row, "id"),
        event=event,
        about=blob(row, "about"),
        actor=blob(row, "actor"),
        time_ms=integer(row, "time"),
        traces=tuple(Trace(*pair) for pair in _TRACE.iter_unpack(packed)),
    )


def _account_bytes(account: Account) -> bytes:
    names = "\0".join((account.login, account.label, account.role.value, account.title))
    return (
        account.account_id
        + sha256(
            struct.pack(">B", account.status) + account.x25519 + account.ed25519 + names.encode()
        ).digest()
    )


def _grant_bytes(grant: Grant) -> bytes:
    head = struct.pack(">16sBI", grant.account_id, grant.domain, grant.epoch)
    return head + sha256(grant.sealed).digest()
