"""Nonin 3230 and 3150 finger oximeters: the proprietary Bluetooth frame of 10 bytes.

Big endian: ``length u8 (10) | status u8 | battery u8 in 0.1 V | pulse amplitude u16 in 1/100 % |
counter u16 | SpO2 u8 (127 missing) | pulse u16 (511 missing)``. Status: b1 weak signal, b2
SmartPoint (value of good quality), b3 searching, b4 sensor on the finger, b5 low battery, b6
encrypted link.

Source: layout of public programs, reported in devices.md §4.1 and its frames 51 and 52; never
tried with a real device.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from hardware.codecs.bits import names_of, word_of
from hardware.codecs.measured import Measured, present
from hardware.readings import DecodeError, Kind, quantity

SERVICE = "46a970e0-0d5f-11e2-8b5e-0002a5d5c51b"
CHARACTERISTIC = "0aad7ea0-0d60-11e2-8e3c-0002a5d5c51b"
DECODER = "nonin/1"

_SIZE = 10
_NO_SPO2, _NO_PULSE = 127, 511
_LARGEST_SPO2 = 100
_SENSOR_ON = "sensor_on"
_STATUS: Mapping[int, str] = MappingProxyType(
    {
        1: "weak_signal",
        2: "fully_qualified",
        3: "searching",
        4: _SENSOR_ON,
        5: "low_battery",
        6: "encrypted_link",
    }
)
_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Nonin:
    """One frame; ``amplitude`` in 1/100 %, ``battery`` in 0.1 V, ``None`` where missing."""

    spo2: int | None
    pulse: int | None
    amplitude: int
    counter: int
    battery: int
    status: tuple[str, ...]


def decode_nonin(data: bytes) -> Nonin:
    """Return the fields of one frame.

    Raises:
        DecodeError: not 10 bytes, another length byte, or a saturation above 100 %.
    """
    if len(data) != _SIZE or data[0] != _SIZE:
        raise DecodeError("not a frame of 10 bytes")
    spo2, pulse = data[7], int.from_bytes(data[8:], "big")
    if spo2 > _LARGEST_SPO2 and spo2 != _NO_SPO2:
        raise DecodeError("saturation above 100 %")
    return Nonin(
        spo2=None if spo2 == _NO_SPO2 else spo2,
        pulse=None if pulse == _NO_PULSE else pulse,
        amplitude=int.from_bytes(data[3:5], "big"),
        counter=int.from_bytes(data[5:7], "big"),
        battery=data[2],
        status=names_of(data[1], _STATUS),
    )


def encode_nonin(fields: Nonin) -> bytes:
    """Return the frame of ``fields``."""
    pulse = _NO_PULSE if fields.pulse is None else fields.pulse
    return b"".join(
        (
            bytes((_SIZE, word_of(fields.status, _STATUS), fields.battery)),
            fields.amplitude.to_bytes(2, "big"),
            fields.counter.to_bytes(2, "big"),
            bytes((_NO_SPO2 if fields.spo2 is None else fields.spo2,)),
            pulse.to_bytes(2, "big"),
        )
    )


def measure_nonin(data: bytes) -> Measured:
    """Return the saturation at this moment in one frame.

    Raises:
        DecodeError: see ``decode_nonin``.
    """
    fields = decode_nonin(data)
    spo2 = None if fields.spo2 is None else quantity("spo2", Decimal(fields.spo2))
    pulse = None if fields.pulse is None else quantity("pulse", Decimal(fields.pulse))
    share = fields.amplitude
    perfusion = quantity("perfusion", share * _STEP) if share else None
    is_on = _SENSOR_ON in fields.status
    flags = tuple(name for name in fields.status if name != _SENSOR_ON)
    return Measured(
        kind=Kind.OXIMETRY,
        values=() if spo2 is None else present((spo2, pulse, perfusion)),
        decoder=DECODER,
        quality=flags if is_on else (*flags, "sensor_off"),
        sequence=fields.counter,
        streamed=True,
    )
