"""The short code of a session: stretched, in memory only, gone when the vault closes.

It protects a hidden screen from a passer-by, not the files: they are opened by the password
alone, which this code never replaces.
"""

import os
from collections.abc import Iterable
from hashlib import scrypt
from hmac import compare_digest

from app.desk.veil import CheckPin, KeepPin, PinKept, PinMatched, PinMissed
from app.traffic import AnyMessage

SALT_BYTES = 16
# 16 MiB, some hundredths of a second: what five tries at a keyboard need, and no more.
COST = {"n": 2**14, "r": 8, "p": 1, "maxmem": 2**26}


class ShortCode:
    """Keeps one code and compares others with it."""

    def __init__(self) -> None:
        self._salt, self._kept = b"", b""

    def answer(self, effect: KeepPin | CheckPin) -> Iterable[AnyMessage]:
        """Keep the code, or compare one with it; where none was kept, none is right."""
        match effect:
            case KeepPin(pin):
                self._salt = os.urandom(SALT_BYTES)
                self._kept = _stretched(pin, self._salt)
                return [PinKept()]
            case CheckPin(pin):
                right = bool(self._kept) and compare_digest(self._kept, _stretched(pin, self._salt))
                return [PinMatched() if right else PinMissed()]

    def forget(self) -> None:
        """Let the code go."""
        self._salt, self._kept = b"", b""


def _stretched(pin: str, salt: bytes) -> bytes:
    return scrypt(pin.encode(), salt=salt, dklen=32, **COST)
