"""Which named conditions a protocol reads, and conditions without their settled parameters."""

from collections.abc import Iterator, Sequence
from itertools import chain

from protocols.expression import (
    AllOf,
    AnyOf,
    Constant,
    Expression,
    Opposite,
    Possible,
    Several,
    names_read,
)
from protocols.logic import Rulebook


def conditions_read(book: Rulebook) -> Iterator[str]:
    """Yield the named conditions that something reads, through other conditions too."""
    named = {one.id: one.when for one in book.conditions}
    parts: list[Expression | None] = [one.when for one in book.rules]
    parts += [one.when for one in book.branches]
    parts += [entry.when for one in book.scores for entry in one.entries]
    for product in book.products:
        parts += [product.when, *(one.population for one in product.doses)]
        parts += [one.when for one in product.contraindications]
    for item in book.items:
        parts += [item.only_if, item.auto, *(one.when for one in item.rules)]
    waiting = list(chain.from_iterable(names_read(one) for one in parts if one is not None))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in named and name not in seen:
            seen.add(name)
            waiting.extend(names_read(named[name]))
            yield name


def settled(condition: Expression) -> Expression:
    """Return ``condition`` without the parameters it holds: they were decided when written."""
    match condition:
        case AllOf(parts):
            return _joined(AllOf, parts, neutral=True)
        case AnyOf(parts):
            return _joined(AnyOf, parts, neutral=False)
        case Opposite(part):
            inside = settled(part)
            return Constant(not inside.holds) if isinstance(inside, Constant) else Opposite(inside)
        case Possible(part):
            return Possible(settled(part))
        case Several(count, parts):
            return Several(count, tuple(settled(one) for one in parts))
        case _:
            return condition


def _joined(
    kind: type[AllOf] | type[AnyOf], parts: Sequence[Expression], *, neutral: bool
) -> Expression:
    kept = [one for one in map(settled, parts) if one != Constant(neutral)]
    if Constant(not neutral) in kept:
        return Constant(not neutral)
    if len(kept) < 2:  # noqa: PLR2004 - nothing to join
        return kept[0] if kept else Constant(neutral)
    return kind(tuple(kept))
