"""What the answers still to come may change: the orientation first, then the products."""

from collections.abc import Iterator

from protocols.logic import FALSE, MAYBE, TRUE, Item, Logic, Product, State
from protocols.offers import allowed
from protocols.terms import Level, Remote, Severity
from protocols.verdict import level_of_classes, level_of_points
from protocols.weights import RED, rank


class Outlook:
    """The outcomes that answers to come may still change, by the names of ``Logic.reads``."""

    def __init__(self, logic: Logic, state: State) -> None:
        book = logic.book
        self._logic, self._book, self._state = logic, book, state
        sure = [
            rule.level
            for rule, mask in zip(book.rules, state.rules, strict=True)
            if mask == TRUE and not rule.requires and not rule.uncertain_only
        ]
        self._low = max([level_of_classes(book, state), *sure])
        self._high = level_of_points(book, state.points[2])
        self._doctor = max(self._low, self._high) >= Level.DOCTOR_48H
        self._remote = self._remote_is_open()

    def orientation(self) -> Iterator[str]:
        """Yield what may change the level, the route, the mentions, the case or the advice."""
        for place, item in enumerate(self._book.items):
            if item.counted and self._state.values[place] == MAYBE and self._matters(item):
                yield item.id
        if self._state.insufficient == MAYBE:
            yield self._book.reliable
        yield from self._rules()
        yield from (name for name in self._actions() if not self._filters_only(name))
        if self._low is Level.PHARMACY:
            yield from (f"#branch{i}" for i, m in enumerate(self._state.branches) if m == MAYBE)
        groups = self._needed_groups()
        yield from (name for name, one in self._products() if one.group in groups)

    def products(self) -> Iterator[str]:
        """Yield what may change the products, or what is said of them."""
        yield from (name for name, _ in self._products())
        yield from (name for name in self._actions() if self._filters_only(name))

    def _actions(self) -> Iterator[str]:
        return (f"#action{i}" for i, m in enumerate(self._state.actions) if m == MAYBE)

    def _filters_only(self, name: str) -> bool:
        """True for an advice that hangs on medicines and allergies alone (class F)."""
        items, positions = self._book.items, self._logic.positions
        reads = self._logic.reads[name]
        return all(
            one in positions and items[positions[one]].severity is Severity.F for one in reads
        )

    def _needed_groups(self) -> frozenset[str]:
        """Return the groups of products whose lack sends to a doctor."""
        pairs = zip(self._book.rules, self._state.rules, strict=True)
        return frozenset(rule.requires for rule, mask in pairs if rule.requires and mask != FALSE)

    def _matters(self, item: Item) -> bool:
        """True when a counted item may change the level, the route or the mentions."""
        highest = max((rank(rule.severity) for rule in item.rules), default=rank(item.severity))
        changes_level = level_of_points(self._book, self._state.points[0]) < self._high
        changes_route = self._remote and item.remote is Remote.HANDS_ON
        changes_route |= self._doctor and item.route is not None
        return highest >= RED or changes_level or changes_route or item.out_of_scope

    def _remote_is_open(self) -> bool:
        """True while teleconsultation may be proposed or not."""
        if not self._doctor or self._low >= Level.EMERGENCY:
            return False
        pairs = zip(self._book.items, self._state.values, strict=True)
        return not any(
            item.counted and item.remote is Remote.HANDS_ON and value == TRUE
            for item, value in pairs
        )

    def _rules(self) -> Iterator[str]:
        for i, (rule, mask) in enumerate(zip(self._book.rules, self._state.rules, strict=True)):
            if mask == MAYBE and (rule.level > self._low or rule.flag is not None):
                yield f"#rule{i}"

    def _products(self) -> Iterator[tuple[str, Product]]:
        """Yield the products that are neither certain nor excluded."""
        settled: set[str] = set()
        for i, product in enumerate(self._book.products):
            when, blocks, people = self._state.products[i]
            if product.group in settled or when == FALSE or TRUE in blocks:
                continue
            if not allowed(product, self._low) or all(holds == FALSE for holds in people):
                continue
            yield f"#product{i}", product
            if when == TRUE and MAYBE not in blocks and TRUE in people:
                settled.add(product.group)
