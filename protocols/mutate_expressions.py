"""Single slips in a condition: a term dropped, and for or, a negation, a threshold by one step.

A strict sign for a large one is a threshold moved by one step, since numbers are whole steps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
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
from protocols.logic import Item

Slip = tuple[str, Expression]
"""What became of a part of the condition, in French, and the whole condition then."""

_OPPOSITES = {
    Operator.EQUAL: Operator.DIFFERENT,
    Operator.DIFFERENT: Operator.EQUAL,
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.LESS,
    Operator.MORE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE,
}


class Slips:
    """The slips of the conditions of one rulebook, told with the decimals of its numbers."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self._items = items

    def of(self, expression: Expression) -> Iterator[Slip]:
        """Yield every single slip of a condition."""
        match expression:
            case Known() | OneOf() | Compare() | Constant():
                yield from self._of_leaf(expression)
            case Opposite(part) | Possible(part):
                yield self._told(expression, part), part
                for said, one in self.of(part):
                    if one != Opposite(part):
                        yield said, replace(expression, part=one)
            case AllOf(parts) | AnyOf(parts):
                other = AnyOf if isinstance(expression, AllOf) else AllOf
                yield self._told(expression, other(parts)), other(parts)
                yield from self._of_parts(expression, parts)
            case Several(count, parts):
                for more in {max(1, count - 1), min(len(parts), count + 1)} - {count}:
                    changed = replace(expression, count=more)
                    yield self._told(expression, changed), changed
                yield from self._inside(expression, parts)

    def _of_parts(self, expression: AllOf | AnyOf, parts: tuple[Expression, ...]) -> Iterator[Slip]:
        for place, part in enumerate(parts):
            rest = parts[:place] + parts[place + 1 :]
            left = rest[0] if len(rest) == 1 else type(expression)(rest)
            yield f"«\u00a0{self.written(part)}\u00a0» oublié", left
        yield from self._inside(expression, parts)

    def _inside(
        self, expression: AllOf | AnyOf | Several, parts: tuple[Expression, ...]
    ) -> Iterator[Slip]:
        for place, part in enumerate(parts):
            for said, one in self.of(part):
                yield said, replace(expression, parts=(*parts[:place], one, *parts[place + 1 :]))

    def _of_leaf(self, leaf: Known | OneOf | Compare | Constant) -> Iterator[Slip]:
        for one in self._near(leaf):
            yield self._told(leaf, one), one

    def _near(self, leaf: Known | OneOf | Compare | Constant) -> Iterator[Expression]:
        match leaf:
            case Constant(holds):
                yield Constant(not holds)
            case Compare(_, operator, value):
                yield replace(leaf, value=value - 1)
                yield replace(leaf, value=value + 1)
                yield replace(leaf, operator=_OPPOSITES[operator])
            case OneOf(_, values):
                yield Opposite(leaf)
                for left in _without_one(values):
                    yield replace(leaf, values=left)
            case Known():
                yield Opposite(leaf)

    def _told(self, before: Expression, after: Expression) -> str:
        return f"«\u00a0{self.written(before)}\u00a0» devient «\u00a0{self.written(after)}\u00a0»"

    def written(self, expression: Expression) -> str:
        """Return a condition as a file writes it, without units."""
        match expression:
            case Constant(holds):
                return "toujours" if holds else "jamais"
            case Known(name):
                return name
            case OneOf(name, values):
                return f"{name} in [{', '.join(values)}]"
            case Compare(name, operator, value):
                decimals = self._items[name].decimals if name in self._items else 0
                return f"{name} {operator} {Decimal(value).scaleb(-decimals)}"
            case _:
                return self._compound(expression)

    def _compound(self, expression: Opposite | Possible | AllOf | AnyOf | Several) -> str:
        match expression:
            case Opposite(part):
                return f"not {self._wrapped(part)}"
            case Possible(part):
                return f"possible({self.written(part)})"
            case Several(count, parts):
                return f"at_least({count}, {', '.join(self.written(one) for one in parts)})"
            case AllOf(parts):
                return " and ".join(self._wrapped(one) for one in parts)
            case AnyOf(parts):
                return " or ".join(self._wrapped(one) for one in parts)

    def _wrapped(self, expression: Expression) -> str:
        said = self.written(expression)
        return f"({said})" if isinstance(expression, AllOf | AnyOf) else said


def _without_one(values: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a list of several values without each of them in turn."""
    for value in values if len(values) > 1 else ():
        yield tuple(one for one in values if one != value)
