"""Weight Measurement (0x2A9D).

``flags u8 | weight u16 | [time 7] | [user u8] | [BMI u16, height u16]``; flags: b0 imperial, b1
time, b2 user, b3 BMI and height. SI: 0.005 kg and 0.001 m; imperial: 0.01 lb and 0.1 in; BMI
0.1 kg/m2. 0xFFFF means that the measurement failed.

Source: Bluetooth GATT Specification Supplement, Weight Measurement; devices.md §1.3.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hardware.codecs.cursor import Cursor
from hardware.codecs.measured import Measured, present, value_of
from hardware.codecs.timestamp import encode_timestamp
from hardware.readings import Kind, Quantity

DECODER = "weight/1"
FAILED = 0xFFFF

_WEIGHT_STEP = {"kg": Decimal("0.005"), "[lb_av]": Decimal("0.01")}
_HEIGHT_STEP = {"m": Decimal("0.001"), "[in_i]": Decimal("0.1")}
_BMI_STEP = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Weight:
    """One packet as it is on air: raw steps, 0xFFFF for a failed weight.

    ``has_time`` says that the packet carries a time, which the device may not know.
    """

    steps: int
    imperial: bool = False
    has_time: bool = False
    time: datetime | None = None
    user: int | None = None
    bmi_steps: int | None = None
    height_steps: int | None = None

    @property
    def unit(self) -> str:
        """UCUM unit of the weight."""
        return "[lb_av]" if self.imperial else "kg"

    @property
    def value(self) -> Decimal | None:
        """Weight in ``unit``, ``None`` when the measurement failed."""
        return None if self.steps == FAILED else self.steps * _WEIGHT_STEP[self.unit]


def decode_weight(data: bytes) -> Weight:
    """Return the fields of a packet.

    Raises:
        DecodeError: too short, too long, or an impossible date.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    fields = Weight(
        steps=cursor.unsigned(2),
        imperial=bool(flags & 0x01),
        has_time=bool(flags & 0x02),
        time=cursor.timestamp() if flags & 0x02 else None,
        user=cursor.unsigned(1) if flags & 0x04 else None,
        bmi_steps=cursor.unsigned(2) if flags & 0x08 else None,
        height_steps=cursor.unsigned(2) if flags & 0x08 else None,
    )
    cursor.finish()
    return fields


def encode_weight(fields: Weight) -> bytes:
    """Return the packet of ``fields``; BMI and height go together."""
    flags = int(fields.imperial)
    body = fields.steps.to_bytes(2, "little")
    if fields.has_time:
        flags, body = flags | 0x02, body + encode_timestamp(fields.time)
    if fields.user is not None:
        flags, body = flags | 0x04, body + bytes((fields.user,))
    if fields.bmi_steps is not None and fields.height_steps is not None:
        pair = fields.bmi_steps.to_bytes(2, "little") + fields.height_steps.to_bytes(2, "little")
        flags, body = flags | 0x08, body + pair
    return bytes((flags,)) + body


def weight_steps(kilograms: Decimal) -> int:
    """Return the steps of 5 g of a weight in kilograms, for an SI packet."""
    return int((kilograms / _WEIGHT_STEP["kg"]).to_integral_value())


def measure_weight(data: bytes) -> Measured:
    """Return the result in a packet; no value when the measurement failed.

    Raises:
        DecodeError: see ``decode_weight``.
    """
    fields = decode_weight(data)
    weight = value_of("weight", fields.value, fields.unit)
    extra = (_height(fields), _bmi(fields)) if weight is not None else ()
    return Measured(
        kind=Kind.WEIGHT,
        values=present((weight, *extra)),
        decoder=DECODER,
        device_time=fields.time,
        user_index=fields.user,
    )


def _height(fields: Weight) -> Quantity | None:
    """Height, none when absent or zero: a scale that was not told the height sends zero."""
    unit = "[in_i]" if fields.imperial else "m"
    steps = fields.height_steps
    return value_of("height", steps * _HEIGHT_STEP[unit], unit) if steps else None


def _bmi(fields: Weight) -> Quantity | None:
    steps = fields.bmi_steps
    return value_of("bmi", steps * _BMI_STEP, "kg/m2") if steps else None
