"""Contec CMS50 finger oximeters on a serial line: the v7 frames and the older ones.

v7 (115 200 baud, 8N1), 9 bytes: type (bit 7 clear), high bits (bit i is bit 7 of payload byte i),
then 7 payload bytes, each sent with bit 7 set. Payload: 0 flags and signal; 1 waveform; 2 bar
graph, bit 4 perfusion known; 3 pulse; 4 saturation; 5-6 perfusion index in 1/100 %, low byte
first. Old (D+ up to 4.6; 19 200 baud, 8O1), 5 bytes, the first alone with bit 7 set: 0 flags and
signal; 1 waveform; 2 bit 6 is bit 7 of the pulse, flags, bar graph; 3 pulse, low 7 bits; 4
saturation. 127 (saturation) and 255 (pulse) mean no value.

There is no checksum: garbage passes as a frame about once in forty. A value is published only
after seconds of agreement (``hardware.stability``), never from one frame.

Source: layouts of public programs reported in devices.md §4.2 and its frames 47 to 50; the meaning
of bit 4 of byte 2 and of bit 7 of byte 1 (v7) is deduced from these frames and the old layout.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from hardware.codecs.measured import Measured, present
from hardware.readings import DecodeError, Kind, quantity

DECODER = "cms50_v7/1"
OLD_DECODER = "cms50_old/1"
LIVE_TYPE = 0x01
START = bytes.fromhex("7d81a1808080808080")
STOP = bytes.fromhex("7d81a2808080808080")
KEEP_ALIVE = bytes.fromhex("7d81af808080808080")
KEEP_ALIVE_EVERY_S = 5

_V7_SIZE, _OLD_SIZE = 9, 5
_NO_SPO2, _NO_PULSE, _NO_PERFUSION = 0x7F, 0xFF, 0xFFFF
_PERFUSION_STEP = Decimal("0.01")
_V7_FLAGS: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (0, 0x10): "search_too_long",
        (0, 0x20): "low_saturation",
        (0, 0x80): "probe_error",
        (1, 0x80): "searching",
    }
)
_OLD_FLAGS: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (0, 0x10): "sensor_off",
        (0, 0x20): "low_saturation",
        (2, 0x10): "probe_error",
        (2, 0x20): "searching",
    }
)


@dataclass(frozen=True, slots=True)
class Cms50:
    """One frame; ``None`` where the device shows dashes. ``perfusion`` in 1/100 %.

    ``flags`` are names of ``hardware.quality``; ``wave`` 0 to 127, ``signal`` and ``bar`` 0 to 15.
    """

    spo2: int | None
    pulse: int | None
    wave: int
    signal: int
    bar: int
    perfusion: int | None = None
    beep: bool = False
    flags: tuple[str, ...] = ()


def decode_v7(data: bytes) -> Cms50:
    """Return the fields of one v7 live frame of 9 bytes.

    Raises:
        DecodeError: another size or type, or a bit 7 out of place.
    """
    if len(data) != _V7_SIZE or data[0] != LIVE_TYPE:
        raise DecodeError("not a v7 live frame")
    if any(not byte & 0x80 for byte in data[1:]):
        raise DecodeError("v7 frame out of step")
    payload = [byte & 0x7F | (data[1] >> bit & 1) << 7 for bit, byte in enumerate(data[2:])]
    perfusion = payload[5] | payload[6] << 8
    is_known = payload[2] & 0x10 and perfusion != _NO_PERFUSION
    return Cms50(
        spo2=_known(payload[4], _NO_SPO2),
        pulse=_known(payload[3], _NO_PULSE),
        wave=payload[1] & 0x7F,
        signal=payload[0] & 0x0F,
        bar=payload[2] & 0x0F,
        perfusion=perfusion if is_known else None,
        beep=bool(payload[0] & 0x40),
        flags=_flags(payload, _V7_FLAGS),
    )


def encode_v7(fields: Cms50) -> bytes:
    """Return the v7 frame of ``fields``."""
    perfusion = _NO_PERFUSION if fields.perfusion is None else fields.perfusion
    payload = [
        fields.signal | 0x40 * fields.beep,
        fields.wave,
        fields.bar | 0x10 * (fields.perfusion is not None),
        _NO_PULSE if fields.pulse is None else fields.pulse,
        _NO_SPO2 if fields.spo2 is None else fields.spo2,
        perfusion & 0xFF,
        perfusion >> 8,
    ]
    _raise_flags(payload, fields.flags, _V7_FLAGS)
    high = sum((byte >> 7) << bit for bit, byte in enumerate(payload))
    return bytes((LIVE_TYPE, high | 0x80, *(byte | 0x80 for byte in payload)))


def decode_old(data: bytes) -> Cms50:
    """Return the fields of one old frame of 5 bytes.

    Raises:
        DecodeError: another size, or a bit 7 out of place.
    """
    if [bool(byte & 0x80) for byte in data] != [True, False, False, False, False]:
        raise DecodeError("not an old frame")
    return Cms50(
        spo2=_known(data[4], _NO_SPO2),
        pulse=_known(data[3] | (data[2] & 0x40) << 1, _NO_PULSE),
        wave=data[1],
        signal=data[0] & 0x0F,
        bar=data[2] & 0x0F,
        beep=bool(data[0] & 0x40),
        flags=_flags(data, _OLD_FLAGS),
    )


def encode_old(fields: Cms50) -> bytes:
    """Return the old frame of ``fields``."""
    pulse = _NO_PULSE if fields.pulse is None else fields.pulse
    frame = [
        0x80 | 0x40 * fields.beep | fields.signal,
        fields.wave,
        (pulse & 0x80) >> 1 | fields.bar,
        pulse & 0x7F,
        _NO_SPO2 if fields.spo2 is None else fields.spo2,
    ]
    _raise_flags(frame, fields.flags, _OLD_FLAGS)
    return bytes(frame)


def measure_v7(data: bytes) -> Measured:
    """Return the saturation at this moment in a v7 frame.

    Raises:
        DecodeError: see ``decode_v7``.
    """
    return _measured(decode_v7(data), DECODER)


def measure_old(data: bytes) -> Measured:
    """Return the saturation at this moment in an old frame.

    Raises:
        DecodeError: see ``decode_old``.
    """
    return _measured(decode_old(data), OLD_DECODER)


def _measured(fields: Cms50, decoder: str) -> Measured:
    spo2 = None if fields.spo2 is None else quantity("spo2", Decimal(fields.spo2))
    pulse = None if fields.pulse is None else quantity("pulse", Decimal(fields.pulse))
    share = fields.perfusion
    perfusion = quantity("perfusion", share * _PERFUSION_STEP) if share else None
    return Measured(
        kind=Kind.OXIMETRY,
        values=() if spo2 is None else present((spo2, pulse, perfusion)),
        decoder=decoder,
        quality=fields.flags,
        streamed=True,
    )


def _known(value: int, missing: int) -> int | None:
    """Return ``value``, none for zero too: no living patient has it."""
    return None if value in {0, missing} else value


def _flags(frame: Sequence[int], names: Mapping[tuple[int, int], str]) -> tuple[str, ...]:
    return tuple(name for (at, mask), name in names.items() if frame[at] & mask)


def _raise_flags(
    frame: list[int], flags: tuple[str, ...], names: Mapping[tuple[int, int], str]
) -> None:
    for (at, mask), name in names.items():
        frame[at] |= mask * (name in flags)
