"""Numbers of medical devices: SFLOAT (2 bytes) and FLOAT (4 bytes), little endian.

SFLOAT: bits 15-12 exponent, bits 11-0 mantissa, both signed; FLOAT: byte 3 exponent, bytes 2-0
mantissa, both signed; value = mantissa x 10^exponent. The exponent is kept: 36.50 is not 36.5.
A mantissa of the reserved set is never a number, whatever the exponent.

Source: IEEE 11073-20601, annex F (SFLOAT-Type, FLOAT-Type); devices.md §1.1.
"""

from decimal import Decimal
from enum import StrEnum

from hardware.readings import DecodeError


class Missing(StrEnum):
    """Why the device gave no number."""

    NAN = "nan"
    NRES = "nres"
    OVER_RANGE = "over_range"
    UNDER_RANGE = "under_range"
    RESERVED = "reserved"


Number = Decimal | Missing

_SFLOAT_SPECIALS = {
    0x07FF: Missing.NAN,
    0x0800: Missing.NRES,
    0x07FE: Missing.OVER_RANGE,
    0x0802: Missing.UNDER_RANGE,
    0x0801: Missing.RESERVED,
}
_FLOAT_SPECIALS = {
    0x007FFFFF: Missing.NAN,
    0x00800000: Missing.NRES,
    0x007FFFFE: Missing.OVER_RANGE,
    0x00800002: Missing.UNDER_RANGE,
    0x00800001: Missing.RESERVED,
}
_LARGEST_SFLOAT = 2045
_LARGEST_FLOAT = 8388605


def decode_sfloat(data: bytes) -> Number:
    """Return the number in 2 bytes.

    Raises:
        DecodeError: not 2 bytes.
    """
    return _decode(data, 12, 2, _SFLOAT_SPECIALS)


def decode_float(data: bytes) -> Number:
    """Return the number in 4 bytes.

    Raises:
        DecodeError: not 4 bytes.
    """
    return _decode(data, 24, 4, _FLOAT_SPECIALS)


def encode_sfloat(number: Number) -> bytes:
    """Return the 2 bytes of ``number``, its exponent kept where it fits.

    Raises:
        ValueError: the number does not fit.
    """
    if isinstance(number, Missing):
        return _special(number, _SFLOAT_SPECIALS).to_bytes(2, "little")
    mantissa, exponent = _parts(number, _LARGEST_SFLOAT, (-8, 7))
    return ((exponent & 0xF) << 12 | mantissa & 0xFFF).to_bytes(2, "little")


def encode_float(number: Number) -> bytes:
    """Return the 4 bytes of ``number``, its exponent kept where it fits.

    Raises:
        ValueError: the number does not fit.
    """
    if isinstance(number, Missing):
        return _special(number, _FLOAT_SPECIALS).to_bytes(4, "little")
    mantissa, exponent = _parts(number, _LARGEST_FLOAT, (-128, 127))
    return ((exponent & 0xFF) << 24 | mantissa & 0xFFFFFF).to_bytes(4, "little")


def _decode(data: bytes, bits: int, size: int, specials: dict[int, Missing]) -> Number:
    if len(data) != size:
        raise DecodeError(f"number of {len(data)} bytes, {size} expected")
    word = int.from_bytes(data, "little")
    pattern = word & (1 << bits) - 1
    if pattern in specials:
        return specials[pattern]
    mantissa = _signed(pattern, bits)
    exponent = _signed(word >> bits, size * 8 - bits)
    return Decimal(mantissa).scaleb(exponent)


def _signed(pattern: int, bits: int) -> int:
    return pattern - (1 << bits) if pattern >> bits - 1 else pattern


def _special(number: Missing, specials: dict[int, Missing]) -> int:
    return next(pattern for pattern, meaning in specials.items() if meaning is number)


def _parts(number: Decimal, largest: int, exponents: tuple[int, int]) -> tuple[int, int]:
    """Return mantissa and exponent, with as few trailing zeros taken off as needed."""
    if not number.is_finite():
        raise ValueError("not a finite number")
    sign, digits, exponent = number.as_tuple()
    mantissa, exponent = int("".join(map(str, digits))), int(exponent)
    while mantissa > largest and mantissa % 10 == 0:
        mantissa, exponent = mantissa // 10, exponent + 1
    if mantissa > largest or not exponents[0] <= exponent <= exponents[1]:
        raise ValueError("number does not fit")
    return (-mantissa if sign else mantissa), exponent
