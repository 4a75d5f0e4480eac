"""The answer sets of one protocol, or of several that are compared, and their diagrams."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from protocols.diagram import MAXIMUM_NODES, Diagrams
from protocols.diagram_answers import Case, asserts_its_sign, cases_of
from protocols.diagram_order import merged_order, order_of
from protocols.diagram_outcome import Outcome
from protocols.logic import Logic, Rulebook
from protocols.model import UNKNOWN, Answer, Protocol
from protocols.relevance import is_asked

if TYPE_CHECKING:
    from protocols.diagram_paths import Costs

DEVIATION, NOT_KNOWN, NOT_ASKED, OTHER_PERSON = 10, 11, 12, 15
"""Length of an answer in a witness: not the usual one, unknown, not given, about who it is."""


class Space:
    """Every answer set of some protocols, in one order, with the diagrams drawn over it.

    ``ids`` are the questions by variable, ``cases`` their answers, ``usual`` the answer without
    risk of each, ``costs`` how far each answer is from it.
    """

    def __init__(
        self,
        protocols: Sequence[Protocol],
        more: Sequence[Rulebook] = (),
        cuts: Mapping[str, Iterable[Decimal]] | None = None,
        maximum: int = MAXIMUM_NODES,
    ) -> None:
        self.protocols = tuple(protocols)
        self.usual = _usual(protocols)
        books = [*(one.logic.book for one in protocols), *more]
        found = cases_of(books, self.usual, cuts or {})
        self._identity = {name for one in protocols for name in _identity(one)}
        self.ids = merged_order([order_of(one.logic, _identity(one)) for one in protocols])
        self.variables = {name: place for place, name in enumerate(self.ids)}
        self.cases: tuple[tuple[Case, ...], ...] = tuple(found[name] for name in self.ids)
        self.diagrams = Diagrams([len(one) for one in self.cases], maximum)
        self.costs: Costs = [self._lengths(name, found[name]) for name in self.ids]
        self.known: Costs = [self._only_known(row) for row in range(len(self.ids))]

    def outcome(self, logic: Logic) -> Outcome:
        """Return the decision of a rulebook over this space."""
        named = dict(zip(self.ids, self.cases, strict=True))
        return Outcome(self.diagrams, logic, self.variables, named)

    def places(self, answers: Mapping[str, Answer]) -> list[int]:
        """Return the place of each answer among the cases of its question."""
        pairs = zip(self.ids, self.cases, strict=True)
        return [_place(cases, answers.get(name)) for name, cases in pairs]

    def _lengths(self, name: str, cases: Sequence[Case]) -> list[int | None]:
        return [self._length(name, case) for case in cases]

    def _length(self, name: str, case: Case) -> int:
        if case.answer == self.usual.get(name, UNKNOWN):
            return 0
        if case.answer is None:
            return NOT_ASKED
        if case.answer == UNKNOWN:
            return NOT_KNOWN
        return OTHER_PERSON if name in self._identity else DEVIATION

    def _only_known(self, variable: int) -> list[int | None]:
        """Return the lengths with what is not known forbidden, unless nobody needs to ask it."""
        pairs = zip(self.costs[variable], self.cases[variable], strict=True)
        free = self._may_be_absent(self.ids[variable])
        return [
            cost if case.known or (case.answer is None and free) else None for cost, case in pairs
        ]

    def _may_be_absent(self, name: str) -> bool:
        """True for a measure, a fact asked under another name, a detail of a present sign."""
        items = (item for one in self.protocols for item in one.logic.book.items)
        return any(
            item.id == name and (item.optional or not is_asked(item) or asserts_its_sign(item))
            for item in items
        )


def _place(cases: Sequence[Case], answer: Answer | None) -> int:
    """Return the case of an answer; what no case holds is not known."""
    for place, case in enumerate(cases):
        if isinstance(answer, Decimal) and isinstance(case.answer, Decimal):
            if case.low <= answer <= case.high:
                return place
        elif case.answer == answer:
            return place
    return next(place for place, case in enumerate(cases) if not case.known)


def _usual(protocols: Sequence[Protocol]) -> dict[str, Answer]:
    """Return the answer without risk of each question that has one."""
    return {
        question.id: question.reassuring
        for one in reversed(protocols)
        for question in one.questions
        if question.reassuring != ""
    }


def _identity(protocol: Protocol) -> list[str]:
    return [one.id for one in protocol.questions if one.from_identity]
