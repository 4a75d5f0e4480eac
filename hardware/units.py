"""What is measured: names, LOINC codes, UCUM units, French words, bounds, conversions.

Bounds named ``reject`` are limits of physiology and of devices: a value outside is refused.
Bounds named ``warn`` are for display only. Neither decides an orientation.

Source: devices.md §8 (table of vitals) for the bounds; ANS, JDV_SignesVitaux
(1.2.250.1.213.1.1.5.136) for the codes a French record accepts: saturation is 20564-1 there.
Outside that value set: mean pressure 8478-0, perfusion index 61006-3, capillary glucose 41653-7,
which are kept in the sheet and its pages and never as coded values of a record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

MMHG = "mm[Hg]"
CELSIUS = "Cel"
PER_MINUTE = "/min"
PERCENT = "%"
KILOGRAM = "kg"
MG_PER_DL = "mg/dL"


@dataclass(frozen=True, slots=True)
class Measurand:
    """One thing that is measured.

    ``decimals`` is the precision kept, ``reject`` the closed interval of possible values, all
    in ``unit`` (UCUM); ``warn`` the closed interval of usual adult values, ``None`` where no
    bound is shown; ``in_record`` tells whether the French value set of vital signs has it.
    """

    name: str
    loinc: str
    unit: str
    label: str
    unit_label: str
    decimals: int
    reject: tuple[Decimal, Decimal]
    warn: tuple[Decimal | None, Decimal | None] = (None, None)
    in_record: bool = True

    def accepts(self, value: Decimal) -> bool:
        """Tell whether ``value``, in this measurand's unit, is possible at all."""
        return value.is_finite() and self.reject[0] <= value <= self.reject[1]

    def is_usual(self, value: Decimal) -> bool:
        """Tell whether ``value`` needs no display warning. Never decides an orientation."""
        low, high = self.warn
        return (low is None or value >= low) and (high is None or value <= high)


def _between(low: str, high: str) -> tuple[Decimal, Decimal]:
    return Decimal(low), Decimal(high)


_ALL = (
    Measurand(
        "temperature", "8310-5", CELSIUS, "Température", "°C", 1,
        _between("30.0", "44.0"), _between("36.0", "38.0"),
    ),
    Measurand(
        "systolic", "8480-6", MMHG, "Tension systolique", "mmHg", 0,
        _between("40", "300"), _between("90", "180"),
    ),
    Measurand(
        "diastolic", "8462-4", MMHG, "Tension diastolique", "mmHg", 0,
        _between("20", "200"), _between("50", "110"),
    ),
    Measurand(
        "mean_arterial", "8478-0", MMHG, "Tension moyenne", "mmHg", 0,
        _between("25", "230"), in_record=False,
    ),
    Measurand(
        "cuff_pressure", "", MMHG, "Pression du brassard", "mmHg", 0,
        _between("0", "320"), in_record=False,
    ),
    Measurand(
        "pulse", "8867-4", PER_MINUTE, "Pouls", "/min", 0,
        _between("20", "250"), _between("50", "110"),
    ),
    Measurand(
        "respiration", "9279-1", PER_MINUTE, "Fréquence respiratoire", "/min", 0,
        _between("4", "70"), _between("12", "20"),
    ),
    Measurand(
        "spo2", "20564-1", PERCENT, "Saturation en oxygène", "%", 0,
        _between("50", "100"), (Decimal(95), None),
    ),
    Measurand(
        "perfusion", "61006-3", PERCENT, "Indice de perfusion", "%", 2,
        _between("0.02", "30"), (Decimal("0.5"), None), in_record=False,
    ),
    Measurand("weight", "29463-7", KILOGRAM, "Poids", "kg", 2, _between("0.5", "300")),
    Measurand("height", "8302-2", "cm", "Taille", "cm", 0, _between("30", "250")),
    Measurand("bmi", "39156-5", "kg/m2", "Indice de masse corporelle", "kg/m²", 1,
              _between("8", "80")),
    Measurand(
        "glucose", "41653-7", MG_PER_DL, "Glycémie capillaire", "mg/dL", 0,
        _between("20", "600"), _between("70", "180"), in_record=False,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """The unit people say, when it is not the one that is kept.

    One of it is ``kept`` of the kept unit; it is said with ``decimals`` digits after the point.
    """

    unit_label: str
    kept: Decimal
    decimals: int


MEASURANDS: Mapping[str, Measurand] = MappingProxyType({one.name: one for one in _ALL})

# In France a glucose is said in grams a litre. Source: devices.md §8.
SPOKEN: Mapping[str, Spoken] = MappingProxyType({"glucose": Spoken("g/L", Decimal(100), 2)})

# 1 kPa = 7.50062 mmHg (conventional millimetre of mercury), 1 lb = 0.45359237 kg (exact),
# glucose 180.16 g/mol: 1 mmol/L = 18.016 mg/dL. Source: devices.md §8, §1.3.
_FACTORS: Mapping[tuple[str, str], Decimal] = MappingProxyType(
    {
        ("kPa", MMHG): Decimal("7.50062"),
        ("[lb_av]", KILOGRAM): Decimal("0.45359237"),
        ("mmol/L", MG_PER_DL): Decimal("18.016"),
        ("g/L", MG_PER_DL): Decimal(100),
        ("[in_i]", "cm"): Decimal("2.54"),
        ("m", "cm"): Decimal(100),
    }
)


class UnknownUnit(ValueError):
    """No conversion is known between two units: a programming fault, not a bad measure."""


def convert(value: Decimal, unit: str, wanted: str) -> Decimal:
    """Return ``value`` in ``wanted`` (UCUM), unrounded.

    Raises:
        UnknownUnit: there is no conversion between the two.
    """
    if unit == wanted:
        return value
    if (unit, wanted) == ("[degF]", CELSIUS):
        return (value - 32) / Decimal("1.8")
    if (unit, wanted) not in _FACTORS:
        raise UnknownUnit(f"{unit} -> {wanted}")
    return value * _FACTORS[unit, wanted]


def spoken_unit(name: str) -> str:
    """Return the label of the unit in which ``name`` is typed and read."""
    return SPOKEN[name].unit_label if name in SPOKEN else MEASURANDS[name].unit_label


def spoken(name: str, value: Decimal) -> Decimal:
    """Return ``value``, kept in the unit of its measurand, in the unit people say."""
    said = SPOKEN.get(name)
    return value if said is None else rounded(value / said.kept, said.decimals)


def from_spoken(name: str, value: Decimal) -> Decimal:
    """Return ``value``, typed in the unit people say, in the unit of its measurand.

    The digits it does not need are left out: 1.05 g/L is 105 mg/dL, and 1.055 stays 105.5.
    """
    if name not in SPOKEN:
        return value
    exact = value * SPOKEN[name].kept
    whole = rounded(exact, MEASURANDS[name].decimals)
    return whole if whole == exact else exact


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return ``value`` with ``decimals`` digits after the point, halves away from zero.

    Half-up and not banker's rounding: 38.05 is 38.1 (devices.md §8).
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
