"""The rows of the table: a figure of ours beside the anchor's, its interval, its limit.

Calls of both kinds come in pairs, one next to the other. The ratio is that of the medians; its
interval, 90 %, is drawn by choosing the pairs again with replacement. A limit is broken only when
the whole interval lies beyond it: the machine is never judged by one bad minute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 4000
FEWEST = 4
"""Below so many pairs nothing is concluded: the interval is no interval."""
SIDES = (5, 95)
KEPT, UNSURE, BROKEN, SHORT, ABSENT = "tenu", "incertain", "NON TENU", "trop court", "absent"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; a row without limit is information."""

    name: str
    ours: float
    theirs: float | None
    unit: str
    value: float
    low: float
    high: float
    limit: str = ""
    verdict: str = ""
    load: float = 0.0
    busy: float = 0.0
    note: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether the limit is broken for sure."""
        return self.verdict == BROKEN


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound of a value, above or below."""

    bound: float
    is_most: bool

    def __str__(self) -> str:
        return f"{'<=' if self.is_most else '>='} {self.bound:g}"

    def verdict(self, value: float, low: float, high: float) -> str:
        """Say whether the bound is kept, seeing the interval."""
        if (value <= self.bound) if self.is_most else (value >= self.bound):
            return KEPT
        is_beyond = low > self.bound if self.is_most else high < self.bound
        return BROKEN if is_beyond else UNSURE


def most(bound: float) -> Limit:
    return Limit(bound, is_most=True)


def least(bound: float) -> Limit:
    return Limit(bound, is_most=False)


Statistic = Callable[[np.ndarray, np.ndarray], float]


def ratio(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Return the ratio of the medians."""
    return float(np.median(ours) / np.median(theirs))


def middle(ours: np.ndarray, _theirs: np.ndarray) -> float:
    """Return the median of ours."""
    return float(np.median(ours))


def interval(
    ours: Sequence[float], theirs: Sequence[float], statistic: Statistic
) -> tuple[float, float]:
    """Return the 90 % interval of a statistic of pairs."""
    one, other = np.asarray(ours, float), np.asarray(theirs, float)
    draws = np.random.default_rng(1).integers(0, len(one), (DRAWS, len(one)))
    found = [statistic(one[chosen], other[chosen]) for chosen in draws]
    low, high = np.percentile(found, SIDES)
    return float(low), float(high)


def compared(
    name: str,
    unit: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    limit: Limit | None = None,
) -> Row:
    """Return the row of a ratio, ours over theirs."""
    value = ratio(np.asarray(ours), np.asarray(theirs))
    low, high = interval(ours, theirs, ratio)
    verdict = _verdict(limit, len(ours), value, low, high)
    return Row(
        name,
        float(np.median(ours)),
        float(np.median(theirs)),
        unit,
        value,
        low,
        high,
        f"{limit or ''}" and f"{limit} x",
        verdict,
    )


def measured(name: str, unit: str, ours: Sequence[float], limit: Limit | None = None) -> Row:
    """Return the row of a figure that is judged alone."""
    value = float(np.median(ours))
    low, high = interval(ours, ours, middle)
    verdict = _verdict(limit, len(ours), value, low, high)
    return Row(name, value, None, unit, value, low, high, f"{limit or ''}", verdict)


def exact(name: str, unit: str, value: float, limit: Limit) -> Row:
    """Return the row of a figure that does not depend on the machine: it is judged as it is."""
    verdict = limit.verdict(value, value, value)
    return Row(name, value, None, unit, value, value, value, str(limit), verdict)


def _verdict(limit: Limit | None, count: int, value: float, low: float, high: float) -> str:
    if limit is None:
        return ""
    found = limit.verdict(value, low, high)
    return SHORT if count < FEWEST and found != KEPT else found


def absent(name: str, why: str) -> Row:
    """Return the row of what could not be measured here."""
    return Row(name, 0, None, "", 0, 0, 0, verdict=ABSENT, note=why)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as text."""
    head = (
        f"{'':<38}{'osys':>9} {'chromium':>9} {'':<4}{'rapport':>8}"
        f"{'  90 %':<20}{'limite':<12}{'verdict':<12}{'charge':>6}{'occupé':>8}"
    )
    return "\n".join([head, *(_line(row) for row in rows)]) + "\n"


def _line(row: Row) -> str:
    if row.verdict == ABSENT:
        return f"{row.name:<38}{ABSENT} : {row.note}"
    theirs = "" if row.theirs is None else f"{row.theirs:.4g}"
    value = "" if row.theirs is None else f"{row.value:.2f}"
    return (
        f"{row.name:<38}{row.ours:>9.4g} {theirs:>9} {row.unit:<4}{value:>8}"
        f"{f'  [{row.low:.3g} ; {row.high:.3g}]':<20}"
        f"{row.limit:<12}{row.verdict:<12}{row.load:>6.1f}{row.busy:>6.0f} %"
        + (f"  {row.note}" if row.note else "")
    )
