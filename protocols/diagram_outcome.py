"""The whole decision over all answer sets, part by part: level, branch, products, mentions.

No diagram holds two parts at once: a product depends on the level, on what forbids it and on who
may take it, and is drawn apart from the others.
"""

from collections.abc import Mapping, Sequence

from protocols.diagram import Diagrams
from protocols.diagram_answers import Case
from protocols.diagram_items import Items
from protocols.diagram_level import Classes
from protocols.diagram_operations import ALL, ANY, MAX, at_least, equals
from protocols.diagram_values import is_exact
from protocols.logic import FALSE, MAYBE, PHARMACY_SO_FAR, TRUE, Logic, Product, Rule
from protocols.offers import allowed
from protocols.program import sorted_names
from protocols.terms import Level


class Outcome:
    """The diagrams of one rulebook.

    ``rules`` are the three values of their conditions and ``fired`` whether they raised the
    level; ``given`` and ``offered`` are 0 or the place of the dose plus one, before and after the
    level has its say. ``branch`` is the place of the branch. ``before`` is the level before the
    rules that ask for a product.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        logic: Logic,
        variables: Mapping[str, int],
        cases: Mapping[str, Sequence[Case]],
    ) -> None:
        self.diagrams = diagrams
        self.logic = logic
        self.book = logic.book
        self.items = Items(diagrams, logic.book, variables, cases)
        self._draw_in_order()
        self._known_weight = self._weight_is_known()
        draw = self.items.conditions.draw
        self.rules = tuple(draw(rule.when) for rule in self.book.rules)
        self.branches = tuple(draw(branch.when) for branch in self.book.branches)
        self.branch = self._first_branch()
        self.when = tuple(draw(product.when) for product in self.book.products)
        self.populations = tuple(
            tuple(draw(dose.population) for dose in product.doses) for product in self.book.products
        )
        self.blocks = tuple(
            tuple(draw(one.when) for one in product.contraindications)
            for product in self.book.products
        )
        self.given = self._given()
        self.fired = tuple(
            self._fired(*pair) for pair in zip(self.book.rules, self.rules, strict=True)
        )
        self.before = self._level(self.classes.level, products=False)
        self.level = self._level(self.before, products=True)
        self.offered = tuple(
            self._offered(*pair) for pair in zip(self.book.products, self.given, strict=True)
        )

    def _draw_in_order(self) -> None:
        """Draw items, conditions and scores, each after what it reads."""
        items = {item.id: item for item in self.book.items}
        scores = {score.id: score for score in self.book.scores}
        conditions = {one.id: one.when for one in self.book.conditions}
        for name in self._sorted():
            if name in items:
                self.items.item(items[name])
            elif name in scores:
                self.items.score(scores[name])
            elif name == PHARMACY_SO_FAR:
                self.classes = Classes(self.diagrams, self.logic, self.items)
                self.items.values[name] = self.classes.pharmacy_so_far()
            else:
                self.items.values[name] = self.items.conditions.draw(conditions[name])

    def _sorted(self) -> tuple[str, ...]:
        reads = self.logic.reads
        return sorted_names({name: reads[name] for name in reads if not name.startswith("#")})

    def is_value(self, value: int, diagram: int) -> int:
        """Return where a diagram gives ``value``."""
        return self.diagrams.map(equals(value), diagram)

    def where(self, condition: int, diagram: int, otherwise: int) -> int:
        """Return ``diagram`` where ``condition`` is true, ``otherwise`` elsewhere."""
        return self.diagrams.pick(condition, {True: diagram}, otherwise)

    def _weight_is_known(self) -> int:
        return self.diagrams.map(is_exact, self.items.values[self.book.weight])

    def _first_branch(self) -> int:
        """Return the place of the first certain branch."""
        found = self.diagrams.end(len(self.branches))
        for place in reversed(range(len(self.branches))):
            chosen = {TRUE: self.diagrams.end(place)}
            found = self.diagrams.pick(self.branches[place], chosen, found)
        return found

    def _given(self) -> tuple[int, ...]:
        """Return each product given, whatever the level: the first possible of its group."""
        taken: dict[str, int] = {}
        found = []
        nothing = self.diagrams.end(0)
        for place, product in enumerate(self.book.products):
            before = taken.get(product.group, self.classes.no)
            one = self.where(before, nothing, self._possible(place))
            now = self.diagrams.map(at_least(1), one)
            taken[product.group] = self.diagrams.apply(ANY, before, now)
            found.append(one)
        self.groups: Mapping[str, int] = taken
        return tuple(found)

    def _possible(self, place: int) -> int:
        """Return the dose of a product that may be given, 0 when none may."""
        nothing = self.diagrams.end(0)
        clear = self.is_value(TRUE, self.when[place])
        for block in self.blocks[place]:
            clear = self.diagrams.apply(ALL, clear, self.is_value(FALSE, block))
        dose = nothing
        product = self.book.products[place]
        for number in reversed(range(len(product.doses))):
            right = self.is_value(TRUE, self.populations[place][number])
            if product.doses[number].by_weight is not None:
                right = self.diagrams.apply(ALL, right, self._known_weight)
            dose = self.where(right, self.diagrams.end(number + 1), dose)
        return self.where(clear, dose, nothing)

    def _fired(self, rule: Rule, holds: int) -> int:
        """Return where a rule raises the level."""
        if rule.requires:
            lacks = self.groups.get(rule.requires, self.classes.no)
            return self.where(lacks, self.classes.no, self.is_value(TRUE, holds))
        if rule.uncertain_only:
            return self.is_value(MAYBE, holds)
        return self.diagrams.map(at_least(TRUE), holds)

    def _level(self, level: int, *, products: bool) -> int:
        """Return a level raised by the rules that wait for products, or by those that do not."""
        for rule, fired in zip(self.book.rules, self.fired, strict=True):
            if bool(rule.requires) is products:
                raised = self.where(fired, self.diagrams.end(rule.level), self.diagrams.end(0))
                level = self.diagrams.apply(MAX, level, raised)
        return level

    def _offered(self, product: Product, given: int) -> int:
        levels = {level: given for level in Level if allowed(product, level)}
        return self.diagrams.pick(self.level, levels, self.diagrams.end(0))
