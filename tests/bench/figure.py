"""One figure of a benchmark, and how figures are printed."""

import json
import sys
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """``ok`` says whether ``value`` meets ``goal``; a figure without a goal is information."""

    name: str
    value: float
    unit: str
    goal: str = ""
    ok: bool = True


def at_most(name: str, value: float, unit: str, limit: float) -> Figure:
    return Figure(name, round(value, 3), unit, f"<= {limit:g}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Figure:
    return Figure(name, round(value, 3), unit, f">= {limit:g}", value >= limit)


def told(name: str, value: float, unit: str) -> Figure:
    return Figure(name, round(value, 3), unit)


def ratio_of_medians(ours: list[float], theirs: list[float]) -> float:
    return median(ours) / median(theirs)


def report(figures: list[Figure], *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps([asdict(one) for one in figures]) + "\n")
    else:
        for one in figures:
            verdict = ("tenu" if one.ok else "NON TENU") if one.goal else ""
            sys.stdout.write(
                f"{one.name:<52} {one.value:>10g} {one.unit:<6} {one.goal:<8} {verdict}\n"
            )
    return 0 if all(one.ok for one in figures) else 1
