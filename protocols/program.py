"""Rulebook -> ``Logic``: in which order its parts are computed, and the two compiled functions."""

from collections.abc import Container, Mapping
from dataclasses import replace
from types import MappingProxyType

from protocols.emit import Time
from protocols.emit_run import make_engine
from protocols.expression import names_read
from protocols.logic import PHARMACY_SO_FAR, Item, Logic, Rulebook
from protocols.weights import ways_of_counting


class Circular(Exception):
    """Items, conditions and scores that wait for each other; ``names`` in a ring."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("circular dependency")
        self.names = names


def make_logic(book: Rulebook) -> Logic:
    """Return the rulebook ready to run.

    Raises:
        Circular: an item depends on itself.
    """
    positions = {item.id: place for place, item in enumerate(book.items)}
    families = [[positions[name] for name in family] for family in book.families]
    counted = [place for place, item in enumerate(book.items) if item.counted]
    groups = ways_of_counting(families, counted)
    reads = dependencies(book)
    order = sorted_names({name: r for name, r in reads.items() if name[0] != "#"})
    return Logic(
        book=book,
        positions=MappingProxyType(positions),
        groups=groups,
        reads=MappingProxyType(reads),
        decide=make_engine(book, order, groups, Time.NOW),
        foresee=make_engine(book, order, groups, Time.LATER),
    )


def dependencies(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Return what each part of a rulebook reads, by id."""
    reads = {item.id: _item_reads(item) for item in book.items}
    reads |= {one.id: names_read(one.when) for one in book.conditions}
    for score in book.scores:
        parts = [entry.when for entry in score.entries]
        parts += [score.applies] if score.applies is not None else []
        reads[score.id] = tuple(dict.fromkeys(n for part in parts for n in names_read(part)))
    reads |= _outcome_reads(book)
    reads[PHARMACY_SO_FAR] = (*(i.id for i in book.items if i.counted), book.reliable)
    return reads


def without_idle(book: Rulebook, shared: Container[str]) -> Rulebook:
    """Return the rulebook without the ``shared`` conditions that nothing of it reads.

    A condition of the common questions serves the protocols that need it, the others ignore it.
    """
    read = {name for names in dependencies(book).values() for name in names}
    kept = tuple(one for one in book.conditions if one.id in read or one.id not in shared)
    return replace(book, conditions=kept)


def _outcome_reads(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Return what rules, branches, actions and products read, as ``#rule0``, ``#product2``..."""
    reads = {f"#rule{i}": names_read(one.when) for i, one in enumerate(book.rules)}
    reads |= {f"#action{i}": names_read(one.when) for i, one in enumerate(book.actions)}
    for i, branch in enumerate(book.branches):
        reads[f"#branch{i}"] = names_read(branch.when) if branch.when is not None else ()
    for i, product in enumerate(book.products):
        parts = [product.when, *(one.when for one in product.contraindications)]
        parts += [one.population for one in product.doses]
        names = [name for part in parts if part is not None for name in names_read(part)]
        by_weight = any(dose.by_weight is not None for dose in product.doses)
        reads[f"#product{i}"] = tuple(dict.fromkeys([*names, *([book.weight] * by_weight)]))
    return reads


def _item_reads(item: Item) -> tuple[str, ...]:
    parts = [item.only_if, item.auto, *(rule.when for rule in item.rules)]
    parts += [one.when for one in item.assumptions]
    names = [name for part in parts if part is not None for name in names_read(part)]
    if item.follows_twin:
        names.append(item.twin)
    return tuple(dict.fromkeys([*names, *item.absorbs]))


def sorted_names(reads: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return every id after the ids it reads.

    Raises:
        Circular: two ids wait for each other.
    """
    done: dict[str, None] = {}
    for start in reads:
        stack = [(start, iter(reads[start]))]
        while stack:
            name, waiting = stack[-1]
            following = next((one for one in waiting if one not in done), None)
            if following is None:
                done.setdefault(name)
                stack.pop()
            elif any(following == open_name for open_name, _ in stack):
                ring = [open_name for open_name, _ in stack]
                raise Circular((*ring[ring.index(following) :], following))
            else:
                stack.append((following, iter(reads[following])))
    return tuple(done)
