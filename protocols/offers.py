"""Which products may be offered, to whom, and what forbids the others.

A product is offered only when its branch is certain, each contraindication certainly absent, a
population certain and, for a dose by weight, the weight known. Source: clinical.md §3.0
"Treatments", §3.15.
"""

from fractions import Fraction
from typing import NamedTuple

from protocols.expression import names_read
from protocols.logic import FALSE, TRUE, Product, Rulebook, State, WeightDose
from protocols.terms import Level

AGE, BODY_WEIGHT, WEIGHT_FOR_AGE = "age", "weight", "weight_for_age"
"""Reasons that are not an item: no population certain, weight unknown, weight not plausible."""

PLAUSIBLE = "g_poids_plausible"
"""Condition of the gate that every dose by weight reads: the weight may be that of this age."""


class Offer(NamedTuple):
    """A product that may be given: its place and the place of its dose."""

    product: int
    dose: int


class Barred(NamedTuple):
    """A product of the branch that may not: the item that forbids it, certainly or not known."""

    product: int
    reason: str
    certain: bool


def offers(book: Rulebook, state: State) -> tuple[tuple[Offer, ...], tuple[Barred, ...]]:
    """Return the products that may be given, whatever the level, and those that may not."""
    given: list[Offer] = []
    barred: list[Barred] = []
    groups: set[str] = set()
    for place, product in enumerate(book.products):
        when, blocks, people = state.products[place]
        if when != TRUE or product.group in groups:
            continue
        found = _barrier(place, product, blocks) or _dose(book, state, place, people)
        if isinstance(found, Barred):
            barred.append(found)
        else:
            groups.add(product.group)
            given.append(found)
    return tuple(given), tuple(barred)


def _barrier(place: int, product: Product, blocks: tuple[int, ...]) -> Barred | None:
    """Return the first certain contraindication, else the first that is not excluded."""
    for wanted in (TRUE, TRUE | FALSE):
        for one, holds in zip(product.contraindications, blocks, strict=True):
            if holds == wanted:
                return Barred(place, one.item, wanted == TRUE)
    return None


def _dose(book: Rulebook, state: State, place: int, people: tuple[int, ...]) -> Offer | Barred:
    """Return the first dose whose population is certain."""
    product = book.products[place]
    known = weight(book, state) is not None
    for number, (dose, holds) in enumerate(zip(product.doses, people, strict=True)):
        if holds == TRUE and (known or dose.by_weight is None):
            return Offer(place, number)
    if known and _waits_for_another_weight(book, state, product):
        return Barred(place, WEIGHT_FOR_AGE, certain=False)
    if known or all(holds == FALSE for holds in people):
        return Barred(place, AGE, all(holds == FALSE for holds in people))
    return Barred(place, BODY_WEIGHT, certain=False)


def _waits_for_another_weight(book: Rulebook, state: State, product: Product) -> bool:
    """True when a dose asks for a plausible weight and the one given certainly is not."""
    refused = any(
        one.id == PLAUSIBLE and holds == FALSE
        for one, holds in zip(book.conditions, state.conditions, strict=True)
    )
    populations = (dose.population for dose in product.doses if dose.population is not None)
    return refused and any(PLAUSIBLE in names_read(one) for one in populations)


def weight(book: Rulebook, state: State) -> Fraction | None:
    """Return the weight in kilograms, ``None`` while it is not known."""
    place = next(i for i, item in enumerate(book.items) if item.id == book.weight)
    value = state.values[place]
    if isinstance(value, int) or value[0] != value[1]:
        return None
    return Fraction(value[0], 10 ** book.items[place].decimals)


def allowed(product: Product, level: Level) -> bool:
    """Tell whether a product may be given to somebody oriented to ``level``."""
    if level is Level.PHARMACY:
        return True
    return product.waiting and not product.antibiotic and level < Level.EMERGENCY


def milligrams(dose: WeightDose, kilograms: Fraction) -> tuple[int, int]:
    """Return the milligrams of one dose and of one day, rounded down, never above the caps."""
    day = dose.maximum_day
    if dose.day_mg_per_kg:
        day = min(day, int(dose.day_mg_per_kg * kilograms))
    share = dose.doses_per_day if dose.per_day else 1
    one = min(int(dose.mg_per_kg * kilograms / share), dose.maximum_dose)
    one = min(one, day // dose.doses_per_day)
    return one, one * dose.doses_per_day
