"""Doses by weight compared in milligrams: two calculations that give the same to somebody are one.

The weights are cut where two doses start or stop being the same, so that a lower cap changes
something for the heavy patients alone.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

from protocols.diagram import Value
from protocols.diagram_answers import Case
from protocols.diagram_operations import ALL
from protocols.diagram_space import Space
from protocols.logic import Item, Rulebook, WeightDose
from protocols.offers import milligrams

MAXIMUM_CUTS = 400
"""Beyond, two doses are told different for every weight."""

BY_WEIGHT = 6
"""Place of the calculation in what is printed of a product (``protocols.diagram_parts``)."""

Pair = tuple[Value, Value]


def weight_cuts(before: Rulebook, after: Rulebook) -> Mapping[str, tuple[Decimal, ...]]:
    """Return the weights at which two versions of a dose start or stop being the same."""
    item = next(item for item in after.items if item.id == after.weight)
    cuts: set[Decimal] = set()
    for one, two in _changed(before, after):
        found = set(_turns(item, one, two))
        cuts |= found if len(found) <= MAXIMUM_CUTS else set()
    return {item.id: tuple(sorted(cuts))}


def _changed(before: Rulebook, after: Rulebook) -> Iterator[tuple[WeightDose, WeightDose]]:
    """Yield the pairs of different calculations of one product."""
    old = {one.substance: one.doses for one in before.products}
    for one in after.products:
        for was, now in product(old.get(one.substance, ()), one.doses):
            if was.by_weight is None or now.by_weight is None or was.by_weight == now.by_weight:
                continue
            yield was.by_weight, now.by_weight


def _turns(item: Item, one: WeightDose, two: WeightDose) -> Iterator[Decimal]:
    """Yield the weights where two calculations start or stop giving the same."""
    was_same = _is_same(one, two, item, item.low)
    for steps in range(item.low + 1, item.high + 1):
        is_same = _is_same(one, two, item, steps)
        if is_same is not was_same:
            yield Decimal(steps).scaleb(-item.decimals)
        was_same = is_same


def _is_same(one: WeightDose, two: WeightDose, item: Item, steps: int) -> bool:
    kilograms = Fraction(steps, 10**item.decimals)
    return milligrams(one, kilograms) == milligrams(two, kilograms)


def without_equal_doses(space: Space, weight: str, pair: Pair, where: int) -> int:
    """Return ``where`` without the weights for which both calculations give the same."""
    before, after = pair
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return where
    one, two = before[BY_WEIGHT], after[BY_WEIGHT]
    rest = [side[:BY_WEIGHT] + side[BY_WEIGHT + 1 :] for side in (before, after)]
    if not (isinstance(one, WeightDose) and isinstance(two, WeightDose)) or rest[0] != rest[1]:
        return where
    item = next(i for i in space.protocols[-1].logic.book.items if i.id == weight)
    variable = space.variables[weight]
    differs = [not _are_same(one, two, item, case) for case in space.cases[variable]]
    return space.diagrams.apply(ALL, where, space.diagrams.answer(variable, differs))


def _are_same(one: WeightDose, two: WeightDose, item: Item, case: Case) -> bool:
    """Tell whether two calculations give the same for every weight of an interval."""
    if not isinstance(case.answer, Decimal):
        return False
    low, high = (int(bound.scaleb(item.decimals)) for bound in (case.low, case.high))
    return all(_is_same(one, two, item, steps) for steps in range(low, high + 1))
