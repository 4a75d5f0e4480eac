"""The closing transaction: everything of one sheet becomes durable together, or nothing.

Compressing and sealing come before the transaction, which only writes rows and the signed
journal entry. A sheet is identified by its caller, so a retry after a power cut finds what
was committed and returns the same receipt.
"""

import os
from dataclasses import dataclass
from hashlib import sha256

from app.records.database import Store
from app.records.envelope import (
    FIRST_VERSION,
    Kind,
    Label,
    new_key,
    new_record_id,
    seal_blob,
    subkey,
    wrap_key,
)
from app.records.facts import Facts, SealedFact, blinded
from app.records.journal.entries import Event, Trace, TreeHead
from app.records.journal.ledger import Ledger
from app.records.keys.accounts import Domain
from app.records.keys.ring import KeyRing, MonthKey
from app.records.refusals import AlreadySealed, HeadMoved, UnknownSheet
from app.records.sheets.archive import Archive
from app.records.sheets.attached import Captures, SealedCapture
from app.records.sheets.drafts import Drafts
from app.records.sheets.outbox import WAITING
from app.records.sheets.packages import Packages, SealedPackage
from app.records.sheets.pieces import (
    ID_BYTES,
    DocumentKind,
    Receipt,
    SealRequest,
    document_row_id,
)
from app.records.sheets.taken import TakenCaptures
from app.records.sheets.within import BLIND_BYTES, SheetSecrets


@dataclass(frozen=True, slots=True)
class _SealedDocument:
    kind: DocumentKind
    document_id: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class As:
    """Which version a request is sealed as.

    ``secrets`` are those of the version before: a newer one carries its fact on, so that an
    act is counted once. ``change`` is what stands before the body. ``has_fact`` is false for a
    sheet made elsewhere.
    """

    version: int = FIRST_VERSION
    secrets: SheetSecrets | None = None
    change: bytes = b""
    has_fact: bool = True


FIRST = As()


@dataclass(frozen=True, slots=True)
class SealedParts:
    """Every row of one sheet version, ready to be written."""

    version: int
    wrapped: bytes
    body: bytes
    documents: tuple[_SealedDocument, ...]
    summary_key: int
    summary: bytes
    fact: SealedFact | None
    fact_trace: bytes
    package: SealedPackage | None
    captures: tuple[SealedCapture, ...] = ()

    def traces(self) -> tuple[Trace, ...]:
        """What the journal entry of the sheet commits to."""
        documents = (Trace(d.kind.sealed, sha256(d.body).digest()) for d in self.documents)
        return (
            Trace(Kind.SHEET, sha256(self.body).digest()),
            *documents,
            Trace(Kind.SUMMARY, sha256(self.summary).digest()),
            *((Trace(Kind.FACT, self.fact_trace),) if self.fact else ()),
            *((self.package.trace,) if self.package else ()),
            *(one.trace for one in self.captures),
        )


class Sealing:
    """Seals sheets into one vault."""

    def __init__(self, store: Store, ring: KeyRing, ledger: Ledger, archive: Archive) -> None:
        self._store = store
        self._ring = ring
        self._ledger = ledger
        self._archive = archive
        self._packages = Packages(store, ring, ledger)
        self._facts = Facts(store, ring)
        self._drafts = Drafts(store, ring)
        self._captures = Captures(store)
        self._taken = TakenCaptures(store, ring)

    def seal(self, request: SealRequest, head: TreeHead) -> Receipt:
        """Keep ``request`` for ten years and return the proof; see ``Vault.seal``."""
        earlier = self._earlier(request)
        if earlier is not None:
            return earlier
        if self._ledger.head() != head:
            raise HeadMoved
        parts = self.prepare(request, FIRST)
        left = self._left_out(request)
        with self._ledger.writing():
            number = self._ledger.append(
                Event.SHEET_SEALED, request.sheet_id, parts.traces(), request.now
            )
            self.write(request, parts, number)
        self._taken.unlink(left)
        return self.receipt(request.sheet_id, number)

    def _left_out(self, request: SealRequest) -> tuple[bytes, ...]:
        """Return the captures of the draft that its sheet does not name: they go with it."""
        kept = {one.capture_id for one in request.taken}
        lines = self._taken.lines(request.draft_id) if request.draft_id else ()
        return tuple(one.capture_id for one in lines if one.capture_id not in kept)

    def _earlier(self, request: SealRequest) -> Receipt | None:
        try:
            sealed = self._archive.read(request.sheet_id, FIRST_VERSION)
        except UnknownSheet:
            return None
        if sealed.body != request.body:
            raise AlreadySealed
        return self.receipt(request.sheet_id, sealed.number)

    def receipt(self, sheet_id: bytes, number: int) -> Receipt:
        """Return the proof of the version that bears ``number``."""
        head = self._ledger.head_at(number)
        return Receipt(sheet_id, number, head.size, head.root)

    def prepare(self, request: SealRequest, sealed_as: As) -> SealedParts:
        """Return the rows of one version, sealed; nothing is written in the vault."""
        month = self._ring.month_for_writing(Domain.SHEETS, request.month)
        package_id, package = self._packages.prepare(request.package)
        fact = self._fact(request) if sealed_as.secrets is None and sealed_as.has_fact else None
        before = sealed_as.secrets
        secrets = SheetSecrets(
            package_id=package_id,
            package_digest=sha256(request.package).digest(),
            fact_id=before.fact_id if before else fact.fact_id if fact else bytes(ID_BYTES),
            blind=before.blind if before else os.urandom(BLIND_BYTES),
        )
        key, version = new_key(), sealed_as.version
        content = secrets.packed() + sealed_as.change + request.body
        parts = SealedParts(
            version=version,
            wrapped=_wrapped(month, request.sheet_id, key),
            body=seal_blob(key, Kind.SHEET, version, request.sheet_id, content),
            documents=_documents(request, version, key),
            summary_key=month.key_id,
            summary=_summary(request, version, month),
            fact=fact,
            fact_trace=blinded(secrets.blind, fact.fact_id, fact.body) if fact else b"",
            package=package,
            captures=(
                *self._captures.prepare(request.captures, key),
                *self._taken.attach(request.draft_id, request.taken, key),
            ),
        )
        key[:] = bytes(len(key))
        return parts

    def write(self, request: SealRequest, parts: SealedParts, number: int) -> None:
        """Write the rows of one version as part of the transaction of entry ``number``."""
        execute, sheet_id, version = self._store.execute, request.sheet_id, parts.version
        execute(
            "insert into sheet values (?, ?, ?, ?, ?, ?)",
            (sheet_id, version, request.month, number, parts.wrapped, parts.body),
        )
        for document in parts.documents:
            execute(
                "insert into document values (?, ?, ?, ?, ?)",
                (document.document_id, sheet_id, version, document.kind, document.body),
            )
        execute(
            "insert into summary values (?, ?, ?, ?)",
            (sheet_id, version, parts.summary_key, parts.summary),
        )
        self._captures.write(sheet_id, version, parts.captures)
        if parts.fact is not None:
            self._facts.write(parts.fact)
        if parts.package is not None:
            self._packages.write(parts.package, number)
        for line in request.outbox:
            execute(
                "insert into outbox (kind, ref, state) values (?, ?, ?)",
                (line.kind, line.ref, WAITING),
            )
        if request.draft_id is not None:
            self._drafts.drop_within(request.draft_id)

    def _fact(self, request: SealRequest) -> SealedFact:
        return self._facts.seal(new_record_id(), request.month, request.fact)


def _wrapped(month: MonthKey, sheet_id: bytes, key: bytearray) -> bytes:
    return wrap_key(subkey(month.key, "wrap"), month.key_id, Label.SHEET, sheet_id, key)


def _summary(request: SealRequest, version: int, month: MonthKey) -> bytes:
    key = subkey(month.key, "summary")
    return seal_blob(key, Kind.SUMMARY, version, request.sheet_id, request.summary)


def _documents(request: SealRequest, version: int, key: bytearray) -> tuple[_SealedDocument, ...]:
    """Seal each document under the key of its sheet, for a row of its own."""
    return tuple(
        _SealedDocument(
            document.kind,
            row_id := document_row_id(request.sheet_id, document.kind, version),
            seal_blob(key, document.kind.sealed, version, row_id, document.content),
        )
        for document in request.documents
    )
