"""When a picture of the exam is good, and what a station may change of it in its settings. Pure.

The table ``[pictures]`` of the settings file holds what differs from the usual limits. Each has
bounds: a limit that would call every picture good, or none, is refused.

Source: devices.md §5.5, "recommended verdict", for the usual limits; the bounds are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from hardware.readings import DeviceError

TABLE = "pictures"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a picture is good: grey levels of 0 to 255, shares of 0 to 1, seconds, pictures."""

    mean_low: float = 40.0
    mean_high: float = 220.0
    dark: float = 0.40
    saturated: float = 0.02
    contrast: float = 8.0
    focus: float = 0.45
    share_of_best: float = 0.90
    best_within_s: float = 3.0
    motion: float = 4.0
    frozen: int = 30


USUAL = Limits()
BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "mean_low": (10.0, 120.0),
        "mean_high": (130.0, 250.0),
        "dark": (0.05, 0.95),
        "saturated": (0.001, 0.5),
        "contrast": (1.0, 60.0),
        "focus": (0.05, 0.90),
        "share_of_best": (0.50, 0.99),
        "best_within_s": (1.0, 10.0),
        "motion": (0.5, 30.0),
        "frozen": (5, 300),
    }
)


class BadLimits(DeviceError):
    """A limit of the settings file cannot be used; the sentence names it and its bounds."""


def limits_of(settings: Mapping[str, object]) -> Limits:
    """Return the limits of the parsed settings file, the usual ones where it says nothing.

    Raises:
        BadLimits: one is unknown, is no number, or is out of its bounds.
    """
    table = settings.get(TABLE, {})
    if not isinstance(table, dict):
        raise BadLimits(f"La partie [{TABLE}] des réglages est mal formée. Restaurez-la.")
    told = {name: _checked(name, value) for name, value in table.items()}
    return replace(USUAL, **told)  # type: ignore[arg-type]  # each checked by its own name


def _checked(name: str, value: object) -> object:
    if name not in BOUNDS:
        raise BadLimits(f"Les réglages des images ont une clé inconnue\u00a0: {name}.")
    low, high = BOUNDS[name]
    whole = name == "frozen"
    right = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not right or not low <= float(str(value)) <= high:
        raise BadLimits(
            f"Réglages des images, {name}\u00a0: un nombre {'entier ' if whole else ''}entre "
            f"{_french(low)} et {_french(high)} est attendu."
        )
    return value


def _french(bound: float) -> str:
    return f"{bound:g}".replace(".", ",")


def as_toml(limits: Limits) -> str:
    """Return the table of what differs from the usual limits, ``""`` when nothing does."""
    kept = [
        f"{one.name} = {getattr(limits, one.name)}\n"
        for one in fields(limits)
        if getattr(limits, one.name) != getattr(USUAL, one.name)
    ]
    return f"[{TABLE}]\n{''.join(kept)}" if kept else ""
