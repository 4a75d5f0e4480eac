"""The journal as it stands in the vault: read at opening, appended in a transaction."""

import contextlib
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.journal.entries import (
    SET_BACK_MS,
    Entry,
    Event,
    MalformedEntry,
    SignedHead,
    Trace,
    TreeHead,
    decode,
    entry_digest,
    entry_signed_by,
    genesis,
    head_signed,
    milliseconds,
    sign_entry,
    sign_head,
    signed_by,
)
from app.records.journal.merkle import Tree, leaf_hash
from app.records.refusals import SessionClosed, Tampered
from app.records.station_file import StationFile


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes in the journal: the pseudonym and key of a person, the key of the station."""

    actor: bytes
    person: Ed25519PrivateKey
    station: Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class _Last:
    """What the next entry follows."""

    encoded: bytes
    time_ms: int


class Ledger:
    """The journal of one vault.

    ``sound`` tells whether its leaves, last entry and last signed head agree. A journal
    that is not sound is never written to; the sheets can still be read.
    """

    def __init__(self, store: Store, station: StationFile, pen: Pen) -> None:
        self._store = store
        self._station = station
        self._pen: Pen | None = pen
        self._last: _Last | None = None
        self._signed: SignedHead | None = None
        self._followers: list[Callable[[SignedHead], None]] = []
        rows = store.tuples("select seq, leaf from ledger order by seq")
        self._tree = Tree([leaf for _, leaf in rows if isinstance(leaf, bytes)])
        self.sound = [seq for seq, _ in rows] == list(range(1, len(rows) + 1)) and self._ends_well()

    @property
    def station_id(self) -> bytes:
        """The identifier of the station whose journal this is."""
        return self._station.station_id

    @property
    def actor(self) -> bytes:
        """The pseudonym of the person who writes.

        Raises:
            SessionClosed: nobody does any more.
        """
        if self._pen is None:
            raise SessionClosed
        return self._pen.actor

    def sign(self, message: bytes) -> bytes:
        """Return the signature of ``message`` by the person who writes.

        Raises:
            SessionClosed: nobody does any more.
        """
        if self._pen is None:
            raise SessionClosed
        return self._pen.person.sign(message)

    def head(self) -> TreeHead:
        """Return the size and root of the journal as committed.

        Raises:
            Tampered: the journal is not sound.
        """
        if not self.sound:
            raise Tampered
        return self.head_at(self._tree.size)

    def head_at(self, size: int) -> TreeHead:
        """Return the head as it was when the journal had ``size`` entries."""
        if self.sound and self._signed is not None and self._signed.size == size:
            return self._signed.head
        return TreeHead(size, self._tree.root(size))

    @property
    def size(self) -> int:
        """How many entries there are, sound or not."""
        return self._tree.size

    @property
    def signed(self) -> SignedHead | None:
        """The last head the station signed; None when there is none that it did sign."""
        return self._signed

    def follow(self, follower: Callable[[SignedHead], None]) -> None:
        """Call ``follower`` with the new head after each commit that made the journal grow."""
        self._followers.append(follower)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Run the body as one durable transaction; the journal follows it or stays."""
        size, last, signed, committed = self._tree.size, self._last, self._signed, False
        try:
            with self._store.writing():
                yield
            committed = True
        finally:
            if not committed:
                self._tree.truncate(size)
                self._last, self._signed = last, signed
        if self._signed is not None and self._signed is not signed:
            for follower in self._followers:
                follower(self._signed)

    def append(
        self,
        event: Event,
        about: bytes,
        traces: Sequence[Trace],
        now: datetime,
        by: Pen | None = None,
    ) -> int:
        """Write one entry and its signed head inside ``writing``; return its number.

        ``by`` is a second person who is present and signs this entry with their own key.

        A clock set back since the entry before leaves its own entry after this one, so that
        the number printed on a sheet stays the one that was announced.
        """
        if not self.sound:
            raise Tampered
        before = self._last
        number = self._write(event, about, tuple(traces), milliseconds(now), by)
        self._write_set_back(before, milliseconds(now))
        return number

    def note_clock(self, now: datetime) -> None:
        """Write an entry if the clock went back since the last one."""
        if self.sound and self._last and _set_back(self._last.time_ms, milliseconds(now)):
            with self.writing():
                self._write_set_back(self._last, milliseconds(now))

    def entry(self, seq: int) -> Entry:
        """Return the entry numbered ``seq``: under the signed head, or at least signed.

        Where the journal is not sound, the tree proves nothing any more, and the signature
        of the person is asked for instead: one lost entry does not close the others.

        Raises:
            Tampered: it is missing, or neither the tree nor a signature vouches for it.
        """
        encoded = self._encoded(seq)
        entry = decode_or_refuse(encoded)
        if self.sound:
            vouched = leaf_hash(encoded) == self._tree.leaf(seq - 1)
        else:
            vouched = self._is_signed(encoded, entry.actor)
        if not vouched or entry.seq != seq:
            raise Tampered
        return entry

    def proven(self, seq: int) -> bool:
        """Tell whether entry ``seq`` is signed by its actor and under the last signed head."""
        entry = self.entry(seq)
        return self.sound and self._is_signed(self._encoded(seq), entry.actor)

    def put_down(self) -> None:
        """Forget the signing keys."""
        self._pen = None

    def _encoded(self, seq: int) -> bytes:
        row = self._store.one("select entry from ledger where seq = ?", (seq,))
        if row is None or not 1 <= seq <= self._tree.size:
            raise Tampered
        return blob(row, "entry")

    def _is_new(self) -> bool:
        """Tell whether an empty journal is that of a vault being created."""
        used = "select 1 from head union all select 1 from signer union all select 1 from sheet"
        return self._store.one(f"{used} limit 1") is None

    def _is_signed(self, encoded: bytes, actor: bytes) -> bool:
        row = self._store.one("select * from signer where id = ?", (actor,))
        if row is None:
            return False
        public, certificate = blob(row, "public"), blob(row, "certificate")
        vouched = signer_message(self._station.station_id, actor, public)
        return signed_by(self._station.public, certificate, vouched) and entry_signed_by(
            encoded, self._station.station_id, public
        )

    def _ends_well(self) -> bool:
        size = self._tree.size
        self._signed = self._kept_head()
        if size == 0:
            return self._is_new()
        try:
            encoded = self._encoded(size)
            entry = decode_or_refuse(encoded)
        except Tampered:
            return False
        self._last = _Last(encoded, entry.time_ms)
        if self._signed is None or entry.seq != size or self._signed.size != size:
            return False
        is_last = leaf_hash(encoded) == self._tree.leaf(size - 1)
        return is_last and self._signed.root == self._tree.root()

    def _kept_head(self) -> SignedHead | None:
        """Return the last head of the vault, None unless the station signed it."""
        row = self._store.one("select * from head order by size desc limit 1")
        if row is None:
            return None
        head, time_ms = TreeHead(integer(row, "size"), blob(row, "root")), integer(row, "time")
        signature = blob(row, "signature")
        station = self._station
        if not head_signed(head, time_ms, station.station_id, signature, station.public):
            return None
        return SignedHead(head, time_ms, signature)

    def _write(
        self,
        event: Event,
        about: bytes,
        traces: tuple[Trace, ...],
        time_ms: int,
        by: Pen | None = None,
    ) -> int:
        pen, station_id = by or self._pen, self._station.station_id
        if pen is None:
            raise SessionClosed
        previous = genesis(station_id) if self._last is None else entry_digest(self._last.encoded)
        seq = self._tree.size + 1
        entry = Entry(seq, time_ms, event, pen.actor, about, traces, previous)
        encoded = sign_entry(entry, station_id, pen.person)
        leaf = leaf_hash(encoded)
        self._store.execute("insert into ledger values (?, ?, ?)", (seq, encoded, leaf))
        self._tree.append(leaf)
        self._last = _Last(encoded, time_ms)
        head = TreeHead(seq, self._tree.root())
        signature = sign_head(head, time_ms, station_id, pen.station)
        self._store.execute(
            "insert into head values (?, ?, ?, ?)", (seq, head.root, time_ms, signature)
        )
        self._signed = SignedHead(head, time_ms, signature)
        return seq

    def _write_set_back(self, before: _Last | None, time_ms: int) -> None:
        if before is not None and _set_back(before.time_ms, time_ms):
            about = struct.pack(">QQ", before.time_ms, time_ms)
            self._write(Event.CLOCK_SET_BACK, about, (), time_ms)


def signer_message(station_id: bytes, actor: bytes, public: bytes) -> bytes:
    """Return what the station signs so that a copy of the vault alone can be verified."""
    return b"OSyS signer 1\0" + station_id + actor + public


def decode_or_refuse(encoded: bytes) -> Entry:
    """Return the entry, or refuse it as tampered with."""
    try:
        return decode(encoded)
    except MalformedEntry as error:
        raise Tampered from error


def _set_back(before_ms: int, now_ms: int) -> bool:
    return now_ms < before_ms - SET_BACK_MS
