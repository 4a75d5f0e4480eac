"""The outbox driven: what came back is read first, then each mail that is due is submitted.

The order of the writings is the safety of it. Before the first byte leaves, the vault keeps that
the mail is being sent; once the server has accepted it, one transaction keeps that and the entry
of the journal. A station that stops in between finds a mail whose end is not known, and says so.
"""

import contextlib
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.records.custody import Custody
from app.records.journal.entries import Event
from app.records.sheets.sendings import MailReceipt, SendingRow
from app.records.vault import DocumentKind
from app.transport.account import Account
from app.transport.notices import Notice, understood
from app.transport.queue import Held, Queue, Waiting, row_of, sending_of
from app.transport.stamped import StampedMail, UnfitMail, stamped
from app.transport.states import (
    Condition,
    NotSendable,
    Outcome,
    Sending,
    asked_again,
    begin,
    ended,
    heard,
    interrupted,
    is_due,
)
from app.transport.submission import PATIENCE_S, Ending, submit
from app.transport.words import GONE_ALREADY, NOT_IN_OUTBOX, NotSentAgain

_KIND = DocumentKind.MAIL
_EVENTS = {
    Condition.DELIVERED: Event.DOCUMENT_DELIVERED,
    Condition.REFUSED: Event.DOCUMENT_RETURNED,
}


@dataclass(frozen=True, slots=True)
class Departure:
    """A mail on its way: the vault knows already that it is being sent."""

    found: Waiting
    started: Sending
    mail: StampedMail


@dataclass(frozen=True, slots=True)
class CameBack:
    """How many of our mails were delivered, how many came back, how many replies are new."""

    delivered: int = 0
    returned: int = 0
    replies: int = 0


class MailOutbox:
    """The mails of one open vault; used by one thread at a time, like the vault."""

    def __init__(self, custody: Custody, now: Callable[[], datetime]) -> None:
        self._custody = custody
        self._vault = custody.vault
        self._sendings = custody.vault.sendings
        self._now = now
        self.queue = Queue(custody)

    def settle(self) -> int:
        """Mark as doubtful what a stop of the station left half sent; return how many."""
        found = 0
        for row in self._sendings.all():
            before, now = sending_of(row), self._now()
            after = interrupted(before, now)
            if after != before:
                self._sendings.write(row_of(row.sheet_id, row.message, after, row.kind))
                found += 1
        return found

    def ask_again(self, sheet_id: bytes) -> None:
        """Make the mail of a sheet due at once, because a person wants it.

        Raises:
            NotSentAgain: it was accepted or delivered, or nothing of this sheet waits.
            Held: it must not leave.
        """
        if sheet_id not in self.queue.mails():
            rows = self._sendings.all()
            known = any(one.sheet_id == sheet_id and one.kind is _KIND for one in rows)
            raise NotSentAgain(GONE_ALREADY if known else NOT_IN_OUTBOX)
        found = self.queue.waiting(sheet_id, self._now())
        try:
            again = asked_again(found.sending, self._now())
        except NotSendable as gone:
            raise NotSentAgain(GONE_ALREADY) from gone
        self._keep(found, again)

    def send(
        self, account: Account, context: ssl.SSLContext, patience: float = PATIENCE_S
    ) -> tuple[Ending, ...]:
        """Submit what is due, the oldest first; return how each submission ended.

        A trouble of the station itself (server, certificate, account) ends the round: the other
        mails would meet the same one, and keep their turn.
        """
        answers: list[Ending] = []
        for sheet_id in self.queue.mails():
            departure = self.depart(sheet_id, account)
            if departure is None:
                continue
            answers.append(submit(account, context, departure.mail, patience))
            self.conclude(departure, answers[-1])
            if answers[-1].is_of_the_station:
                break
        return tuple(answers)

    def depart(self, sheet_id: bytes, account: Account) -> Departure | None:
        """Write down that the mail of a sheet is being sent; None when it must not leave now.

        What is returned is to be submitted once, and its end given to ``conclude``.
        """
        try:
            found = self.queue.waiting(sheet_id, self._now())
            mail = stamped(found.draft, account.sender)
        except Held:
            return None
        except UnfitMail as unfit:
            raise AssertionError("the queue gives mails that can be stamped") from unfit
        if not is_due(found.sending, self._now()):
            return None
        started = begin(found.sending, self._now())
        self._keep(found, started)
        return Departure(found, started, mail)

    def conclude(self, departure: Departure, ending: Ending) -> None:
        """Keep how the submission of a departure ended; an accepted one enters the journal."""
        found = departure.found
        after = ended(departure.started, ending.outcome, ending.why, self._now())
        if ending.outcome is Outcome.ACCEPTED:
            row = row_of(found.sheet_id, found.message, after)
            self._sendings.accept(row, self._now())
        else:
            self._keep(found, after)

    def take_in(self, mails: Iterable[bytes]) -> CameBack:
        """Take in the mails of the mailbox: ours change state, the others are left alone."""
        delivered = returned = replies = 0
        untried = self._untried()
        for mail in mails:
            notice = understood(mail)
            if notice is None or self._sendings.knows(notice.digest):
                continue
            known = (self._sendings.find(one) or untried.get(one) for one in notice.messages)
            rows = [row for row in known if row is not None]
            if not rows:
                continue
            replies += notice.is_written
            told = self._hear(rows[0], notice)
            delivered += told is Condition.DELIVERED
            returned += told is Condition.REFUSED
        return CameBack(delivered, returned, replies)

    def _keep(self, found: Waiting, sending: Sending) -> None:
        self._sendings.write(row_of(found.sheet_id, found.message, sending))

    def _hear(self, row: SendingRow, notice: Notice) -> Condition | None:
        """Keep what a mail says of ours; return its new condition, None when nothing changed."""
        before, now = interrupted(sending_of(row), self._now()), self._now()
        after = heard(before, notice.news, now)
        if after == before:
            self._sendings.note(notice.digest, row.sheet_id)
            return None
        is_current = self.queue.current_message(row.sheet_id) == row.message
        kept = row_of(row.sheet_id, row.message, after)
        if after.condition is Condition.DELIVERED and is_current and self._still_waits(row):
            self._sendings.accept(kept, now)  # it had left, which was not known
        receipt = MailReceipt(notice.digest, _EVENTS[after.condition])
        returned = after.condition is Condition.REFUSED
        self._sendings.receive(kept, receipt, now, waits_again=returned and is_current)
        return after.condition

    def _untried(self) -> Mapping[bytes, SendingRow]:
        """Return the mails that wait and were never tried, by their identifier."""
        found = {}
        for sheet_id in self.queue.mails():
            with contextlib.suppress(Held):
                one = self.queue.waiting(sheet_id, self._now())
                if not one.sending.attempts:
                    found[one.message] = row_of(sheet_id, one.message, one.sending)
        return found

    def _still_waits(self, row: SendingRow) -> bool:
        lines = self._vault.outbox()
        return any(one.ref == row.sheet_id and one.kind is DocumentKind.MAIL for one in lines)
