"""What the relay accepts: sizes, rates, durations, and the words it answers with. Pure."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network, ip_address

LONGEST_TEXT = 64 * 1024
UNJOINED_LIFE_S = 30 * 60
JOINED_LIFE_S = 4 * 3600
ADMITTED_WITHIN_S = 10
SENT_WITHIN_S = 10
ROOM = re.compile(r"[A-Za-z0-9_-]{22}")
DIGEST = re.compile(r"[0-9a-f]{64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def counted_as(address: str) -> str:
    """Return under which name the tries of an address are counted: its /64 in IPv6.

    Whoever is given one IPv6 address is given the 2^64 of its network.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found.packed[:8] + bytes(8), 64)))


class Side(StrEnum):
    """The two places of a room."""

    STATION = "station"
    DOCTOR = "doctor"

    @property
    def other(self) -> "Side":
        """The place in front."""
        return Side.DOCTOR if self is Side.STATION else Side.STATION


class No(StrEnum):
    """Why the relay refuses; the doctor's page and the station say it in French."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    WRONG = "wrong"
    RATE = "rate"
    SIZE = "size"
    FORM = "form"
    FORBIDDEN = "forbidden"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: ``burst`` at once, then ``rate`` each second.

    ``left`` and ``at_s`` are its state, on any clock that never goes back.
    """

    rate: float
    burst: float
    left: float
    at_s: float

    def take(self, now_s: float) -> "Bucket | None":
        """Return the bucket with one less, None when it is empty."""
        left = min(self.burst, self.left + (now_s - self.at_s) * self.rate)
        return replace(self, left=left - 1, at_s=now_s) if left >= 1 else None


def full_bucket(rate: float, burst: float, now_s: float) -> Bucket:
    """Return a bucket nobody took from."""
    return Bucket(rate, burst, burst, now_s)
