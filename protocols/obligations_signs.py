"""Red signs: present, they reach their level; not known, a doctor the same day.

Source: clinical.md §3.0, "Point scale": R15 and R, and what unknown counts as.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from protocols.diagram_operations import below, equals
from protocols.expression import names_read
from protocols.logic import FALSE, MAYBE, TRUE, Item
from protocols.model import UNKNOWN, YES
from protocols.obligations import Finding, Study
from protocols.terms import Kind, Level, Severity

LEVEL_OF: Mapping[Severity, Level] = MappingProxyType(
    {Severity.R15: Level.SAMU_15, Severity.R: Level.EMERGENCY}
)


def present_signs(study: Study) -> Iterator[Finding]:
    """Yield, for each red sign answered yes or deduced, where the level is lower than its own."""
    for item, severity in _asked_signs(study):
        yes = study.where_given(item.id, YES)
        yield _finding(study, item, (yes, _concerns(study, item)), LEVEL_OF[severity])
    for item, place in _derived_signs(study):
        holds = study.is_value(TRUE, study.outcome.items.derived[item.id][place])
        level = LEVEL_OF[item.rules[place].severity]
        yield _finding(study, item, (holds, *_not_before(study, item, place)), level)


def unknown_signs(study: Study) -> Iterator[Finding]:
    """Yield, for each red sign unknown or not asked, where no doctor sees the patient that day."""
    level = Level.DOCTOR_SAME_DAY
    for item, _ in _asked_signs(study):
        concerns = _concerns(study, item)
        said = study.where_given(item.id, UNKNOWN)
        yield _finding(study, item, (said, concerns), level)
        silent = study.diagrams.map(equals(0), study.outcome.items.answered[item.id])
        yield _finding(study, item, (silent, concerns), level)
    for item, place in _derived_signs(study):
        holds = study.is_value(MAYBE, study.outcome.items.derived[item.id][place])
        yield _finding(study, item, (holds, *_not_before(study, item, place)), level)


def asked_signs(study: Study) -> Iterator[Finding]:
    """Yield each red sign, dead when its asking waits for something else than who the patient is.

    A sign may wait for identity, or for the fact it details, never for a measure or a symptom.
    """
    identity = {one.id for one in study.protocol.questions if one.from_identity}
    for item, _ in _asked_signs(study):
        read = set(names_read(item.only_if)) if item.only_if is not None else set()
        is_late = not read <= identity | {item.parent}
        yield Finding(study.label(item.id), study.never, is_dead=is_late)


def _asked_signs(study: Study) -> Iterator[tuple[Item, Severity]]:
    """Yield the red signs that are asked, each with the class that counts."""
    for item in study.book.items:
        counting = study.counting(item)
        if item.rules or item.kind is not Kind.BOOLEAN or counting is None:
            continue
        if counting.severity in LEVEL_OF:
            yield item, counting.severity


def _derived_signs(study: Study) -> Iterator[tuple[Item, int]]:
    for item in study.book.items:
        for place, rule in enumerate(item.rules):
            if item.counted and rule.severity in LEVEL_OF:
                yield item, place


def _not_before(study: Study, item: Item, place: int) -> tuple[int, ...]:
    """Return where no earlier rule of a derived item may hold."""
    holds = study.outcome.items.derived[item.id]
    return tuple(study.is_value(FALSE, one) for one in holds[:place])


def _concerns(study: Study, item: Item) -> int:
    """Return where the question is not certainly out of scope."""
    out = study.is_value(FALSE, study.outcome.items.relevance[item.id])
    return study.diagrams.map(equals(wanted=False), out)


def _finding(study: Study, item: Item, conditions: tuple[int, ...], level: Level) -> Finding:
    lower = study.diagrams.map(below(level), study.outcome.level)
    return Finding(study.label(item.id), study.both(*conditions, lower))
