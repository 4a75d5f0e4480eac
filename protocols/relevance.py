"""Which questions concern this patient, now, and which parts of a protocol wait for them."""

from collections.abc import Callable, Iterable, Mapping

from protocols.logic import FALSE, MAYBE, PHARMACY_SO_FAR, TRUE, Item, Logic, State
from protocols.model import NO, YES, Answer, Protocol
from protocols.offers import allowed
from protocols.terms import Kind, Severity
from protocols.verdict import level_of_classes

NEEDED = frozenset({Severity.I, Severity.F})
"""Classes asked only when a rule, a score or a product needs them."""


class Reach:
    """Walks from outcomes down to the items that may still change them."""

    def __init__(self, logic: Logic, state: State, *, settled: Callable[[int], bool]) -> None:
        self._logic = logic
        self._settled = settled
        self._conditions = {
            one.id: mask for one, mask in zip(logic.book.conditions, state.conditions, strict=True)
        }
        self._scores = {
            one.id: bounds for one, bounds in zip(logic.book.scores, state.scores, strict=True)
        }
        self._state = state

    def reached(self, roots: Iterable[str]) -> set[str]:
        """Return the items that the roots read through parts not yet settled."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self._below(name) if self._is_open(name) else ())
        return found

    def _below(self, name: str) -> tuple[str, ...]:
        place = self._logic.positions.get(name)
        if place is None:
            return self._logic.reads[name]
        item = self._logic.book.items[place]
        near = self._logic.reads[name]
        return (*near, item.twin) if item.twin else near

    def _is_open(self, name: str) -> bool:
        if name.startswith("#"):
            return True
        if name == PHARMACY_SO_FAR:
            return False
        if name in self._conditions:
            return not self._settled(self._conditions[name])
        if name in self._scores:
            low, high, applies = self._scores[name]
            return low != high and applies != FALSE
        place = self._logic.positions[name]
        item, value = self._logic.book.items[place], self._state.values[place]
        if item.rules and isinstance(value, int):
            return not self._settled(value)
        return is_open(item, value)


def is_open(item: Item, value: object) -> bool:
    """True while the value of an asked item may be several things."""
    if isinstance(value, tuple):
        return bool(value[0] < value[1])
    if item.kind is Kind.BOOLEAN:
        return value == MAYBE
    return isinstance(value, int) and value & (value - 1) != 0


def answered(item: Item, answers: Mapping[str, Answer]) -> bool:
    """True when the fact was asked, under this name or its twin's."""
    return item.id in answers or item.twin in answers


def is_asked(item: Item) -> bool:
    """True for a question put to somebody: not derived, not asked under another name."""
    return not item.rules and not (item.twin and not item.follows_twin)


def relevant_places(
    protocol: Protocol, answers: Mapping[str, Answer], state: State
) -> tuple[int, ...]:
    """Return the places of the questions not certainly out of scope, in order."""
    logic = protocol.logic
    reach = Reach(logic, state, settled=lambda mask: mask == FALSE)
    needed = reach.reached(_roots(logic, state, answers))
    return tuple(
        place
        for place, item in enumerate(logic.book.items)
        if is_asked(item)
        and state.relevance[place] != FALSE
        and not waits_for_parent(logic, item, answers, state)
        and not is_excluded(item, answers)
        and (not _is_on_demand(item) or item.id in needed or answered(item, answers))
    )


def _is_on_demand(item: Item) -> bool:
    """True for what is asked only when something else needs it."""
    return item.severity in NEEDED or bool(item.absorbed_by)


def is_excluded(item: Item, answers: Mapping[str, Answer]) -> bool:
    """True for a narrow fact not asked, once the wider fact of the protocol is said absent."""
    return item.id not in answers and answers.get(item.absorbed_by) == NO


def waits_for_parent(logic: Logic, item: Item, answers: Mapping[str, Answer], state: State) -> bool:
    """True for a detail whose main fact is not asked yet, or not known for a filter (class F)."""
    if not item.parent or (item.stands_once_said and answers.get(item.id) == YES):
        return False
    place = logic.positions[item.parent]
    if state.values[place] == TRUE:
        return False
    parent = logic.book.items[place]
    return item.severity is Severity.F or not answered(parent, answers)


def _roots(logic: Logic, state: State, answers: Mapping[str, Answer]) -> list[str]:
    """Return the outcomes that are not certainly excluded, and the questions they wait for."""
    book = logic.book
    roots = [f"#rule{i}" for i, mask in enumerate(state.rules) if mask != FALSE]
    roots += [f"#branch{i}" for i, mask in enumerate(state.branches) if mask != FALSE]
    roots += [f"#action{i}" for i, mask in enumerate(state.actions) if mask != FALSE]
    level = level_of_classes(book, state)
    for i, (when, blocks, _) in enumerate(state.products):
        if when != FALSE and TRUE not in blocks and allowed(book.products[i], level):
            roots.append(f"#product{i}")
    roots += [
        item.id
        for item, value in zip(book.items, state.values, strict=True)
        if not _is_on_demand(item) and value != FALSE
    ]
    roots += [
        score.id
        for score, (low, high, applies) in zip(book.scores, state.scores, strict=True)
        if low != high and applies != FALSE and score_is_shown(logic, score.measures, answers)
    ]
    return roots


def score_is_shown(logic: Logic, measures: tuple[str, ...], answers: Mapping[str, Answer]) -> bool:
    """True for a score of the questions, or of measures of which one at least was taken."""
    items, positions = logic.book.items, logic.positions
    return not measures or any(answered(items[positions[name]], answers) for name in measures)
