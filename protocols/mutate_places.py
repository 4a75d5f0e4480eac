"""Where the conditions of a rulebook stand, and how to put another one in the same place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from protocols.expression import Expression
from protocols.logic import Item, Product, Rulebook, Score

GATE = "g_"
"""Every item of the common questions has an id that starts so."""

Part = TypeVar("Part")
Put = Callable[[Expression | None], Rulebook]


@dataclass(frozen=True, slots=True)
class Place:
    """One condition: its name in French, what it holds, and the rulebook with another one.

    ``is_optional`` when the condition may be taken away. ``is_measured`` when the loader refuses
    there a condition that a measure not taken would make true.
    """

    name: str
    expression: Expression
    put: Put
    is_optional: bool = False
    is_measured: bool = False


def with_part(parts: Sequence[Part], place: int, part: Part) -> tuple[Part, ...]:
    """Return ``parts`` with another one at ``place``."""
    return (*parts[:place], part, *parts[place + 1 :])


def places(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Place]:
    """Yield the conditions of the parts whose id is the protocol's own."""
    for number, item in enumerate(book.items):
        if is_own(item.id):
            yield from _of_item(book, number, item)
    yield from _conditions(book, is_own)
    for number, score in enumerate(book.scores):
        if is_own(score.id):
            yield from _of_score(book, number, score)
    yield from _rules_and_branches(book)
    for number, product in enumerate(book.products):
        yield from _of_product(book, number, product)
        if is_own(in_catalogue(product.substance)):
            yield from _of_doses(book, number, product)


def _of_item(book: Rulebook, number: int, item: Item) -> Iterator[Place]:
    def put_in(changed: Item) -> Rulebook:
        return replace(book, items=with_part(book.items, number, changed))

    if item.only_if is not None:
        name = f"{item.id}, demandé si"
        yield Place(
            name,
            item.only_if,
            lambda one: put_in(replace(item, only_if=one)),
            is_optional=True,
            is_measured=True,
        )
    if item.auto is not None:
        name = f"{item.id}, oui par la mesure"
        yield Place(
            name,
            item.auto,
            lambda one: put_in(replace(item, auto=one)),
            is_optional=True,
            is_measured=True,
        )
    for place, rule in enumerate(item.rules):

        def put_rule(one: Expression | None, place: int = place) -> Rulebook:
            changed = replace(item.rules[place], when=one or item.rules[place].when)
            return put_in(replace(item, rules=with_part(item.rules, place, changed)))

        yield Place(f"{item.id}, classe {rule.severity}", rule.when, put_rule, is_measured=True)


def _conditions(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Place]:
    for number, condition in enumerate(book.conditions):
        if is_own(condition.id):

            def put(one: Expression | None, number: int = number) -> Rulebook:
                old = book.conditions[number]
                changed = replace(old, when=one or old.when)
                return replace(book, conditions=with_part(book.conditions, number, changed))

            yield Place(f"condition {condition.id}", condition.when, put, is_measured=True)


def _of_score(book: Rulebook, number: int, score: Score) -> Iterator[Place]:
    def put_in(changed: Score) -> Rulebook:
        return replace(book, scores=with_part(book.scores, number, changed))

    for place, entry in enumerate(score.entries):

        def put(one: Expression | None, place: int = place) -> Rulebook:
            changed = replace(score.entries[place], when=one or score.entries[place].when)
            return put_in(replace(score, entries=with_part(score.entries, place, changed)))

        yield Place(f"{score.label}, ligne {place + 1}", entry.when, put)
    if score.applies is not None:
        name = f"{score.label}, s’applique si"
        yield Place(
            name, score.applies, lambda one: put_in(replace(score, applies=one)), is_optional=True
        )


def _rules_and_branches(book: Rulebook) -> Iterator[Place]:
    for number, rule in enumerate(book.rules):

        def put_rule(one: Expression | None, number: int = number) -> Rulebook:
            old = book.rules[number]
            changed = replace(old, when=one or old.when)
            return replace(book, rules=with_part(book.rules, number, changed))

        yield Place(f"règle {rule.id}", rule.when, put_rule)
    for number, branch in enumerate(book.branches[:-1]):

        def put_branch(one: Expression | None, number: int = number) -> Rulebook:
            old = book.branches[number]
            changed = replace(old, when=one or old.when)
            return replace(book, branches=with_part(book.branches, number, changed))

        if branch.when is not None:
            yield Place(f"branche {branch.id}", branch.when, put_branch)


def _of_product(book: Rulebook, number: int, product: Product) -> Iterator[Place]:
    def put_in(changed: Product) -> Rulebook:
        return replace(book, products=with_part(book.products, number, changed))

    if product.when is not None:
        name = f"{product.substance}, proposé si"
        yield Place(
            name, product.when, lambda one: put_in(replace(product, when=one)), is_optional=True
        )
    for place, block in enumerate(product.contraindications):

        def put_block(one: Expression | None, place: int = place) -> Rulebook:
            old = product.contraindications[place]
            changed = replace(old, when=one or old.when)
            blocks = with_part(product.contraindications, place, changed)
            return put_in(replace(product, contraindications=blocks))

        name = f"{product.substance}, contre-indication {block.item}"
        yield Place(name, block.when, put_block)


def in_catalogue(substance: str) -> str:
    """Return the name by which the doses of a substance are common to all protocols."""
    return f"{GATE}{substance}"


def _of_doses(book: Rulebook, number: int, product: Product) -> Iterator[Place]:
    for place, dose in enumerate(product.doses):

        def put_dose(one: Expression | None, place: int = place) -> Rulebook:
            changed = replace(product.doses[place], population=one)
            dosed = replace(product, doses=with_part(product.doses, place, changed))
            return replace(book, products=with_part(book.products, number, dosed))

        if dose.population is not None:
            name = f"{product.substance}, dose {place + 1}, population"
            yield Place(name, dose.population, put_dose, is_optional=True)
