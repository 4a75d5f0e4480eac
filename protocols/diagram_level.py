"""From the weights of items to the level, over all answer sets: points, red signs, rules.

The same steps as ``protocols.emit_run`` and ``protocols.verdict``. The sum saturates at the
highest threshold and collapses to a level before anything else reads it.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from protocols.diagram import Diagrams, Function, Operation, Value
from protocols.diagram_items import Items
from protocols.diagram_operations import ALL, ANY, MAX, add_up_to, at_least, equals
from protocols.emit_run import EXPLICIT
from protocols.logic import FALSE, MAYBE, TRUE, Item, Logic
from protocols.terms import Level
from protocols.weights import CEILING, RED, RED15, RED_POINTS

if TYPE_CHECKING:
    from protocols.diagram_values import Weight


@cache
def _part(place: int, limit: int) -> Function:
    """Return one figure of a weight, no more than ``limit``."""
    return lambda value: min(limit, cast("Weight", value)[place])


@cache
def _red(wanted: int) -> Function:
    """Return whether an item has at least a rank: one of the three values."""

    def read(value: Value) -> Value:
        weight = cast("Weight", value)
        if weight.sure_rank >= wanted:
            return TRUE
        return MAYBE if weight.may_rank >= wanted else FALSE

    return read


@cache
def level_of(thresholds: tuple[tuple[int, Level], ...]) -> Function:
    """Return the level of a sum without red sign."""

    def read(points: Value) -> Value:
        total = cast("int", points)
        return next((level for start, level in thresholds if total >= start), Level.PHARMACY)

    return read


USED, LEAST, MOST = 0, 1, 2


class Classes:
    """Draws what the items alone lead to."""

    def __init__(self, diagrams: Diagrams, logic: Logic, items: Items) -> None:
        self._diagrams = diagrams
        self._logic = logic
        self._items = items
        self.red15 = self.red_of(RED15)
        self.red = self.red_of(RED)
        self._is_red = diagrams.map(equals(TRUE), self.red)
        self.insufficient = self._insufficient()
        self.level = self._level()

    def fold(self, operation: Operation, start: Value, parts: Iterable[int]) -> int:
        """Return ``operation`` over several diagrams, from ``start``."""
        found = self._diagrams.end(start)
        for part in parts:
            found = self._diagrams.apply(operation, found, part)
        return found

    def red_of(self, wanted: int) -> int:
        """Return whether an item of rank ``wanted`` or more is positive: the three values."""
        parts = [self._diagrams.map(_red(wanted), one) for one in self._weights()]
        return self._items.conditions.any_of(parts)

    def _weights(self) -> list[int]:
        weights = self._items.weights
        return [weights[item.id] for item in self._logic.book.items if item.counted]

    def total(self, place: int, limit: int) -> int:
        """Return a sum of weights, at most ``limit``, one member of each family counting."""
        add, items = add_up_to(limit), self._logic.book.items
        groups = []
        for ways in self._logic.groups:
            sums = [self.fold(add, 0, self._parts(items, way, place, limit)) for way in ways]
            groups.append(self.fold(MAX, 0, sums))
        return self.fold(add, 0, groups)

    def _parts(
        self, items: Sequence[Item], way: Sequence[int], place: int, limit: int
    ) -> list[int]:
        part = _part(place, limit)
        return [self._diagrams.map(part, self._items.weights[items[i].id]) for i in way]

    def points(self, place: int) -> int:
        """Return the points printed: a certain red sign is worth all of them."""
        red = self._diagrams.end(RED_POINTS)
        sums = self.total(place, CEILING)
        among = {TRUE: red, MAYBE: red} if place == MOST else {TRUE: red}
        return self._diagrams.pick(self.red, among, sums)

    def _insufficient(self) -> int:
        """Return whether too much is unknown to conclude."""
        book, apply = self._logic.book, self._diagrams.apply
        add = add_up_to(book.insufficient_from)
        asked = [i for i in book.items if i.counted and i.severity in EXPLICIT and not i.rules]
        unknown = self.fold(add, 0, [self._unknown(item) for item in asked])
        many = self._diagrams.map(at_least(book.insufficient_from), unknown)
        return apply(ANY, many, self._unreliable(book.reliable))

    def _unreliable(self, name: str) -> int:
        """Return whether the answers are unreliable; those a red sign stopped are not."""
        pick = self._diagrams.pick
        is_stopped = pick(self._is_red, {True: self._items.is_answered(name)}, self.yes)
        return pick(self._items.values[name], {TRUE: self.no}, is_stopped)

    @property
    def yes(self) -> int:
        """The diagram of a thing always true."""
        return self._diagrams.end(value=True)

    @property
    def no(self) -> int:
        """The diagram of a thing never true."""
        return self._diagrams.end(value=False)

    def _unknown(self, item: Item) -> int:
        """Return 1 where an item was answered "unknown" and still is."""
        maybe = equals(MAYBE)
        said = self._diagrams.map(maybe, self._items.answered[item.id])
        is_so = self._diagrams.map(maybe, self._items.values[item.id])
        both = self._diagrams.apply(ALL, said, is_so)
        return self._diagrams.pick(both, {True: self._diagrams.end(1)}, self._diagrams.end(0))

    def _level(self) -> int:
        book, pick, end = self._logic.book, self._diagrams.pick, self._diagrams.end
        highest = max(points for points, _ in book.thresholds)
        level = self._diagrams.map(level_of(book.thresholds), self.total(USED, highest))
        floor = pick(self.insufficient, {True: end(book.insufficient_level)}, end(0))
        level = self._diagrams.apply(MAX, level, floor)
        red = pick(self.red, {TRUE: end(Level.EMERGENCY)}, end(0))
        level = self._diagrams.apply(MAX, red, level)
        red15 = pick(self.red15, {TRUE: end(Level.SAMU_15)}, end(0))
        return self._diagrams.apply(MAX, red15, level)

    def pharmacy_so_far(self) -> int:
        """Return whether the items leave the patient at the pharmacy: certainly or not at all."""
        return self._diagrams.pick(
            self.level,
            {Level.PHARMACY: self._diagrams.end(TRUE)},
            self._diagrams.end(FALSE),
        )
