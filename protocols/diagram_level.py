"""From the weights of items to the level, over all answer sets: points, red signs, rules.

The same steps as ``protocols.emit_run`` and ``protocols.verdict``. The sum saturates at the
highest threshold and collapses to a level before anything else reads it.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from typing import cast

from protocols.diagram import Diagrams, Operation
from protocols.diagram_items import Items, Weight
from protocols.emit_run import EXPLICIT
from protocols.logic import FALSE, MAYBE, TRUE, Item, Logic
from protocols.terms import Level
from protocols.weights import CEILING, RED, RED15, RED_POINTS

Ends = Callable[[Hashable], Hashable]


def _greater(left: Hashable, right: Hashable) -> Hashable:
    return max(cast("int", left), cast("int", right))


MAX = Operation(_greater, neutral=0, idempotent=True)


def _any(left: Hashable, right: Hashable) -> Hashable:
    return bool(left or right)


def _all(left: Hashable, right: Hashable) -> Hashable:
    return bool(left and right)


ANY = Operation(_any, absorbing=True, neutral=False, idempotent=True)
ALL = Operation(_all, absorbing=False, neutral=True, idempotent=True)


class _Saturating:
    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __call__(self, left: Hashable, right: Hashable) -> Hashable:
        return min(self._limit, cast("int", left) + cast("int", right))


@cache
def add_up_to(limit: int) -> Operation:
    """Return the addition that never passes ``limit``."""
    return Operation(_Saturating(limit), absorbing=limit, neutral=0)


class _Part:
    """One figure of a weight, no more than ``limit``."""

    def __init__(self, place: int, limit: int) -> None:
        self._place, self._limit = place, limit

    def __call__(self, value: Hashable) -> Hashable:
        return min(self._limit, cast("Weight", value)[self._place])


_part = cache(_Part)


class _Red:
    """Whether an item has at least a rank: one of the three values."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted

    def __call__(self, value: Hashable) -> Hashable:
        weight = cast("Weight", value)
        if weight.sure_rank >= self._wanted:
            return TRUE
        return MAYBE if weight.may_rank >= self._wanted else FALSE


_red = cache(_Red)


def is_weighing(value: Hashable) -> Hashable:
    """Return whether an item enters the sum."""
    return cast("Weight", value).used > 0


class _Is:
    def __init__(self, wanted: Hashable) -> None:
        self._wanted = wanted

    def __call__(self, value: Hashable) -> Hashable:
        return value == self._wanted


equals = cache(_Is)


class _AtLeast:
    def __init__(self, least: int) -> None:
        self._least = least

    def __call__(self, value: Hashable) -> Hashable:
        return cast("int", value) >= self._least


at_least = cache(_AtLeast)


class _LevelOf:
    """The level of a sum without red sign."""

    def __init__(self, thresholds: tuple[tuple[int, Level], ...]) -> None:
        self._thresholds = thresholds

    def __call__(self, points: Hashable) -> Hashable:
        total = cast("int", points)
        return next((level for start, level in self._thresholds if total >= start), Level.PHARMACY)


level_of = cache(_LevelOf)

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

    def fold(self, operation: Operation, start: Hashable, parts: Iterable[int]) -> int:
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
        reliable = self._diagrams.map(equals(TRUE), self._items.values[book.reliable])
        return apply(ANY, many, self._diagrams.pick(reliable, {True: self.no}, self.yes))

    @property
    def yes(self) -> int:
        """The diagram of a thing always true."""
        return self._diagrams.end(True)

    @property
    def no(self) -> int:
        """The diagram of a thing never true."""
        return self._diagrams.end(False)

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
