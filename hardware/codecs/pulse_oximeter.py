"""PLX Spot-check (0x2A5E) and PLX Continuous Measurement (0x2A5F): saturation and pulse.

Spot: ``flags | SpO2 S | PR S | [time 7] | [measurement status u16] | [device status u24] |
[pulse amplitude S]``; flags b0 time, b1 measurement status, b2 device status, b3 pulse
amplitude, b4 clock not set.
Continuous: ``flags | SpO2 S | PR S | [fast SpO2 S, PR S] | [slow SpO2 S, PR S] | [measurement
status u16] | [device status u24] | [pulse amplitude S]``; flags b0 fast, b1 slow, b2 measurement
status, b3 device status, b4 pulse amplitude. The bits differ between the two.

Source: Bluetooth GATT Specification Supplement, PLX Spot-Check Measurement and PLX Continuous
Measurement; devices.md §1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from hardware.codecs.bits import names_of, word_of
from hardware.codecs.cursor import Cursor
from hardware.codecs.ieee11073 import Number, encode_sfloat
from hardware.codecs.measured import Measured, present, value_of
from hardware.codecs.timestamp import encode_timestamp
from hardware.readings import Kind, Quantity

SPOT_DECODER = "plx_spot/1"
CONTINUOUS_DECODER = "plx_continuous/1"

MEASUREMENT_STATUS: Mapping[int, str] = MappingProxyType(
    {
        5: "measurement_ongoing",
        6: "early_estimate",
        7: "validated",
        8: "fully_qualified",
        9: "stored",
        10: "demonstration_data",
        11: "test_data",
        12: "calibration_ongoing",
        13: "measurement_unavailable",
        14: "measurement_questionable",
        15: "measurement_wrong",
    }
)
DEVICE_STATUS: Mapping[int, str] = MappingProxyType(
    {
        0: "extended_update",
        1: "equipment_malfunction",
        2: "processing_irregularity",
        3: "inadequate_signal",
        4: "poor_signal",
        5: "low_perfusion",
        6: "erratic_signal",
        7: "non_pulsatile",
        8: "questionable_pulse",
        9: "signal_analysis_ongoing",
        10: "sensor_interference",
        11: "sensor_off",
        12: "sensor_unknown",
        13: "sensor_displaced",
        14: "sensor_malfunction",
        15: "sensor_disconnected",
    }
)

Status = tuple[str, ...]
Pair = tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """One spot-check packet; status fields are flag names, ``None`` when absent.

    ``has_time`` says that the packet carries a time, which the device may not know.
    """

    spo2: Number
    pulse: Number
    has_time: bool = False
    time: datetime | None = None
    measurement_status: Status | None = None
    device_status: Status | None = None
    amplitude: Number | None = None
    clock_not_set: bool = False


@dataclass(frozen=True, slots=True)
class Continuous:
    """One continuous packet; ``fast`` and ``slow`` are (saturation, pulse)."""

    spo2: Number
    pulse: Number
    fast: Pair | None = None
    slow: Pair | None = None
    measurement_status: Status | None = None
    device_status: Status | None = None
    amplitude: Number | None = None


def decode_spot(data: bytes) -> SpotCheck:
    """Return the fields of a 0x2A5E packet.

    Raises:
        DecodeError: too short, too long, or an impossible date.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    fields = SpotCheck(
        spo2=cursor.sfloat(),
        pulse=cursor.sfloat(),
        has_time=bool(flags & 0x01),
        time=cursor.timestamp() if flags & 0x01 else None,
        measurement_status=_status(cursor, 2, MEASUREMENT_STATUS) if flags & 0x02 else None,
        device_status=_status(cursor, 3, DEVICE_STATUS) if flags & 0x04 else None,
        amplitude=cursor.sfloat() if flags & 0x08 else None,
        clock_not_set=bool(flags & 0x10),
    )
    cursor.finish()
    return fields


def decode_continuous(data: bytes) -> Continuous:
    """Return the fields of a 0x2A5F packet.

    Raises:
        DecodeError: too short or too long.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    fields = Continuous(
        spo2=cursor.sfloat(),
        pulse=cursor.sfloat(),
        fast=(cursor.sfloat(), cursor.sfloat()) if flags & 0x01 else None,
        slow=(cursor.sfloat(), cursor.sfloat()) if flags & 0x02 else None,
        measurement_status=_status(cursor, 2, MEASUREMENT_STATUS) if flags & 0x04 else None,
        device_status=_status(cursor, 3, DEVICE_STATUS) if flags & 0x08 else None,
        amplitude=cursor.sfloat() if flags & 0x10 else None,
    )
    cursor.finish()
    return fields


def encode_spot(fields: SpotCheck) -> bytes:
    """Return the 0x2A5E packet of ``fields``."""
    flags = 0x10 * fields.clock_not_set
    body = encode_sfloat(fields.spo2) + encode_sfloat(fields.pulse)
    if fields.has_time:
        flags, body = flags | 0x01, body + encode_timestamp(fields.time)
    if fields.measurement_status is not None:
        word = word_of(fields.measurement_status, MEASUREMENT_STATUS)
        flags, body = flags | 0x02, body + word.to_bytes(2, "little")
    if fields.device_status is not None:
        word = word_of(fields.device_status, DEVICE_STATUS)
        flags, body = flags | 0x04, body + word.to_bytes(3, "little")
    if fields.amplitude is not None:
        flags, body = flags | 0x08, body + encode_sfloat(fields.amplitude)
    return bytes((flags,)) + body


def encode_continuous(fields: Continuous) -> bytes:
    """Return the 0x2A5F packet of ``fields``."""
    flags, body = 0, encode_sfloat(fields.spo2) + encode_sfloat(fields.pulse)
    for bit, pair in ((0x01, fields.fast), (0x02, fields.slow)):
        if pair is not None:
            flags, body = flags | bit, body + encode_sfloat(pair[0]) + encode_sfloat(pair[1])
    if fields.measurement_status is not None:
        word = word_of(fields.measurement_status, MEASUREMENT_STATUS)
        flags, body = flags | 0x04, body + word.to_bytes(2, "little")
    if fields.device_status is not None:
        word = word_of(fields.device_status, DEVICE_STATUS)
        flags, body = flags | 0x08, body + word.to_bytes(3, "little")
    if fields.amplitude is not None:
        flags, body = flags | 0x10, body + encode_sfloat(fields.amplitude)
    return bytes((flags,)) + body


def measure_spot(data: bytes) -> Measured:
    """Return the result in a 0x2A5E packet; no value when the saturation is missing.

    Raises:
        DecodeError: see ``decode_spot``.
    """
    fields = decode_spot(data)
    return Measured(
        kind=Kind.OXIMETRY,
        values=_values(fields),
        decoder=SPOT_DECODER,
        device_time=None if fields.clock_not_set else fields.time,
        quality=_quality(fields),
    )


def measure_continuous(data: bytes) -> Measured:
    """Return the saturation at this moment in a 0x2A5F packet.

    Raises:
        DecodeError: see ``decode_continuous``.
    """
    fields = decode_continuous(data)
    return Measured(
        kind=Kind.OXIMETRY,
        values=_values(fields),
        decoder=CONTINUOUS_DECODER,
        quality=_quality(fields),
        streamed=True,
    )


def _status(cursor: Cursor, size: int, names: Mapping[int, str]) -> Status:
    return names_of(cursor.unsigned(size), names)


def _values(fields: SpotCheck | Continuous) -> tuple[Quantity, ...]:
    spo2 = value_of("spo2", fields.spo2, "%")
    if spo2 is None:
        return ()
    pulse = value_of("pulse", fields.pulse, "/min")
    return present((spo2, pulse, value_of("perfusion", fields.amplitude, "%")))


def _quality(fields: SpotCheck | Continuous) -> Status:
    return (fields.measurement_status or ()) + (fields.device_status or ())
