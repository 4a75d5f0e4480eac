"""What a mail that came back says of one of ours: read with bounds, never trusted, never shown.

Only the standard structures of a report are read. A mail of somebody else, or one that is broken,
says nothing.

Source: RFC 3462 and 3464 (delivery reports), RFC 8098 (disposition notifications), RFC 5322
§3.6.4 (In-Reply-To, References).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from itertools import islice

from app.transport.stamped import message_digest
from app.transport.states import News

MOST_BYTES = 262_144
"""A longer mail is read up to here: reports come first, the mail they are about last."""

MOST_PARTS = 50
MOST_IDS = 50
_FAILED, _DELIVERED = "failed", "delivered"
_SEEN = frozenset({"displayed", "processed", "dispatched", "deleted"})
_BETWEEN_BRACKETS = re.compile(r"<([^<>\s]{1,990})>")


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail that may be about ones of ours: the SHA-256 of the identifiers it names.

    ``digest`` is that of the mail; ``is_written`` is true when a person may have written it.
    """

    digest: bytes
    news: News
    messages: tuple[bytes, ...]
    is_written: bool


def understood(mail: bytes) -> Notice | None:
    """Return what ``mail`` says, None when it names no other mail or cannot be read."""
    read = mail[:MOST_BYTES]
    try:
        message = message_from_bytes(read)
        parts = list(islice(message.walk(), MOST_PARTS))
        news = _news(parts)
        named = _named(message, parts)
    except (RecursionError, ValueError, LookupError):  # nested without end, broken coding
        return None
    if not named:
        return None
    is_written = message.get_content_type() != "multipart/report"
    return Notice(sha256(read).digest(), news, named, is_written)


def _news(parts: list[Message]) -> News:
    if not parts or parts[0].get_content_type() != "multipart/report":
        return News.NOTHING
    actions = {action for part in parts for action in _actions(part)}
    if _FAILED in actions:
        return News.FAILED
    return News.DELIVERED if _DELIVERED in actions else News.NOTHING


def _actions(part: Message) -> Iterator[str]:
    """Yield what a part reports; a relay or a delay is no news of the end."""
    payload = part.get_payload()
    inner = payload if isinstance(payload, list) else []
    blocks = [one for one in inner if isinstance(one, Message)]
    if part.get_content_type() == "message/delivery-status":
        for block in blocks:
            yield str(block.get("Action", "")).strip().lower()
    if part.get_content_type() == "message/disposition-notification":
        for block in blocks:
            if _disposition(str(block.get("Disposition", ""))) in _SEEN:
                yield _DELIVERED


def _disposition(field: str) -> str:
    """Return the type of a disposition: ``mode; type/modifier``, the modifier left out."""
    return field.partition(";")[2].partition("/")[0].strip().lower()


def _named(message: Message, parts: list[Message]) -> tuple[bytes, ...]:
    """Return the mails that a report is about, or that a reply answers."""
    if message.get_content_type() == "multipart/report":
        fields = [text for part in parts[1:] for text in _originals(part)]
    else:
        fields = [str(message.get(name, "")) for name in ("In-Reply-To", "References")]
    found = [one for text in fields for one in _BETWEEN_BRACKETS.findall(text)]
    return tuple(dict.fromkeys(message_digest(one) for one in found[:MOST_IDS]))


def _originals(part: Message) -> Iterator[str]:
    """Yield the identifiers of the mail a report is about, wherever reports put them."""
    if part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload()
        if isinstance(text, str):
            yield str(message_from_bytes(text.encode("utf-8", "replace")).get("Message-ID", ""))
    yield str(part.get("Original-Message-ID", ""))
    yield str(part.get("Message-ID", ""))
