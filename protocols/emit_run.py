"""A whole rulebook -> one compiled function from answers to ``State``.

Flat Python: no loop, one call per derived item. Only checked ids and whole numbers reach a line.
In ``Time.LATER`` what is not answered is open: the points used are the least still possible and
the points most the greatest.
"""

from collections.abc import Sequence
from typing import cast

from protocols.emit import Time, Writer
from protocols.emit_items import BOTH, FAR, ItemWriter
from protocols.logic import (
    FALSE,
    MAYBE,
    PHARMACY_SO_FAR,
    TRUE,
    Engine,
    Item,
    Product,
    Rulebook,
    State,
)
from protocols.terms import Kind, Level, Severity
from protocols.weights import (
    CEILING,
    DROPPED,
    POINTS,
    RED,
    RED15,
    RED_POINTS,
    derived_points,
    rank,
)

Groups = Sequence[tuple[tuple[int, ...], ...]]

EXPLICIT = frozenset({Severity.R15, Severity.R, Severity.U})
"""Classes whose "unknown" answers count for insufficient information (clinical.md §3.0)."""


def make_engine(book: Rulebook, order: Sequence[str], groups: Groups, time: Time) -> Engine:
    """Return the function that runs ``book``; ``order`` puts every id after what it reads."""
    names: dict[str, object] = {
        "derived_points": derived_points,
        "State": State,
        "BOTH": BOTH,
        "OPPOSITE": (0, TRUE, FALSE, MAYBE),
        "EMPTY": (FAR, -FAR),
        "NOTHING": (0, 0, 0, 0, 0),
        **_tables(),
    }
    source = "\n".join(["def engine(R):", *_Run(book, groups, time).lines(order)])
    # the source is made of checked ids and whole numbers, see protocols.emit
    exec(compile(source, "<protocol>", "exec"), names)  # noqa: S102
    return cast("Engine", names["engine"])


def _tables() -> dict[str, object]:
    """Return the points (used, least, most) by bits of the answer, for each rank.

    ``W`` as things stand; ``WA`` later, for an item already answered; ``WO`` later, still open.
    """
    named: dict[str, object] = {}
    for place, (points, dropped) in enumerate(zip(POINTS, DROPPED, strict=True)):
        none, sure = (0, 0, 0), (points, points, points)
        named[f"W{place}"] = (none, none, sure, (dropped, 0, points))
        named[f"WA{place}"] = (none, none, sure, (dropped, 0, dropped))
        named[f"WO{place}"] = (none, none, sure, (0, 0, points))
    return named


class _Run:
    """Writes the lines of one function."""

    def __init__(self, book: Rulebook, groups: Groups, time: Time) -> None:
        items = {item.id: item for item in book.items}
        conditions = {one.id for one in book.conditions} | {PHARMACY_SO_FAR}
        self._book = book
        self._groups = groups
        self._later = time is Time.LATER
        self._writer = Writer(items, conditions, time)
        self._items = ItemWriter(self._writer, items)

    def lines(self, order: Sequence[str]) -> list[str]:
        """Return the body of the function."""
        items = {item.id: item for item in self._book.items}
        scores = {score.id: score for score in self._book.scores}
        conditions = {one.id: one.when for one in self._book.conditions}
        for name in order:
            if name in items:
                self._items.item(items[name])
            elif name in scores:
                self._items.score(scores[name])
            elif name == PHARMACY_SO_FAR:
                self._sum()
            else:
                self._writer.put(f"c_{name} = {self._writer.condition(conditions[name])}")
        self._result()
        return self._writer.lines

    def _sum(self) -> None:
        """Write the points, the red signs, the insufficiency, and what they leave possible."""
        for item in self._book.items:
            if item.counted:
                self._weigh(item)
        used, least, most = (self._total(letter) for letter in "ulm")
        self._writer.put(f"red15 = {self._red(RED15)}")
        self._writer.put(f"red = {self._red(RED)}")
        self._points(used, least, most)
        self._collection()
        self._so_far()

    def _weigh(self, item: Item) -> None:
        names = ", ".join(f"{letter}_{item.id}" for letter in "ulm")
        if item.rules:
            first = 1 if self._later else 0
            weight = f"w_{item.id}"
            self._writer.put(f"{names} = {weight}[{first}], {weight}[1], {weight}[2]")
            return
        place = rank(item.severity)
        # a narrower fact not asked yet may still make the item yes
        said = " and ".join(f"r_{name}" for name in (item.id, *item.absorbs))
        table = f"(WA{place} if {said} else WO{place})" if self._later else f"W{place}"
        self._writer.put(f"{names} = {table}[v_{item.id}]")

    def _total(self, letter: str) -> str:
        """Return the sum over groups of the heaviest way of counting each."""
        parts = []
        for ways in self._groups:
            sums = [" + ".join(f"{letter}_{self._book.items[i].id}" for i in way) for way in ways]
            parts.append(sums[0] if len(sums) == 1 else f"max({', '.join(sums)})")
        return " + ".join(parts) or "0"

    def _red(self, wanted: int) -> str:
        """Return whether an item of rank ``wanted`` or more is positive."""
        names = []
        for item in self._book.items:
            if item.counted and item.rules:
                weight = f"w_{item.id}"
                names.append(
                    f"({TRUE} if {weight}[3] >= {wanted} else "
                    f"{MAYBE} if {weight}[4] >= {wanted} else {FALSE})"
                )
            elif item.counted and rank(item.severity) >= wanted:
                names.append(f"v_{item.id}")
        return self._writer.any_of([self._writer.keep(name) for name in names] or [str(FALSE)])

    def _points(self, used: str, least: str, most: str) -> None:
        put = self._writer.put
        put(f"if red == {TRUE}: used = least = most = {RED_POINTS}")
        put("else:")
        put(f"    used, least = min({CEILING}, {used}), min({CEILING}, {least})")
        put(f"    most = {RED_POINTS} if red == {MAYBE} else min({CEILING}, {most})")
        put(f"calm = min({CEILING}, {most})")

    def _collection(self) -> None:
        """Write whether too much is unknown: unreliable answers, or two urgent unknowns."""
        put, reliable = self._writer.put, self._book.reliable
        asked = [i.id for i in self._book.items if i.counted and i.severity in EXPLICIT]
        asked = [name for name in asked if not self._has_rules(name)]
        terms = [f"(r_{name} == {MAYBE} == v_{name})" for name in asked]
        put(f"unknown = {' + '.join(terms) or '0'}")
        many = f"unknown >= {self._book.insufficient_from}"
        if self._later:
            put(f"if r_{reliable} and v_{reliable} != {TRUE} or {many}: insufficient = {TRUE}")
            put(f"else: insufficient = {FALSE} if r_{reliable} else {MAYBE}")
        else:
            # questions stopped by a red sign are not an unreliable patient
            unsure = f"v_{reliable} != {TRUE} and (r_{reliable} or red != {TRUE})"
            put(f"insufficient = {TRUE} if {unsure} or {many} else {FALSE}")

    def _has_rules(self, name: str) -> bool:
        return any(item.id == name and item.rules for item in self._book.items)

    def _so_far(self) -> None:
        limit = min(points for points, level in self._book.thresholds if level > Level.PHARMACY)
        out = f"red == {TRUE} or used >= {limit} or insufficient == {TRUE}"
        inside = f"red == {FALSE} and calm < {limit} and insufficient == {FALSE}"
        rest = f"{TRUE} if {inside} else {MAYBE}" if self._later else str(TRUE)
        self._writer.put(f"c_{PHARMACY_SO_FAR} = {FALSE} if {out} else {rest}")

    def _result(self) -> None:
        """Write the ``State`` returned."""
        condition, book = self._writer.condition, self._book
        rules = [condition(rule.when) for rule in book.rules]
        branches = [condition(branch.when) for branch in book.branches]
        actions = [condition(action.when) for action in book.actions]
        products = [self._product(product) for product in book.products]
        values = [_value(item) for item in book.items]
        derived = [f"d_{item.id}" if item.rules else "()" for item in book.items]
        scores = [f"(lo_{one.id}, hi_{one.id}, ap_{one.id})" for one in book.scores]
        parts = [
            _tuple(values),
            _tuple([f"o_{item.id}" for item in book.items]),
            _tuple(derived),
            _tuple([f"c_{one.id}" for one in book.conditions]),
            _tuple(scores),
            _tuple(rules),
            _tuple(branches),
            _tuple(actions),
            _tuple(products),
            f"(used, least, {'calm' if self._later else 'most'})",
            "red15, red, unknown, insufficient",
        ]
        self._writer.put(f"return State({', '.join(parts)})")

    def _product(self, product: Product) -> str:
        condition = self._writer.condition
        blocks = _tuple([condition(one.when) for one in product.contraindications])
        people = _tuple([condition(one.population) for one in product.doses])
        return f"({condition(product.when)}, {blocks}, {people})"


def _value(item: Item) -> str:
    """Return the value of one item: its bits, or its interval."""
    return f"(lo_{item.id}, hi_{item.id})" if item.kind is Kind.NUMBER else f"v_{item.id}"


def _tuple(names: list[str]) -> str:
    return f"({', '.join(names)},)" if names else "()"
