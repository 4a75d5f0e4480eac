"""In which order the paper form asks, and the number of each question."""

from collections.abc import Iterator

from protocols.fhir_scope import asked_places
from protocols.logic import Item
from protocols.model import Protocol, Question
from protocols.terms import Block, Kind, Severity

RED = (Severity.R15, Severity.R)


class Order:
    """The questions of one protocol: signs of the 15, of the emergency department, the rest.

    ``filters`` only decide on products and are answered yes or no, ``choices`` otherwise.
    """

    def __init__(self, protocol: Protocol, left_out: frozenset[str]) -> None:
        self._protocol = protocol
        asked = (protocol.questions[place] for place in asked_places(protocol))
        self._asked = tuple(one for one in asked if one.id not in left_out)
        self.call = tuple(self._red(Severity.R15))
        self.emergency = tuple(self._red(Severity.R))
        red = {one.id for one in (*self.call, *self.emergency)}
        left = [one for one in self._asked if one.id not in red]
        self.measured = tuple(one for one in left if is_measured(one))
        talk = [one for one in left if not one.from_identity and not is_measured(one)]
        actions = {one.id for one in protocol.actions}
        filters = [one for one in talk if one.severity is Severity.F and one.id not in actions]
        self.filters = tuple(one for one in filters if one.kind is Kind.BOOLEAN)
        self.choices = tuple(one for one in filters if one.kind is not Kind.BOOLEAN)
        interview = (one for one in talk if one not in filters)
        self.interview = tuple(sorted(interview, key=lambda one: list(Block).index(one.block)))
        red_flags = (*self.call, *self.emergency)
        products = (*self.filters, *self.choices)
        order = (*red_flags, *self.interview, *products, *self.measured)
        self._numbers = {one.id: rank for rank, one in enumerate(order, start=1)}

    def number(self, question_id: str) -> int:
        """Return the number printed before a question, 0 when it is not on the paper.

        A fact asked under another name has the number of that name.
        """
        logic = self._protocol.logic
        twin = logic.book.items[logic.positions[question_id]].twin
        return self._numbers.get(question_id, self._numbers.get(twin, 0))

    def depth(self, question: Question) -> int:
        """Return how many facts of the paper a question details, one inside the other."""
        logic = self._protocol.logic
        found, parent = 0, self.item(question).parent
        while parent:
            found += self.number(parent) > 0
            parent = logic.book.items[logic.positions[parent]].parent
        return found

    def item(self, question: Question) -> Item:
        """Return how the engine counts a question."""
        logic = self._protocol.logic
        return logic.book.items[logic.positions[question.id]]

    def _red(self, severity: Severity) -> Iterator[Question]:
        """Yield the red flags of one class, each with what it details."""
        for one in self._asked:
            if one.severity is severity:
                yield one
                yield from (child for child in self._asked if self._details(child, one))

    def _details(self, child: Question, parent: Question) -> bool:
        return self.item(child).parent == parent.id and child.severity is Severity.I


def is_measured(question: Question) -> bool:
    """True for what is taken, not told."""
    return question.block is Block.MEASURES or bool(question.quantity)
