"""Products: never with a possible contraindication, never the dose of somebody else.

Each thing is looked at twice: in the values the engine works with, and in the answers as they
were given, so that a wrong link between the two shows.
"""

from collections.abc import Iterator

from protocols.diagram_conditions import Conditions
from protocols.diagram_operations import ANY, at_least, below, equals
from protocols.expression import Expression, names_read
from protocols.logic import FALSE, TRUE, Contraindication, Item, Product
from protocols.model import UNKNOWN, YES
from protocols.obligations import Finding, Study
from protocols.terms import Kind, Level


def contraindications(study: Study) -> Iterator[Finding]:
    """Yield, for each product and each fact that forbids it, where it is offered all the same."""
    for place, product in enumerate(study.book.products):
        given = study.diagrams.map(at_least(1), study.outcome.given[place])
        pairs = zip(product.contraindications, study.outcome.blocks[place], strict=True)
        for one, block in pairs:
            subject = f"{product.label}, {study.label(one.item)}"
            possible = study.diagrams.map(at_least(TRUE), block)
            for condition in (possible, _said_so(study, one)):
                broken = study.both(given, condition)
                yield Finding(subject, _once_offered(study, place, broken))


def _said_so(study: Study, block: Contraindication) -> int:
    """Return where the answers themselves say yes, unknown, or nothing."""
    item = study.items[block.item]
    if item.rules or item.kind is not Kind.BOOLEAN:
        return study.never
    told = study.where_given(item.id, YES, UNKNOWN)
    silent = study.diagrams.map(equals(0), study.outcome.items.answered[item.id])
    out = study.is_value(FALSE, study.outcome.items.relevance[item.id])
    concerns = study.diagrams.map(equals(wanted=False), out)
    return study.both(study.diagrams.apply(ANY, told, silent), concerns)


def _once_offered(study: Study, place: int, broken: int) -> int:
    """Return ``broken`` where the level lets the product be offered; drawn only when needed."""
    if broken == study.never:
        return broken
    offered = study.diagrams.map(at_least(1), study.outcome.offered[place])
    return study.both(broken, offered)


def populations(study: Study) -> Iterator[Finding]:
    """Yield, for each dose, where it is offered to somebody it may not be meant for."""
    literal = _literal(study)
    for place, product in enumerate(study.book.products):
        for number, dose in enumerate(product.doses):
            subject = f"{product.label}, dose {number + 1}"
            yield Finding(subject, study.never, is_dead=_has_no_population(product, number))
            meant = study.outcome.populations[place][number]
            broken = _to_others(study, place, number, meant)
            yield Finding(subject, _once_offered(study, place, broken))
            if dose.population is not None and _reads_answers(study, dose.population):
                broken = _to_others(study, place, number, literal.draw(dose.population))
                yield Finding(subject, _once_offered(study, place, broken))


def _has_no_population(product: Product, number: int) -> bool:
    """True for an antibiotic whose dose does not say whom it is for."""
    return product.antibiotic and product.doses[number].population is None


def _to_others(study: Study, place: int, number: int, meant: int) -> int:
    """Return where a dose is given while its population is not certain, or its weight unknown."""
    given = study.is_value(number + 1, study.outcome.given[place])
    certain = study.is_value(TRUE, meant)
    if study.book.products[place].doses[number].by_weight is not None:
        certain = study.both(certain, _is_weighed(study))
    return study.both(given, study.diagrams.map(equals(wanted=False), certain))


def _is_weighed(study: Study) -> int:
    """Return where a weight was answered."""
    return study.outcome.items.is_answered(study.book.weight)


def _reads_answers(study: Study, expression: Expression) -> bool:
    names = names_read(expression)
    return all(name in study.space.variables for name in names)


def _literal(study: Study) -> Conditions:
    """Return conditions on the answers as given: what is not given may be anything."""
    literal = Conditions(study.diagrams, study.items)
    for item in study.book.items:
        if not item.rules:
            literal.values[item.id] = _as_given(study, item)
    return literal


def _as_given(study: Study, item: Item) -> int:
    """Return the answer as given, or what the file says where the question has no object.

    An item for which the file says what not knowing counts as has its own value.
    """
    if item.assumptions:
        return study.outcome.items.values[item.id]
    given = study.outcome.items.given[item.id]
    if item.kind is Kind.NUMBER:
        anything = study.diagrams.end((item.low, item.high))
        told = study.diagrams.pick(given, {None: anything}, given)
    else:
        every = (1 << len(item.choices)) - 1 if item.kind is Kind.CHOICE else TRUE | FALSE
        told = study.diagrams.pick(given, {0: study.diagrams.end(every)}, given)
    out = {FALSE: study.outcome.items.values[item.id]}
    return study.diagrams.pick(study.outcome.items.relevance[item.id], out, told)


def required(study: Study) -> Iterator[Finding]:
    """Yield, for each group that treats a cause, where none is offered and no doctor called."""
    groups: dict[str, list[int]] = {}
    needed = {rule.requires for rule in study.book.rules if rule.requires}
    for place, product in enumerate(study.book.products):
        if product.antibiotic or product.group in needed:
            groups.setdefault(product.group, []).append(place)
    for group, places in groups.items():
        wanted = given = study.never
        for place in places:
            certain = study.is_value(TRUE, study.outcome.when[place])
            wanted = study.diagrams.apply(ANY, wanted, certain)
            one = study.diagrams.map(at_least(1), study.outcome.given[place])
            given = study.diagrams.apply(ANY, given, one)
        none = study.diagrams.map(equals(wanted=False), given)
        no_doctor = study.diagrams.map(below(Level.DOCTOR_48H), study.outcome.level)
        yield Finding(group, study.both(wanted, none, no_doctor))
