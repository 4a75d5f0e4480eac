"""Which patients two versions of a protocol do not treat the same, exactly.

Each part of the decision is drawn for both versions over the same answer sets: a part that is the
same diagram is the same for every patient.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from protocols.compare_doses import weight_cuts, without_equal_doses
from protocols.compare_words import LEVEL, POINTS, part_named, value_said
from protocols.diagram import Diagrams, Value
from protocols.diagram_operations import DIFFERS, PAIR, equals
from protocols.diagram_parts import Parts
from protocols.diagram_paths import count, simplest
from protocols.diagram_space import Space
from protocols.model import Protocol
from protocols.witness import Witness, patient_of

MAXIMUM_PAIRS = 40
"""Beyond, the changes of one part are told together, with one patient."""

Pair = tuple[Value, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """Some patients for whom one part of the decision is not the same.

    ``before`` and ``after`` say it in French, "" when several changes are told together.
    ``count`` is how many answer sets change so, numbers counted by interval: it ranks changes and
    is not a share of real patients. ``patient`` is the simplest of them.
    """

    part: str
    name: str
    before: str
    after: str
    count: int
    patient: Witness


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison."""

    protocol: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one version to another; no change means no patient sees a difference.

    ``added`` and ``removed`` are the questions that only one of them asks.
    """

    before: Version
    after: Version
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """True when every patient gets the same decision."""
        return not self.changes


def compare(before: Protocol, after: Protocol) -> Comparison:
    """Return exactly which patients ``after`` does not treat as ``before`` did.

    Raises:
        TooIntricate: both decisions do not fit in the space allowed.
    """
    space = Space([before, after], cuts=weight_cuts(before.logic.book, after.logic.book))
    asked = [[one.id for one in side.questions if not one.derived] for side in (before, after)]
    return Comparison(
        before=_version(before),
        after=_version(after),
        added=tuple(name for name in asked[1] if name not in asked[0]),
        removed=tuple(name for name in asked[0] if name not in asked[1]),
        changes=tuple(_Compared(space, before, after).changes()),
    )


def _version(protocol: Protocol) -> Version:
    return Version(protocol.id, protocol.version, protocol.sha256)


def parts_of(space: Space, protocol: Protocol) -> dict[str, int]:
    """Return the diagrams of every part of a decision, by name."""
    parts = Parts(space.outcome(protocol.logic), [action.text for action in protocol.actions])
    return dict(parts.all())


def absent(diagrams: Diagrams, part: str) -> int:
    """Return what a decision that lacks a part gives: no mark, or nothing."""
    is_mark = part.startswith(("flag ", "action "))
    return diagrams.end(False if is_mark else None)


class _Compared:
    """Two protocols over one space."""

    def __init__(self, space: Space, before: Protocol, after: Protocol) -> None:
        self._space = space
        self._diagrams = space.diagrams
        self._before, self._after = before, after
        self._sides = parts_of(space, before), parts_of(space, after)

    def changes(self) -> Iterator[Change]:
        """Yield the changes of each part, those of most answer sets first."""
        for part in dict.fromkeys((*self._sides[0], *self._sides[1])):
            one, two = (side.get(part, absent(self._diagrams, part)) for side in self._sides)
            if one == two:
                continue
            is_told_whole = part.startswith(POINTS)
            found = () if is_told_whole else tuple(self._one_by_one(part, one, two))
            if is_told_whole or len(found) > MAXIMUM_PAIRS:
                where = self._diagrams.apply(DIFFERS, one, two)
                found = (self._change(part, where, ("", "")),)
            yield from sorted(found, key=lambda change: -change.count)

    def _one_by_one(self, part: str, one: int, two: int) -> Iterator[Change]:
        """Yield the changes of one part, from one value to another."""
        pairs = self._diagrams.apply(PAIR, one, two)
        for before, after in self._different(pairs):
            where = self._where(part, pairs, (before, after))
            if where != self._diagrams.end(value=False):
                old = value_said(self._before, part, before)
                yield self._change(part, where, (old, value_said(self._after, part, after)))

    def _different(self, pairs: int) -> list[Pair]:
        """Return the pairs of values that some answer set gives and that are not the same."""
        ends = {
            branch
            for node in self._diagrams.inside(pairs)
            for branch in self._diagrams.opened(node).branches
            if branch < 0
        } | ({pairs} if pairs < 0 else set())
        found = [self._diagrams.value(end) for end in sorted(ends, reverse=True)]
        return [one for one in found if isinstance(one, tuple) and one[0] != one[1]]

    def _where(self, part: str, pairs: int, pair: Pair) -> int:
        where = self._diagrams.map(equals(pair), pairs)
        if part.startswith("treatment "):
            weight = self._after.logic.book.weight
            return without_equal_doses(self._space, weight, pair, where)
        return where

    def _change(self, part: str, where: int, said: tuple[str, str]) -> Change:
        costs = self._space.costs
        path = simplest(self._diagrams, where, bool, costs) or {}
        patient = patient_of(self._space, path, lambda at: bool(self._diagrams.at(where, at)))
        return Change(
            part=part,
            name=part_named(part),
            before=said[0],
            after=said[1],
            count=count(self._diagrams, where, bool, costs),
            patient=replace(patient, sentence=_sentence(part, patient, said)),
        )


def _sentence(part: str, patient: Witness, said: tuple[str, str]) -> str:
    """Return what happens to the patient, before and after."""
    if not any(said):
        return f"{patient.patient}\u00a0: {part_named(part)}, autre résultat."
    name = "" if part == LEVEL else f"{part_named(part)}, "
    return f"{patient.patient}\u00a0: {name}{said[0]} avant, {said[1]} après."
