"""Conditions as diagrams: the three values of ``protocols.expression`` over all answer sets."""

from collections.abc import Mapping, Sequence

from protocols.diagram import Diagrams, Operation
from protocols.diagram_values import (
    ADD_PAIRS,
    AND,
    OR,
    among,
    at_least_of,
    bounds_compare,
    number_compares,
    opposite,
    possible,
    sure_and_maybe,
)
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
            case _:
                return self._compound(expression)

    def _compound(self, expression: Opposite | Possible | AllOf | AnyOf | Several) -> int:
        match expression:
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
        return self.diagrams.map(among(chosen), self.values[item.id])

    def _compared(self, name: str, operator: Operator, value: int) -> int:
        if name in self._items:
            return self.diagrams.map(number_compares(operator, value), self.values[name])
        low, high, applies = self.scores[name]
        compared = self.diagrams.apply(bounds_compare(operator, value), low, high)
        return self.diagrams.apply(AND, applies, compared)

    def _several(self, count: int, parts: Sequence[int]) -> int:
        total = self.diagrams.end((0, 0))
        for part in parts:
            pair = self.diagrams.map(sure_and_maybe, part)
            total = self.diagrams.apply(ADD_PAIRS, total, pair)
        return self.diagrams.map(at_least_of(count), total)
