"""What each answer counts as, over all answer sets: the diagrams of items and scores.

The same steps as ``protocols.emit_items``, drawn instead of computed; a differential test holds
them together.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, cast

from protocols.diagram import Diagrams, Operation
from protocols.diagram_answers import Case, raw_of
from protocols.diagram_conditions import OR, Conditions
from protocols.emit_items import BOTH, FAR
from protocols.expression import Expression
from protocols.logic import FALSE, MAYBE, TRUE, Interval, Item, Rulebook, Score
from protocols.terms import Kind
from protocols.weights import DROPPED, POINTS, derived_points, rank

EMPTY = (FAR, -FAR)


class Weight(NamedTuple):
    """Points of one item (used, least, most), then its least and its greatest rank."""

    used: int
    least: int
    most: int
    sure_rank: int
    may_rank: int


NOTHING = Weight(0, 0, 0, 0, 0)


def _worse(left: Hashable, right: Hashable) -> Hashable:
    return BOTH[cast("int", left) * 4 + cast("int", right)]


def _first_given(left: Hashable, right: Hashable) -> Hashable:
    return left or right


def _only_no(left: Hashable, right: Hashable) -> Hashable:
    return left or (FALSE if right == FALSE else 0)


WORSE = Operation(_worse, neutral=0)
FIRST = Operation(_first_given)
ELSE_NO = Operation(_only_no)


class _Or:
    """The answer, or ``rest`` when there is none."""

    def __init__(self, rest: Hashable) -> None:
        self._rest = rest

    def __call__(self, value: Hashable) -> Hashable:
        return value or self._rest


class _Told:
    """Whether a child was answered in the way that tells something."""

    def __init__(self, safe_value: int, kind: Kind) -> None:
        self._safe, self._kind = safe_value, kind

    def __call__(self, value: Hashable) -> Hashable:
        bits = cast("int", value)
        if self._kind is Kind.CHOICE:
            return bool(bits and not bits & self._safe)
        return bits == TRUE


class _Unanswered:
    """Whether nothing is known of a yes/no item or a choice."""

    def __init__(self, unknown: int) -> None:
        self._unknown = unknown

    def __call__(self, value: Hashable) -> Hashable:
        return value in {0, self._unknown}


class _Weigh:
    """The weight of an item of one rank, from its three values."""

    def __init__(self, place: int) -> None:
        points = POINTS[place]
        sure = Weight(points, points, points, place, place)
        self._by_value = {FALSE: NOTHING, TRUE: sure}
        self._by_value[MAYBE] = Weight(DROPPED[place], 0, points, 0, place)

    def __call__(self, value: Hashable) -> Hashable:
        return self._by_value[cast("int", value)]


class _DerivedWeigh:
    """The weight of a derived item, from the three values of its rules."""

    def __init__(self, ranks: tuple[int, ...]) -> None:
        self._ranks = ranks

    def __call__(self, holds: Hashable) -> Hashable:
        return Weight(*derived_points(self._ranks, cast("tuple[int, ...]", holds)))


class _Points:
    """What one line of a score adds to its low or to its high bound."""

    def __init__(self, points: int, certain_only: int) -> None:
        self._points, self._certain = points, certain_only

    def __call__(self, value: Hashable) -> Hashable:
        holds = value == TRUE if self._certain else value != FALSE
        return self._points if holds else 0


def _plus(left: Hashable, right: Hashable) -> Hashable:
    return cast("int", left) + cast("int", right)


def _append(left: Hashable, right: Hashable) -> Hashable:
    return (*cast("tuple[int, ...]", left), right)


ADD = Operation(_plus, neutral=0)
APPEND = Operation(_append)
_either_or, _told, _unanswered, _weigh, _derived, _line = (
    cache(one) for one in (_Or, _Told, _Unanswered, _Weigh, _DerivedWeigh, _Points)
)


def is_none(value: Hashable) -> Hashable:
    """Return whether a number was not given."""
    return value is None


class Items:
    """Draws items and scores, each after what it reads, into ``conditions.values``.

    ``given`` is what was answered, ``answered`` the same with twins and details, ``relevance``
    whether the question concerns the patient, ``weights`` what each counted item weighs.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        book: Rulebook,
        variables: Mapping[str, int],
        cases: Mapping[str, Sequence[Case]],
    ) -> None:
        self._diagrams = diagrams
        self._items = {item.id: item for item in book.items}
        self.conditions = Conditions(diagrams, self._items)
        self.values = self.conditions.values
        self.given = {
            item.id: diagrams.answer(
                variables[item.id], [raw_of(item, case.answer) for case in cases[item.id]]
            )
            for item in book.items
            if not item.rules
        }
        self.answered: dict[str, int] = {}
        self.relevance: dict[str, int] = {}
        self.derived: dict[str, tuple[int, ...]] = {}
        self.weights: dict[str, int] = {}

    def item(self, item: Item) -> None:
        """Draw one item."""
        if item.rules:
            self._derive(item)
        else:
            self.relevance[item.id] = self.conditions.draw(item.only_if)
            draw = {Kind.BOOLEAN: self._boolean, Kind.CHOICE: self._choice}
            self.values[item.id] = draw.get(item.kind, self._number)(item)
        if item.counted and not item.rules:
            weigh = _weigh(rank(item.severity))
            self.weights[item.id] = self._diagrams.map(weigh, self.values[item.id])

    def _derive(self, item: Item) -> None:
        holds = tuple(self.conditions.draw(rule.when) for rule in item.rules)
        self.derived[item.id] = holds
        self.values[item.id] = self.conditions.any_of(holds)
        together = self._diagrams.end(())
        for one in holds:
            together = self._diagrams.apply(APPEND, together, one)
        ranks = tuple(rank(rule.severity) for rule in item.rules)
        self.weights[item.id] = self._diagrams.map(_derived(ranks), together)
        self.relevance[item.id] = self._diagrams.end(TRUE)

    def _boolean(self, item: Item) -> int:
        apply, every = self._diagrams.apply, _either_or(MAYBE)
        raw = self._raw(item)
        value = self._diagrams.map(every, raw)
        if item.follows_twin:
            given, twin = self.given[item.twin], self.values[item.twin]
            known = self._diagrams.pick(given, {0: given}, twin)
            value = apply(FIRST, apply(WORSE, raw, known), twin)
            raw = apply(WORSE, raw, given)
        self.answered[item.id] = raw
        value = self._assumed(item, self._diagrams.map(_unanswered(MAYBE), raw), value)
        return self._widened(item, self._in_scope(item, value))

    def _raw(self, item: Item) -> int:
        """Return what was answered, a positive detail counting as yes."""
        apply, raw = self._diagrams.apply, self.given[item.id]
        if item.twin and not item.follows_twin:
            raw = apply(WORSE, raw, self.given[item.twin])
        if item.absorbed_by:
            raw = apply(ELSE_NO, raw, self.given[item.absorbed_by])
        for name in item.children:
            child = self._items[name]
            told = self._diagrams.map(_told(child.safe_value, child.kind), self.given[name])
            raw = self._diagrams.pick(told, {True: self._diagrams.end(TRUE)}, raw)
        return raw

    def _choice(self, item: Item) -> int:
        every = (1 << len(item.choices)) - 1
        raw = self.given[item.id]
        self.answered[item.id] = raw
        value = raw if item.optional else self._diagrams.map(_either_or(every), raw)
        value = self._assumed(item, self._diagrams.map(_unanswered(every), raw), value)
        return self._in_scope(item, value)

    def _number(self, item: Item) -> int:
        raw = self.given[item.id]
        if item.twin:
            raw = self._diagrams.apply(FIRST, raw, self.given[item.twin])
        self.answered[item.id] = raw
        none: Interval = EMPTY if item.optional else (item.low, item.high)
        value = self._diagrams.map(_either_or(none), raw)
        value = self._assumed(item, self._diagrams.map(is_none, raw), value)
        return self._in_scope(item, value)

    def _as_value(self, item: Item, value: int) -> int:
        return self._diagrams.end((value, value) if item.kind is Kind.NUMBER else value)

    def _assumed(self, item: Item, unanswered: int, value: int) -> int:
        """Return the value once what is not known counts as the first assumption that is certain."""
        assumed = value
        for one in reversed(item.assumptions):
            when = self.conditions.draw(one.when)
            assumed = self._diagrams.pick(when, {TRUE: self._as_value(item, one.value)}, assumed)
        return self._diagrams.pick(unanswered, {True: assumed}, value)

    def _in_scope(self, item: Item, value: int) -> int:
        if item.only_if is None:
            return value
        other = self._as_value(item, item.otherwise)
        return self._diagrams.pick(self.relevance[item.id], {FALSE: other}, value)

    def _widened(self, item: Item, value: int) -> int:
        """Return the item made yes by a measure or by a narrower fact."""
        causes: list[int] = [self.values[name] for name in item.absorbs]
        automatic: Expression | None = item.auto
        if automatic is not None:
            causes.append(self.conditions.draw(automatic))
        for cause in causes:
            value = self._diagrams.apply(OR, value, cause)
        return value

    def score(self, score: Score) -> None:
        """Draw the bounds of a score and whether it applies."""
        low = high = self._diagrams.end(0)
        for entry in score.entries:
            when, gain = self.conditions.draw(entry.when), entry.points > 0
            least = self._diagrams.map(_line(entry.points, gain), when)
            most = self._diagrams.map(_line(entry.points, not gain), when)
            low = self._diagrams.apply(ADD, low, least)
            high = self._diagrams.apply(ADD, high, most)
        self.conditions.scores[score.id] = (low, high, self.conditions.draw(score.applies))
