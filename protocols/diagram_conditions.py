"""Conditions as diagrams: the three values of ``protocols.expression`` over all answer sets."""

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import cast

from protocols.diagram import Diagrams, Operation
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
from protocols.logic import FALSE, MAYBE, TRUE, Interval, Item

_OPPOSITES = (0, TRUE, FALSE, MAYBE)


def _number(value: Hashable) -> int:
    return cast("int", value)


def _both(left: Hashable, right: Hashable) -> Hashable:
    a, b = _number(left), _number(right)
    return (a | b) & FALSE | (a & b) & TRUE


def _either(left: Hashable, right: Hashable) -> Hashable:
    a, b = _number(left), _number(right)
    return (a & b) & FALSE | (a | b) & TRUE


AND = Operation(_both, absorbing=FALSE, neutral=TRUE, idempotent=True)
OR = Operation(_either, absorbing=TRUE, neutral=FALSE, idempotent=True)


def opposite(value: Hashable) -> Hashable:
    """Return the value of ``not``."""
    return _OPPOSITES[_number(value)]


def possible(value: Hashable) -> Hashable:
    """Return certainly true as soon as ``value`` is not certainly false."""
    return FALSE if value == FALSE else TRUE


def bounds_compared(operator: Operator, value: int, low: int, high: int) -> int:
    """Return whether a number between ``low`` and ``high`` compares so: one of the three values."""
    reached = {
        Operator.AT_LEAST: (high >= value, low < value),
        Operator.MORE: (high > value, low <= value),
        Operator.AT_MOST: (low <= value, high > value),
        Operator.LESS: (low < value, high >= value),
        Operator.EQUAL: (low <= value <= high, not low == high == value),
        Operator.DIFFERENT: (not low == high == value, low <= value <= high),
    }
    holds, fails = reached[operator]
    return TRUE * holds | FALSE * fails


@cache
def _compares(operator: Operator, value: int) -> Operation:
    """Return the comparison of two bounds given apart."""
    return Operation(lambda low, high: bounds_compared(operator, value, _number(low), _number(high)))


class _Interval:
    """The comparison of bounds given together; a measure not taken compares with nothing."""

    def __init__(self, operator: Operator, value: int) -> None:
        self._operator, self._value = operator, value

    def __call__(self, bounds: Hashable) -> Hashable:
        low, high = cast("Interval", bounds)
        return bounds_compared(self._operator, self._value, low, high) if low <= high else FALSE


class _Among:
    """Whether the bits of a choice are inside ``chosen``."""

    def __init__(self, chosen: int) -> None:
        self._chosen = chosen

    def __call__(self, bits: Hashable) -> Hashable:
        value = _number(bits)
        holds, fails = value & self._chosen, value & ~self._chosen
        return TRUE * bool(holds) | FALSE * bool(fails) or FALSE


_interval = cache(_Interval)
_among = cache(_Among)


def _sure_and_maybe(value: Hashable) -> Hashable:
    return (int(value == TRUE), int(value != FALSE))


def _sum_of_pairs(left: Hashable, right: Hashable) -> Hashable:
    (a, b), (c, d) = cast("Interval", left), cast("Interval", right)
    return (a + c, b + d)


_ADD_PAIRS = Operation(_sum_of_pairs, neutral=(0, 0))


class _AtLeast:
    """Whether ``count`` conditions hold, from how many surely and how many possibly do."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __call__(self, pair: Hashable) -> Hashable:
        sure, maybe = cast("Interval", pair)
        return TRUE * (maybe >= self._count) | FALSE * (sure < self._count)


_at_least = cache(_AtLeast)


class Conditions:
    """Draws conditions on items, named conditions and scores already drawn.

    ``values`` holds the bits or the bounds of items and the three values of named conditions;
    ``scores`` the low, the high and the application of each score.
    """

    def __init__(self, diagrams: Diagrams, items: Mapping[str, Item]) -> None:
        self.diagrams = diagrams
        self.values: dict[str, int] = {}
        self.scores: dict[str, tuple[int, int, int]] = {}
        self._items = items

    def draw(self, expression: Expression | None) -> int:
        """Return the diagram of a condition; no condition is certainly true."""
        match expression:
            case None:
                return self.diagrams.end(TRUE)
            case Constant(holds):
                return self.diagrams.end(TRUE if holds else FALSE)
            case Known(name):
                return self.values[name]
            case OneOf(name, values):
                return self._one_of(self._items[name], values)
            case Compare(name, operator, value):
                return self._compared(name, operator, value)
            case Opposite(part):
                return self.diagrams.map(opposite, self.draw(part))
            case Possible(part):
                return self.diagrams.map(possible, self.draw(part))
            case AllOf(parts):
                return self.all_of([self.draw(part) for part in parts])
            case AnyOf(parts):
                return self.any_of([self.draw(part) for part in parts])
            case Several(count, parts):
                return self._several(count, [self.draw(part) for part in parts])

    def all_of(self, parts: Sequence[int]) -> int:
        """Return the conjunction."""
        return self._folded(AND, TRUE, parts)

    def any_of(self, parts: Sequence[int]) -> int:
        """Return the disjunction."""
        return self._folded(OR, FALSE, parts)

    def _folded(self, operation: Operation, start: int, parts: Sequence[int]) -> int:
        found = self.diagrams.end(start)
        for part in parts:
            found = self.diagrams.apply(operation, found, part)
        return found

    def _one_of(self, item: Item, values: tuple[str, ...]) -> int:
        chosen = sum(1 << item.choices.index(value) for value in set(values))
        return self.diagrams.map(_among(chosen), self.values[item.id])

    def _compared(self, name: str, operator: Operator, value: int) -> int:
        if name in self._items:
            return self.diagrams.map(_interval(operator, value), self.values[name])
        low, high, applies = self.scores[name]
        compared = self.diagrams.apply(_compares(operator, value), low, high)
        return self.diagrams.apply(AND, applies, compared)

    def _several(self, count: int, parts: Sequence[int]) -> int:
        pairs = [self.diagrams.map(_sure_and_maybe, part) for part in parts]
        total = self._folded_pairs(pairs)
        return self.diagrams.map(_at_least(count), total)

    def _folded_pairs(self, pairs: Sequence[int]) -> int:
        total = self.diagrams.end((0, 0))
        for pair in pairs:
            total = self.diagrams.apply(_ADD_PAIRS, total, pair)
        return total
