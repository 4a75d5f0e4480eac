"""The only reader of the clock and the only maker of identifiers."""

import secrets
import time
from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the present instant, aware, in the time zone of the station."""
    return datetime.now(PARIS)  # noqa: TID251 - this file is the one allowed reader


def monotonic_ns() -> int:
    """Return a clock that never goes back, in nanoseconds."""
    return time.monotonic_ns()


def new_id() -> str:
    """Return a random 128-bit identifier, 32 hexadecimal characters."""
    return secrets.token_hex(16)
