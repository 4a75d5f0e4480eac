"""Conditions -> lines of Python, by names checked before.

Only ids that passed ``[a-z][a-z0-9_]*`` and whole numbers reach the lines; no text of a file
does. Names written: ``v_`` the bits of an answer, ``lo_``/``hi_`` an interval or a score,
``c_`` a condition, ``n`` and a number for a step in between.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from protocols.expression import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Expression,
    Known,
    OneOf,
    Operator,
    Opposite,
    Possible,
    Several,
)
from protocols.logic import FALSE, TRUE, Item

_COMPARED = {
    Operator.AT_LEAST: ("{hi} >= {c}", "{lo} < {c}"),
    Operator.MORE: ("{hi} > {c}", "{lo} <= {c}"),
    Operator.AT_MOST: ("{lo} <= {c}", "{hi} > {c}"),
    Operator.LESS: ("{lo} < {c}", "{hi} >= {c}"),
    Operator.EQUAL: ("{lo} <= {c} <= {hi}", "not {lo} == {hi} == {c}"),
    Operator.DIFFERENT: ("not {lo} == {hi} == {c}", "{lo} <= {c} <= {hi}"),
}
"""For each sign: when it may hold, when it may fail, over the interval from lo to hi."""


class Time(StrEnum):
    """Whether what is not answered counts as unknown now, or as open to any answer."""

    NOW = "now"
    LATER = "later"


class Writer:
    """Collects lines; each method returns the name or number that stands for a value."""

    def __init__(self, items: Mapping[str, Item], conditions: Iterable[str], time: Time) -> None:
        self.lines: list[str] = []
        self.time = time
        self._items = items
        self._conditions = frozenset(conditions)
        self._count = 0

    def put(self, line: str, indent: int = 1) -> None:
        """Add one line."""
        self.lines.append("    " * indent + line)

    def keep(self, formula: str) -> str:
        """Give a name to the value of ``formula``."""
        self._count += 1
        self.put(f"n{self._count} = {formula}")
        return f"n{self._count}"

    def condition(self, expression: Expression | None) -> str:
        """Return the name of the three-valued result; no condition is certainly true."""
        match expression:
            case None:
                return str(TRUE)
            case Constant(holds):
                return str(TRUE if holds else FALSE)
            case Known(name):
                return f"c_{name}" if name in self._conditions else f"v_{name}"
            case OneOf(name, values):
                return self._one_of(self._items[name], values)
            case Compare():
                return self._compare(expression)
            case _:
                return self._compound(expression)

    def _compound(self, expression: Opposite | Possible | AllOf | AnyOf | Several) -> str:
        match expression:
            case Opposite(part):
                return self.keep(f"OPPOSITE[{self.condition(part)}]")
            case Possible(part):
                return self._possible(part)
            case AllOf(parts):
                return self.all_of([self.condition(one) for one in parts])
            case AnyOf(parts):
                return self.any_of([self.condition(one) for one in parts])
            case Several(count, parts):
                return self._several(count, [self.condition(one) for one in parts])

    def all_of(self, names: list[str]) -> str:
        """Return the conjunction: false if one is false, true if all are true."""
        return self.keep(f"({' | '.join(names)}) & 1 | ({' & '.join(names)}) & 2")

    def any_of(self, names: list[str]) -> str:
        """Return the disjunction: false if all are false, true if one is true."""
        return self.keep(f"({' & '.join(names)}) & 1 | ({' | '.join(names)}) & 2")

    def _possible(self, part: Expression) -> str:
        """Return "not certainly false"; what may still change stays open in the future."""
        name = self.condition(part)
        return name if self.time is Time.LATER else self.keep(f"{name} & 2 or 1")

    def _one_of(self, item: Item, values: tuple[str, ...]) -> str:
        chosen = sum(1 << item.choices.index(value) for value in set(values))
        other = (1 << len(item.choices)) - 1 - chosen
        value = f"v_{item.id}"
        return self.keep(f"({value} & {chosen} and 2) | ({value} & {other} and 1) or 1")

    def _compare(self, one: Compare) -> str:
        lo, hi = f"lo_{one.id}", f"hi_{one.id}"
        holds, fails = (text.format(lo=lo, hi=hi, c=one.value) for text in _COMPARED[one.operator])
        formula = f"({holds}) << 1 | ({fails})"
        item = self._items.get(one.id)
        if item is None:
            return self.all_of([f"ap_{one.id}", self.keep(formula)])
        return self.keep(f"({formula}) if {lo} <= {hi} else 1" if item.optional else formula)

    def _several(self, count: int, names: list[str]) -> str:
        sure = self.keep(" + ".join(f"({name} == 2)" for name in names))
        may = self.keep(" + ".join(f"({name} > 1)" for name in names))
        return self.keep(f"({may} >= {count}) << 1 | ({sure} < {count})")
