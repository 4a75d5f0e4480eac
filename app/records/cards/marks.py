"""What a signature read back is worth, and what a certificate allows its holder."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from app.records.cards import refusals as refuse
from app.records.cards.statement import Signed
from hardware.links.card_certificate import (
    CardCertificate,
    NotACertificate,
    is_signed,
    read_certificate,
)

WITHIN = timedelta(minutes=15)
"""A statement waits for its card no longer than this."""


class Standing(StrEnum):
    """What a signature that was read back is worth."""

    RECOGNISED = "recognised"
    TRIAL = "trial"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CardMark:
    """A signature read back; what it says of its holder is empty when it is broken.

    ``number`` is its journal entry. ``TRIAL``: everything agrees, but no pinned authority vouches
    for the certificate, so that nothing tells it from one made for a test.
    """

    number: int
    at: datetime
    standing: Standing
    holder: str = ""
    rpps: str = ""
    certificate: str = ""


def require_holder(certificate: CardCertificate, rpps: str, now: datetime) -> None:
    """Refuse a certificate of another person, that signs nothing, or outside its dates.

    Raises:
        NumberUnknown, NotTheHolder, OutsideDates: the sentence says what to do.
    """
    if not rpps:
        raise refuse.NumberUnknown
    if certificate.rpps != rpps or not certificate.signs:
        raise refuse.NotTheHolder
    if not certificate.is_valid_at(now):
        raise refuse.OutsideDates


def certificate_of(signed: Signed) -> CardCertificate | None:
    """Return the certificate of a signature, None when it cannot commit anybody."""
    try:
        read = read_certificate(signed.certificate)
    except NotACertificate:
        return None
    return read if read.signs else None


def is_proven(signed: Signed) -> bool:
    """Tell whether the certificate is the one that was named, and its key signed the statement."""
    named = signed.statement.certificate_digest == sha256(signed.certificate).digest()
    data = signed.statement.packed()
    return named and is_signed(signed.certificate, signed.scheme, signed.signature, data)
