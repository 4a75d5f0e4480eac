"""What each answer counts as, as SDC variables: the same value as the engine gives it.

``answer…`` is what was answered, ``value…`` what it counts as (empty while unknown), ``condition…``
a named condition, ``least…`` and ``most…`` the bounds of a score, ``applies…`` whom it concerns. An
optional measure not taken is unknown here, where the engine only calls the score partial: a form
filled elsewhere has no other way to say that a score is not complete.

Source: SDC 3.0, extension ``variable``; protocols/emit_items.py for the values.
"""

from collections.abc import Iterator, Mapping

from protocols.fhir_paths import (
    EMPTY,
    PathWriter,
    any_of,
    certain,
    certain_points,
    iif,
    possible,
    possible_points,
    variable,
)
from protocols.fhir_scope import asked_places, readable_names
from protocols.logic import FALSE, TRUE, Item, Score
from protocols.model import NO, UNKNOWN, YES, Protocol
from protocols.program import sorted_names
from protocols.terms import Kind, Severity


class Variables:
    """The variables of one protocol, by name, each after those it reads."""

    def __init__(self, protocol: Protocol) -> None:
        book = protocol.logic.book
        self._items = {item.id: item for item in book.items}
        self._scores = {score.id: score for score in book.scores}
        self._conditions = {one.id: one.when for one in book.conditions}
        self._writer = PathWriter(book)
        self._reads = protocol.logic.reads
        self._names = readable_names(protocol)
        self._asked = tuple(book.items[place].id for place in asked_places(protocol))

    def paths(self) -> Mapping[str, str]:
        """Return the path of each variable."""
        found = {variable("answer", name): _answer(self._items[name]) for name in self._asked}
        wanted = {name: self._near(name) for name in self._names}
        for name in sorted_names(wanted):
            found |= dict(self._paths_of(name))
        return found

    def is_asked(self, item: Item) -> str:
        """Return the path telling whether a question is put: unless it certainly has no object.

        A detail waits for its fact; a filter of products, or a detail of a deduced fact, for a
        certain one. A detail that stands once said stays in sight.
        """
        parts = []
        if item.parent:
            parts.append(self._parent_is_ready(item))
        if item.only_if is not None:
            parts.append(possible(self._writer.condition(item.only_if)))
        asked = " and ".join(parts)
        return f"({self._own(item)} = '{YES}' or ({asked}))" if item.stands_once_said else asked

    def applies(self, score: Score) -> str:
        """Return the path telling whether a score concerns the patient, "" for everybody."""
        return "" if score.applies is None else possible(f"%{variable('applies', score.id)}")

    def bounds(self, score: Score) -> tuple[str, str]:
        """Return the paths of the least and of the greatest value of a score, on its scale."""
        return _clamped("least", score), _clamped("most", score)

    def _near(self, name: str) -> tuple[str, ...]:
        return tuple(one for one in self._reads[name] if one in self._names)

    def _paths_of(self, name: str) -> Iterator[tuple[str, str]]:
        if name in self._conditions:
            yield variable("condition", name), self._writer.condition(self._conditions[name])
        elif name in self._scores:
            yield from self._score(self._scores[name])
        else:
            yield variable("value", name), self._value(self._items[name])

    def _score(self, score: Score) -> Iterator[tuple[str, str]]:
        write = self._writer.condition
        applies = "true" if score.applies is None else write(score.applies)
        yield variable("applies", score.id), applies
        # what adds counts for the least once certain, what takes away as soon as possible
        for kind, adds, takes in (
            ("least", certain_points, possible_points),
            ("most", possible_points, certain_points),
        ):
            parts = [
                (adds if one.points > 0 else takes)(write(one.when), one.points)
                for one in score.entries
            ]
            yield variable(kind, score.id), " + ".join(parts)

    def _value(self, item: Item) -> str:
        if item.rules:
            return any_of([self._writer.condition(rule.when) for rule in item.rules])
        if item.kind is Kind.BOOLEAN:
            return self._boolean(item)
        own = self._own(item)
        if item.kind is Kind.CHOICE:
            own = iif(f"{own} != '{UNKNOWN}'", own, EMPTY)
        return self._within_scope(item, self._assumed(item, own, own))

    def _boolean(self, item: Item) -> str:
        twin = f"%{variable('value', item.twin)}" if item.follows_twin else EMPTY
        value = self._answered(item, twin)
        value = self._assumed(item, self._answered(item, EMPTY), value)
        causes = [f"%{variable('value', name)}" for name in item.absorbs]
        if item.auto is not None:
            causes.append(self._writer.condition(item.auto))
        return any_of([self._within_scope(item, value), *causes])

    def _answered(self, item: Item, silent: str) -> str:
        """Return the yes or no that was said, of the fact or of a detail, else ``silent``."""
        own = self._own(item)
        if item.absorbed_by:
            wide = f"{self._own(self._items[item.absorbed_by])} = '{NO}'"
            silent = iif(wide, "false", silent)
        value = iif(f"{own} = '{YES}'", "true", iif(f"{own} = '{NO}'", "false", EMPTY))
        if silent != EMPTY:
            value = iif(f"{own}.exists()", value, silent)
        details = [self._items[name] for name in item.children if name in self._asked]
        told = any_of([_says_yes(one) for one in details]) if details else ""
        return iif(told, "true", value) if told else value

    def _own(self, item: Item) -> str:
        """Return the answer to an item; a fact asked under another name is read there."""
        name = item.id if item.id in self._asked or not item.twin else item.twin
        return f"%{variable('answer', name)}"

    def _assumed(self, item: Item, answered: str, value: str) -> str:
        """Return what an unknown answer counts as; an optional measure stays unknown."""
        if item.optional or not item.assumptions:
            return value
        path = value
        for one in reversed(item.assumptions):
            literal = _literal(item, one.value)
            when = one.when
            path = literal if when is None else iif(self._writer.condition(when), literal, path)
        return iif(f"({answered}).exists()", value, path)

    def _within_scope(self, item: Item, value: str) -> str:
        if item.only_if is None:
            return value
        outside = f"{self._writer.condition(item.only_if)}.not()"
        scoped = iif(outside, _literal(item, item.otherwise), value)
        if not item.stands_once_said:
            return scoped
        return iif(f"{self._own(item)} = '{YES}'", "true", scoped)

    def _parent_is_ready(self, item: Item) -> str:
        parent = self._items[item.parent]
        value, answer = f"%{variable('value', item.parent)}", self._own(parent)
        if item.severity is Severity.F or parent.rules:
            return certain(value)
        return f"({certain(value)} or ({answer}.exists() and {answer} != '{NO}'))"


def _answer(item: Item) -> str:
    """Return where an answer stands in the response: in a group, as the question does."""
    code = "" if item.kind is Kind.NUMBER else ".code"
    return f"%resource.item.item.where(linkId = '{item.id}').answer.value{code}"


def _says_yes(item: Item) -> str:
    own = f"%{variable('answer', item.id)}"
    if item.kind is Kind.BOOLEAN:
        return f"({own} = '{YES}')"
    safe = [value for place, value in enumerate(item.choices) if item.safe_value >> place & 1]
    others = "".join(f" and {own} != '{value}'" for value in (UNKNOWN, *safe))
    return f"({own}.exists(){others})"


def _literal(item: Item, value: int) -> str:
    """Return a settled value: a word, a number, or empty when several remain possible."""
    if item.kind is Kind.BOOLEAN:
        return {FALSE: "false", TRUE: "true"}.get(value, EMPTY)
    if item.kind is Kind.CHOICE:
        chosen = [name for place, name in enumerate(item.choices) if value >> place & 1]
        return f"'{chosen[0]}'" if len(chosen) == 1 else EMPTY
    return str(value) if not item.decimals else f"{value / 10**item.decimals:.{item.decimals}f}"


def _clamped(kind: str, score: Score) -> str:
    sum_of = f"%{variable(kind, score.id)}"
    above = iif(f"{sum_of} > {score.high}", str(score.high), sum_of)
    return iif(f"{sum_of} < {score.low}", str(score.low), above)
