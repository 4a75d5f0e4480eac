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
from app.records.sheets.archive import BLIND_BYTES, Archive, SheetSecrets
from app.records.sheets.drafts import Drafts
from app.records.sheets.outbox import WAITING
from app.records.sheets.packages import Packages, SealedPackage
from app.records.sheets.pieces import (
    DocumentKind,
    Receipt,
    SealRequest,
    document_row_id,
)


@dataclass(frozen=True, slots=True)
class _SealedDocument:
    kind: DocumentKind
    document_id: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class _SealedParts:
    """Every row of one sheet, ready to be written."""

    wrapped: bytes
    body: bytes
    documents: tuple[_SealedDocument, ...]
    summary_key: int
    summary: bytes
    fact: SealedFact
    fact_trace: bytes
    package: SealedPackage | None

    def traces(self) -> tuple[Trace, ...]:
        """What the journal entry of the sheet commits to."""
        documents = (Trace(d.kind.sealed, sha256(d.body).digest()) for d in self.documents)
        return (
            Trace(Kind.SHEET, sha256(self.body).digest()),
            *documents,
            Trace(Kind.SUMMARY, sha256(self.summary).digest()),
            Trace(Kind.FACT, self.fact_trace),
            *((self.package.trace,) if self.package else ()),
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

    def seal(self, request: SealRequest, head: TreeHead) -> Receipt:
        """Keep ``request`` for ten years and return the proof; see ``Vault.seal``."""
        earlier = self._earlier(request)
        if earlier is not None:
            return earlier
        if self._ledger.head() != head:
            raise HeadMoved
        parts = self._sealed(request)
        with self._ledger.writing():
            number = self._ledger.append(
                Event.SHEET_SEALED, request.sheet_id, parts.traces(), request.now
            )
            self._write(request, parts, number)
        return self._receipt(request.sheet_id, number)

    def _earlier(self, request: SealRequest) -> Receipt | None:
        try:
            sealed = self._archive.read(request.sheet_id)
        except UnknownSheet:
            return None
        if sealed.body != request.body:
            raise AlreadySealed
        return self._receipt(request.sheet_id, sealed.number)

    def _receipt(self, sheet_id: bytes, number: int) -> Receipt:
        head = self._ledger.head_at(number)
        return Receipt(sheet_id, number, head.size, head.root)

    def _sealed(self, request: SealRequest) -> _SealedParts:
        month = self._ring.month_for_writing(Domain.SHEETS, request.month)
        package_id, package = self._packages.prepare(request.package)
        fact = self._facts.seal(new_record_id(), request.month, request.fact)
        digest = sha256(request.package).digest()
        secrets = SheetSecrets(package_id, digest, fact.fact_id, os.urandom(BLIND_BYTES))
        key = new_key()
        parts = _SealedParts(
            wrapped=_wrapped(month, request.sheet_id, key),
            body=_body(request, secrets, key),
            documents=_documents(request, key),
            summary_key=month.key_id,
            summary=_summary(request, month),
            fact=fact,
            fact_trace=blinded(secrets.blind, fact.fact_id, fact.body),
            package=package,
        )
        key[:] = bytes(len(key))
        return parts

    def _write(self, request: SealRequest, parts: _SealedParts, number: int) -> None:
        execute, sheet_id = self._store.execute, request.sheet_id
        execute(
            "insert into sheet values (?, ?, ?, ?, ?, ?)",
            (sheet_id, FIRST_VERSION, request.month, number, parts.wrapped, parts.body),
        )
        for document in parts.documents:
            execute(
                "insert into document values (?, ?, ?, ?, ?)",
                (document.document_id, sheet_id, FIRST_VERSION, document.kind, document.body),
            )
        execute(
            "insert into summary values (?, ?, ?, ?)",
            (sheet_id, FIRST_VERSION, parts.summary_key, parts.summary),
        )
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


def _wrapped(month: MonthKey, sheet_id: bytes, key: bytearray) -> bytes:
    return wrap_key(subkey(month.key, "wrap"), month.key_id, Label.SHEET, sheet_id, key)


def _body(request: SealRequest, secrets: SheetSecrets, key: bytearray) -> bytes:
    content = secrets.packed() + request.body
    return seal_blob(key, Kind.SHEET, FIRST_VERSION, request.sheet_id, content)


def _summary(request: SealRequest, month: MonthKey) -> bytes:
    key = subkey(month.key, "summary")
    return seal_blob(key, Kind.SUMMARY, FIRST_VERSION, request.sheet_id, request.summary)


def _documents(request: SealRequest, key: bytearray) -> tuple[_SealedDocument, ...]:
    """Seal each document under the key of its sheet, for a row of its own."""
    return tuple(
        _SealedDocument(
            document.kind,
            row_id := document_row_id(request.sheet_id, document.kind),
            seal_blob(key, document.kind.sealed, FIRST_VERSION, row_id, document.content),
        )
        for document in request.documents
    )
