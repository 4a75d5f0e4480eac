"""Orientation points: what a class weighs, what an unknown answer weighs, what a family counts.

Source: clinical.md §3.0, "Point scale" (local scale, not validated) and "Families".
"""

from collections.abc import Sequence
from itertools import combinations

from protocols.logic import TRUE
from protocols.terms import Severity

RANKS = (Severity.I, Severity.C, Severity.M, Severity.U, Severity.R, Severity.R15)
"""Counted classes by increasing rank; rank 0 counts nothing."""

POINTS = (0, 3, 10, 30, 100, 100)
DROPPED = (0, 0, 3, 10, 30, 30)
"""Points of each rank: certain, and dropped by one class when the answer is unknown."""

RED, RED15 = 4, 5
CEILING = 99
RED_POINTS = 100


def rank(severity: Severity) -> int:
    """Return the rank of a class, 0 for those that count nothing."""
    return RANKS.index(severity) if severity in RANKS else 0


def derived_ranks(ranks: Sequence[int], holds: Sequence[int]) -> tuple[int, int]:
    """Return the least and the greatest rank a derived item may have.

    Rules are read in order and the first that holds wins; ``holds`` are their three values.
    """
    possible: list[int] = []
    for one, state in zip(ranks, holds, strict=True):
        if state & TRUE:
            possible.append(one)
        if state == TRUE:
            break
    else:
        possible.append(0)
    return min(possible), max(possible)


def derived_points(ranks: Sequence[int], holds: Sequence[int]) -> tuple[int, int, int, int, int]:
    """Return the points used, least and most of a derived item, then its two ranks.

    A class that is only possible weighs as an unknown of that class.
    """
    least, most = derived_ranks(ranks, holds)
    used = max(POINTS[least], POINTS[most] if least == most else DROPPED[most])
    return used, POINTS[least], POINTS[most], least, most


def ways_of_counting(
    families: Sequence[Sequence[int]], counted: Sequence[int]
) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return, for each group of linked items, the largest sets with one member per family.

    An item in no family is a group of its own. Where families overlap the set that gives the
    most points is the one that counts, so that a worse answer never lowers the sum.
    """
    pairs = {frozenset(two) for family in families for two in combinations(family, 2)}
    left = list(counted)
    groups = []
    while left:
        linked = _linked(left[0], left, pairs)
        left = [one for one in left if one not in linked]
        groups.append(_largest_sets(tuple(linked), pairs))
    return tuple(groups)


def _linked(first: int, items: Sequence[int], pairs: set[frozenset[int]]) -> list[int]:
    """Return the items joined to ``first`` by families, in the order of ``items``."""
    found = {first}
    waiting = [first]
    while waiting:
        here = waiting.pop()
        near = {one for one in items if frozenset((here, one)) in pairs} - found
        found |= near
        waiting.extend(near)
    return [one for one in items if one in found]


def _largest_sets(
    items: tuple[int, ...], pairs: set[frozenset[int]]
) -> tuple[tuple[int, ...], ...]:
    """Return the sets without two members of one family that no other such set contains."""
    free = [
        set(chosen)
        for size in range(len(items), 0, -1)
        for chosen in combinations(items, size)
        if not any(frozenset(two) in pairs for two in combinations(chosen, 2))
    ]
    largest: list[set[int]] = []
    for one in free:
        if not any(one < other for other in largest):
            largest.append(one)
    return tuple(tuple(i for i in items if i in one) for one in largest)
