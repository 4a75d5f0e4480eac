"""The operations that several diagrams share, so that their work is done once."""

from functools import cache
from typing import cast

from protocols.diagram import Function, Operation, Value


def _greater(left: Value, right: Value) -> Value:
    return max(cast("int", left), cast("int", right))


def _lesser(left: Value, right: Value) -> Value:
    return min(cast("int", left), cast("int", right))


def _any(left: Value, right: Value) -> Value:
    return bool(cast("int", left) or cast("int", right))


def _all(left: Value, right: Value) -> Value:
    return bool(cast("int", left) and cast("int", right))


def _pair(left: Value, right: Value) -> Value:
    return (left, right)


def _differs(left: Value, right: Value) -> Value:
    return left != right


def _above(left: Value, right: Value) -> Value:
    return cast("int", left) > cast("int", right)


MAX = Operation(_greater, neutral=0, idempotent=True)
MIN = Operation(_lesser, absorbing=0, idempotent=True)
ANY = Operation(_any, absorbing=True, neutral=False, idempotent=True)
ALL = Operation(_all, absorbing=False, neutral=True, idempotent=True)
PAIR = Operation(_pair)
DIFFERS = Operation(_differs, same=False)
ABOVE = Operation(_above, same=False)


@cache
def add_up_to(limit: int) -> Operation:
    """Return the addition that never passes ``limit``."""
    return Operation(
        lambda left, right: min(limit, cast("int", left) + cast("int", right)),
        absorbing=limit,
        neutral=0,
    )


@cache
def equals(wanted: Value) -> Function:
    """Return the question whether a value is the given one."""
    return lambda value: value == wanted


@cache
def at_least(least: int) -> Function:
    """Return the question whether a number is at least the given one."""
    return lambda value: cast("int", value) >= least


@cache
def below(limit: int) -> Function:
    """Return the question whether a number or a level is lower than the given one."""
    return lambda value: cast("int", value) < limit
