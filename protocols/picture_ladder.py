"""What leads to each level, from the 15 down to the pharmacy, in words.

The picture, the paper form and the exported plan say the same thing: they all read this.
Source of the classes, of their points and of what an unknown answer weighs: clinical.md §3.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from protocols.logic import Rulebook
from protocols.model import Protocol
from protocols.picture_causes import (
    Cause,
    case_causes,
    class_causes,
    product_causes,
    rule_causes,
)
from protocols.terms import Level, Severity
from protocols.verdict import level_of_points
from protocols.weights import DROPPED, POINTS, RANKS, rank


@dataclass(frozen=True, slots=True)
class Part:
    """Reasons of one kind: ``title`` says how they weigh; ``severity`` None for the rules."""

    title: str
    causes: tuple[Cause, ...]
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: what leads to it, then sentences on sums and unknown answers."""

    level: Level
    parts: tuple[Part, ...]
    sentences: tuple[str, ...]


def ladder(protocol: Protocol) -> tuple[Rung, ...]:
    """Return the rungs of ``protocol``, the most urgent first, one for every level."""
    return tuple(_rung(protocol, level) for level in reversed(Level))


def points_words(severity: Severity) -> tuple[int, int]:
    """Return the orientation points of a class: certain, then for an unknown answer."""
    return POINTS[rank(severity)], DROPPED[rank(severity)]


def level_of_class(book: Rulebook, severity: Severity) -> Level:
    """Return the level to which one certain answer of this class leads alone."""
    if severity is Severity.R15:
        return Level.SAMU_15
    if severity is Severity.R:
        return Level.EMERGENCY
    return level_of_points(book, points_words(severity)[0])


def _rung(protocol: Protocol, level: Level) -> Rung:
    book = protocol.logic.book
    parts = [*_classes(protocol, level), *_rules(protocol, level)]
    if level is Level.PHARMACY:
        return Rung(level, _cases(protocol), _pharmacy(book))
    sentences = (*_sums(book, level), *_unknowns(book, level))
    if not parts and not sentences:
        sentences = ("Rien n’y mène dans ce protocole.",)
    return Rung(level, tuple(parts), sentences)


def _classes(protocol: Protocol, level: Level) -> Iterator[Part]:
    book = protocol.logic.book
    lowest = min(one for _, one in book.thresholds)
    for severity in reversed(RANKS[1:]):
        reached = level_of_class(book, severity)
        # a class that weighs without reaching a level alone is told where its sum may lead
        if level is not (reached if reached is not Level.PHARMACY else lowest):
            continue
        causes = tuple(class_causes(protocol, severity))
        if causes:
            yield Part(_class_title(severity, reached, len(causes)), causes, severity)


def _class_title(severity: Severity, reached: Level, count: int) -> str:
    if severity in {Severity.R15, Severity.R}:
        return f"Un seul suffit ({count}\u00a0signe{'s' if count > 1 else ''}, classe {severity})"
    points = points_words(severity)[0]
    if reached is Level.PHARMACY:
        return f"S’additionnent, {points}\u00a0points chacun (classe {severity})"
    return f"Un seul suffit, {points}\u00a0points (classe {severity})"


def _rules(protocol: Protocol, level: Level) -> Iterator[Part]:
    causes = tuple(rule_causes(protocol, level))
    if causes:
        yield Part("Règles du protocole", causes)


def _sums(book: Rulebook, level: Level) -> Iterator[str]:
    """Yield the sums of points that lead to a level."""
    starts = [points for points, one in book.thresholds if one is level]
    above = [points for points, one in book.thresholds if one > level]
    if not starts:
        return
    start = min(starts)
    if above:
        yield f"Total de {start} à {min(above) - 1}\u00a0points."
    else:
        yield f"Total de {start}\u00a0points ou plus."


def _unknowns(book: Rulebook, level: Level) -> Iterator[str]:
    """Yield what unknown answers lead to at a level: one class lower, never nothing.

    The advice of the 15 when a sign R15 stays unknown: ``protocols.orient.orientation``.
    """
    for severity, lower in pairwise(reversed(RANKS[1:])):
        dropped = points_words(severity)[1]
        if severity is Severity.R15 or not dropped or level_of_points(book, dropped) is not level:
            continue
        named = "R15 ou R" if severity is Severity.R else severity
        weighs = f"«\u00a0ne sait pas\u00a0» compte {dropped}\u00a0points, comme une classe {lower}"
        yield f"Classe {named}\u00a0: {weighs}."
    if level is Level.DOCTOR_SAME_DAY:
        yield "Signe R15 inconnu\u00a0: appeler le 15 pour avis."
    if level is book.insufficient_level:
        yield (
            f"Recueil insuffisant\u00a0: {book.insufficient_from} «\u00a0ne sait pas\u00a0» "
            "ou plus parmi R15, R et U, ou réponses non fiables."
        )


def _pharmacy(book: Rulebook) -> tuple[str, ...]:
    lowest = min(points for points, level in book.thresholds if level > Level.PHARMACY)
    unknown = ", ".join(
        f"{one}\u00a0: {points_words(one)[1]}"
        for one in RANKS[1:]
        if level_of_points(book, points_words(one)[1]) is Level.PHARMACY
    )
    return (
        f"Aucun signe R15 ou R, aucune règle au-dessus, moins de {lowest}\u00a0points.",
        f"Points d’un «\u00a0ne sait pas\u00a0» qui ne suffit pas seul\u00a0: classe {unknown}.",
    )


def _cases(protocol: Protocol) -> tuple[Part, ...]:
    """Return the cases treated at the pharmacy, and the products that may be given."""
    products = tuple(product_causes(protocol))
    given = Part("Produits possibles, si rien ne les interdit", products)
    return (
        Part("Cas, le premier certain", tuple(case_causes(protocol))),
        *((given,) if products else ()),
    )
