"""Worse answers never lower the level, and what is not known is never the best answer.

Each check looks at the places of the diagram of the level where one question is asked: the two
answers lead to two diagrams, and one must never be lower than the other.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from protocols.diagram_answers import asserts_its_sign
from protocols.diagram_operations import ABOVE, MIN
from protocols.logic import Item
from protocols.model import NO, UNKNOWN, YES, Question
from protocols.obligations import Finding, Study
from protocols.terms import Kind, Severity

RISKY_YES = frozenset(
    {Severity.R15, Severity.R, Severity.U, Severity.M, Severity.C, Severity.A, Severity.F}
)
"""Classes for which yes is the answer that carries the risk. Source: clinical.md §3.0."""

SECOND_SCALE: Mapping[str, tuple[str, str]] = MappingProxyType({"g_spo2": ("g_bpco", NO)})
"""Measures read on two scales: the direction is that of the first, when the second is excluded.

Source: RCP, NEWS2, 2017: SpO2 scale 2, hypercapnic failure, gives points to high values.
"""

Pair = tuple[int, int]
"""Two answers by their places: the second must never be less urgent than the first."""


def worse_answers(study: Study) -> Iterator[Finding]:
    """Yield, for each question with a direction, where its worse answer lowers the level.

    A filter of products (class F) is judged on the level before products: that no product is
    left is another obligation.
    """
    for name in study.space.ids:
        is_filter = study.items[name].severity is Severity.F
        level = study.outcome.before if is_filter else study.outcome.level
        fixed = _on_first_scale(study, name)
        for variable, place in fixed.items():
            level = study.diagrams.fix(level, variable, place)
        for pair in _pairs(study, name):
            yield _lowered(study, level, name, pair, fixed)


def _pairs(study: Study, name: str) -> tuple[Pair, ...]:
    """Return the pairs of answers of a question, from the better to the worse."""
    item, question = study.items[name], study.protocol.question(name)
    if item.kind is Kind.BOOLEAN:
        return _boolean_pairs(study, item, question)
    is_measure = item.kind is Kind.NUMBER and name != study.book.weight
    if is_measure and not question.from_identity and question.reassuring != "":
        return _number_pairs(study, name)
    return ()


def _boolean_pairs(study: Study, item: Item, question: Question) -> tuple[Pair, ...]:
    good = NO if item.severity in RISKY_YES else question.reassuring
    if item.severity not in RISKY_YES and good != YES:
        return ()
    best, worst = study.case(item.id, good), study.case(item.id, YES if good == NO else NO)
    others = (worst, study.case(item.id, UNKNOWN), study.case(item.id, None))
    return tuple((best, one) for one in others if best is not None and one is not None)


def _number_pairs(study: Study, name: str) -> tuple[Pair, ...]:
    """Return neighbouring intervals, each followed by the one further from the usual value."""
    usual = study.case(name, study.space.usual[name])
    cases = study.space.cases[study.space.variables[name]]
    known = [place for place, case in enumerate(cases) if case.known]
    if usual is None:
        return ()
    up = [(one, one + 1) for one in known[:-1] if one >= usual]
    down = [(one, one - 1) for one in known[1:] if one <= usual]
    return (*up, *down)


def _on_first_scale(study: Study, name: str) -> Mapping[int, int]:
    """Return the other answer that must be given for the direction to make sense."""
    other, answer = SECOND_SCALE.get(name, ("", NO))
    place = study.case(other, answer) if other in study.space.variables else None
    return {} if place is None else {study.space.variables[other]: place}


def _lowered(study: Study, level: int, name: str, pair: Pair, fixed: Mapping[int, int]) -> Finding:
    variable, broken = study.space.variables[name], study.never
    if _is_lowered(study, level, variable, pair):
        broken = _difference(study, level, variable, pair)
    fixed = {**fixed, variable: pair[1]}
    return Finding(study.label(name), broken, fixed, {variable: pair[0]})


def _is_lowered(study: Study, level: int, variable: int, pair: Pair) -> bool:
    """Tell whether a worse answer lowers the level somewhere."""
    for node in study.nodes(level).get(variable, ()):
        branches = study.diagrams.opened(node).branches
        lower = study.diagrams.apply(ABOVE, branches[pair[0]], branches[pair[1]])
        if lower != study.never:
            return True
    return False


def _difference(study: Study, level: int, variable: int, pair: Pair) -> int:
    fix = study.diagrams.fix
    return study.diagrams.apply(ABOVE, fix(level, variable, pair[0]), fix(level, variable, pair[1]))


def unknown_answers(study: Study) -> Iterator[Finding]:
    """Yield, for each question, where not knowing is less urgent than every known answer."""
    for name, variable in study.space.variables.items():
        if asserts_its_sign(study.items[name]):
            continue
        cases = study.space.cases[variable]
        known = [place for place, case in enumerate(cases) if case.known]
        for place, case in enumerate(cases):
            if not case.known:
                broken = _better_unknown(study, variable, known, place)
                yield Finding(study.label(name), broken, {variable: place})


def _better_unknown(study: Study, variable: int, known: list[int], place: int) -> int:
    """Return where the answer at ``place`` is less urgent than all the known ones."""
    for node in study.nodes(study.outcome.level).get(variable, ()):
        branches = study.diagrams.opened(node).branches
        if not _is_above_one(study, [branches[one] for one in known], branches[place]):
            break
    else:
        return study.never
    fixed = [study.diagrams.fix(study.outcome.level, variable, one) for one in known]
    return _below_all(study, fixed, study.diagrams.fix(study.outcome.level, variable, place))


def _is_above_one(study: Study, known: list[int], unknown: int) -> bool:
    """Tell whether not knowing is nowhere less urgent than the least urgent known answer.

    Most often one known answer is the least urgent everywhere, which is cheaper to see.
    """
    apply = study.diagrams.apply
    if any(apply(ABOVE, one, unknown) == study.never for one in known):
        return True
    return _below_all(study, known, unknown) == study.never


def _below_all(study: Study, known: list[int], unknown: int) -> int:
    least = known[0]
    for one in known[1:]:
        least = study.diagrams.apply(MIN, least, one)
    return study.diagrams.apply(ABOVE, least, unknown)


def declared_risk(study: Study) -> Iterator[Finding]:
    """Yield each question that changes the level without one direction of risk."""
    moving = study.diagrams.variables(study.outcome.level)
    scales = {other for other, _ in SECOND_SCALE.values()}
    for name, variable in study.space.variables.items():
        item, question = study.items[name], study.protocol.question(name)
        if variable not in moving or name in scales:
            continue
        if item.kind is Kind.BOOLEAN and item.severity not in RISKY_YES:
            yield _one_direction(study, name)
        else:
            is_said = question.from_identity or question.reassuring != ""
            is_dead = not is_said and not asserts_its_sign(item)
            yield Finding(study.label(name), study.never, is_dead=is_dead)


def _one_direction(study: Study, name: str) -> Finding:
    """Return where yes is worse than no for one patient, if no is worse for another."""
    variable, level = study.space.variables[name], study.outcome.level
    yes, no = study.case(name, YES), study.case(name, NO)
    broken = study.never
    if yes is not None and no is not None:
        pairs = ((no, yes), (yes, no))
        if all(_is_lowered(study, level, variable, pair) for pair in pairs):
            broken = _difference(study, level, variable, pairs[0])
    return Finding(study.label(name), broken, {variable: yes or 0}, {variable: no or 0})
