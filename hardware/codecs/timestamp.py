"""The wall clock of a device: 7 bytes, ``u16 year, month, day, hour, minute, second``.

Local time, no time zone. Zero in year, month or day means unknown.

Source: Bluetooth GATT Specification Supplement, Date Time (0x2A08); devices.md §1.2.
"""

from datetime import datetime

from hardware.readings import DecodeError

SIZE = 7
UNKNOWN = bytes(SIZE)
# Current Time (0x2A2B): date time, day of week (1 is Monday), 1/256 s, why it was changed.
CURRENT_TIME_SIZE = 10
SET_BY_HAND = 0x01


def decode_timestamp(data: bytes) -> datetime | None:
    """Return the device's local time, ``None`` when the device does not know it.

    Raises:
        DecodeError: not 7 bytes, or a date that does not exist.
    """
    if len(data) != SIZE:
        raise DecodeError(f"timestamp of {len(data)} bytes")
    year = int.from_bytes(data[:2], "little")
    month, day, hour, minute, second = data[2:]
    if 0 in {year, month, day}:
        return None
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - device wall clock
    except ValueError:
        raise DecodeError("timestamp is not a date") from None


def encode_timestamp(moment: datetime | None) -> bytes:
    """Return the 7 bytes of a local time, all zero for an unknown one."""
    if moment is None:
        return UNKNOWN
    rest = (moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return moment.year.to_bytes(2, "little") + bytes(rest)


def encode_current_time(moment: datetime) -> bytes:
    """Return the 10 bytes of a Current Time that sets the clock to the local time ``moment``."""
    fraction = moment.microsecond * 256 // 1_000_000
    return encode_timestamp(moment) + bytes((moment.isoweekday(), fraction, SET_BY_HAND))


def decode_clock(data: bytes) -> datetime | None:
    """Return the clock read from a Date Time (7 bytes) or a Current Time (10 bytes).

    Raises:
        DecodeError: another length, or a date that does not exist.
    """
    if len(data) not in {SIZE, CURRENT_TIME_SIZE}:
        raise DecodeError(f"clock of {len(data)} bytes")
    return decode_timestamp(data[:SIZE])
