"""The way a person comes to a sheet: asked why where that is due, written down, then shown."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.records.access_log.log import Access, AccessLog, What
from app.records.access_log.reasons import LONGEST_REASON, Demand, demand
from app.records.custody import Custody
from app.records.journal.entries import ACCESS_TRACE, Event, Trace
from app.records.refusals import VaultRefusal
from app.records.sheets.pieces import SealedSheet


class ReasonWanted(VaultRefusal):
    """The sheet opens for a reason only; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sheet is opened, in the words of the person.

    Raises:
        ValueError: no word at all, or more than ``LONGEST_REASON`` signs.
    """

    words: str

    def __post_init__(self) -> None:
        if not self.words.strip() or len(self.words) > LONGEST_REASON:
            raise ValueError("a reason has words, not too many")


def reason_of(typed: str) -> Reason | None:
    """Return the reason somebody typed, None when they typed none; a long one is cut."""
    words = typed.strip()[:LONGEST_REASON]
    return Reason(words) if words else None


class Door:
    """The sheets of one vault, for the person whose session it is.

    ``Vault.read`` is for what the station does by itself (verification, copies, purge); what a
    person looks at comes through here.
    """

    def __init__(self, custody: Custody, log: AccessLog) -> None:
        self._custody = custody
        self._log = log

    def demand(self, sealed: SealedSheet, now: datetime) -> Demand | None:
        """Return what must be answered before ``sealed`` is shown, None if nothing."""
        return demand(sealed.sealed_at, sealed.sealed_by, self._custody.account.account_id, now)

    def open(
        self, sheet_id: bytes, now: datetime, reason: Reason | None = None, what: What = What.OPENED
    ) -> SealedSheet:
        """Return the newest version of a sheet once its access is written down, durably.

        An access for which a reason was due leaves its hash in the journal too.

        Raises:
            ReasonWanted: the sheet is old or a colleague's, and no reason was given.
            UnknownSheet, Tampered, KeyMissing: as ``Vault.read``; nothing was written.
            DiskFull: the access could not be written: nothing is shown.
        """
        sealed = self._custody.vault.read(sheet_id)
        asked = self.demand(sealed, now)
        if asked is not None and reason is None:
            raise ReasonWanted(asked.sentence)
        access = Access(what, sealed.number, reason.words if reason else "", now)
        if asked is None or not self._custody.ledger.sound:
            self._log.record(access.what, access.sheet, access.reason, access.now)
            return sealed
        with self._custody.ledger.writing():
            trace = Trace(ACCESS_TRACE, sha256(self._log.write(access)).digest())
            self._custody.ledger.append(Event.SHEET_OPENED, sheet_id, (trace,), now)
        return sealed
