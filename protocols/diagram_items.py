"""What each answer counts as, over all answer sets: the diagrams of items and scores.

The same steps as ``protocols.emit_items``, drawn instead of computed; a differential test holds
them together.
"""

from collections.abc import Mapping, Sequence

from protocols.diagram import Diagrams
from protocols.diagram_answers import Case, raw_of
from protocols.diagram_conditions import Conditions
from protocols.diagram_operations import ANY
from protocols.diagram_values import (
    ADD,
    APPEND,
    ELSE_NO,
    EMPTY,
    FIRST_BITS,
    FIRST_BOUNDS,
    OR,
    WORSE,
    derived_weighs,
    is_none,
    is_unknown,
    or_bits,
    or_bounds,
    tells,
    weighs,
    when_possible,
    when_sure,
)
from protocols.logic import FALSE, MAYBE, TRUE, Interval, Item, Rulebook, Score
from protocols.terms import Kind
from protocols.weights import rank


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
        self._variables, self._cases = variables, cases
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
            self.relevance[item.id] = self._asked(item)
            draw = {Kind.BOOLEAN: self._boolean, Kind.CHOICE: self._choice}
            self.values[item.id] = draw.get(item.kind, self._number)(item)
        if item.counted and not item.rules:
            weight = weighs(rank(item.severity))
            self.weights[item.id] = self._diagrams.map(weight, self.values[item.id])

    def _asked(self, item: Item) -> int:
        """Return whether the question concerns the patient."""
        if item.follows_twin and item.only_if is None:
            return self.relevance[item.twin]
        asked = self.conditions.draw(item.only_if)
        if not item.stands_once_said:
            return asked
        return self._diagrams.pick(self.given[item.id], {TRUE: self._diagrams.end(TRUE)}, asked)

    def _derive(self, item: Item) -> None:
        holds = tuple(self.conditions.draw(rule.when) for rule in item.rules)
        self.derived[item.id] = holds
        self.values[item.id] = self.conditions.any_of(holds)
        together = self._diagrams.end(())
        for one in holds:
            together = self._diagrams.apply(APPEND, together, one)
        self.weights[item.id] = self._diagrams.map(derived_weighs(item), together)
        self.relevance[item.id] = self._diagrams.end(TRUE)

    def _boolean(self, item: Item) -> int:
        apply = self._diagrams.apply
        raw = self._raw(item)
        value = self._diagrams.map(or_bits(MAYBE), raw)
        if item.follows_twin:
            given, twin = self.given[item.twin], self.values[item.twin]
            known = self._diagrams.pick(given, {0: given}, twin)
            value = apply(FIRST_BITS, apply(WORSE, raw, known), twin)
            raw = apply(WORSE, raw, given)
        self.answered[item.id] = raw
        value = self._assumed(item, self._diagrams.map(is_unknown(MAYBE), raw), value)
        return self._widened(item, self._in_scope(item, value))

    def _raw(self, item: Item) -> int:
        """Return what was answered, a positive detail counting as yes."""
        apply, raw = self._diagrams.apply, self.given[item.id]
        if item.twin and not item.follows_twin:
            raw = apply(WORSE, raw, self.given[item.twin])
        if item.absorbed_by:
            raw = apply(ELSE_NO, raw, self.given[item.absorbed_by])
        for name in item.children:
            told = self._diagrams.map(tells(self._items[name]), self.given[name])
            raw = self._diagrams.pick(told, {True: self._diagrams.end(TRUE)}, raw)
        return raw

    def _choice(self, item: Item) -> int:
        every = (1 << len(item.choices)) - 1
        raw = self.given[item.id]
        self.answered[item.id] = raw
        value = raw if item.optional else self._diagrams.map(or_bits(every), raw)
        value = self._assumed(item, self._diagrams.map(is_unknown(every), raw), value)
        return self._in_scope(item, value)

    def _number(self, item: Item) -> int:
        raw = self.given[item.id]
        if item.twin:
            raw = self._diagrams.apply(FIRST_BOUNDS, raw, self.given[item.twin])
        self.answered[item.id] = raw
        none: Interval = EMPTY if item.optional else (item.low, item.high)
        value = self._diagrams.map(or_bounds(none), raw)
        value = self._assumed(item, self._diagrams.map(is_none, raw), value)
        return self._in_scope(item, value)

    def _as_value(self, item: Item, value: int) -> int:
        return self._diagrams.end((value, value) if item.kind is Kind.NUMBER else value)

    def _assumed(self, item: Item, unanswered: int, value: int) -> int:
        """Return the value, or the first certain assumption where nothing is known."""
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
        causes = [self.values[name] for name in item.absorbs]
        if item.auto is not None:
            causes.append(self.conditions.draw(item.auto))
        for cause in causes:
            value = self._diagrams.apply(OR, value, cause)
        return value

    def is_answered(self, name: str) -> int:
        """Return where a fact was answered, under this name or its twin's."""
        given = self.is_asked(name)
        twin = self._items[name].twin
        if not twin:
            return given
        return self._diagrams.apply(ANY, given, self.is_asked(twin))

    def is_asked(self, name: str) -> int:
        """Return where a fact was answered under this very name."""
        told = [case.answer is not None for case in self._cases[name]]
        return self._diagrams.answer(self._variables[name], told)

    def score(self, score: Score) -> None:
        """Draw the bounds of a score and whether it applies."""
        low = high = self._diagrams.end(0)
        for entry in score.entries:
            when, points = self.conditions.draw(entry.when), entry.points
            sure = self._diagrams.map(when_sure(points), when)
            may = self._diagrams.map(when_possible(points), when)
            least, most = (sure, may) if points > 0 else (may, sure)
            low = self._diagrams.apply(ADD, low, least)
            high = self._diagrams.apply(ADD, high, most)
        self.conditions.scores[score.id] = (low, high, self.conditions.draw(score.applies))
