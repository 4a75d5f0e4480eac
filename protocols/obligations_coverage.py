"""Nothing is left uncertain, nothing is written in vain, and the questions have an end."""

from collections.abc import Iterator

from protocols.diagram_operations import add_up_to, at_least, equals
from protocols.diagram_parts import Parts
from protocols.diagram_paths import reaches
from protocols.expression import Constant, Expression, names_read, walk
from protocols.logic import MAYBE, PHARMACY_SO_FAR, TRUE, Item
from protocols.obligations import Finding, Study
from protocols.obligations_signs import LEVEL_OF
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
    alive = study.diagrams.variables(*(diagram for _, diagram in parts.decided()))
    for name, variable in study.space.variables.items():
        item = study.items[name]
        if not name.startswith(GATE) or item.severity not in UNCOUNTED:
            yield Finding(study.label(name), study.never, is_dead=variable not in alive)


def live_rules(study: Study) -> Iterator[Finding]:
    """Yield each rule, branch, line of score and condition, dead when it can never hold.

    It must hold for somebody of whom everything is known, unless it is written for doubt.
    """
    for subject, expression, holds in _parts_that_hold(study):
        is_setting = expression is not None and _has_parameter(expression)
        is_dead = not is_setting and not reaches(study.diagrams, holds, bool, study.space.known)
        yield Finding(subject, study.never, is_dead=is_dead)
    for rule, fired in zip(study.book.rules, study.outcome.fired, strict=True):
        if rule.uncertain_only:
            yield Finding(rule.label, study.never, is_dead=fired == study.never)
    read = {name for one in study.outcome.logic.reads.values() for name in one}
    for condition in study.book.conditions:
        yield Finding(condition.id, study.never, is_dead=condition.id not in read)


def _has_parameter(expression: Expression) -> bool:
    return any(isinstance(one, Constant) for one in walk(expression))


def _parts_that_hold(study: Study) -> Iterator[tuple[str, Expression | None, int]]:
    """Yield each part with where it counts: it holds, and none before it does."""
    outcome, book = study.outcome, study.book
    for item in book.items:
        earlier = study.diagrams.end(value=True)
        for part, one in zip(item.rules, outcome.items.derived.get(item.id, ()), strict=True):
            holds = study.is_value(TRUE, one)
            label = f"{study.label(item.id)}, classe {part.severity}"
            yield label, part.when, study.both(earlier, holds)
            earlier = study.both(earlier, study.diagrams.map(equals(wanted=False), holds))
    for rule, fired in zip(book.rules, outcome.fired, strict=True):
        if not rule.uncertain_only:
            yield rule.label, rule.when, fired
    for place, branch in enumerate(book.branches):
        yield branch.case, branch.when, study.is_value(place, outcome.branch)
    for score in book.scores:
        for number, entry in enumerate(score.entries):
            drawn = outcome.items.conditions.draw(entry.when)
            subject = f"{score.label}, ligne {number + 1}"
            yield subject, entry.when, study.is_value(TRUE, drawn)


def live_levels(study: Study) -> Iterator[Finding]:
    """Yield each level the file gives, dead when no answer set leads to it."""
    for level in sorted(_written_levels(study)):
        reached = study.is_value(level, study.outcome.level)
        yield Finding(level.name, study.never, is_dead=reached == study.never)


def _written_levels(study: Study) -> set[Level]:
    """Return the levels of thresholds, red signs, rules and insufficiency, and the pharmacy."""
    classes = {item.severity for item in study.book.items if item.counted}
    classes |= {rule.severity for item in study.book.items for rule in item.rules}
    written = {level for _, level in study.book.thresholds}
    written |= {LEVEL_OF[one] for one in classes if one in LEVEL_OF}
    written |= {rule.level for rule in study.book.rules}
    return written | {Level.PHARMACY, study.book.insufficient_level}


def live_products(study: Study) -> Iterator[Finding]:
    """Yield each product, dead when it is never offered."""
    for product, offered in zip(study.book.products, study.outcome.offered, strict=True):
        is_dead = study.diagrams.map(at_least(1), offered) == study.never
        yield Finding(product.label, study.never, is_dead=is_dead)


def bounded(study: Study) -> Iterator[Finding]:
    """Yield the questions of the longest visit one by one, dead beyond the bound."""
    for number in range(1, longest_visit(study) + 1):
        yield Finding(f"question {number}", study.never, is_dead=number > MAXIMUM_ASKED)


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
