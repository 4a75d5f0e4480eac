"""Times between their three forms: ISO 8601 of the sheet, HL7 TS of the CDA, UTC of XDS.

Source: HL7 v3 data types TS (AAAAMMJJhhmmss+ZZZZ); IHE ITI TF-3 §4.2.3.1.5 DTM, always UTC.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from app.exchange.refusals import UnfitRecord

_TS = re.compile(r"(\d{4,14})(?:\.\d+)?(?:([+-])(\d{2})(\d{2}))?")


def read_iso(text: str) -> datetime:
    """Return the instant of the sheet written as ``text``.

    Raises:
        UnfitRecord: it is no ISO 8601 time, or it has no offset.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise UnfitRecord(
            "Une heure de la fiche n’a pas de fuseau horaire. Signalez-le à l’éditeur."
        )
    return at


def hl7_time(at: datetime) -> str:
    """Return ``at`` as an HL7 TS to the second, with its offset: 20261123114400+0100."""
    return at.strftime("%Y%m%d%H%M%S%z")[:19]


def utc_digits(at: datetime) -> str:
    """Return ``at`` as the 14 digits of XDS, in UTC."""
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def utc_of_ts(value: str) -> str:
    """Return an HL7 TS as XDS writes it: UTC when it has an offset, its digits otherwise.

    Empty for an empty or unreadable value: the field is then said absent.
    """
    parts = _TS.fullmatch(value.strip())
    if parts is None:
        return ""
    digits, sign, hours, minutes = parts.groups()
    if sign is None or len(digits) < len("AAAAMMJJhhmm"):
        return str(digits)
    return _shifted(digits.ljust(14, "0"), sign, int(hours), int(minutes))


def _shifted(digits: str, sign: str, hours: int, minutes: int) -> str:
    offset = timedelta(hours=hours, minutes=minutes)
    try:
        zone = timezone(offset if sign == "+" else -offset)
        at = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=zone)
        return utc_digits(at)
    except (ValueError, OverflowError):
        return ""
