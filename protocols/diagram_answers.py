"""The answers that matter: each number cut where a condition can tell two values apart.

The cases of a question are its answers for a yes/no or a choice, "unknown" and "not answered"
included, and one value per interval for a number. Two protocols share one list of cases, so that
they can be compared; an answer that one of them cannot read is unknown to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from types import MappingProxyType

from protocols.expression import Compare, Expression, Operator, walk
from protocols.logic import FALSE, MAYBE, TRUE, Item, Raw, Rulebook
from protocols.model import NO, UNKNOWN, YES, Answer
from protocols.terms import Kind

_BITS = MappingProxyType({YES: TRUE, NO: FALSE, UNKNOWN: MAYBE})

_CUTS: Mapping[Operator, tuple[int, ...]] = MappingProxyType(
    {
        Operator.EQUAL: (0, 1),
        Operator.DIFFERENT: (0, 1),
        Operator.LESS: (0,),
        Operator.AT_LEAST: (0,),
        Operator.MORE: (1,),
        Operator.AT_MOST: (1,),
    }
)
"""Where the value compared with starts a new interval, in steps after it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One answer to one question, the same for every condition as those it stands for.

    ``answer`` is ``None`` when the question was not answered; ``low`` and ``high`` bound the
    numbers it stands for.
    """

    answer: Answer | None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    @property
    def known(self) -> bool:
        """True for an answer that says something."""
        return self.answer is not None and self.answer != UNKNOWN


def expressions(book: Rulebook) -> Iterator[Expression]:
    """Yield every condition of a rulebook."""
    for item in book.items:
        found = [item.only_if, item.auto, *(rule.when for rule in item.rules)]
        found += [one.when for one in item.assumptions]
        yield from (one for one in found if one is not None)
    yield from (one.when for one in book.conditions)
    for score in book.scores:
        yield from (entry.when for entry in score.entries)
        yield from () if score.applies is None else (score.applies,)
    yield from (one.when for one in book.rules)
    yield from (one.when for one in book.actions)
    yield from (one.when for one in book.branches if one.when is not None)
    for product in book.products:
        yield from () if product.when is None else (product.when,)
        yield from (one.when for one in product.contraindications)
        yield from (one.population for one in product.doses if one.population is not None)


def asked_items(book: Rulebook) -> tuple[Item, ...]:
    """Return the items that somebody may answer."""
    return tuple(item for item in book.items if not item.rules)


def asserts_its_sign(item: Item) -> bool:
    """Return whether every answer to a detail says that its sign is present."""
    return bool(item.parent) and item.kind is Kind.CHOICE and not item.safe_value


def cases_of(
    books: Sequence[Rulebook], usual: Mapping[str, Answer], cuts: Mapping[str, Iterable[Decimal]]
) -> Mapping[str, tuple[Case, ...]]:
    """Return the cases of every question of ``books``, by id.

    Args:
        books: the rulebooks that must tell the answers apart.
        usual: the answer that carries no risk, by question; it stands for its interval.
        cuts: further values that start an interval, by question.
    """
    items: dict[str, list[Item]] = {}
    for book in books:
        for item in asked_items(book):
            items.setdefault(item.id, []).append(item)
    starts = _starts(books, items)
    for name, more in cuts.items():
        starts.setdefault(name, set()).update(more)
    return {name: _cases(name, same, starts, usual) for name, same in items.items()}


def _starts(
    books: Sequence[Rulebook], items: Mapping[str, Sequence[Item]]
) -> dict[str, set[Decimal]]:
    """Return where intervals start, by number; twins, which share values, share intervals."""
    found: dict[str, set[Decimal]] = {}
    for expression in chain.from_iterable(expressions(book) for book in books):
        for one in walk(expression):
            if isinstance(one, Compare) and one.id in items:
                step = -items[one.id][0].decimals
                values = {Decimal(one.value + k).scaleb(step) for k in _CUTS[one.operator]}
                found.setdefault(one.id, set()).update(values)
    for name, same in items.items():
        for twin in {item.twin for item in same if item.twin in found}:
            found.setdefault(name, set()).update(found[twin])
    return found


def _cases(
    name: str,
    same: Sequence[Item],
    starts: Mapping[str, set[Decimal]],
    usual: Mapping[str, Answer],
) -> tuple[Case, ...]:
    first = same[0]
    if first.kind is Kind.BOOLEAN:
        return tuple(Case(answer) for answer in (NO, YES, UNKNOWN, None))
    if first.kind is Kind.CHOICE:
        values = dict.fromkeys(chain.from_iterable(item.choices for item in same))
        return (*(Case(value) for value in values), Case(UNKNOWN), Case(None))
    low = min(Decimal(item.low).scaleb(-item.decimals) for item in same)
    high = max(Decimal(item.high).scaleb(-item.decimals) for item in same)
    step = Decimal(1).scaleb(-max(item.decimals for item in same))
    inner = sorted(one for one in starts.get(name, ()) if low < one <= high)
    ends = [*(one - step for one in inner), high]
    normal = usual.get(name)
    numbers = [_number(*pair, normal) for pair in zip([low, *inner], ends, strict=True)]
    return (*numbers, Case(UNKNOWN), Case(None))


def _number(low: Decimal, high: Decimal, normal: Answer | None) -> Case:
    """Return an interval, told by its value nearest to the usual one."""
    shown = min(max(low, normal), high) if isinstance(normal, Decimal) else low
    return Case(shown, low, high)


def raw_of(item: Item, answer: Answer | None) -> Raw:
    """Return an answer as the engine reads it; one that does not fit the item is unknown."""
    if item.kind is Kind.NUMBER:
        steps = answer.scaleb(item.decimals) if isinstance(answer, Decimal) else None
        fits = steps is not None and steps == int(steps) and item.low <= steps <= item.high
        return (int(steps), int(steps)) if steps is not None and fits else None
    if answer is None:
        return 0
    if item.kind is Kind.BOOLEAN:
        return _BITS.get(answer, MAYBE) if isinstance(answer, str) else MAYBE
    if answer in item.choices:
        return 1 << item.choices.index(str(answer))
    return (1 << len(item.choices)) - 1
