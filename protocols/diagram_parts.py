"""The other parts of a decision over all answer sets: who sees the patient, mentions, points.

Each part has a name; two protocols decide the same when all their parts are the same diagrams.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from protocols.diagram import Function, Operation, Value
from protocols.diagram_level import LEAST, MOST, USED
from protocols.diagram_operations import ALL, ANY, PAIR, at_least, equals
from protocols.diagram_outcome import Outcome
from protocols.diagram_values import is_weighing
from protocols.logic import MAYBE, TRUE, Dose, Item, Product
from protocols.orient import ROUTES
from protocols.terms import Flag, Level, Remote, Route, Severity
from protocols.weights import RANKS, RED

if TYPE_CHECKING:
    from protocols.diagram_values import Weight

Claim = tuple[int, int]

REMOTE_LEVELS = (Level.DOCTOR_48H, Level.DOCTOR_SAME_DAY)


NOBODY = (1, -1)
"""Rank and place when no item names who must see the patient."""

FIRST = Operation(lambda left, right: min(cast("Claim", left), cast("Claim", right)))


@cache
def _told(product: Product) -> Function:
    """Return what is said of a product for each dose that may be chosen."""
    told = (None, *(_content(product, dose) for dose in product.doses))
    return lambda dose: told[cast("int", dose)]


@cache
def _claims(level: Level, place: int) -> Function:
    """Return how strongly an item names its service at a level, the smallest first."""

    def read(value: Value) -> Value:
        weight = cast("Weight", value)
        is_sure = weight.sure_rank == weight.may_rank
        leads = is_sure and (level is not Level.EMERGENCY or weight.sure_rank >= RED)
        return (-weight.may_rank, place) if weight.used and leads else NOBODY

    return read


def _content(product: Product, dose: Dose) -> Value:
    """Return everything printed of a product with one dose."""
    written = (dose.dose, dose.times, dose.max_per_day, dose.max_days, dose.quantity, dose.form)
    return (*written, dose.by_weight, product.waiting, product.limits)


class Parts:
    """Draws the parts of one outcome, by name."""

    def __init__(self, outcome: Outcome, action_ids: Sequence[str]) -> None:
        self._outcome = outcome
        self._diagrams = outcome.diagrams
        self._action_ids = action_ids
        self._book = outcome.book

    def all(self) -> Iterator[tuple[str, int]]:
        """Yield the name and the diagram of each part, points included."""
        yield from self.decided()
        yield "points least", self._outcome.classes.points(LEAST)
        yield "points most", self._outcome.classes.points(MOST)

    def decided(self) -> Iterator[tuple[str, int]]:
        """Yield the name and the diagram of each part that somebody acts on."""
        yield "level", self._outcome.level
        yield "branch", self._branch()
        for product, offered in zip(self._book.products, self._outcome.offered, strict=True):
            told = self._diagrams.map(_told(product), offered)
            yield f"treatment {product.substance}", told
        yield from self._flags()
        yield from self._actions()
        yield "teleconsultation", self.teleconsultation()
        yield "route", self.route()
        yield from self._scores()

    def _branch(self) -> int:
        names = {place: self._end(one.id) for place, one in enumerate(self._book.branches)}
        return self._diagrams.pick(self._outcome.branch, names, self._end(""))

    def _end(self, value: Value) -> int:
        return self._diagrams.end(value)

    def _flags(self) -> Iterator[tuple[str, int]]:
        fold, outcome = self._outcome.classes.fold, self._outcome
        pairs = list(zip(self._book.rules, outcome.fired, strict=True))
        for flag in Flag:
            parts = [fired for rule, fired in pairs if rule.flag is flag]
            if flag is Flag.INSUFFICIENT:
                parts.append(outcome.classes.insufficient)
            if flag is Flag.OUT_OF_SCOPE:
                parts += [self._is_yes(item) for item in self._book.items if item.out_of_scope]
            if parts:
                yield f"flag {flag}", fold(ANY, start=False, parts=parts)

    def _is_yes(self, item: Item) -> int:
        return self._outcome.is_value(TRUE, self._outcome.items.values[item.id])

    def _actions(self) -> Iterator[tuple[str, int]]:
        draw = self._outcome.items.conditions.draw
        pairs = zip(self._action_ids, self._book.actions, strict=True)
        waiting = {item.id for item in self._book.items if item.severity is Severity.A}
        by_text: dict[str, list[int]] = {}
        for text, action in pairs:
            holds = self._outcome.is_value(TRUE, draw(action.when))
            if action.id in waiting:
                asked = self._outcome.items.is_asked(action.id)
                holds = self._diagrams.apply(ALL, holds, asked)
            by_text.setdefault(text, []).append(holds)
        for text, parts in by_text.items():
            yield f"action {text}", self._outcome.classes.fold(ANY, start=False, parts=parts)

    def _triggers(self) -> Iterator[tuple[Item, int]]:
        """Yield each counted item with where it enters the sum."""
        weights = self._outcome.items.weights
        for item in self._book.items:
            if item.counted:
                yield item, self._diagrams.map(is_weighing, weights[item.id])

    def obstacles(self) -> int:
        """Return where something that counts needs a hand on the patient."""
        parts = [one for item, one in self._triggers() if item.remote is Remote.HANDS_ON]
        pairs = zip(self._book.rules, self._outcome.fired, strict=True)
        parts += [fired for rule, fired in pairs if rule.remote is Remote.HANDS_ON]
        reliable = self._outcome.items.values[self._book.reliable]
        parts.append(self._negated(self._outcome.is_value(TRUE, reliable)))
        return self._outcome.classes.fold(ANY, start=False, parts=parts)

    def _negated(self, diagram: int) -> int:
        return self._diagrams.map(equals(wanted=False), diagram)

    def teleconsultation(self) -> int:
        """Return where teleconsultation is proposed."""
        clear = self._negated(self.obstacles())
        levels = dict.fromkeys(REMOTE_LEVELS, clear)
        return self._diagrams.pick(self._outcome.level, levels, self._end(value=False))

    def route(self) -> int:
        """Return who sees the patient, with the service named."""
        remote = {True: self._end((Route.TELECONSULTATION, ""))}
        ways: dict[Value, int] = {}
        for level, route in ROUTES.items():
            way = self._end((route, ""))
            if level is Level.DOCTOR_SAME_DAY:
                way = self._diagrams.pick(self.teleconsultation(), remote, way)
            ways[level] = self._with_name(level, route, way)
        same_day = ways[Level.DOCTOR_SAME_DAY]
        on_call = {MAYBE: self._end((Route.ON_CALL, ""))}
        ways[Level.DOCTOR_SAME_DAY] = self._diagrams.pick(
            self._outcome.classes.red15, on_call, same_day
        )
        return self._diagrams.pick(self._outcome.level, ways, self._end(None))

    def _with_name(self, level: Level, route: Route, otherwise: int) -> int:
        """Return the service the heaviest item names, at the levels where one may."""
        if level in {Level.PHARMACY, Level.SAMU_15}:
            return otherwise
        lightest = self._end(NOBODY)
        found = lightest
        among: dict[Claim, int] = {}
        for place, item in enumerate(self._book.items):
            if item.counted and item.route is not None:
                weight = self._outcome.items.weights[item.id]
                claim = self._diagrams.map(_claims(level, place), weight)
                found = self._diagrams.apply(FIRST, found, claim)
                way = self._end((item.route or route, item.recipient))
                among |= dict.fromkeys(((-one, place) for one in range(len(RANKS))), way)
        return self._diagrams.pick(found, among, otherwise)

    def _scores(self) -> Iterator[tuple[str, int]]:
        for score in self._book.scores:
            low, high, applies = self._outcome.items.conditions.scores[score.id]
            bounds = self._diagrams.apply(PAIR, low, high)
            shown = self._diagrams.map(at_least(TRUE), applies)
            if score.measures:
                shown = self._diagrams.apply(ALL, shown, self._is_taken(score.measures))
            yield f"score {score.id}", self._diagrams.pick(shown, {True: bounds}, self._end(None))

    def _is_taken(self, measures: Sequence[str]) -> int:
        """Return where one measure at least was answered."""
        items = self._outcome.items
        return self._outcome.classes.fold(
            ANY, start=False, parts=[items.is_answered(name) for name in measures]
        )


def printed_points(outcome: Outcome) -> Mapping[str, int]:
    """Return the points of the sheet: used, least and most."""
    return {
        "used": outcome.classes.points(USED),
        "least": outcome.classes.points(LEAST),
        "most": outcome.classes.points(MOST),
    }
