"""What one packet says once decoded, whatever the device: the codecs end here.

Values are converted once, at this border, to the unit of ``hardware.units``; the device's own
figures stay in the raw bytes kept with the reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hardware.codecs.ieee11073 import Missing, Number
from hardware.readings import DecodeError, Kind, Quantity, quantity
from hardware.units import MEASURANDS, convert, rounded

LARGEST_POWER = 9


@dataclass(frozen=True, slots=True)
class Measured:
    """One decoded packet.

    ``values`` holds only what the device gave a number for: an empty one is a failed measure.
    ``streamed`` marks a value of the moment (gauge, continuous saturation), never a result by
    itself. ``sequence`` is the device's own record number, ``quality`` are the flags of
    ``hardware.quality``.
    """

    kind: Kind
    values: tuple[Quantity, ...]
    decoder: str
    device_time: datetime | None = None
    user_index: int | None = None
    quality: tuple[str, ...] = ()
    sequence: int | None = None
    streamed: bool = False


def value_of(name: str, number: Number | None, unit: str) -> Quantity | None:
    """Return ``number`` as the quantity ``name``, converted from ``unit``; none when missing.

    A converted value is rounded to the digits of its measurand, others keep the device's.

    Raises:
        DecodeError: a number no device measures, beyond what rounding can hold.
    """
    if number is None or isinstance(number, Missing):
        return None
    if number.adjusted() > LARGEST_POWER:
        raise DecodeError(f"{name} beyond any measure")
    measurand = MEASURANDS[name]
    if unit == measurand.unit:
        return quantity(name, number)
    converted = rounded(convert(number, unit, measurand.unit), measurand.decimals)
    return quantity(name, converted)


def present(values: Iterable[Quantity | None]) -> tuple[Quantity, ...]:
    """Return the quantities that are there, in order."""
    return tuple(one for one in values if one is not None)
