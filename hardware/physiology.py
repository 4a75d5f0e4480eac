"""What values say of each other and of an age: possible, usual, or worth taking again. Pure.

For display and for asking to repeat; nothing here decides an orientation, the protocol does.
``reviewed`` tells the bounds read in a document of this project from those of general knowledge,
which a clinician must still read again against their source.

Source: devices.md §8 (table of vitals, adults; cross-check of pulses).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType

from hardware.readings import Kind, Reading
from hardware.units import MEASURANDS

ADULT_YEARS = 16
NBSP = "\u00a0"
PULSES_DIFFER_BY = Decimal(20)
PULSES_WITHIN = timedelta(minutes=2)
PULSED = frozenset({Kind.BLOOD_PRESSURE, Kind.OXIMETRY, Kind.HEART_RATE})

APLS = "Advanced Paediatric Life Support, 6e éd., valeurs normales par âge"
PALS = "American Heart Association, PALS 2020, tension systolique au 5e percentile"
CURVES = "courbes AFPA-CRESS/Inserm 2018, poids, environ -3 à +3 écarts types"
DESIGN = "conception des appareils, §8, tableau des constantes (adulte)"
AS_ADULTS = "bornes de l’adulte, reprises faute de mieux"

Bound = Decimal | None


@dataclass(frozen=True, slots=True)
class UsualRange:
    """The usual closed interval of one measurand from an age on, until the next range.

    A bound is ``None`` where none is shown. ``reviewed`` is False for general knowledge that no
    clinician has read again.
    """

    name: str
    from_years: int
    low: Bound
    high: Bound
    source: str
    reviewed: bool = False

    def holds(self, value: Decimal) -> bool:
        """Tell whether ``value``, in the measurand's unit, needs no word."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def _by_age(
    name: str, source: str, rows: Iterable[tuple[int, int | None, int | None]]
) -> tuple[UsualRange, ...]:
    children = tuple(UsualRange(name, years, _bound(a), _bound(b), source) for years, a, b in rows)
    return (*children, _adult(name))


def _adult(name: str) -> UsualRange:
    low, high = MEASURANDS[name].warn
    return UsualRange(name, ADULT_YEARS, low, high, DESIGN, reviewed=True)


def _as_adults(name: str) -> tuple[UsualRange, ...]:
    low, high = MEASURANDS[name].warn
    return UsualRange(name, 0, low, high, AS_ADULTS), _adult(name)


def _bound(number: int | None) -> Bound:
    return None if number is None else Decimal(number)


# One row an age in years: lowest and highest usual value.
_PULSE = ((0, 110, 160), (1, 100, 150), (2, 95, 140), (5, 80, 120), (12, 60, 100))
_RESPIRATION = ((0, 30, 40), (1, 25, 35), (2, 25, 30), (5, 20, 25), (12, 12, 20))
_SYSTOLIC = ((0, 70, None), *((years, 70 + 2 * years, None) for years in range(1, 10)),
             (10, 90, None))  # fmt: skip
_WEIGHT = (
    (0, 2, 13), (1, 7, 16), (2, 9, 19), (3, 10, 23), (4, 12, 27), (5, 13, 31), (6, 14, 37),
    (7, 16, 43), (8, 18, 50), (9, 19, 57), (10, 21, 64), (11, 23, 72), (12, 26, 79), (13, 29, 85),
    (14, 33, 90), (15, 36, 95),
)  # fmt: skip
_NO_CHILD: tuple[tuple[int, int | None, int | None], ...] = ((0, None, None),)

USUAL: Mapping[str, tuple[UsualRange, ...]] = MappingProxyType(
    {
        "pulse": _by_age("pulse", APLS, _PULSE),
        "respiration": _by_age("respiration", APLS, _RESPIRATION),
        "systolic": _by_age("systolic", PALS, _SYSTOLIC),
        "diastolic": _by_age("diastolic", DESIGN, _NO_CHILD),
        "weight": _by_age("weight", CURVES, _WEIGHT),
        "temperature": _as_adults("temperature"),
        "spo2": _as_adults("spo2"),
        "perfusion": _as_adults("perfusion"),
        "glucose": _as_adults("glucose"),
    }
)
"""For each measurand, its ranges by rising age; one that is not here has no usual range."""


def usual_range(name: str, age_years: int) -> UsualRange | None:
    """Return the usual range of ``name`` at this age, ``None`` when none is known."""
    fitting = [one for one in USUAL.get(name, ()) if one.from_years <= age_years]
    return fitting[-1] if fitting else None


def is_usual(name: str, value: Decimal, age_years: int) -> bool:
    """Tell whether ``value`` needs no word at this age; True when no range is known."""
    usual = usual_range(name, age_years)
    return usual is None or usual.holds(value)


def unusual(reading: Reading, age_years: int) -> tuple[UsualRange, ...]:
    """Return the ranges that the values of ``reading`` leave; ``reviewed`` says how sure."""
    ranges = ((one, usual_range(one.name, age_years)) for one in reading.values)
    return tuple(usual for one, usual in ranges if usual and not usual.holds(one.value))


def discordant_pulses(readings: Iterable[Reading]) -> tuple[Reading, Reading] | None:
    """Return two readings of devices of two kinds, 2 min apart at most, whose pulses differ.

    More than 20 beats per minute of difference: one of the two is wrong, or the rhythm is not
    regular; both are to be taken again. ``None`` when all agree.
    """
    pulsed = [one for one in readings if one.kind in PULSED and one.value("pulse") is not None]
    return next((pair for pair in combinations(pulsed, 2) if _differ(*pair)), None)


def repeat_pulses(first: Reading, second: Reading) -> str:
    """Return the French sentence that asks for both measures again."""
    told = " et ".join(str(one.value("pulse")) for one in (first, second))
    return (
        f"Pouls de {told}{NBSP}/min, plus de {PULSES_DIFFER_BY} d’écart{NBSP}: "
        "reprenez les deux mesures."
    )


def _differ(first: Reading, second: Reading) -> bool:
    one, other = first.value("pulse"), second.value("pulse")
    if one is None or other is None or first.kind is second.kind:
        return False
    is_close = abs(first.received_at - second.received_at) <= PULSES_WITHIN
    return is_close and abs(one - other) > PULSES_DIFFER_BY
