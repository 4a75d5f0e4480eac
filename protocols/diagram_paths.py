"""What a diagram says about answer sets: how many give a value, and the simplest one that does.

``costs[variable][answer]`` is what an answer adds to the length of a witness; ``None`` forbids it.
"""

from collections.abc import Callable, Mapping, Sequence

from protocols.diagram import END, Diagrams, Value

Costs = Sequence[Sequence[int | None]]
Wanted = Callable[[Value], bool]

FAR = 10**9


def count(diagrams: Diagrams, diagram: int, wanted: Wanted, costs: Costs) -> int:
    """Return how many allowed answer sets give a wanted value; numbers count by cells."""
    widths = [sum(cost is not None for cost in row) for row in costs]
    below = _products(widths)
    known: dict[int, int] = {}

    def go(one: int) -> int:
        if one < 0:
            return int(wanted(diagrams.value(one)))
        found = known.get(one)
        if found is None:
            found = known[one] = inner(one)
        return found

    def inner(one: int) -> int:
        variable, branches = diagrams.opened(one)
        total = 0
        for cost, branch in zip(costs[variable], branches, strict=True):
            if cost is not None:
                total += go(branch) * _between(below, variable + 1, _rank(diagrams, branch))
        return total

    return go(diagram) * _between(below, 0, _rank(diagrams, diagram))


def _products(widths: Sequence[int]) -> list[int]:
    """Return the number of answer sets of the variables from each rank to the last."""
    below = [1]
    for width in reversed(widths):
        below.append(below[-1] * width)
    return below[::-1]


def _between(below: Sequence[int], first: int, after: int) -> int:
    """Return the number of answer sets of the variables from ``first`` to before ``after``."""
    last = len(below) - 1
    return below[min(first, last)] // below[min(after, last)]


def _rank(diagrams: Diagrams, one: int) -> int:
    return END if one < 0 else diagrams.opened(one).variable


def simplest(
    diagrams: Diagrams, diagram: int, wanted: Wanted, costs: Costs
) -> Mapping[int, int] | None:
    """Return the cheapest answers, by variable, that give a wanted value; ``None`` for none.

    A variable left out may have any answer.
    """
    lengths: dict[int, tuple[int, int]] = {}

    def length(one: int) -> int:
        if one < 0:
            return 0 if wanted(diagrams.value(one)) else FAR
        if one not in lengths:
            lengths[one] = nearest(one)
        return lengths[one][0]

    def nearest(one: int) -> tuple[int, int]:
        variable, branches = diagrams.opened(one)
        pairs = zip(costs[variable], branches, strict=True)
        sums = [FAR if cost is None else cost + length(branch) for cost, branch in pairs]
        return min(*sums, FAR), sums.index(min(sums))

    if length(diagram) >= FAR:
        return None
    found: dict[int, int] = {}
    while diagram >= 0:
        variable, branches = diagrams.opened(diagram)
        found[variable] = lengths[diagram][1]
        diagram = branches[found[variable]]
    return found


def reaches(diagrams: Diagrams, diagram: int, wanted: Wanted, costs: Costs) -> bool:
    """Tell whether an allowed answer set gives a wanted value."""
    seen: set[int] = set()
    waiting = [diagram]
    while waiting:
        one = waiting.pop()
        if one < 0:
            if wanted(diagrams.value(one)):
                return True
        elif one not in seen:
            seen.add(one)
            variable, branches = diagrams.opened(one)
            pairs = zip(costs[variable], branches, strict=True)
            waiting.extend(branch for cost, branch in pairs if cost is not None)
    return False
