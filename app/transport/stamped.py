"""The sealed draft of a mail as it is submitted: its sender added, no other byte moved.

The attachments must arrive as they were sealed, so the draft is not written again by a mail
library: lines are added before its header, and the mark of a draft taken out of it.

Source: RFC 5322 §3.6 (fields); RFC 8098 §2.1 (request of a disposition notification).
"""

from dataclasses import dataclass, field
from email import message_from_bytes
from email.utils import getaddresses
from hashlib import sha256

_END = b"\r\n\r\n"
_DRAFT = b"\r\nX-Unsent: 1\r\n"


class UnfitMail(ValueError):
    """The draft has no single recipient, no identifier, or no header."""


@dataclass(frozen=True, slots=True)
class StampedMail:
    """A mail ready to leave; ``message`` is the SHA-256 of its Message-ID."""

    message: bytes
    recipient: str = field(repr=False)
    content: bytes = field(repr=False)


def message_digest(message_id: str) -> bytes:
    """Return how the vault names a mail: its identifier without brackets or spaces, hashed."""
    return sha256(message_id.strip().strip("<>").encode("utf-8", "replace")).digest()


def stamped(draft: bytes, sender: str) -> StampedMail:
    """Return the mail of ``draft`` as ``sender`` submits it.

    Raises:
        UnfitMail: it cannot be sent to one person, or replies to it could not be known.
    """
    header, end, body = draft.partition(_END)
    if not end:
        raise UnfitMail
    fields = message_from_bytes(header + end)
    recipients = [address for _, address in getaddresses(fields.get_all("To", []))]
    message_id = str(fields["Message-ID"] or "")
    if len(recipients) != 1 or "@" not in recipients[0] or not message_id or fields["From"]:
        raise UnfitMail
    added = f"From: <{sender}>\r\nDisposition-Notification-To: <{sender}>\r\n".encode("ascii")
    kept = (b"\r\n" + header + b"\r\n").replace(_DRAFT, b"\r\n", 1)[2:-2]
    return StampedMail(message_digest(message_id), recipients[0], added + kept + end + body)


def message_of(draft: bytes) -> bytes:
    """Return the SHA-256 of the Message-ID of a draft.

    Raises:
        UnfitMail: it has none.
    """
    header, end, _ = draft.partition(_END)
    message_id = str(message_from_bytes(header + end)["Message-ID"] or "")
    if not message_id:
        raise UnfitMail
    return message_digest(message_id)
