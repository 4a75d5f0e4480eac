"""A rulebook as engines without "unknown" take it: named steps in json-logic, printed for zen too.

The same items, families, thresholds, scores, rules and products as ours, on complete answers. Such
an engine is spared unknown answers, bounds, the trace and the reasons. Steps that no result needs
are left out and those read once are folded into their reader, which helps it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from protocols.expression import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Expression,
    Known,
    OneOf,
    Opposite,
    Possible,
    Several,
)
from protocols.logic import PHARMACY_SO_FAR, Item, Logic, Product, Rule, Score
from protocols.program import sorted_names
from protocols.relevance import is_asked
from protocols.terms import Kind, Level
from protocols.weights import CEILING, POINTS, RED, RED15, RED_POINTS, rank
from tests.bench.steps import Rules, Step, all_of, any_of, choose, smallest, total, var

LEVEL = "level"


class Work(StrEnum):
    """What is asked of an engine."""

    LEVEL = "level"
    DECISION = "decision"


_SIGNS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def steps_of(logic: Logic, work: Work) -> tuple[Step, ...]:
    """Return what to compute, each step after those it reads."""
    return smallest(dict(_Translation(logic).steps()), results_of(logic, work))


def results_of(logic: Logic, work: Work) -> tuple[str, ...]:
    """Return the names of the results: the level alone, or what our engine gives beside it."""
    if work is Work.LEVEL:
        return (LEVEL,)
    book = logic.book
    scores = [f"{letter}_{score.id}" for score in book.scores for letter in ("v", "ap")]
    parts = {"branch": book.branches, "action": book.actions, "product": book.products}
    numbered = [f"{word}_{place}" for word, all_ in parts.items() for place in range(len(all_))]
    return (LEVEL, "points", *scores, *numbered)


@dataclass(frozen=True, slots=True)
class _Translation:
    logic: Logic

    def steps(self) -> Iterator[Step]:
        book = self.logic.book
        items = {item.id: item for item in book.items}
        scores = {score.id: score for score in book.scores}
        conditions = {one.id: one.when for one in book.conditions}
        reads = {name: r for name, r in self.logic.reads.items() if name[0] != "#"}
        for name in sorted_names(reads):
            if name in items:
                yield f"v_{name}", self._item(items[name])
            elif name in scores:
                yield from self._score(scores[name])
            elif name == PHARMACY_SO_FAR:
                yield from self._sum()
            else:
                yield f"c_{name}", self._condition(conditions[name])
        yield LEVEL, self._level()
        yield from self._rest()

    def _rest(self) -> Iterator[Step]:
        """Yield what goes with the level: name of the case, actions, products offered."""
        book = self.logic.book
        for place, branch in enumerate(book.branches):
            yield f"branch_{place}", self._condition(branch.when)
        for place, action in enumerate(book.actions):
            yield f"action_{place}", self._condition(action.when)
        for place, product in enumerate(book.products):
            yield f"product_{place}", self._offered(product)

    def _item(self, item: Item) -> Rules:
        if item.rules:
            return any_of([self._condition(rule.when) for rule in item.rules])
        given = var(item.id if is_asked(item) else item.twin)
        if item.kind is not Kind.BOOLEAN:
            return self._when_asked(item, given)
        given = any_of([given, *(self._told(name) for name in item.children)])
        causes = [var(f"v_{name}") for name in item.absorbs]
        causes += [self._condition(item.auto)] if item.auto is not None else []
        return any_of([self._when_asked(item, given), *causes])

    def _when_asked(self, item: Item, given: Rules) -> Rules:
        if item.only_if is None:
            return given
        otherwise: Rules = item.otherwise
        if item.kind is Kind.BOOLEAN:
            otherwise = item.otherwise == 2
        elif item.kind is Kind.CHOICE:
            otherwise = next((c for i, c in enumerate(item.choices) if otherwise == 1 << i), "")
        return choose(self._condition(item.only_if), given, otherwise)

    def _told(self, name: str) -> Rules:
        child = self.logic.book.items[self.logic.positions[name]]
        if child.kind is Kind.BOOLEAN:
            return var(name)
        telling = [c for i, c in enumerate(child.choices) if not child.safe_value >> i & 1]
        return {"in": [var(name), list(telling)]}

    def _condition(self, one: Expression | None) -> Rules:
        match one:
            case None:
                return True
            case Constant(holds):
                return holds
            case Known(name):
                return var(f"v_{name}" if name in self.logic.positions else f"c_{name}")
            case OneOf(name, values):
                return {"in": [var(f"v_{name}"), list(values)]}
            case Compare():
                return self._compare(one)
            case _:
                return self._compound(one)

    def _compound(self, one: Opposite | Possible | AllOf | AnyOf | Several) -> Rules:
        match one:
            case Opposite(part):
                return {"!": [self._condition(part)]}
            case Possible(part):
                return self._condition(part)
            case AllOf(parts):
                return all_of([self._condition(part) for part in parts])
            case AnyOf(parts):
                return any_of([self._condition(part) for part in parts])
            case Several(count, parts):
                ones = [choose(self._condition(part), 1, 0) for part in parts]
                return {">=": [total(ones), count]}

    def _compare(self, one: Compare) -> Rules:
        compared: Rules = {_SIGNS[one.operator]: [var(f"v_{one.id}"), one.value]}
        if one.id in self.logic.positions:
            return compared
        return all_of([var(f"ap_{one.id}"), compared])

    def _score(self, score: Score) -> Iterator[Step]:
        parts = [choose(self._condition(one.when), one.points, 0) for one in score.entries]
        yield f"v_{score.id}", total(parts)
        yield f"ap_{score.id}", self._condition(score.applies)

    def _sum(self) -> Iterator[Step]:
        """Yield the points of each item, the sum, the red signs and who stays here."""
        book = self.logic.book
        counted = [item for item in book.items if item.counted]
        for item in counted:
            yield f"w_{item.id}", self._first(item, POINTS)
        yield "red15", any_of(list(self._signs(counted, RED15)))
        yield "red", any_of(list(self._signs(counted, RED)))
        points = total([self._group(ways) for ways in self.logic.groups])
        yield "points", choose(var("red"), RED_POINTS, {"min": [CEILING, points]})
        yield "unreliable", {"!": [var(f"v_{book.reliable}")]}
        limit = min(points for points, level in book.thresholds if level > Level.PHARMACY)
        out = any_of([var("red"), var("unreliable"), {">=": [var("points"), limit]}])
        yield f"c_{PHARMACY_SO_FAR}", {"!": [out]}

    def _first(self, item: Item, table: tuple[int, ...]) -> Rules:
        """Return what the class of an item is worth, that of its first rule that holds."""
        if not item.rules:
            return choose(var(f"v_{item.id}"), table[rank(item.severity)], 0)
        parts: list[Rules] = []
        for rule in item.rules:
            parts += [self._condition(rule.when), table[rank(rule.severity)]]
        return choose(*parts, 0)

    def _signs(self, counted: list[Item], wanted: int) -> Iterator[Rules]:
        for item in counted:
            severities = [rule.severity for rule in item.rules] or [item.severity]
            red = [rank(one) >= wanted for one in severities]
            if all(red):
                yield var(f"v_{item.id}")
            elif any(red):
                ranks = tuple(int(one >= wanted) for one in range(len(POINTS)))
                yield {"==": [self._first(item, ranks), 1]}

    def _group(self, ways: tuple[tuple[int, ...], ...]) -> Rules:
        items = self.logic.book.items
        sums = [total([var(f"w_{items[place].id}") for place in way]) for way in ways]
        return {"max": sums} if len(sums) > 1 else sums[0]

    def _level(self) -> Rules:
        book = self.logic.book
        parts: list[Rules] = []
        for start, level in book.thresholds:
            parts += [{">=": [var("points"), start]}, int(level)]
        classes = choose(
            var("red15"), int(Level.SAMU_15), var("red"), int(Level.EMERGENCY), *parts, 0
        )
        floor = choose(var("unreliable"), int(book.insufficient_level), 0)
        raised = [
            choose(self._rule(rule), int(rule.level), 0)
            for rule in book.rules
            if not rule.uncertain_only
        ]
        return {"max": [classes, floor, *raised]}

    def _rule(self, rule: Rule) -> Rules:
        holds = self._condition(rule.when)
        if not rule.requires:
            return holds
        group = [one for one in self.logic.book.products if one.group == rule.requires]
        return all_of([holds, {"!": [any_of([self._offered(one) for one in group])]}])

    def _offered(self, product: Product) -> Rules:
        barred = any_of([self._condition(one.when) for one in product.contraindications])
        people = any_of([self._condition(one.population) for one in product.doses])
        return all_of([self._condition(product.when), {"!": [barred]}, people])
