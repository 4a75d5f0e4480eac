"""Corrections and addenda: a new version of a sealed sheet, never an update.

Every version keeps its own key, documents and journal entry; the newer entry names the one
before it, so that the chain of versions is proven like the rest of the journal. All versions
of a sheet share its month: they reach their date together. The activity fact stays that of
the first version: a corrected act is counted once.

What a later replacement in the shared record (XDM and CDA, ``RPLC``) needs is all here: the
former version is read with its documents and their identifiers, by ``Archive.read``.
"""

from dataclasses import dataclass, replace

from app.records.columns import blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION
from app.records.journal.entries import PREVIOUS_TRACE, Event, Trace, TreeHead
from app.records.journal.ledger import Ledger
from app.records.refusals import AlreadySealed, HeadMoved
from app.records.sheets.archive import Archive
from app.records.sheets.changes import Change, ChangeKind
from app.records.sheets.outbox import GONE, WAITING
from app.records.sheets.pieces import Receipt, SealRequest
from app.records.sheets.refusals import KeptSheetChanged, NoChangeReason, VersionMoved
from app.records.sheets.sealing import As, Sealing

LAST_VERSION = 255
LONGEST_REASON = 2000
_EVENTS = {
    ChangeKind.CORRECTION: Event.SHEET_CORRECTED,
    ChangeKind.ADDENDUM: Event.SHEET_COMPLETED,
}


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A newer version to seal.

    ``sheet`` is the whole new content; its month and fact are those of the first version,
    whatever it says. ``follows`` is the version that was on the screen: another one meanwhile
    is refused. ``author`` is the label of who writes; ``asked_by`` the identifier of a
    patient's request, empty without one.
    """

    sheet: SealRequest
    kind: ChangeKind
    reason: str
    author: str
    follows: int
    asked_by: bytes = b""


class Versions:
    """Seals newer versions into one vault."""

    def __init__(self, store: Store, ledger: Ledger, archive: Archive, sealing: Sealing) -> None:
        self._store = store
        self._ledger = ledger
        self._archive = archive
        self._sealing = sealing

    def change(self, request: ChangeRequest, head: TreeHead) -> Receipt:
        """Keep a newer version and return its proof; see ``Vault.change``."""
        if not request.reason.strip() or len(request.reason) > LONGEST_REASON:
            raise NoChangeReason
        sheet_id = request.sheet.sheet_id
        newest = self._archive.versions(sheet_id)[-1]
        if newest == request.follows + 1:
            return self._again(request)
        if newest != request.follows or newest == LAST_VERSION:
            raise VersionMoved
        if self._store.one("select 1 from kept where id = ?", (sheet_id,)):
            raise KeptSheetChanged
        if self._ledger.head() != head:
            raise HeadMoved
        return self._sealed(request)

    def _again(self, request: ChangeRequest) -> Receipt:
        """Return the proof of a change that was committed before its answer was lost."""
        sealed = self._archive.read(request.sheet.sheet_id)
        change = sealed.change
        said = (request.kind, request.reason.strip(), request.sheet.body)
        if change is None or (change.kind, change.reason, sealed.body) != said:
            raise AlreadySealed
        return self._sealing.receipt(sealed.sheet_id, sealed.number)

    def _sealed(self, request: ChangeRequest) -> Receipt:
        sheet_id, follows = request.sheet.sheet_id, request.follows
        number, leaf, month = self._former(sheet_id, follows)
        sheet = replace(request.sheet, month=month)
        change = Change(
            request.kind,
            request.reason.strip(),
            request.author,
            follows,
            number,
            request.asked_by,
        )
        sealed_as = As(follows + 1, self._archive.secrets(sheet_id), change.packed())
        parts = self._sealing.prepare(sheet, sealed_as)
        traces = (Trace(PREVIOUS_TRACE, leaf), *parts.traces())
        with self._ledger.writing():
            number = self._ledger.append(_EVENTS[request.kind], sheet_id, traces, sheet.now)
            # The former documents must not leave any more: the newer ones take their place.
            self._store.execute(
                "update outbox set state = ? where ref = ? and state = ?",
                (GONE, sheet_id, WAITING),
            )
            self._sealing.write(sheet, parts, number)
        return self._sealing.receipt(sheet_id, number)

    def _former(self, sheet_id: bytes, version: int) -> tuple[int, bytes, int]:
        """Return the number and leaf of the version that is followed, and the month of all."""
        sql = (
            "select sheet.seq, sheet.month, ledger.leaf from sheet"
            " join ledger on ledger.seq = sheet.seq where sheet.id = ? and sheet.version = ?"
        )
        row = self._store.one(sql, (sheet_id, version))
        first = self._store.one(sql, (sheet_id, FIRST_VERSION))
        if row is None or first is None:
            raise VersionMoved
        return integer(row, "seq"), blob(row, "leaf"), integer(first, "month")
