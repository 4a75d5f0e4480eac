"""What a device gave: the reading, its quantities, where it comes from; the errors of devices.

Values are ``Decimal`` in UCUM units. ``origin`` follows a reading to the sheet, the archive and
the record: a simulated one never leaves for the DMP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from hardware.units import MEASURANDS, SPOKEN, rounded, spoken, spoken_unit


class Kind(StrEnum):
    """A measurement the station knows how to take, one device each."""

    TEMPERATURE = "temperature"
    BLOOD_PRESSURE = "blood_pressure"
    OXIMETRY = "oximetry"
    WEIGHT = "weight"
    GLUCOSE = "glucose"
    HEART_RATE = "heart_rate"
    RESPIRATION = "respiration"


class Origin(StrEnum):
    """How a reading came to the station."""

    LIVE = "live"
    STORED = "stored"
    DEMO = "demo"
    MANUAL = "manual"
    SIMULATED = "simulated"


class DeviceState(StrEnum):
    """What is known of a device; each state goes with a French sentence."""

    ABSENT = "absent"
    SEARCHING = "searching"
    READY = "ready"
    CONNECTED = "connected"
    MEASURING = "measuring"
    LOST = "lost"
    BUSY = "busy"
    DENIED = "denied"
    NOT_INSTALLED = "not_installed"
    LOW_BATTERY = "low_battery"


class DeviceError(Exception):
    """Something a device did or did not do; ``sentence`` says what to do, in French.

    The text of the exception is ``reason``: technical, in English, for the log, without a value.
    """

    def __init__(self, sentence: str, reason: str = "") -> None:
        super().__init__(reason or type(self).__name__)
        self.sentence = sentence


class DecodeError(DeviceError):
    """Bytes that are not a message of this device: refused whole, never half read."""

    def __init__(self, reason: str, sentence: str = "") -> None:
        unreadable = "L’appareil a envoyé un message illisible. Reprenez la mesure."
        super().__init__(sentence or unreadable, reason)


class OutOfRange(DeviceError):
    """A value no patient and no device can have; ``quantity`` names it."""

    def __init__(self, sentence: str, quantity: str) -> None:
        super().__init__(sentence, f"{quantity} out of range")
        self.quantity = quantity


class NotANumber(DeviceError):
    """A typed text that is not a decimal number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One value. ``resolution`` is the number of digits after the point the device gave."""

    name: str
    loinc: str
    value: Decimal
    unit: str
    resolution: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement as it was received; ``raw`` are the device's own bytes.

    ``device_time`` is the device's wall clock, without a zone, ``None`` when it gave none;
    ``clock_skew_s`` device clock minus station clock in seconds, ``None`` when not measured;
    ``received_at`` is aware and in UTC; ``user_index`` ``None`` when the device gave none;
    ``decoder`` names the codec and its version, ``""`` for a typed value.
    """

    reading_id: str
    device_id: str
    model: str
    serial: str
    firmware: str
    kind: Kind
    values: tuple[Quantity, ...]
    device_time: datetime | None
    clock_skew_s: int | None
    received_at: datetime
    monotonic_ns: int
    user_index: int | None
    quality: tuple[str, ...]
    origin: Origin
    raw: bytes
    decoder: str

    def value(self, name: str) -> Decimal | None:
        """Return the value of the quantity ``name``, ``None`` when this reading has none."""
        return next((one.value for one in self.values if one.name == name), None)


REQUIRED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEMPERATURE: ("temperature",),
        Kind.BLOOD_PRESSURE: ("systolic", "diastolic"),
        Kind.OXIMETRY: ("spo2",),
        Kind.WEIGHT: ("weight",),
        Kind.GLUCOSE: ("glucose",),
        Kind.HEART_RATE: ("pulse",),
        Kind.RESPIRATION: ("respiration",),
    }
)
OPTIONAL: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.BLOOD_PRESSURE: ("mean_arterial", "pulse"),
        Kind.OXIMETRY: ("pulse", "perfusion"),
        Kind.WEIGHT: ("height", "bmi"),
    }
)


LONGEST_NUMBER = 12
_DIGITS = ("aucun chiffre", "un chiffre au plus", "deux chiffres au plus")


def quantity(name: str, value: Decimal, resolution: int | None = None) -> Quantity:
    """Return ``value`` as the quantity ``name`` in its unit, its resolution kept.

    Without ``resolution`` the digits of ``value`` tell it. Nothing is checked here.
    """
    measurand = MEASURANDS[name]
    exponent = value.as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    kept = digits if resolution is None else resolution
    return Quantity(name, measurand.loinc, value, measurand.unit, kept)


def check_bounds(values: tuple[Quantity, ...]) -> None:
    """Refuse values that cannot be: out of bounds, or pressures in the wrong order.

    Raises:
        OutOfRange: its sentence holds the bounds.
    """
    for one in values:
        measurand = MEASURANDS[one.name]
        if not measurand.accepts(one.value):
            raise OutOfRange(_bounds_sentence(one.name), one.name)
    found = {one.name: one.value for one in values}
    if "systolic" in found and "diastolic" in found and found["diastolic"] >= found["systolic"]:
        raise OutOfRange(
            "La diastolique doit être plus basse que la systolique. Relisez les deux nombres.",
            "diastolic",
        )
    mean = found.get("mean_arterial")
    if mean is not None and not found.get("diastolic", mean) <= mean <= found.get("systolic", mean):
        raise OutOfRange(
            "La tension moyenne doit être entre les deux autres. Relisez les trois nombres.",
            "mean_arterial",
        )


def _bounds_sentence(name: str) -> str:
    measurand = MEASURANDS[name]
    low, high = (str(spoken(name, bound)).replace(".", ",") for bound in measurand.reject)
    unit = spoken_unit(name)
    return (
        f"{measurand.label}\u00a0: la valeur doit être entre {low} et {high}\u00a0{unit}. "
        "Vérifiez-la, puis saisissez-la de nouveau."
    )


def parse_number(text: str) -> Decimal:
    """Return the decimal number typed as « 38,5 » or « 38.5 », spaces around allowed.

    Raises:
        NotANumber: anything else, an exponent or a group of thousands included.
    """
    plain = text.strip().strip("\u00a0\u202f").replace(",", ".")
    whole, point, decimals = plain.partition(".")
    is_number = whole.isascii() and whole.isdigit() and len(plain) <= LONGEST_NUMBER
    if not is_number or (point and not (decimals.isascii() and decimals.isdigit())):
        raise NotANumber("Saisissez un nombre, par exemple 38,5.", "typed text is not a number")
    return Decimal(plain)


def manual_reading(
    kind: Kind,
    values: Mapping[str, Decimal],
    *,
    reading_id: str,
    received_at: datetime,
    monotonic_ns: int = 0,
) -> Reading:
    """Return a typed measurement, values in the units of ``hardware.units.MEASURANDS``.

    Raises:
        OutOfRange: a value is outside its bounds, missing or unknown to ``kind``, or has more
            decimals than the measurand keeps.
    """
    _check_names(kind, values)
    typed = tuple(quantity(name, value) for name, value in values.items())
    check_bounds(typed)
    for one in typed:
        _check_decimals(one)
    return Reading(
        reading_id=reading_id,
        device_id="",
        model="",
        serial="",
        firmware="",
        kind=kind,
        values=typed,
        device_time=None,
        clock_skew_s=None,
        received_at=received_at,
        monotonic_ns=monotonic_ns,
        user_index=None,
        quality=(),
        origin=Origin.MANUAL,
        raw=b"",
        decoder="",
    )


def _check_names(kind: Kind, values: Mapping[str, Decimal]) -> None:
    for name in REQUIRED[kind]:
        if name not in values:
            label = MEASURANDS[name].label
            raise OutOfRange(f"{label}\u00a0: saisissez la valeur.", name)
    known = REQUIRED[kind] + OPTIONAL.get(kind, ())
    for name in values:
        if name not in known:
            raise OutOfRange("Cette valeur ne va pas avec cette mesure. Effacez-la.", name)


def _check_decimals(one: Quantity) -> None:
    allowed = MEASURANDS[one.name].decimals
    if rounded(one.value, allowed) != one.value:
        label = MEASURANDS[one.name].label
        digits = _DIGITS[SPOKEN[one.name].decimals if one.name in SPOKEN else allowed]
        raise OutOfRange(f"{label}\u00a0: {digits} après la virgule.", one.name)
