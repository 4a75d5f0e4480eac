"""Glucose Measurement (0x2A18).

``flags u8 | sequence u16 | base time 7 | [offset s16 min] | [concentration S, type/location u8] |
[sensor status u16]``; flags: b0 offset, b1 concentration, b2 unit (0 kg/L, 1 mol/L), b3 status,
b4 a context packet follows. Low nibble of the type/location byte: type of sample, high: location.

Source: Bluetooth GATT Specification Supplement, Glucose Measurement; devices.md §1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from hardware.codecs.bits import names_of, word_of
from hardware.codecs.cursor import Cursor
from hardware.codecs.ieee11073 import Missing, Number, encode_sfloat
from hardware.codecs.measured import Measured, present, value_of
from hardware.codecs.timestamp import encode_timestamp
from hardware.readings import DecodeError, Kind
from hardware.units import MG_PER_DL

DECODER = "glucose/1"
KG_PER_LITRE = "kg/L"
MOL_PER_LITRE = "mol/L"
CONTROL_SAMPLE = 10
CONTROL_LOCATION = 4
OVERRUN, UNDERRUN = 0x7FFF, -0x8000

SENSOR_STATUS: Mapping[int, str] = MappingProxyType(
    {
        0: "low_battery",
        1: "sensor_malfunction",
        2: "sample_too_small",
        3: "strip_inserted_badly",
        4: "strip_wrong",
        5: "result_too_high",
        6: "result_too_low",
        7: "sensor_too_hot",
        8: "sensor_too_cold",
        9: "strip_pulled_early",
        10: "equipment_malfunction",
        11: "clock_not_set",
    }
)


@dataclass(frozen=True, slots=True)
class Glucose:
    """One packet as it is on air; ``unit`` is ``kg/L`` or ``mol/L``, ``offset`` in minutes."""

    sequence: int
    base_time: datetime | None
    offset: int | None = None
    concentration: Number | None = None
    unit: str = KG_PER_LITRE
    sample: int = 0
    location: int = 0
    status: tuple[str, ...] | None = None
    has_context: bool = False

    @property
    def time(self) -> datetime | None:
        """Time of the sample, ``None`` when the meter does not know it.

        Raises:
            DecodeError: the offset leads out of the calendar.
        """
        if self.base_time is None or self.offset in {OVERRUN, UNDERRUN}:
            return None
        try:
            return self.base_time + timedelta(minutes=self.offset or 0)
        except OverflowError:
            raise DecodeError("time offset out of the calendar") from None

    @property
    def is_control(self) -> bool:
        """True for a control solution: no patient's blood."""
        return self.sample == CONTROL_SAMPLE or self.location == CONTROL_LOCATION


def decode_glucose(data: bytes) -> Glucose:
    """Return the fields of a packet.

    Raises:
        DecodeError: too short, too long, or an impossible date.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    sequence, base_time = cursor.unsigned(2), cursor.timestamp()
    offset = cursor.signed(2) if flags & 0x01 else None
    concentration = cursor.sfloat() if flags & 0x02 else None
    sample_location = cursor.unsigned(1) if flags & 0x02 else 0
    status = names_of(cursor.unsigned(2), SENSOR_STATUS) if flags & 0x08 else None
    cursor.finish()
    return Glucose(
        sequence=sequence,
        base_time=base_time,
        offset=offset,
        concentration=concentration,
        unit=MOL_PER_LITRE if flags & 0x04 else KG_PER_LITRE,
        sample=sample_location & 0x0F,
        location=sample_location >> 4,
        status=status,
        has_context=bool(flags & 0x10),
    )


def encode_glucose(fields: Glucose) -> bytes:
    """Return the packet of ``fields``."""
    flags = 0x04 * (fields.unit == MOL_PER_LITRE) | 0x10 * fields.has_context
    body = fields.sequence.to_bytes(2, "little") + encode_timestamp(fields.base_time)
    if fields.offset is not None:
        flags, body = flags | 0x01, body + fields.offset.to_bytes(2, "little", signed=True)
    if fields.concentration is not None:
        place = bytes((fields.location << 4 | fields.sample,))
        flags, body = flags | 0x02, body + encode_sfloat(fields.concentration) + place
    if fields.status is not None:
        word = word_of(fields.status, SENSOR_STATUS).to_bytes(2, "little")
        flags, body = flags | 0x08, body + word
    return bytes((flags,)) + body


def measure_glucose(data: bytes) -> Measured:
    """Return the result in a packet, in mg/dL; no value when the concentration is missing.

    Raises:
        DecodeError: see ``decode_glucose``.
    """
    fields = decode_glucose(data)
    control = ("control_solution",) if fields.is_control else ()
    return Measured(
        kind=Kind.GLUCOSE,
        values=present((value_of("glucose", *_scaled(fields)),)),
        decoder=DECODER,
        device_time=fields.time,
        quality=(fields.status or ()) + control,
        sequence=fields.sequence,
    )


def _scaled(fields: Glucose) -> tuple[Number | None, str]:
    """Return the concentration in a unit of clinics: kg/L x 100 000 is mg/dL, mol/L x 1000."""
    number = fields.concentration
    is_molar = fields.unit == MOL_PER_LITRE
    if isinstance(number, Missing) or number is None:
        return number, MG_PER_DL
    return (number * 1000, "mmol/L") if is_molar else (_plain(number * 100_000), MG_PER_DL)


def _plain(number: Decimal) -> Decimal:
    """Return ``number`` without the zeros that the change of scale added."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
