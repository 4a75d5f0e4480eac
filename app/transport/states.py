"""What becomes of one mail of the outbox, without a network: pure transitions, times given.

The dangerous mistake is to send the same record twice without saying so, or to believe it gone.
A sending whose end is not known is therefore ``DOUBTFUL``: it never leaves again by itself, only
when a person asks, under the same Message-ID, so that the receiver can tell it is the same.

Source: RFC 5321 §4.5.4.1 (retries) and §4.2.5 (a reply lost after the data); RFC 3464 §2.3.3
(actions); RFC 8098 §3.2.6 (dispositions).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum


class Condition(IntEnum):
    """Where one mail is; the code is kept in the vault."""

    WAITING = 1
    SENDING = 2
    ACCEPTED = 3
    DELIVERED = 4
    REFUSED = 5
    TO_RETRY = 6
    DOUBTFUL = 7


class Why(IntEnum):
    """Why a mail is where it is; the code is kept in the vault, never a text of the server."""

    NONE = 0
    SERVER_DOWN = 1
    SERVER_UNTRUSTED = 2
    CERTIFICATE_REFUSED = 3
    NO_ENCRYPTION = 4
    LOGIN_REFUSED = 5
    SENDER_REFUSED = 6
    RECIPIENT_REFUSED = 7
    RECIPIENT_LATER = 8
    CONTENT_REFUSED = 9
    SERVER_BUSY = 10
    CUT = 11
    RETURNED = 12
    GIVEN_UP = 13
    NOT_EIGHT_BITS = 14
    STOPPED = 15
    PATIENT_UNKNOWN = 31
    ALREADY_THERE = 32
    METADATA_REFUSED = 33
    REPLACED_UNKNOWN = 34
    SERVICE_FAILED = 35
    NOT_ALLOWED = 36
    PARTLY_TAKEN = 37
    WRONG_ADDRESS = 38
    TOO_LARGE = 39
    NOT_UNDERSTOOD = 40
    SERVICE_REFUSED = 41
    TOO_MANY = 42
    ABSENT = 43
    BROKE_DOWN = 44
    UNBELIEVED = 45


class Outcome(IntEnum):
    """How one submission ended."""

    ACCEPTED = 1
    LATER = 2
    REFUSED = 3
    UNKNOWN = 4


class News(IntEnum):
    """What a mail that came back says of one of ours."""

    DELIVERED = 1
    FAILED = 2
    NOTHING = 3


class NotSendable(ValueError):
    """This mail must not be submitted in its present condition."""


BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440, 1440, 1440))
"""How long after each attempt the next one is due: four days in all (RFC 5321 §4.5.4.1)."""

AGAIN = frozenset({Condition.REFUSED, Condition.DOUBTFUL, Condition.TO_RETRY})


@dataclass(frozen=True, slots=True)
class Sending:
    """One mail: ``due`` is when it may be tried next, None when nothing is to be tried alone."""

    condition: Condition
    attempts: int
    changed: datetime
    due: datetime | None
    why: Why = Why.NONE


def waiting(now: datetime) -> Sending:
    """Return a mail that was never tried."""
    return Sending(Condition.WAITING, 0, now, now)


def is_due(sending: Sending, now: datetime) -> bool:
    """Tell whether the mail may be submitted now without anybody asking."""
    alone = sending.condition in {Condition.WAITING, Condition.TO_RETRY}
    return alone and sending.due is not None and sending.due <= now


def begin(sending: Sending, now: datetime) -> Sending:
    """Return the mail as it must be written down before its first byte leaves.

    Raises:
        NotSendable: it is not due, or its end is not known.
    """
    if not is_due(sending, now):
        raise NotSendable
    return Sending(Condition.SENDING, sending.attempts + 1, now, None)


def ended(sending: Sending, outcome: Outcome, why: Why, now: datetime) -> Sending:
    """Return the mail after the submission that ``begin`` started.

    Raises:
        NotSendable: no submission was started.
    """
    if sending.condition is not Condition.SENDING:
        raise NotSendable
    match outcome:
        case Outcome.ACCEPTED:
            return _settled(sending, Condition.ACCEPTED, Why.NONE, now)
        case Outcome.REFUSED:
            return _settled(sending, Condition.REFUSED, why, now)
        case Outcome.UNKNOWN:
            return _settled(sending, Condition.DOUBTFUL, why, now)
        case Outcome.LATER:
            return _later(sending, why, now)


def interrupted(sending: Sending, now: datetime) -> Sending:
    """Return a mail as it is found at a new start: one being sent may have left, or not."""
    if sending.condition is not Condition.SENDING:
        return sending
    return _settled(sending, Condition.DOUBTFUL, Why.CUT, now)


def asked_again(sending: Sending, now: datetime) -> Sending:
    """Return the mail that a person wants to send again, due at once.

    Raises:
        NotSendable: it was accepted or delivered: it must not leave twice.
    """
    if sending.condition is Condition.WAITING:
        return sending
    if sending.condition not in AGAIN:
        raise NotSendable
    return replace(sending, condition=Condition.WAITING, changed=now, due=now)


def heard(sending: Sending, news: News, now: datetime) -> Sending:
    """Return the mail after news of it; what is already known changes nothing at all.

    A delivery is never undone by a failure that comes after it: with one recipient, the later
    mail is about another copy. News of a mail that is not known to have left are believed: it left
    from another mailbox, or before the vault was restored, and must not leave again by itself.
    """
    if sending.condition is Condition.DELIVERED or news is News.NOTHING:
        return sending
    if news is News.DELIVERED:
        return _settled(sending, Condition.DELIVERED, Why.NONE, now)
    if sending.condition is Condition.REFUSED:
        return sending
    return _settled(sending, Condition.REFUSED, Why.RETURNED, now)


def _settled(sending: Sending, condition: Condition, why: Why, now: datetime) -> Sending:
    return Sending(condition, sending.attempts, now, None, why)


def _later(sending: Sending, why: Why, now: datetime) -> Sending:
    if sending.attempts > len(BACKOFF):
        return _settled(sending, Condition.REFUSED, Why.GIVEN_UP, now)
    due = now + BACKOFF[sending.attempts - 1]
    return Sending(Condition.TO_RETRY, sending.attempts, now, due, why)
