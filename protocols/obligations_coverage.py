"""Nothing is left uncertain, nothing is written in vain, and the questions have an end."""

from collections.abc import Iterator

from protocols.diagram_operations import ALL, add_up_to, at_least, equals
from protocols.diagram_parts import Parts
from protocols.diagram_paths import reaches
from protocols.expression import Constant, Expression, names_read, walk
from protocols.logic import FALSE, MAYBE, PHARMACY_SO_FAR, TRUE, Item
from protocols.obligations import Finding, Study
from protocols.relevance import NEEDED, is_asked
from protocols.terms import Level, Severity

GATE = "g_"
"""Every item of the common questions has an id that starts so."""

UNCOUNTED = NEEDED | {Severity.A}
MAXIMUM_ASKED = 100
"""Most questions one visit may hold, details of medicines included (ours, not published)."""


def complete(study: Study) -> Iterator[Finding]:
    """Yield, for each condition, where it stays uncertain although everything is known."""
    for subject, diagram in _conditions(study):
        yield Finding(subject, study.is_value(MAYBE, diagram), known_only=True)


def _conditions(study: Study) -> Iterator[tuple[str, int]]:
    outcome, book = study.outcome, study.book
    for item in book.items:
        for one in outcome.items.derived.get(item.id, ()):
            yield study.label(item.id), one
    for condition in book.conditions:
        yield condition.id, outcome.items.values[condition.id]
    for rule, one in zip(book.rules, outcome.rules, strict=True):
        yield rule.label, one
    for branch, one in zip(book.branches, outcome.branches, strict=True):
        yield branch.case, one
    for place, product in enumerate(book.products):
        parts = (outcome.when[place], *outcome.blocks[place], *outcome.populations[place])
        for one in parts:
            yield product.label, one


def live_questions(study: Study) -> Iterator[Finding]:
    """Yield each question of the protocol, dead when no answer to it changes anything."""
    parts = Parts(study.outcome, [action.text for action in study.protocol.actions])
    printed = [diagram for name, diagram in parts.all() if name != "points"]
    alive = study.diagrams.variables(*printed)
    for name, variable in study.space.variables.items():
        item = study.items[name]
        if not name.startswith(GATE) or item.severity not in UNCOUNTED:
            yield Finding(study.label(name), study.never, is_dead=variable not in alive)


def live_rules(study: Study) -> Iterator[Finding]:
    """Yield each rule, branch, line of score and condition, dead when it can never hold."""
    for subject, expression, diagram in _parts_that_hold(study):
        is_setting = expression is not None and _has_parameter(expression)
        is_dead = not is_setting and not _reaches_at_least(study, diagram, TRUE)
        yield Finding(subject, study.never, is_dead=is_dead)
    read = {name for one in study.outcome.logic.reads.values() for name in one}
    for condition in study.book.conditions:
        yield Finding(condition.id, study.never, is_dead=condition.id not in read)


def _has_parameter(expression: Expression) -> bool:
    return any(isinstance(one, Constant) for one in walk(expression))


def _parts_that_hold(study: Study) -> Iterator[tuple[str, Expression | None, int]]:
    """Yield each part with where it counts: never before, and not certainly false."""
    outcome, book = study.outcome, study.book
    for item in book.items:
        earlier = study.diagrams.end(value=True)
        for part, one in zip(item.rules, outcome.items.derived.get(item.id, ()), strict=True):
            here = study.diagrams.pick(earlier, {True: one}, study.diagrams.end(FALSE))
            yield f"{study.label(item.id)}, classe {part.severity}", part.when, here
            not_sure = study.diagrams.map(equals(wanted=False), study.is_value(TRUE, one))
            earlier = study.diagrams.apply(ALL, earlier, not_sure)
    for rule, fired in zip(book.rules, outcome.fired, strict=True):
        yield rule.label, rule.when, _as_condition(study, fired)
    for place, branch in enumerate(book.branches):
        chosen = _as_condition(study, study.is_value(place, outcome.branch))
        yield branch.case, branch.when, chosen
    for score in book.scores:
        for number, entry in enumerate(score.entries):
            drawn = outcome.items.conditions.draw(entry.when)
            yield f"{score.label}, ligne {number + 1}", entry.when, drawn


def _as_condition(study: Study, holds: int) -> int:
    return study.diagrams.pick(holds, {True: study.diagrams.end(TRUE)}, study.diagrams.end(FALSE))


def _reaches_at_least(study: Study, diagram: int, least: int) -> bool:
    reached = study.diagrams.map(at_least(least), diagram)
    return reaches(study.diagrams, reached, bool, study.space.costs)


def live_levels(study: Study) -> Iterator[Finding]:
    """Yield each level, dead when no answer set leads to it."""
    for level in Level:
        reached = study.is_value(level, study.outcome.level)
        yield Finding(level.name, study.never, is_dead=reached == study.never)


def live_products(study: Study) -> Iterator[Finding]:
    """Yield each product, dead when it is never offered."""
    for product, offered in zip(study.book.products, study.outcome.offered, strict=True):
        is_dead = not _reaches_at_least(study, offered, 1)
        yield Finding(product.label, study.never, is_dead=is_dead)


def bounded(study: Study) -> Iterator[Finding]:
    """Yield the length of the longest visit, broken where it passes the bound."""
    longest = longest_visit(study)
    yield Finding(f"{longest} questions", study.never, is_dead=longest > MAXIMUM_ASKED)


def longest_visit(study: Study) -> int:
    """Return a bound of the questions put to one patient, identity and measures apart.

    A question that waits for the items to leave the patient at the pharmacy counts as asked.
    """
    add, total, always = add_up_to(MAXIMUM_ASKED + 1), study.diagrams.end(0), 0
    for item in study.book.items:
        if not _is_put(study, item):
            continue
        if _waits_for_the_level(study, item):
            always += 1
            continue
        concerns = study.diagrams.map(at_least(TRUE), study.outcome.items.relevance[item.id])
        total = study.diagrams.apply(add, total, _as_one(study, concerns))
    return always + _greatest(study, total)


def _is_put(study: Study, item: Item) -> bool:
    """True for a question somebody asks in this protocol."""
    question = study.protocol.question(item.id)
    is_read = item.severity not in NEEDED or item.id in _needed(study)
    return is_asked(item) and not question.from_identity and not item.optional and is_read


def _needed(study: Study) -> set[str]:
    """Return the items that some outcome reads, directly or not."""
    reads = study.outcome.logic.reads
    found: set[str] = set()
    counted = [item.id for item in study.book.items if item.severity not in NEEDED]
    waiting = [*counted, *(name for name in reads if name.startswith("#")), study.book.reliable]
    waiting += [score.id for score in study.book.scores]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(reads.get(name, ()))
            waiting.extend(_twin_and_parent(study, name))
    return found


def _twin_and_parent(study: Study, name: str) -> tuple[str, ...]:
    item = study.items.get(name)
    return () if item is None else tuple(one for one in (item.twin, item.parent) if one)


def _waits_for_the_level(study: Study, item: Item) -> bool:
    """True when the condition of asking reads what the items lead to."""
    waiting = list(names_read(item.only_if)) if item.only_if is not None else []
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == PHARMACY_SO_FAR:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(study.outcome.logic.reads.get(name, ()))
    return False


def _as_one(study: Study, holds: int) -> int:
    return study.diagrams.pick(holds, {True: study.diagrams.end(1)}, study.diagrams.end(0))


def _greatest(study: Study, diagram: int) -> int:
    """Return the greatest number a diagram gives."""
    if diagram < 0:
        return _whole(study.diagrams.value(diagram))
    branches = (
        branch
        for node in study.diagrams.inside(diagram)
        for branch in study.diagrams.opened(node).branches
    )
    return max(_whole(study.diagrams.value(one)) for one in branches if one < 0)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
