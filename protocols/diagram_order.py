"""In which order the questions are drawn: what is added up together stands together.

The place a diagram takes depends on this order alone. Identity comes first because everything
reads it; then, for each group of items counted together, the answers the group reads; then what
rules, branches and products read besides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocols.expression import Expression, names_read
from protocols.logic import PHARMACY_SO_FAR, Logic


def order_of(logic: Logic, first: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the answered items, ``first`` leading."""
    found: dict[str, None] = {}
    for name in (*first, *_roots(logic)):
        for one in _answers_below(logic, name):
            found.setdefault(one)
    return tuple(found)


def merged_order(orders: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return one order of all ids: those of the first, the others after their neighbour."""
    merged = list(orders[0])
    for order in orders[1:]:
        before = ""
        for name in order:
            if name not in merged:
                merged.insert(merged.index(before) + 1 if before else 0, name)
            before = name
    return tuple(merged)


def _roots(logic: Logic) -> Iterator[str]:
    """Yield what the decision adds up, widest groups first, then what it reads besides."""
    book = logic.book
    groups = [
        [book.items[i].id for i in sorted({i for way in g for i in way})] for g in logic.groups
    ]
    groups.sort(key=lambda group: -len({a for n in group for a in _answers_below(logic, n)}))
    for group in groups:
        yield from group
    yield book.reliable
    for rule in book.rules:
        yield from names_read(rule.when)
    for branch in book.branches:
        yield from _names(branch.when)
    for product in book.products:
        yield from _names(product.when)
        for one in (*product.contraindications,):
            yield from names_read(one.when)
        for dose in product.doses:
            yield from _names(dose.population)
    yield from (item.id for item in book.items)
    yield from (score.id for score in book.scores)


def _names(expression: Expression | None) -> tuple[str, ...]:
    return names_read(expression) if expression is not None else ()


def _answers_below(logic: Logic, name: str) -> tuple[str, ...]:
    """Return the answers ``name`` is made of, what it reads first before itself."""
    found: dict[str, None] = {}
    seen: set[str] = {PHARMACY_SO_FAR}

    def go(one: str) -> None:
        if one in seen:
            return
        seen.add(one)
        near = _near(logic, one)
        for below in near:
            go(below)
        place = logic.positions.get(one)
        if place is not None and not logic.book.items[place].rules:
            found.setdefault(one)

    go(name)
    return tuple(found)


def _near(logic: Logic, name: str) -> tuple[str, ...]:
    """Return what ``name`` reads, its twin and its details included."""
    reads: Mapping[str, tuple[str, ...]] = logic.reads
    place = logic.positions.get(name)
    if place is None:
        return reads[name]
    item = logic.book.items[place]
    more = (item.twin, item.absorbed_by)
    return (*reads[name], *(one for one in more if one))
