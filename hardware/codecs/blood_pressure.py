"""Blood Pressure Measurement (0x2A35) and Intermediate Cuff Pressure (0x2A36).

``flags u8 | sys S | dia S | map S | [time 7] | [pulse S] | [user u8] | [status u16]``; flags: b0
unit (0 mmHg, 1 kPa), b1 time, b2 pulse, b3 user, b4 status. User 0xFF means unknown. In 0x2A36
the first number is the pressure of the cuff and the two others are NaN.

Source: Bluetooth GATT Specification Supplement, Blood Pressure Measurement; devices.md §1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from hardware.codecs.bits import names_of, word_of
from hardware.codecs.cursor import Cursor
from hardware.codecs.ieee11073 import Number, encode_sfloat
from hardware.codecs.measured import Measured, present, value_of
from hardware.codecs.timestamp import encode_timestamp
from hardware.readings import Kind
from hardware.units import MMHG

DECODER = "blood_pressure/1"
CUFF_DECODER = "cuff_pressure/1"
USER_UNKNOWN = 0xFF

_STATUS: Mapping[int, str] = MappingProxyType(
    {0: "body_movement", 1: "cuff_loose", 2: "irregular_pulse", 5: "bad_position"}
)
_PULSE_RANGE: Mapping[int, str] = MappingProxyType({1: "pulse_above_range", 2: "pulse_below_range"})


@dataclass(frozen=True, slots=True)
class BloodPressure:
    """One packet as it is on air; ``unit`` is ``mm[Hg]`` or ``kPa``.

    ``has_time`` says that the packet carries a time, which the device may not know (``time``
    is then ``None``); ``status`` are flag names, ``None`` when the field is absent.
    """

    systolic: Number
    diastolic: Number
    mean: Number
    unit: str = MMHG
    has_time: bool = False
    time: datetime | None = None
    pulse: Number | None = None
    user: int | None = None
    status: tuple[str, ...] | None = None


def decode_blood_pressure(data: bytes) -> BloodPressure:
    """Return the fields of a 0x2A35 or 0x2A36 packet.

    Raises:
        DecodeError: too short, too long, or an impossible date.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    systolic, diastolic, mean = cursor.sfloat(), cursor.sfloat(), cursor.sfloat()
    fields = BloodPressure(
        systolic=systolic,
        diastolic=diastolic,
        mean=mean,
        unit="kPa" if flags & 0x01 else MMHG,
        has_time=bool(flags & 0x02),
        time=cursor.timestamp() if flags & 0x02 else None,
        pulse=cursor.sfloat() if flags & 0x04 else None,
        user=cursor.unsigned(1) if flags & 0x08 else None,
        status=_status(cursor.unsigned(2)) if flags & 0x10 else None,
    )
    cursor.finish()
    return fields


def encode_blood_pressure(fields: BloodPressure) -> bytes:
    """Return the packet of ``fields``."""
    flags = int(fields.unit == "kPa")
    body = b"".join(encode_sfloat(one) for one in (fields.systolic, fields.diastolic, fields.mean))
    if fields.has_time:
        flags, body = flags | 0x02, body + encode_timestamp(fields.time)
    if fields.pulse is not None:
        flags, body = flags | 0x04, body + encode_sfloat(fields.pulse)
    if fields.user is not None:
        flags, body = flags | 0x08, body + bytes((fields.user,))
    if fields.status is not None:
        flags, body = flags | 0x10, body + _status_word(fields.status).to_bytes(2, "little")
    return bytes((flags,)) + body


def measure_blood_pressure(data: bytes) -> Measured:
    """Return the result in a 0x2A35 packet; no value when systolic or diastolic is missing.

    A missing mean is no error: most home cuffs give none.

    Raises:
        DecodeError: see ``decode_blood_pressure``.
    """
    fields = decode_blood_pressure(data)
    systolic = value_of("systolic", fields.systolic, fields.unit)
    diastolic = value_of("diastolic", fields.diastolic, fields.unit)
    mean = value_of("mean_arterial", fields.mean, fields.unit)
    pulse = value_of("pulse", fields.pulse, "/min")
    is_whole = systolic is not None and diastolic is not None
    return Measured(
        kind=Kind.BLOOD_PRESSURE,
        values=present((systolic, diastolic, mean, pulse)) if is_whole else (),
        decoder=DECODER,
        device_time=fields.time,
        user_index=fields.user,
        quality=fields.status or (),
    )


def measure_cuff_pressure(data: bytes) -> Measured:
    """Return the pressure in the cuff at this moment (0x2A36), for the gauge only.

    Raises:
        DecodeError: see ``decode_blood_pressure``.
    """
    fields = decode_blood_pressure(data)
    return Measured(
        kind=Kind.BLOOD_PRESSURE,
        values=present((value_of("cuff_pressure", fields.systolic, fields.unit),)),
        decoder=CUFF_DECODER,
        device_time=fields.time,
        user_index=fields.user,
        quality=fields.status or (),
        streamed=True,
    )


def mean_pressure(systolic: Decimal, diastolic: Decimal) -> Decimal:
    """Return the usual estimate of the mean: diastolic plus a third of the difference."""
    return (diastolic + (systolic - diastolic) / 3).quantize(Decimal(1))


def _status(word: int) -> tuple[str, ...]:
    pulse_range = _PULSE_RANGE.get(word >> 3 & 0b11)
    return names_of(word, _STATUS) + ((pulse_range,) if pulse_range else ())


def _status_word(status: tuple[str, ...]) -> int:
    ranges = {name: value << 3 for value, name in _PULSE_RANGE.items()}
    in_bits = [name for name in status if name not in ranges]
    return word_of(in_bits, _STATUS) | sum(ranges[name] for name in set(status) & set(ranges))
