"""Every protocol one slip of the pen away: conditions, points, classes, levels, things deleted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from protocols.checks import check_measures
from protocols.fields import Written
from protocols.logic import Rulebook
from protocols.merge import STATED
from protocols.mutate_expressions import Slips
from protocols.mutate_places import GATE, Place, in_catalogue, places, with_part
from protocols.refusals import ProtocolError
from protocols.terms import Kind, Level, Severity
from protocols.weights import RANKS, rank


@dataclass(frozen=True, slots=True)
class Mutant:
    """One slip: what changed, in French, and the rulebook it gives.

    ``is_refused`` when the loader refuses the file.
    """

    slip: str
    book: Rulebook
    is_refused: bool = False


def own(name: str) -> bool:
    """Tell whether an id belongs to the protocol, not to the common questions or catalogue."""
    return not name.startswith(GATE)


def everything(name: str) -> bool:
    """Tell that every id counts, the common questions, NEWS2 and catalogue included."""
    return bool(name)


def mutants(book: Rulebook, is_own: Callable[[str], bool] = own) -> Iterator[Mutant]:
    """Yield every single mutation of the parts whose id satisfies ``is_own``, each told apart."""
    told: dict[str, int] = {}
    for one in _mutants(book, is_own):
        times = told[one.slip] = told.get(one.slip, 0) + 1
        yield one if times == 1 else replace(one, slip=f"{one.slip} ({times})")


def _mutants(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Mutant]:
    yield from _in_conditions(book, is_own)
    yield from _classes(book, is_own)
    yield from _scores(book, is_own)
    yield from _rules(book)
    yield from _products(book, is_own)
    yield from _families(book, is_own)
    yield from _thresholds(book)


def _in_conditions(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Mutant]:
    slips = Slips({item.id: item for item in book.items})
    optional = frozenset(
        item.id for item in book.items if item.optional and item.kind is not Kind.BOOLEAN
    )
    for place in places(book, is_own):
        for said, one in slips.of(place.expression):
            changed = place.put(one)
            is_refused = place.is_measured and _is_refused(place, changed, optional, is_own)
            yield Mutant(f"{place.name}\u00a0: {said}", changed, is_refused)
        if place.is_optional:
            yield Mutant(f"{place.name}\u00a0: condition oubliée", place.put(None))


def _is_refused(
    place: Place, changed: Rulebook, optional: frozenset[str], is_own: Callable[[str], bool]
) -> bool:
    """Tell whether the loader refuses the condition now in this place."""
    now = next(one for one in places(changed, is_own) if one.name == place.name)
    try:
        check_measures(now.expression, optional, Written("", "", 0))
    except ProtocolError:
        return True
    return False


def _classes(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Mutant]:
    """Yield each counted item, and each derived rule, one class up and down."""
    for number, item in enumerate(book.items):
        if not item.counted or not (is_own(item.id) or item.id in STATED):
            continue
        if item.rules:
            for place, rule in enumerate(item.rules):
                for severity in _near(rule.severity, lowest=1):
                    rules = with_part(item.rules, place, replace(rule, severity=severity))
                    changed = with_part(book.items, number, replace(item, rules=rules))
                    said = f"{item.id}, règle {place + 1}\u00a0: {rule.severity} devient {severity}"
                    yield Mutant(said, replace(book, items=changed))
            continue
        for severity in _near(item.severity, lowest=0):
            counted = replace(item, severity=severity, counted=rank(severity) > 0)
            said = f"{item.id}\u00a0: classe {item.severity} devient {severity}"
            yield Mutant(said, replace(book, items=with_part(book.items, number, counted)))


def _near(severity: Severity, *, lowest: int) -> Iterator[Severity]:
    here = rank(severity)
    for place in (here - 1, here + 1):
        if lowest <= place < len(RANKS):
            yield RANKS[place]


def _scores(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Mutant]:
    """Yield each line of a score with one point more, one less, and without the line."""
    for number, score in enumerate(book.scores):
        if not is_own(score.id):
            continue
        for place, entry in enumerate(score.entries):
            name = f"{score.label}, ligne {place + 1}"
            for points in (entry.points - 1, entry.points + 1):
                entries = with_part(score.entries, place, replace(entry, points=points))
                changed = with_part(book.scores, number, replace(score, entries=entries))
                said = f"{name}\u00a0: {entry.points} devient {points}"
                yield Mutant(said, replace(book, scores=changed))


def _rules(book: Rulebook) -> Iterator[Mutant]:
    """Yield each rule deleted, one level up and down; each branch deleted."""
    for number, rule in enumerate(book.rules):
        rest = book.rules[:number] + book.rules[number + 1 :]
        yield Mutant(f"règle {rule.id} supprimée", replace(book, rules=rest))
        for level in Level:
            if abs(level - rule.level) == 1 and level is not Level.PHARMACY:
                changed = with_part(book.rules, number, replace(rule, level=level))
                said = f"règle {rule.id}\u00a0: {rule.level.name} devient {level.name}"
                yield Mutant(said, replace(book, rules=changed))
    for number, branch in enumerate(book.branches[:-1]):
        branches = book.branches[:number] + book.branches[number + 1 :]
        yield Mutant(f"branche {branch.id} supprimée", replace(book, branches=branches))


def _products(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Mutant]:
    """Yield each product deleted, each of its contraindications, and its doses if they count."""
    for number, product in enumerate(book.products):
        rest = book.products[:number] + book.products[number + 1 :]
        yield Mutant(f"{product.substance} supprimé", replace(book, products=rest))
        for place, block in enumerate(product.contraindications):
            blocks = product.contraindications
            left = replace(product, contraindications=blocks[:place] + blocks[place + 1 :])
            said = f"{product.substance}\u00a0: contre-indication {block.item} oubliée"
            yield Mutant(said, replace(book, products=with_part(book.products, number, left)))
        counted = len(product.doses) > 1 and is_own(in_catalogue(product.substance))
        for place in range(len(product.doses) if counted else 0):
            doses = product.doses[:place] + product.doses[place + 1 :]
            left = replace(product, doses=doses)
            said = f"{product.substance}\u00a0: dose {place + 1} supprimée"
            yield Mutant(said, replace(book, products=with_part(book.products, number, left)))


def _families(book: Rulebook, is_own: Callable[[str], bool]) -> Iterator[Mutant]:
    for number, family in enumerate(book.families):
        if any(is_own(name) for name in family):
            rest = book.families[:number] + book.families[number + 1 :]
            yield Mutant(f"famille {' + '.join(family)} supprimée", replace(book, families=rest))


def _thresholds(book: Rulebook) -> Iterator[Mutant]:
    for number, (points, level) in enumerate(book.thresholds):
        for other in (points - 1, points + 1):
            changed = with_part(book.thresholds, number, (other, level))
            said = f"seuil de {level.name}\u00a0: {points} devient {other}"
            yield Mutant(said, replace(book, thresholds=changed))
