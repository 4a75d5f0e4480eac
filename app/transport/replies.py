"""The mailbox of the pharmacy, read by IMAP over TLS: only what may be about a mail of ours.

The server is asked for reports and for replies to our identifiers: the other mails of the pharmacy
are not read. Nothing is marked, moved or deleted.

Source: RFC 3501 §6.4.4 (search), §6.4.5 (partial fetch, BODY.PEEK); RFC 4422 (EXTERNAL).
"""

import contextlib
import imaplib
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.transport.account import Account, Security, Server
from app.transport.notices import MOST_BYTES
from app.transport.words import MailboxUnread

PATIENCE_S = 30
LOOKED_BACK = timedelta(days=30)
MOST_MAILS = 500
OURS = "osys.invalid"
"""How every identifier we make ends."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNREAD = (
    "La boîte MSSanté n’a pas pu être lue\u00a0: les réponses et les accusés seront cherchés au "
    "prochain envoi. Vérifiez le réseau, le compte et le certificat."
)


def came_back(account: Account, context: ssl.SSLContext, now: datetime) -> list[bytes]:
    """Return the mails that may be about ours, the oldest first, each cut at ``MOST_BYTES``.

    Raises:
        MailboxUnread: the mailbox could not be read.
    """
    if account.mailbox is None:
        return []
    try:
        with _opened(account, account.mailbox, context) as box:
            return [mail for uid in _found(box, now) if (mail := _fetched(box, uid))]
    except (OSError, imaplib.IMAP4.error, ValueError) as unread:
        raise MailboxUnread(_UNREAD) from unread


def knock(account: Account, context: ssl.SSLContext) -> None:
    """Open the mailbox and close it: nothing is read.

    Raises:
        MailboxUnread: it could not be opened.
    """
    if account.mailbox is None:
        return
    try:
        with _opened(account, account.mailbox, context):
            pass
    except (OSError, imaplib.IMAP4.error, ValueError) as unread:
        raise MailboxUnread(_UNREAD) from unread


@contextlib.contextmanager
def _opened(account: Account, place: Server, context: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
    box: imaplib.IMAP4
    if place.security is Security.TLS:
        box = imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=PATIENCE_S)
    else:
        box = imaplib.IMAP4(place.host, place.port, timeout=PATIENCE_S)
    try:
        if place.security is Security.STARTTLS:
            box.starttls(context)
        if account.user:
            box.login(account.user, account.password)
        else:  # the name is the one of the certificate (RFC 4422, appendix A)
            box.authenticate("EXTERNAL", lambda _: b"")
        box.select("INBOX", readonly=True)
        yield box
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _found(box: imaplib.IMAP4, now: datetime) -> list[str]:
    since = now - LOOKED_BACK
    day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
    report = 'HEADER Content-Type "multipart/report"'
    written = f'OR HEADER In-Reply-To "{OURS}" HEADER References "{OURS}"'
    status, answer = box.uid("SEARCH", "SINCE", day, "OR", report, written)
    if status != "OK" or not answer or not isinstance(answer[0], bytes):
        return []
    return [uid.decode("ascii") for uid in answer[0].split()][-MOST_MAILS:]


def _fetched(box: imaplib.IMAP4, uid: str) -> bytes:
    """Return the beginning of one mail, b"" when the server gives none."""
    _, answer = box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    for part in answer:
        if isinstance(part, tuple) and isinstance(part[1], bytes):
            return part[1][:MOST_BYTES]
    return b""
