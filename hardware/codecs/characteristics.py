"""Which decoder reads which characteristic.

A name is the 4 hexadecimal digits of a Bluetooth SIG number, or a whole UUID in lower case.

Source: Bluetooth SIG Assigned Numbers, GATT Characteristics; devices.md §1.3.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hardware.codecs import (
    blood_pressure,
    glucose,
    heart_rate,
    nonin,
    pulse_oximeter,
    thermometer,
    weight,
)
from hardware.codecs.measured import Measured
from hardware.readings import DecodeError

BLOOD_PRESSURE = "2a35"
CUFF_PRESSURE = "2a36"
TEMPERATURE = "2a1c"
INTERMEDIATE_TEMPERATURE = "2a1e"
PLX_SPOT = "2a5e"
PLX_CONTINUOUS = "2a5f"
WEIGHT = "2a9d"
GLUCOSE = "2a18"
HEART_RATE = "2a37"
BATTERY_LEVEL = "2a19"
DATE_TIME = "2a08"
CURRENT_TIME = "2a2b"
MAKER, MODEL, SERIAL, FIRMWARE = "2a29", "2a24", "2a25", "2a26"

_SIG_TAIL = "-0000-1000-8000-00805f9b34fb"
_SIG_HEAD = "0000"

DECODERS: Mapping[str, Callable[[bytes], Measured]] = MappingProxyType(
    {
        BLOOD_PRESSURE: blood_pressure.measure_blood_pressure,
        CUFF_PRESSURE: blood_pressure.measure_cuff_pressure,
        TEMPERATURE: thermometer.measure_temperature,
        INTERMEDIATE_TEMPERATURE: thermometer.measure_intermediate,
        PLX_SPOT: pulse_oximeter.measure_spot,
        PLX_CONTINUOUS: pulse_oximeter.measure_continuous,
        WEIGHT: weight.measure_weight,
        GLUCOSE: glucose.measure_glucose,
        HEART_RATE: heart_rate.measure_heart_rate,
        nonin.CHARACTERISTIC: nonin.measure_nonin,
    }
)


def short_name(uuid: str) -> str:
    """Return the name used here for ``uuid``, given short or whole, in any case."""
    plain = uuid.strip().lower()
    if plain.startswith(_SIG_HEAD) and plain.endswith(_SIG_TAIL):
        return plain[len(_SIG_HEAD) : -len(_SIG_TAIL)]
    return plain


def decode(uuid: str, data: bytes) -> Measured:
    """Return what ``data``, a value of the characteristic ``uuid``, says.

    Raises:
        DecodeError: no decoder for this characteristic, or bytes that are not its message.
    """
    decoder = DECODERS.get(short_name(uuid))
    if decoder is None:
        raise DecodeError("no decoder for this characteristic")
    return decoder(data)
