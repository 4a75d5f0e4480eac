"""One mail handed to the server of the operator, over TLS only, with the client certificate.

Everything before the server says 354 can be tried again: nothing was taken. From there until its
last reply, a cut leaves the end unknown: the mail is neither believed gone nor sent again.

Source: RFC 6409 (submission), RFC 3207 (STARTTLS), RFC 8314 (TLS from the first byte), RFC 3461
(delivery notifications), RFC 6152 (8BITMIME), RFC 5321 §4.5.2 (dots) and §4.5.3.2 (patience).
"""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.transport.account import Account, Security
from app.transport.certified import why_lost
from app.transport.link import Link, LinkCut
from app.transport.stamped import StampedMail
from app.transport.states import Outcome, Why

CONNECT_S = 20
COMMAND_S = 60
PATIENCE_S = 600
"""RFC 5321 §4.5.3.2.6: ten minutes for the reply after the data."""
READY = 354
DONE, TEMPORARY, PERMANENT = 2, 4, 5
_LINE_WITH_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Ending:
    """How the submission ended, and why."""

    outcome: Outcome
    why: Why = Why.NONE

    @property
    def is_of_the_station(self) -> bool:
        """True when every other mail would end in the same way: no use to try them now."""
        return self.why in {
            Why.SERVER_DOWN,
            Why.SERVER_UNTRUSTED,
            Why.CERTIFICATE_REFUSED,
            Why.NO_ENCRYPTION,
            Why.LOGIN_REFUSED,
            Why.NOT_EIGHT_BITS,
            Why.SENDER_REFUSED,
            Why.STOPPED,
            Why.NOT_ALLOWED,
            Why.WRONG_ADDRESS,
        }


CUT_BEFORE = Ending(Outcome.LATER, Why.STOPPED)


class _Stopped(Exception):
    """The server, or the link, stopped the submission before any data."""

    def __init__(self, answer: Ending) -> None:
        super().__init__()
        self.answer = answer


def submit(
    account: Account,
    context: ssl.SSLContext,
    mail: StampedMail,
    patience: float = PATIENCE_S,
    link: Link | None = None,
) -> Ending:
    """Hand ``mail`` over and return how it ended; nothing is raised, nothing is logged.

    ``patience`` is how long the last reply is waited for, in seconds; ``link`` lets another
    thread cut it, before the content leaves.
    """
    cut = link or Link()

    def hand_over(server: smtplib.SMTP) -> Ending:
        _announce(server, account.sender, mail.recipient)
        return _give(server, mail.content, patience, cut)

    ending = _spoken(account, context, cut, hand_over)
    stopped = cut.is_cut and ending.outcome is Outcome.LATER
    return CUT_BEFORE if stopped else ending


def knock(account: Account, context: ssl.SSLContext) -> Ending:
    """Return how the server takes the station and its address: no mail, no recipient, no content.

    ``ACCEPTED`` when a mail could be submitted.
    """

    def be_known(server: smtplib.SMTP) -> Ending:
        _present(server, account.sender)
        server.rset()
        return Ending(Outcome.ACCEPTED)

    return _spoken(account, context, Link(), be_known)


def _spoken(
    account: Account,
    context: ssl.SSLContext,
    link: Link,
    act: Callable[[smtplib.SMTP], Ending],
) -> Ending:
    """Return what ``act`` says of the server, or why it could not be spoken to."""
    try:
        with _connected(account, context, link) as server:
            return act(server)
    except _Stopped as stopped:
        return stopped.answer
    except LinkCut:
        return CUT_BEFORE
    except smtplib.SMTPAuthenticationError:
        return Ending(Outcome.LATER, Why.LOGIN_REFUSED)
    except smtplib.SMTPNotSupportedError:
        return Ending(Outcome.LATER, Why.NO_ENCRYPTION)
    except (OSError, smtplib.SMTPException) as lost:  # also ssl.SSLError and a closed link
        return Ending(Outcome.LATER, why_lost(lost))


@contextlib.contextmanager
def _connected(account: Account, context: ssl.SSLContext, link: Link) -> Iterator[smtplib.SMTP]:
    """Give the server, the link encrypted and the station known to it."""
    place, named = account.submission, account.sender.partition("@")[2]
    if place.security is Security.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            place.host, place.port, named, timeout=CONNECT_S, context=context
        )
    else:
        server = smtplib.SMTP(place.host, place.port, named, timeout=CONNECT_S)
    try:
        link.hold(server)
        if place.security is Security.STARTTLS:
            _encrypt(server, context)
        _wait_at_most(server, COMMAND_S)
        server.ehlo_or_helo_if_needed()
        if account.user:
            server.login(account.user, account.password)
        yield server
    finally:
        _leave(server)


def _encrypt(server: smtplib.SMTP, context: ssl.SSLContext) -> None:
    code, _ = server.starttls(context=context)
    if code // 100 in {TEMPORARY, PERMANENT}:
        raise _Stopped(Ending(Outcome.LATER, Why.NO_ENCRYPTION))


def _present(server: smtplib.SMTP, sender: str) -> bool:
    """Say who writes; return whether the server tells what becomes of a mail."""
    if not server.has_extn("8bitmime"):
        raise _Stopped(Ending(Outcome.LATER, Why.NOT_EIGHT_BITS))
    notified = server.has_extn("dsn")
    code, _ = server.mail(sender, ["BODY=8BITMIME", *(["RET=HDRS"] if notified else [])])
    _require(code, Ending(Outcome.LATER, Why.SENDER_REFUSED))
    return notified


def _announce(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    """Say who writes to whom."""
    notified = _present(server, sender)
    code, _ = server.rcpt(recipient, ["NOTIFY=SUCCESS,FAILURE,DELAY"] if notified else [])
    if code // 100 == TEMPORARY:
        raise _Stopped(Ending(Outcome.LATER, Why.RECIPIENT_LATER))
    _require(code, Ending(Outcome.REFUSED, Why.RECIPIENT_REFUSED))


def _require(code: int, otherwise: Ending) -> None:
    if code // 100 == TEMPORARY:
        raise _Stopped(Ending(Outcome.LATER, Why.SERVER_BUSY))
    if code // 100 != DONE:
        raise _Stopped(otherwise)


def _give(server: smtplib.SMTP, content: bytes, patience: float, link: Link) -> Ending:
    """Send the content and wait for the last reply: from 354 on, a cut says nothing."""
    code, _ = server.docmd("DATA")
    if code != READY:
        _require(code, Ending(Outcome.REFUSED, Why.CONTENT_REFUSED))
        raise _Stopped(Ending(Outcome.REFUSED, Why.CONTENT_REFUSED))
    link.give()
    _wait_at_most(server, patience)
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    try:
        server.send(_LINE_WITH_DOT.sub(b"..", content) + end)
        code, _ = server.getreply()
    except (OSError, smtplib.SMTPException):
        return Ending(Outcome.UNKNOWN, Why.CUT)
    if code // 100 == DONE:
        return Ending(Outcome.ACCEPTED)
    if code // 100 == TEMPORARY:
        return Ending(Outcome.LATER, Why.SERVER_BUSY)
    if code // 100 == PERMANENT:
        return Ending(Outcome.REFUSED, Why.CONTENT_REFUSED)
    return Ending(Outcome.UNKNOWN, Why.CUT)


def _wait_at_most(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; how the server takes it changes nothing of what was said before."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        _wait_at_most(server, CONNECT_S)
        server.quit()
    server.close()
