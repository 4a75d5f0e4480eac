"""Conditions of a protocol -> FHIRPath, whose three-valued logic is the same: empty is unknown.

What is not known is the empty collection ``{}``; ``and``, ``or`` and ``not()`` keep it as the
engine keeps "possible". ``iif`` does not: it reads empty as false, so every use of it says which
way unknown falls. The sum of the points that leave the patient at the pharmacy is not exported:
it stays unknown.

Source: HL7 FHIRPath 2.0.0, §5.1 (iif), §6.5 (three-valued logic).
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

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
from protocols.logic import PHARMACY_SO_FAR, Rulebook

EMPTY = "{}"

_HOLDS: Mapping[Operator, Callable[[int, int, int], bool]] = {
    Operator.EQUAL: lambda low, high, wanted: low == high == wanted,
    Operator.DIFFERENT: lambda low, high, wanted: not low <= wanted <= high,
    Operator.LESS: lambda low, high, wanted: high < wanted,
    Operator.AT_MOST: lambda low, high, wanted: high <= wanted,
    Operator.MORE: lambda low, high, wanted: low > wanted,
    Operator.AT_LEAST: lambda low, high, wanted: low >= wanted,
}
"""For each sign: whether it holds for every number from low to high."""

_CONTRARY = {
    Operator.EQUAL: Operator.DIFFERENT,
    Operator.DIFFERENT: Operator.EQUAL,
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE,
}


_SCORED = {
    Operator.AT_LEAST: ("{low} >= {value}", "{high} >= {value}"),
    Operator.MORE: ("{low} > {value}", "{high} > {value}"),
    Operator.AT_MOST: ("{high} <= {value}", "{low} <= {value}"),
    Operator.LESS: ("{high} < {value}", "{low} < {value}"),
    Operator.EQUAL: (
        "{low} = {value} and {high} = {value}",
        "{low} <= {value} and {high} >= {value}",
    ),
    Operator.DIFFERENT: (
        "{low} > {value} or {high} < {value}",
        "{low} != {value} or {high} != {value}",
    ),
}
"""For each sign: when a score known by its bounds surely compares so, and when it may."""


def variable(kind: str, name: str) -> str:
    """Return the name of a variable: an R4 id has no underscore, our ids have no capital."""
    return f"{kind}{name.replace('_', 'X')}"


def iif(condition: str, holds: str, otherwise: str) -> str:
    """Return "if"; an unknown condition gives ``otherwise``."""
    return f"iif({condition}, {holds}, {otherwise})"


def any_of(parts: Sequence[str]) -> str:
    """Return the three-valued disjunction."""
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def possible(path: str) -> str:
    """Return "not certainly false" as true or false."""
    return iif(f"{path}.not()", "false", "true")


def certain(path: str) -> str:
    """Return "certainly true" as true or false."""
    return iif(path, "true", "false")


def certain_points(condition: str, points: int) -> str:
    """Return the points of an entry once it is certain."""
    return iif(condition, str(points), "0")


def possible_points(condition: str, points: int) -> str:
    """Return the points of an entry as long as it is possible."""
    return iif(f"{condition}.not()", "0", str(points))


class PathWriter:
    """Writes conditions; items, conditions and scores are read as the variables of their names."""

    def __init__(self, book: Rulebook) -> None:
        self._items = {item.id: item for item in book.items}
        self._conditions = {one.id for one in book.conditions}
        self._scores = {one.id for one in book.scores}

    def condition(self, condition: Expression) -> str:
        """Return the path whose value is true, false, or empty while it is only possible."""
        match condition:
            case Constant(holds):
                return "true" if holds else "false"
            case Known(name):
                return self._known(name)
            case OneOf(name, values):
                return self._one_of(name, values)
            case Compare() if condition.id in self._scores:
                return self._score(condition)
            case Compare():
                return self._compare(condition)
            case _:
                return self._compound(condition)

    def _compound(self, condition: Opposite | Possible | AllOf | AnyOf | Several) -> str:
        match condition:
            case Opposite(part):
                return f"{self.condition(part)}.not()"
            case Possible(part):
                return possible(self.condition(part))
            case AllOf(parts):
                return f"({' and '.join(self.condition(one) for one in parts)})"
            case AnyOf(parts):
                return any_of([self.condition(one) for one in parts])
            case Several(count, parts):
                return self._several(count, [self.condition(one) for one in parts])

    def _known(self, name: str) -> str:
        if name == PHARMACY_SO_FAR:
            return EMPTY
        kind = "condition" if name in self._conditions else "value"
        return f"%{variable(kind, name)}"

    def _one_of(self, name: str, values: Sequence[str]) -> str:
        item = self._items[name]
        if set(values) >= set(item.choices):
            return "true"
        read = f"%{variable('value', name)}"
        return any_of([f"({read} = '{value}')" for value in values])

    def _compare(self, one: Compare) -> str:
        item = self._items[one.id]
        if _HOLDS[one.operator](item.low, item.high, one.value):
            return "true"
        if _HOLDS[_CONTRARY[one.operator]](item.low, item.high, one.value):
            return "false"
        literal = format(Decimal(one.value).scaleb(-item.decimals), "f")
        return f"(%{variable('value', one.id)} {one.operator} {literal})"

    def _score(self, one: Compare) -> str:
        """Return whether a score, known by its bounds, compares so, where it applies."""
        bounds = {
            "low": f"%{variable('least', one.id)}",
            "high": f"%{variable('most', one.id)}",
            "value": str(one.value),
        }
        sure, may = (text.format(**bounds) for text in _SCORED[one.operator])
        compared = iif(sure, "true", iif(may, EMPTY, "false"))
        return f"(%{variable('applies', one.id)} and {compared})"

    def _several(self, count: int, parts: Sequence[str]) -> str:
        sure = " + ".join(iif(one, "1", "0") for one in parts)
        may = " + ".join(iif(f"{one}.not()", "0", "1") for one in parts)
        return iif(f"({sure}) >= {count}", "true", iif(f"({may}) < {count}", "false", EMPTY))
