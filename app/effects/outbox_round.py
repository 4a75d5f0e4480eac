"""One round of sending: what came back is taken in, then each mail that is due is handed over.

Its steps alternate between the lane of the vault (``step``, ``leave``) and a thread beside it
(``read_mailbox``, ``submit``): never two at once for the same mail.
"""

import ssl
from collections.abc import Callable
from datetime import datetime

from app.effects.aside import Aside
from app.office import outbox_messages as say
from app.transport.account import Account
from app.transport.link import Link
from app.transport.outbox import CameBack, Departure, MailOutbox
from app.transport.replies import came_back
from app.transport.states import Outcome, Why
from app.transport.submission import CUT_BEFORE, Ending, submit
from app.transport.words import MailboxUnread

LEAVE_S = 20.0
"""How long a lock waits for the last reply of a server that was given the content."""

Answer = say.MailReady | say.RoundEnded
Box = tuple[list[bytes], str]
"""The mails that came back, and why they could not be read, "" when they were."""


class MailRound:
    """One round with one account; ``now`` is the clock of the station."""

    def __init__(
        self, account: Account, context: ssl.SSLContext, now: Callable[[], datetime]
    ) -> None:
        self._account, self._context, self._now = account, context, now
        self._reading: Aside[Box] = Aside()
        self._news, self._is_stopped = CameBack(), False
        self._waits: list[bytes] | None = None
        self._endings: list[Ending] = []
        self._departure: Departure | None = None
        self._link = Link()
        self._leaving: Aside[Ending] = Aside()

    @property
    def is_sending(self) -> bool:
        """True from the moment a mail is ready until its end is kept, or cannot be known."""
        lost = self._leaving.is_over and self._leaving.answer is None
        return self._departure is not None and not lost

    def read_mailbox(self) -> None:
        """Read what came back; a mailbox that cannot be read keeps no mail from leaving."""
        self._reading.run(self._read)

    def _read(self) -> Box:
        try:
            return came_back(self._account, self._context, self._now()), ""
        except MailboxUnread as refused:
            return [], refused.sentence

    def submit(self) -> None:
        """Hand over the mail that is ready, once."""
        departure, link = self._departure, self._link
        if departure is None:
            return
        self._leaving.run(lambda: submit(self._account, self._context, departure.mail, link=link))

    def stop(self) -> None:
        """Send no other mail; cut the one whose content did not leave yet."""
        self._is_stopped = True
        self._reading.give_up()
        if self._link.cut():
            self._leaving.give_up(CUT_BEFORE)

    def step(self, make_outbox: Callable[[], MailOutbox]) -> list[Answer]:
        """Keep how the last mail ended and prepare the next one; nothing while one is leaving."""
        is_leaving = self._departure is not None and not self._leaving.is_over
        if not self._reading.is_over or is_leaving:
            return []
        outbox = make_outbox()
        if self._waits is None:
            self._open(outbox)
        else:
            self._conclude(outbox)
        departure = None if self._is_over() else self._depart(outbox)
        if departure is None:
            return [say.RoundEnded(self._told(), self._is_stopped)]
        self._link, self._leaving = Link(), Aside()
        self._departure = departure
        if self._is_stopped:  # asked while the vault was being written
            self.stop()
        place = len(self._endings) + 1
        return [say.MailReady(place, place + len(self._waits or ()))]

    def leave(self, make_outbox: Callable[[], MailOutbox]) -> None:
        """Keep how the mail that is leaving ends, before the keys go; none leaves after.

        One whose server has the content and says nothing is found at the next start, as one whose
        end is not known.
        """
        self.stop()
        if self._departure is None:
            return
        self._leaving.wait(LEAVE_S)
        self._leaving.give_up()
        self._conclude(make_outbox())

    def _open(self, outbox: MailOutbox) -> None:
        """Mark what an earlier stop left half sent, take in what came back, list what waits."""
        outbox.settle()
        mails, _ = self._reading.answer or ([], "")
        self._news = outbox.take_in(mails)
        self._waits = list(outbox.queue.mails())

    def _conclude(self, outbox: MailOutbox) -> None:
        """Keep how the last mail ended; one that ended nobody knows how stays as it is."""
        departure, ending = self._departure, self._leaving.answer
        self._departure = None
        if departure is not None and ending is not None:
            self._endings.append(ending)
            outbox.conclude(departure, ending)

    def _is_over(self) -> bool:
        return self._is_stopped or any(one.is_of_the_station for one in self._endings)

    def _depart(self, outbox: MailOutbox) -> Departure | None:
        """Return the next mail that may leave, known by the vault as being sent."""
        while self._waits:
            departure = outbox.depart(self._waits.pop(0), self._account)
            if departure is not None:
                return departure
        return None

    def _told(self) -> say.Told:
        accepted = sum(one.outcome is Outcome.ACCEPTED for one in self._endings)
        _, unread = self._reading.answer or ([], "")
        return say.Told(
            accepted=accepted,
            failed=sum(one.why is not Why.STOPPED for one in self._endings) - accepted,
            delivered=self._news.delivered,
            returned=self._news.returned,
            replies=self._news.replies,
            unread=unread,
        )
