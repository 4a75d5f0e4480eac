"""From the state of a run to the level: classes, sufficiency, rules, products.

Nothing here lowers a level. Source: clinical.md §3.0, "Point scale", "RECUEIL_INSUFFISANT".
"""

from typing import NamedTuple

from protocols.logic import MAYBE, TRUE, Rule, Rulebook, State
from protocols.offers import Barred, Offer, allowed, offers
from protocols.terms import Level


class Verdict(NamedTuple):
    """The level, the places of the rules that raised it, the products kept and refused."""

    level: Level
    rules: tuple[int, ...]
    offers: tuple[Offer, ...]
    barred: tuple[Barred, ...]


def level_of_points(book: Rulebook, points: int) -> Level:
    """Return the level of a sum without red sign."""
    return next((level for start, level in book.thresholds if points >= start), Level.PHARMACY)


def level_of_classes(book: Rulebook, state: State) -> Level:
    """Return the level of the items alone, with the floor of insufficient information."""
    if state.red15 == TRUE:
        return Level.SAMU_15
    if state.red == TRUE:
        return Level.EMERGENCY
    level = level_of_points(book, state.points[0])
    return max(level, book.insufficient_level) if state.insufficient == TRUE else level


def judge(book: Rulebook, state: State) -> Verdict:
    """Return what the state leads to."""
    fired = [i for i, rule in enumerate(book.rules) if _fires(rule, state.rules[i])]
    before = max([level_of_classes(book, state), *(book.rules[i].level for i in fired)])
    given, barred = offers(book, state)
    groups = {book.products[one.product].group for one in given}
    needed = [i for i, rule in enumerate(book.rules) if _lacks(rule, state.rules[i], groups)]
    level = max([before, *(book.rules[i].level for i in needed)])
    return Verdict(
        level=level,
        rules=tuple(sorted(fired + needed)),
        offers=tuple(one for one in given if allowed(book.products[one.product], level)),
        barred=tuple(one for one in barred if allowed(book.products[one.product], before)),
    )


def _fires(rule: Rule, holds: int) -> bool:
    """Tell whether a rule raises the level; what is only possible raises it too."""
    if rule.requires:
        return False
    return holds == MAYBE if rule.uncertain_only else holds >= TRUE


def _lacks(rule: Rule, holds: int, groups: set[str]) -> bool:
    """Tell whether a product is needed and none of its group can be offered."""
    return bool(rule.requires) and holds == TRUE and rule.requires not in groups
