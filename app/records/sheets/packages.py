"""Protocol packages: the exact bytes each sheet was decided with, kept once per content.

The identifier is keyed, so that somebody who owns the published protocol cannot tell from
the disk that it was used here; the size is padded to 16 KiB for the same reason.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    Label,
    new_key,
    open_blob,
    seal_blob,
    unwrap_key,
    wrap_key,
    wrapping_id,
)
from app.records.journal.entries import Trace
from app.records.journal.ledger import Ledger
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing
from app.records.refusals import Tampered
from app.records.sheets.pieces import ID_BYTES

_USE = "package"
_BLOCK = 16 * 1024


@dataclass(frozen=True, slots=True)
class SealedPackage:
    """A package ready to be written with the first sheet that follows it."""

    package_id: bytes
    wrapped: bytes
    body: bytes

    @property
    def trace(self) -> Trace:
        """What the journal keeps of it."""
        return Trace(Kind.PACKAGE, sha256(self.body).digest())


class Packages:
    """The protocol packages of one vault."""

    def __init__(self, store: Store, ring: KeyRing, ledger: Ledger) -> None:
        self._store = store
        self._ring = ring
        self._ledger = ledger

    def prepare(self, content: bytes) -> tuple[bytes, SealedPackage | None]:
        """Return the identifier of ``content``, and its sealed form if it is not kept yet.

        Raises:
            Tampered: it is kept, but no longer reads as ``content``.
        """
        epoch, secret = self._ring.domain_subkey(Domain.SHEETS, "package id")
        package_id = hmac.digest(secret, content, sha256)[:ID_BYTES]
        if self._store.one("select 1 from package where id = ?", (package_id,)):
            self.read(package_id, sha256(content).digest())
            return package_id, None
        key = new_key()
        wrapping = self._ring.subkey_of_epoch(Domain.SHEETS, epoch, _USE)
        wrapped = wrap_key(wrapping, epoch, Label.PACKAGE, package_id, key)
        body = seal_blob(key, Kind.PACKAGE, FIRST_VERSION, package_id, content, _BLOCK)
        return package_id, SealedPackage(package_id, wrapped, body)

    def write(self, package: SealedPackage, seq: int) -> None:
        """Write a package as part of the transaction of journal entry ``seq``."""
        self._store.execute(
            "insert into package values (?, ?, ?, ?)",
            (package.package_id, seq, package.wrapped, package.body),
        )

    def read(self, package_id: bytes, digest: bytes) -> bytes:
        """Return the bytes of a package whose SHA-256 is ``digest``.

        Raises:
            Tampered: it is missing or is not what was stored.
        """
        row = self._store.one("select * from package where id = ?", (package_id,))
        if row is None:
            raise Tampered
        content = self._opened(package_id, row)
        if sha256(content).digest() != digest:
            raise Tampered
        return content

    def is_traced(self, package_id: bytes) -> bool:
        """Tell whether the journal vouches for the stored bytes of a package."""
        row = self._store.one("select seq, body from package where id = ?", (package_id,))
        if row is None:
            return False
        trace = Trace(Kind.PACKAGE, sha256(blob(row, "body")).digest())
        try:
            return trace in self._ledger.entry(integer(row, "seq")).traces
        except Tampered:
            return False

    def _opened(self, package_id: bytes, row: Row) -> bytes:
        body, wrapped = blob(row, "body"), blob(row, "wrapped")
        wrapping = self._ring.subkey_of_epoch(Domain.SHEETS, wrapping_id(wrapped), _USE)
        key = unwrap_key(wrapping, Label.PACKAGE, package_id, wrapped)
        return open_blob(key, Kind.PACKAGE, FIRST_VERSION, package_id, body)
