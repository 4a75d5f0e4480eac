"""Heart Rate Measurement (0x2A37).

``flags u8 | rate u8 or u16 | [energy u16 kJ] | [RR u16 ...]``; flags: b0 two-byte rate, b1-2
contact (2 supported and absent, 3 contact), b3 energy, b4 RR intervals in 1/1024 s.

Source: Bluetooth GATT Specification Supplement, Heart Rate Measurement; devices.md §1.3.
"""

from dataclasses import dataclass
from decimal import Decimal

from hardware.codecs.cursor import Cursor
from hardware.codecs.measured import Measured, present, value_of
from hardware.readings import DecodeError, Kind

DECODER = "heart_rate/1"
NO_CONTACT = 2
CONTACT = 3
LARGEST_BYTE = 0xFF


@dataclass(frozen=True, slots=True)
class HeartRate:
    """One packet as it is on air; ``intervals`` in 1/1024 s, ``contact`` 0 to 3."""

    rate: int
    contact: int = 0
    energy: int | None = None
    intervals: tuple[int, ...] | None = None
    wide: bool = False

    @property
    def seconds(self) -> tuple[Decimal, ...]:
        """Intervals between beats, in seconds to a tenth of a millisecond."""
        step = Decimal("0.0001")
        return tuple((Decimal(one) / 1024).quantize(step) for one in self.intervals or ())


def decode_heart_rate(data: bytes) -> HeartRate:
    """Return the fields of a packet.

    Raises:
        DecodeError: too short, too long, or half an interval.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    rate = cursor.unsigned(2 if flags & 0x01 else 1)
    energy = cursor.unsigned(2) if flags & 0x08 else None
    intervals = _intervals(cursor) if flags & 0x10 else None
    cursor.finish()
    return HeartRate(rate, flags >> 1 & 0b11, energy, intervals, wide=bool(flags & 0x01))


def encode_heart_rate(fields: HeartRate) -> bytes:
    """Return the packet of ``fields``; a rate above 255 is always written on two bytes."""
    is_wide = fields.wide or fields.rate > LARGEST_BYTE
    flags = int(is_wide) | fields.contact << 1
    body = fields.rate.to_bytes(2 if is_wide else 1, "little")
    if fields.energy is not None:
        flags, body = flags | 0x08, body + fields.energy.to_bytes(2, "little")
    if fields.intervals is not None:
        flags |= 0x10
        body += b"".join(one.to_bytes(2, "little") for one in fields.intervals)
    return bytes((flags,)) + body


def measure_heart_rate(data: bytes) -> Measured:
    """Return the rate at this moment; no value without contact with the skin.

    Raises:
        DecodeError: see ``decode_heart_rate``.
    """
    fields = decode_heart_rate(data)
    has_contact = fields.contact != NO_CONTACT
    pulse = value_of("pulse", Decimal(fields.rate), "/min") if has_contact else None
    return Measured(
        kind=Kind.HEART_RATE,
        values=present((pulse,)),
        decoder=DECODER,
        quality=() if has_contact else ("sensor_off",),
        streamed=True,
    )


def _intervals(cursor: Cursor) -> tuple[int, ...]:
    if cursor.left % 2:
        raise DecodeError("half an interval between beats")
    return tuple(cursor.unsigned(2) for _ in range(cursor.left // 2))
