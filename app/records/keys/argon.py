"""Stretching of passwords.

Source: RFC 9106 (Argon2id); OWASP Password Storage Cheat Sheet (floor 46 MiB, one pass);
RFC 8265 section 4.2 (OpaqueString: a password is compared in form NFC).
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.records.refusals import WeakCost
from app.records.station_file import Purpose

FLOOR_KIB = 64 * 1024
CEILING_KIB = 2 * 1024 * 1024
CEILING_PASSES = 64
CEILING_LANES = 16
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class ArgonCost:
    """What one guess of a password costs: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int


# One guess takes this long on the machine of the station, between half a second and one.
TARGET_NS = 700_000_000
LONGEST_NS = 1_000_000_000
MOST_PASSES = 12

REAL_COST = ArgonCost(128 * 1024, 3, 1)
DEMONSTRATION_COST = ArgonCost(FLOOR_KIB, 1, 1)


def require_cost(cost: ArgonCost, purpose: Purpose) -> None:
    """Refuse a cost below the floor of a real station, or absurdly high.

    A demonstration may cost less, because its passwords are shown on the screen. The
    ceilings keep an altered key file from freezing the machine.

    Raises:
        WeakCost: outside the limits.
    """
    floor = FLOOR_KIB if purpose is Purpose.REAL else 8 * cost.lanes
    within = (
        floor <= cost.memory_kib <= CEILING_KIB
        and 1 <= cost.passes <= CEILING_PASSES
        and 1 <= cost.lanes <= CEILING_LANES
    )
    if not within:
        raise WeakCost


def calibrated(monotonic_ns: Callable[[], int]) -> ArgonCost:
    """Return the cost of one guess that takes half a second to one second here.

    Memory comes first, as it is what a graphics card lacks: 128 MiB, and 64 MiB, the floor
    of a real station, only where one pass over 128 MiB is too long.

    Args:
        monotonic_ns: a clock that never goes back, in nanoseconds.
    """
    one_pass = _duration(ArgonCost(REAL_COST.memory_kib, 1, 1), monotonic_ns)
    if one_pass <= LONGEST_NS:
        passes = max(1, min(MOST_PASSES, round(TARGET_NS / one_pass)))
        return ArgonCost(REAL_COST.memory_kib, passes, 1)
    return ArgonCost(FLOOR_KIB, 1, 1)


def _duration(cost: ArgonCost, monotonic_ns: Callable[[], int]) -> int:
    """Return the shortest of two tries: another program can only lengthen them."""
    tries = []
    for _ in range(2):
        before = monotonic_ns()
        stretch("calibration", bytes(SALT_BYTES), cost)
        tries.append(monotonic_ns() - before)
    return max(1, min(tries))


def stretch(secret: str, salt: bytes, cost: ArgonCost) -> bytes:
    """Return 32 bytes made from ``secret``; takes about half a second at the real cost."""
    stretching = Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return stretching.derive(unicodedata.normalize("NFC", secret).encode())
