"""Temperature Measurement (0x2A1C) and Intermediate Temperature (0x2A1E).

``flags u8 | temperature F | [time 7] | [type u8]``; flags: b0 unit (0 Cel, 1 degF), b1 time,
b2 type of site.

Source: Bluetooth GATT Specification Supplement, Temperature Measurement and Temperature Type;
devices.md §1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from hardware.codecs.cursor import Cursor
from hardware.codecs.ieee11073 import Number, encode_float
from hardware.codecs.measured import Measured, present, value_of
from hardware.codecs.timestamp import encode_timestamp
from hardware.readings import DecodeError, Kind
from hardware.units import CELSIUS

DECODER = "temperature/1"
INTERMEDIATE_DECODER = "intermediate_temperature/1"

SITES: Mapping[int, str] = MappingProxyType(
    {
        1: "site_armpit",
        2: "site_body",
        3: "site_ear",
        4: "site_finger",
        5: "site_digestive",
        6: "site_mouth",
        7: "site_rectum",
        8: "site_toe",
        9: "site_tympanum",
    }
)


@dataclass(frozen=True, slots=True)
class Temperature:
    """One packet as it is on air; ``unit`` is ``Cel`` or ``[degF]``, ``site`` a code of SITES.

    ``has_time`` says that the packet carries a time, which the device may not know.
    """

    value: Number
    unit: str = CELSIUS
    has_time: bool = False
    time: datetime | None = None
    site: int | None = None


def decode_temperature(data: bytes) -> Temperature:
    """Return the fields of a 0x2A1C or 0x2A1E packet.

    Raises:
        DecodeError: too short, too long, an impossible date or a site that does not exist.
    """
    cursor = Cursor(data)
    flags = cursor.unsigned(1)
    fields = Temperature(
        value=cursor.float(),
        unit="[degF]" if flags & 0x01 else CELSIUS,
        has_time=bool(flags & 0x02),
        time=cursor.timestamp() if flags & 0x02 else None,
        site=cursor.unsigned(1) if flags & 0x04 else None,
    )
    cursor.finish()
    if fields.site is not None and fields.site not in SITES:
        raise DecodeError("temperature site unknown")
    return fields


def encode_temperature(fields: Temperature) -> bytes:
    """Return the packet of ``fields``."""
    flags = int(fields.unit == "[degF]")
    body = encode_float(fields.value)
    if fields.has_time:
        flags, body = flags | 0x02, body + encode_timestamp(fields.time)
    if fields.site is not None:
        flags, body = flags | 0x04, body + bytes((fields.site,))
    return bytes((flags,)) + body


def measure_temperature(data: bytes) -> Measured:
    """Return the result in a 0x2A1C packet.

    Raises:
        DecodeError: see ``decode_temperature``.
    """
    return _measured(decode_temperature(data), DECODER, streamed=False)


def measure_intermediate(data: bytes) -> Measured:
    """Return the temperature at this moment in a 0x2A1E packet.

    Raises:
        DecodeError: see ``decode_temperature``.
    """
    return _measured(decode_temperature(data), INTERMEDIATE_DECODER, streamed=True)


def _measured(fields: Temperature, decoder: str, *, streamed: bool) -> Measured:
    return Measured(
        kind=Kind.TEMPERATURE,
        values=present((value_of("temperature", fields.value, fields.unit),)),
        decoder=decoder,
        device_time=fields.time,
        quality=() if fields.site is None else (SITES[fields.site],),
        streamed=streamed,
    )
