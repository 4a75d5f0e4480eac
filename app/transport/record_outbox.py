"""The records that leave for the web service of the DMP: each once, its end known or said unknown.

The order of the writings is that of the mail outbox (docs/adr/0027). One thing is better here: the
registry can be asked. A record whose end is not known is looked for in it before it leaves again,
and is believed there only with its very hash and size.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.exchange.dmp import Channel
from app.exchange.refusals import UnfitRecord
from app.records.custody import Custody
from app.records.journal.entries import Event
from app.records.sheets.sendings import MailReceipt
from app.records.vault import DocumentKind, OutboxLine
from app.transport.dmp.account import require_real
from app.transport.dmp.found import FoundDocument
from app.transport.dmp.parcel import Parcel, parcel_of
from app.transport.dmp.service import DmpService, Prepared
from app.transport.queue import Held, Queue, row_of, sending_of
from app.transport.service_words import NOTHING_TO_SEND, OTHER_BYTES
from app.transport.states import (
    Condition,
    News,
    NotSendable,
    Outcome,
    Sending,
    Why,
    asked_again,
    begin,
    ended,
    heard,
    interrupted,
    is_due,
    waiting,
)
from app.transport.submission import Ending
from app.transport.words import GONE_ALREADY, NotSentAgain

RECORDS = frozenset({DocumentKind.XDM, DocumentKind.TROD_XDM})


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record that may leave, and what is known of it."""

    sheet_id: bytes
    kind: DocumentKind
    parcel: Parcel
    sending: Sending


class RecordOutbox:
    """The records of one open vault; used by one thread at a time, like the vault."""

    def __init__(self, custody: Custody, now: Callable[[], datetime]) -> None:
        self._purpose = custody.station.purpose
        self._vault = custody.vault
        self._sendings = custody.vault.sendings
        self._now = now
        self.queue = Queue(custody)

    def records(self) -> tuple[OutboxLine, ...]:
        """Return the records that wait, the oldest first, each once."""
        waits = (one for one in self._vault.outbox() if one.kind in RECORDS)
        return tuple(dict.fromkeys(waits))

    def waiting(self, line: OutboxLine) -> WaitingRecord:
        """Return the record of the newest version of a sheet, with what is known of it.

        Raises:
            Held: it must not leave: opposition, identity, specimen, unfit or altered bytes.
        """
        sealed = self.queue.opened(line.ref, Channel.DMP)
        try:
            parcel = parcel_of(sealed.documents.get(line.kind, b""))
        except UnfitRecord as unfit:
            raise Held(unfit.sentence) from unfit
        row = self._sendings.find(parcel.message)
        known = waiting(self._now()) if row is None else sending_of(row)
        return WaitingRecord(line.ref, line.kind, parcel, known)

    def send(self, service: DmpService) -> tuple[Ending, ...]:
        """Give what is due to ``service``, the oldest first; return how each ended.

        A trouble of the station itself ends the round: the others would meet the same one.

        Raises:
            NoService: the station is a demonstration.
            NotSigned: the card refused: this record and those after it keep their turn.
        """
        require_real(self._purpose)
        answers: list[Ending] = []
        for line in self.records():
            try:
                found = self.waiting(line)
            except Held:
                continue
            if not is_due(found.sending, self._now()):
                continue
            prepared = service.prepare(found.parcel, self._now())
            answers.append(self._give(found, prepared, service))
            if answers[-1].is_of_the_station:
                break
        return tuple(answers)

    def ask_again(self, sheet_id: bytes, service: DmpService) -> None:
        """Make the records of a sheet due at once, unless the registry has them already.

        Raises:
            NotSentAgain: they were accepted, or nothing of this sheet waits.
            Held: they must not leave.
            NoService: the station is a demonstration, or the registry did not tell whether they
                are there (Unread): nothing changes.
            NotSigned: the card refused.
        """
        require_real(self._purpose)
        lines = [one for one in self.records() if one.ref == sheet_id]
        if not lines:
            raise NotSentAgain(NOTHING_TO_SEND)
        for found in [self.waiting(one) for one in lines]:
            if not self._is_confirmed(found, service):
                self._keep(found, self._again(found))

    def _again(self, found: WaitingRecord) -> Sending:
        try:
            return asked_again(interrupted(found.sending, self._now()), self._now())
        except NotSendable as gone:
            raise NotSentAgain(GONE_ALREADY) from gone

    def _give(self, found: WaitingRecord, prepared: Prepared, service: DmpService) -> Ending:
        started = begin(found.sending, self._now())
        self._keep(found, started)
        given = service.give(prepared)
        after = ended(started, given.ending.outcome, given.ending.why, self._now())
        if given.ending.outcome is Outcome.ACCEPTED:
            row = row_of(found.sheet_id, found.parcel.message, after, found.kind)
            self._sendings.accept(row, self._now(), sha256(given.answer).digest())
        else:
            self._keep(found, after)
        return given.ending

    def _is_confirmed(self, found: WaitingRecord, service: DmpService) -> bool:
        """Look in the registry for a record that may be there; keep that it is, when it is."""
        known = interrupted(found.sending, self._now())
        may_be = known.condition is Condition.DOUBTFUL or known.why is Why.ALREADY_THERE
        if not may_be:
            return False
        parcel, now = found.parcel, self._now()
        described = service.described((parcel.entry.unique_id,), parcel.patient, now)
        there = [one for one in described if one.unique_id == parcel.entry.unique_id]
        if not there:
            return False
        if any(not _is_ours(one, parcel) for one in there):
            raise NotSentAgain(OTHER_BYTES)
        after = heard(known, News.DELIVERED, now)
        row = row_of(found.sheet_id, parcel.message, after, found.kind)
        self._sendings.accept(row, now)
        receipt = MailReceipt(_evidence(there[0], parcel), Event.DOCUMENT_DELIVERED)
        self._sendings.receive(row, receipt, now, waits_again=False)
        return True

    def _keep(self, found: WaitingRecord, sending: Sending) -> None:
        self._sendings.write(row_of(found.sheet_id, found.parcel.message, sending, found.kind))


def _is_ours(one: FoundDocument, parcel: Parcel) -> bool:
    return one.sha1 == parcel.entry.hash.lower() and one.size == parcel.entry.size


def _evidence(one: FoundDocument, parcel: Parcel) -> bytes:
    """Return the SHA-256 of what the registry told of the record."""
    told = "\0".join((parcel.submission_id, one.entry, one.unique_id, one.sha1, str(one.size)))
    return sha256(told.encode("utf-8")).digest()
