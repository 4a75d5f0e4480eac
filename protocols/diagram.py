"""Functions of all answer sets at once, exact: shared decision diagrams with several values.

A variable is one answer; it has as many branches as the answer has distinct cases. A diagram is a
number: inner nodes count from 0, ends are negative. Equal functions are the same number, so two
protocols, or a protocol and its mutant, agree exactly when their diagrams are the same number.

Source: Bryant, Graph-Based Algorithms for Boolean Function Manipulation, 1986 (reduction, apply);
Srinivasan et al., Algorithms for Discrete Function Manipulation, 1990 (several values).
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

Value = Hashable
"""What a diagram gives: bits, bounds, a level, a mark..."""

Function = Callable[[Value], Value]
Key = TypeVar("Key", bound=Value)

MAXIMUM_NODES = 400_000
"""Beyond, a protocol is refused: what cannot be proved is not signed."""

END = 10**6
"""Rank of an end: after every variable."""


class TooIntricate(Exception):
    """A protocol whose proofs do not fit; ``sentence`` says so in French."""

    def __init__(self) -> None:
        super().__init__("diagram too large")
        self.sentence = (
            "Les preuves de ce protocole dépassent la place prévue\u00a0: "
            "séparez ses scores ou ses conditions croisées."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A function of two ends, with what shortens its work.

    ``absorbing`` gives itself against anything, ``neutral`` gives the other operand, each on
    either side; ``idempotent`` gives the operand, and ``same`` its value, when both are equal.
    """

    function: Callable[[Value, Value], Value]
    absorbing: Value = None
    neutral: Value = None
    idempotent: bool = False
    same: Value = None


class Node(NamedTuple):
    """One question of a diagram: its variable and the diagram after each answer."""

    variable: int
    branches: tuple[int, ...]


class Diagrams:
    """Every diagram over the same ordered variables; ``sizes`` are their numbers of answers."""

    def __init__(self, sizes: Sequence[int], maximum: int = MAXIMUM_NODES) -> None:
        self.sizes = tuple(sizes)
        self._maximum = maximum
        self._ranks: list[int] = []
        self._branches: list[tuple[int, ...]] = []
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._values: list[Value] = []
        self._ends: dict[Value, int] = {}
        self._pairs: dict[Operation, dict[tuple[int, int], int]] = {}
        self._ones: dict[Function, dict[int, int]] = {}
        self._picks: dict[tuple[int, ...], dict[tuple[int, ...], int]] = {}

    def __len__(self) -> int:
        return len(self._ranks)

    def end(self, value: Value) -> int:
        """Return the diagram that gives ``value`` for every answer set."""
        found = self._ends.get(value)
        if found is None:
            self._values.append(value)
            found = self._ends[value] = -len(self._values)
        return found

    def value(self, diagram: int) -> Value:
        """Return the value of an end."""
        return self._values[-1 - diagram]

    def answer(self, variable: int, values: Sequence[Value]) -> int:
        """Return the diagram that gives ``values[i]`` for the answer ``i`` to ``variable``."""
        return self.node(variable, tuple(self.end(value) for value in values))

    def node(self, variable: int, branches: tuple[int, ...]) -> int:
        """Return the diagram that asks ``variable`` first.

        Raises:
            TooIntricate: there is no place left.
        """
        first = branches[0]
        if branches.count(first) == len(branches):
            return first
        key = (variable, branches)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = len(self._ranks)
            if found >= self._maximum:
                raise TooIntricate
            self._ranks.append(variable)
            self._branches.append(branches)
        return found

    def opened(self, diagram: int) -> Node:
        """Return the first question of an inner node."""
        return Node(self._ranks[diagram], self._branches[diagram])

    def apply(self, operation: Operation, left: int, right: int) -> int:  # noqa: C901 - one loop
        """Return the diagram of ``operation`` over two diagrams."""
        cache = self._pairs.setdefault(operation, {})
        absorbing = None if operation.absorbing is None else self.end(operation.absorbing)
        neutral = None if operation.neutral is None else self.end(operation.neutral)
        idempotent = operation.idempotent
        same = None if operation.same is None else self.end(operation.same)
        ranks, branches, node = self._ranks, self._branches, self.node

        def go(a: int, b: int) -> int:
            if absorbing in (a, b):
                return a if a == absorbing else b
            if b == neutral or (a == b and idempotent):
                return a
            if a == neutral:
                return b
            if a == b and same is not None:
                return same
            found = cache.get((a, b))
            if found is None:
                found = cache[a, b] = split(a, b)
            return found

        def split(a: int, b: int) -> int:
            rank_a = ranks[a] if a >= 0 else END
            rank_b = ranks[b] if b >= 0 else END
            if rank_a < rank_b:
                return node(rank_a, tuple([go(one, b) for one in branches[a]]))
            if rank_b < rank_a:
                return node(rank_b, tuple([go(a, one) for one in branches[b]]))
            if rank_a == END:
                return self.end(operation.function(self.value(a), self.value(b)))
            pairs = zip(branches[a], branches[b], strict=True)
            return node(rank_a, tuple([go(one, two) for one, two in pairs]))

        return go(left, right)

    def map(self, function: Function, diagram: int) -> int:
        """Return the diagram of ``function`` over one diagram; keep one object per function."""
        cache = self._ones.setdefault(function, {})
        branches = self._branches

        def go(a: int) -> int:
            found = cache.get(a)
            if found is None:
                found = cache[a] = leaf(a) if a < 0 else inner(a)
            return found

        def leaf(a: int) -> int:
            return self.end(function(self.value(a)))

        def inner(a: int) -> int:
            return self.node(self._ranks[a], tuple([go(one) for one in branches[a]]))

        return go(diagram)

    def pick(self, choice: int, among: Mapping[Key, int], otherwise: int) -> int:
        """Return ``among[value]`` where ``choice`` gives that value, ``otherwise`` elsewhere."""
        keys = tuple(self.end(value) for value in among)
        places = {end: place for place, end in enumerate(keys)}
        cache = self._picks.setdefault(keys, {})
        ranks, branches, last = self._ranks, self._branches, len(keys)

        def go(state: tuple[int, ...]) -> int:
            chosen = state[0]
            if chosen < 0:
                return state[1 + places.get(chosen, last)]
            found = cache.get(state)
            if found is None:
                found = cache[state] = split(state)
            return found

        def split(state: tuple[int, ...]) -> int:
            rank = min([ranks[one] for one in state if one >= 0])
            columns = [
                branches[one] if one >= 0 and ranks[one] == rank else (one,) * self.sizes[rank]
                for one in state
            ]
            return self.node(rank, tuple([go(row) for row in zip(*columns, strict=True)]))

        return go((choice, *among.values(), otherwise))

    def at(self, diagram: int, answers: Sequence[int]) -> Value:
        """Return the value for one answer set, the place of each answer by variable."""
        while diagram >= 0:
            diagram = self._branches[diagram][answers[self._ranks[diagram]]]
        return self.value(diagram)

    def fix(self, diagram: int, variable: int, answer: int) -> int:
        """Return the diagram once ``variable`` has the answer ``answer``."""
        cache: dict[int, int] = {}
        ranks, branches = self._ranks, self._branches

        def go(a: int) -> int:
            if a < 0 or ranks[a] > variable:
                return a
            if ranks[a] == variable:
                return branches[a][answer]
            found = cache.get(a)
            if found is None:
                found = cache[a] = self.node(ranks[a], tuple([go(one) for one in branches[a]]))
            return found

        return go(diagram)

    def inside(self, *diagrams: int) -> Iterator[int]:
        """Yield every inner node of ``diagrams`` once, and no end."""
        seen: set[int] = set()
        waiting = [one for one in diagrams if one >= 0]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                yield one
                waiting.extend(k for k in self._branches[one] if k >= 0 and k not in seen)

    def variables(self, *diagrams: int) -> frozenset[int]:
        """Return the variables that change ``diagrams``."""
        return frozenset(self._ranks[one] for one in self.inside(*diagrams))
