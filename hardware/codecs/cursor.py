"""Reads a packet field by field; a short packet and a trailing byte are both refused.

A longer packet means that the device is not the one we know: guessing its fields is not allowed.
"""

from datetime import datetime

from hardware.codecs.ieee11073 import Number, decode_float, decode_sfloat
from hardware.codecs.timestamp import SIZE, decode_timestamp
from hardware.readings import DecodeError


class Cursor:
    """A position in one little-endian packet."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes remain."""
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes.

        Raises:
            DecodeError: the packet is too short.
        """
        if self.left < size:
            raise DecodeError(f"packet too short: {len(self._data)} bytes")
        self._at += size
        return self._data[self._at - size : self._at]

    def unsigned(self, size: int) -> int:
        """Return the next unsigned integer of ``size`` bytes."""
        return int.from_bytes(self.take(size), "little")

    def signed(self, size: int) -> int:
        """Return the next signed integer of ``size`` bytes."""
        return int.from_bytes(self.take(size), "little", signed=True)

    def sfloat(self) -> Number:
        """Return the next 2-byte number."""
        return decode_sfloat(self.take(2))

    def float(self) -> Number:
        """Return the next 4-byte number."""
        return decode_float(self.take(4))

    def timestamp(self) -> datetime | None:
        """Return the next 7-byte local time, ``None`` when the device does not know it."""
        return decode_timestamp(self.take(SIZE))

    def finish(self) -> None:
        """Refuse trailing bytes.

        Raises:
            DecodeError: bytes are left.
        """
        if self.left:
            raise DecodeError(f"{self.left} trailing bytes")
