"""What is proved of a protocol: the words shared by every obligation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from protocols.diagram_operations import ALL, equals
from protocols.diagram_outcome import Outcome
from protocols.diagram_space import Space
from protocols.logic import Item
from protocols.model import Answer, Protocol


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing checked: ``broken`` is the diagram of the answer sets that break it.

    ``subject`` names it in French. ``fixed`` are answers of the patient that ``broken`` no longer
    asks, ``instead`` the ones the patient is compared with. ``known_only`` leaves out what is not
    known. ``is_dead`` is something that never happens: no patient shows it.
    """

    subject: str
    broken: int
    fixed: Mapping[int, int] = field(default_factory=dict)
    instead: Mapping[int, int] = field(default_factory=dict)
    known_only: bool = False
    is_dead: bool = False


class Study:
    """One protocol with its diagrams, as the obligations look at it."""

    def __init__(self, space: Space, protocol: Protocol, outcome: Outcome) -> None:
        self.space = space
        self.protocol = protocol
        self.outcome = outcome
        self.diagrams = space.diagrams
        self.book = outcome.book
        self.items = {item.id: item for item in self.book.items}
        self.never = self.diagrams.end(value=False)
        self._nodes: dict[int, dict[int, list[int]]] = {}

    def nodes(self, diagram: int) -> Mapping[int, list[int]]:
        """Return the inner nodes of a diagram by variable."""
        if diagram not in self._nodes:
            found = self._nodes[diagram] = {}
            for node in self.diagrams.inside(diagram):
                found.setdefault(self.diagrams.opened(node).variable, []).append(node)
        return self._nodes[diagram]

    def label(self, item_id: str) -> str:
        """Return the words of an item."""
        return f"{self.protocol.question(item_id).label} ({item_id})"

    def case(self, item_id: str, answer: Answer | None) -> int | None:
        """Return the place of an answer among the cases of a question."""
        cases = self.space.cases[self.space.variables[item_id]]
        return next((i for i, case in enumerate(cases) if case.answer == answer), None)

    def where_given(self, item_id: str, *answers: Answer | None) -> int:
        """Return where a question has one of these very answers."""
        variable = self.space.variables[item_id]
        cases = self.space.cases[variable]
        return self.diagrams.answer(variable, [case.answer in answers for case in cases])

    def both(self, *conditions: int) -> int:
        """Return where all conditions hold, the smallest diagrams first."""
        found = self.diagrams.end(value=True)
        for one in conditions:
            found = self.diagrams.apply(ALL, found, one)
        return found

    def is_value(self, value: int, diagram: int) -> int:
        """Return where a diagram gives ``value``."""
        return self.diagrams.map(equals(value), diagram)

    def counting(self, item: Item) -> Item | None:
        """Return the item that counts the fact of ``item``, ``None`` when nothing does."""
        seen: set[str] = set()
        while not item.counted:
            seen.add(item.id)
            following = item.twin or item.absorbed_by
            if not following or following in seen:
                return None
            item = self.items[following]
        return item


@dataclass(frozen=True, slots=True)
class Property:
    """One obligation of every protocol; ``title`` says it in French once it is proved."""

    id: str
    title: str
    check: Callable[[Study], Iterator[Finding]]
