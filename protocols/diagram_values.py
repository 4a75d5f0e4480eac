"""What the ends of diagrams are turned into: the small functions of items, conditions and scores.

Each is made once per parameter, because a diagram remembers its work by function.
"""

from functools import cache
from typing import NamedTuple, cast

from protocols.diagram import Function, Operation, Value
from protocols.emit_items import BOTH, FAR
from protocols.expression import Operator
from protocols.logic import FALSE, MAYBE, TRUE, Interval, Item
from protocols.terms import Kind
from protocols.weights import DROPPED, POINTS, derived_points, rank

EMPTY = (FAR, -FAR)
"""Bounds of a measure not taken."""

_OPPOSITES = (0, TRUE, FALSE, MAYBE)


class Weight(NamedTuple):
    """Points of one item (used, least, most), then its least and its greatest rank."""

    used: int
    least: int
    most: int
    sure_rank: int
    may_rank: int


NOTHING = Weight(0, 0, 0, 0, 0)


def whole(value: Value) -> int:
    """Return an end that is a whole number."""
    return cast("int", value)


def _and(left: Value, right: Value) -> Value:
    a, b = whole(left), whole(right)
    return (a | b) & FALSE | (a & b) & TRUE


def _or(left: Value, right: Value) -> Value:
    a, b = whole(left), whole(right)
    return (a & b) & FALSE | (a | b) & TRUE


def _worse(left: Value, right: Value) -> Value:
    return BOTH[whole(left) * 4 + whole(right)]


def _first_bits(left: Value, right: Value) -> Value:
    return whole(left) or right


def _first_bounds(left: Value, right: Value) -> Value:
    return right if left is None else left


def _else_no(left: Value, right: Value) -> Value:
    return whole(left) or (FALSE if right == FALSE else 0)


def _plus(left: Value, right: Value) -> Value:
    return whole(left) + whole(right)


def _plus_pairs(left: Value, right: Value) -> Value:
    (a, b), (c, d) = cast("Interval", left), cast("Interval", right)
    return (a + c, b + d)


def _append(left: Value, right: Value) -> Value:
    return (*cast("tuple[int, ...]", left), right)


AND = Operation(_and, absorbing=FALSE, neutral=TRUE, idempotent=True)
OR = Operation(_or, absorbing=TRUE, neutral=FALSE, idempotent=True)
WORSE = Operation(_worse, neutral=0)
FIRST_BITS = Operation(_first_bits)
FIRST_BOUNDS = Operation(_first_bounds)
ELSE_NO = Operation(_else_no)
ADD = Operation(_plus, neutral=0)
ADD_PAIRS = Operation(_plus_pairs, neutral=(0, 0))
APPEND = Operation(_append)


def opposite(value: Value) -> Value:
    """Return the value of ``not``."""
    return _OPPOSITES[whole(value)]


def possible(value: Value) -> Value:
    """Return certainly true as soon as ``value`` is not certainly false."""
    return FALSE if value == FALSE else TRUE


def sure_and_maybe(value: Value) -> Value:
    """Return how many hold surely and possibly, of one condition."""
    return (int(value == TRUE), int(value != FALSE))


def is_none(value: Value) -> Value:
    """Return whether a number was not given."""
    return value is None


def is_exact(bounds: Value) -> Value:
    """Return whether a number is known."""
    low, high = cast("Interval", bounds)
    return low == high


def is_weighing(weight: Value) -> Value:
    """Return whether an item enters the sum."""
    return cast("Weight", weight).used > 0


def compared(operator: Operator, value: int, low: int, high: int) -> int:
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
def bounds_compare(operator: Operator, value: int) -> Operation:
    """Return the comparison of two bounds given apart."""
    return Operation(lambda low, high: compared(operator, value, whole(low), whole(high)))


@cache
def number_compares(operator: Operator, value: int) -> Function:
    """Return the comparison of a number; a measure not taken compares with nothing."""

    def compare(bounds: Value) -> Value:
        low, high = cast("Interval", bounds)
        return compared(operator, value, low, high) if low <= high else FALSE

    return compare


@cache
def among(chosen: int) -> Function:
    """Return whether the bits of a choice are inside ``chosen``."""

    def compare(bits: Value) -> Value:
        holds, fails = whole(bits) & chosen, whole(bits) & ~chosen
        return TRUE * bool(holds) | FALSE * bool(fails) or FALSE

    return compare


@cache
def at_least_of(count: int) -> Function:
    """Return whether ``count`` conditions hold, from how many surely and possibly do."""

    def compare(pair: Value) -> Value:
        sure, maybe = cast("Interval", pair)
        return TRUE * (maybe >= count) | FALSE * (sure < count)

    return compare


@cache
def or_bits(rest: int) -> Function:
    """Return the answer, or ``rest`` when there is none."""
    return lambda value: whole(value) or rest


@cache
def or_bounds(rest: Interval) -> Function:
    """Return the number, or ``rest`` when there is none."""
    return lambda value: rest if value is None else value


@cache
def is_unknown(every: int) -> Function:
    """Return whether nothing is known of a yes/no item or a choice."""
    return lambda value: value in {0, every}


def tells(child: Item) -> Function:
    """Return whether a detail was answered in the way that makes its item yes."""
    if child.kind is Kind.CHOICE:
        return _tells(child.safe_value, (1 << len(child.choices)) - 1)
    return _tells(FALSE, MAYBE)


@cache
def _tells(safe_value: int, unknown: int) -> Function:
    return lambda value: 0 < whole(value) < unknown and not whole(value) & safe_value


@cache
def weighs(place: int) -> Function:
    """Return the weight of an item of one rank, from its three values."""
    points = POINTS[place]
    sure = Weight(points, points, points, place, place)
    maybe = Weight(DROPPED[place], 0, points, 0, place)
    by_value = {FALSE: NOTHING, TRUE: sure, MAYBE: maybe}
    return lambda value: by_value[whole(value)]


def derived_weighs(item: Item) -> Function:
    """Return the weight of a derived item, from the three values of its rules."""
    return _derived_weighs(tuple(rank(rule.severity) for rule in item.rules))


@cache
def _derived_weighs(ranks: tuple[int, ...]) -> Function:
    return lambda holds: Weight(*derived_points(ranks, cast("tuple[int, ...]", holds)))


@cache
def when_sure(points: int) -> Function:
    """Return the points of a line of score that certainly holds."""
    return lambda value: points if value == TRUE else 0


@cache
def when_possible(points: int) -> Function:
    """Return the points of a line of score that may hold."""
    return lambda value: points if value != FALSE else 0
