"""Do the example patients and the proofs notice every slip? Those that none notices are shown.

A mutant that decides the same for every answer set is equivalent: nothing can notice it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from protocols.answers import from_json
from protocols.compare import absent, parts_of
from protocols.diagram_operations import DIFFERS
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.model import Answer, Protocol, Vignette
from protocols.mutate_book import Mutant, mutants, own
from protocols.mutate_proposals import Proposal, Survivor, proposals, survivor
from protocols.obligations import Study
from protocols.program import make_logic
from protocols.prove import broken_promises
from protocols.vignettes import differences

MAXIMUM_DRAWN = 400_000
"""Nodes drawn for mutants after which those left are drawn in a fresh space."""

MAXIMUM_NODES = 3_000_000
"""Nodes one space may hold, the protocol and some of its mutants drawn in it."""

EQUIVALENT, ONLY_WORDS, PROVED, SURVIVES = "equivalent", "only_words", "proved", "survives"

Patient = tuple[Vignette, Mapping[str, Answer]]


@dataclass(frozen=True, slots=True)
class MutationReport:
    """How many slips are noticed, and by what; ``survivors`` are those that nothing notices.

    ``equivalent`` decide the same for everybody. ``only_words`` change a sentence alone, which no
    example patient can state. ``proposals`` are the patients that would
    notice all survivors, their outcome to be written by the committee before it is computed.
    """

    protocol: str
    version: str
    sha256: str
    total: int
    equivalent: int
    only_words: int
    refused: int
    by_vignettes: int
    by_proofs: int
    survivors: tuple[str, ...]
    proposals: tuple[Proposal, ...]

    @property
    def killed(self) -> int:
        """Slips refused at loading, or noticed by an example patient or a proof."""
        return self.refused + self.by_vignettes + self.by_proofs


def mutate(protocol: Protocol, is_own: Callable[[str], bool] = own) -> MutationReport:
    """Return which single mutations of a protocol its vignettes and proofs notice.

    Raises:
        TooIntricate: the diagrams do not fit in the space allowed.
    """
    every = tuple(mutants(protocol.logic.book, is_own))
    loaded = [one for one in every if not one.is_refused]
    patients = tuple(_patients(protocol))
    unseen = [one for one in loaded if not _is_noticed(protocol, one, patients)]
    judged = list(_judged(protocol, unseen))
    left = tuple(one for fate, one in judged if fate == SURVIVES and one is not None)
    fates = [fate for fate, _ in judged]
    return MutationReport(
        protocol=protocol.id,
        version=protocol.version,
        sha256=protocol.sha256,
        total=len(every),
        equivalent=fates.count(EQUIVALENT),
        only_words=fates.count(ONLY_WORDS),
        refused=len(every) - len(loaded),
        by_vignettes=len(loaded) - len(unseen),
        by_proofs=fates.count(PROVED),
        survivors=tuple(one.slip for one in left),
        proposals=proposals(protocol, left),
    )


def _patients(protocol: Protocol) -> Iterator[Patient]:
    """Yield the example patients with their answers; one that fails already notices nothing."""
    for vignette in protocol.vignettes:
        answers = from_json(protocol, vignette.answers)
        if not _differs(protocol, vignette, answers):
            yield vignette, answers


def _is_noticed(protocol: Protocol, mutant: Mutant, patients: Sequence[Patient]) -> bool:
    """Tell whether an example patient gets something else than what it states."""
    changed = replace(protocol, logic=make_logic(mutant.book))
    return any(_differs(changed, vignette, answers) for vignette, answers in patients)


def _differs(protocol: Protocol, vignette: Vignette, answers: Mapping[str, Answer]) -> bool:
    found = differences(vignette, evaluate(protocol, answers))
    return next(found, None) is not None


def _judged(protocol: Protocol, unseen: Sequence[Mutant]) -> Iterator[tuple[str, Survivor | None]]:
    """Yield what becomes of each mutant that no example patient noticed."""
    waiting = list(unseen)
    while waiting:
        bench = _Bench(protocol, waiting)
        while waiting and not bench.is_full:
            yield bench.fate(waiting.pop(0))


class _Bench:
    """A space in which a protocol and its mutants are drawn side by side."""

    def __init__(self, protocol: Protocol, waiting: Sequence[Mutant]) -> None:
        self._protocol = protocol
        books = [one.book for one in waiting]
        self._space = Space([protocol], books, maximum=MAXIMUM_NODES)
        self._parts = parts_of(self._space, protocol)
        self._promises = self._broken(protocol)
        self._drawn = len(self._space.diagrams)

    @property
    def is_full(self) -> bool:
        """True when a fresh space costs less than going on."""
        return len(self._space.diagrams) - self._drawn > MAXIMUM_DRAWN

    def fate(self, mutant: Mutant) -> tuple[str, Survivor | None]:
        """Return what notices a mutant, and its patients when nothing does."""
        changed = replace(self._protocol, logic=make_logic(mutant.book))
        moved = self._moved(parts_of(self._space, changed))
        if not moved:
            return EQUIVALENT, None
        found = survivor(self._space, self._protocol, changed, mutant.slip, moved)
        if found is None:
            return ONLY_WORDS, None
        if self._broken(changed) - self._promises:
            return PROVED, None
        return SURVIVES, found

    def _moved(self, parts: dict[str, int]) -> dict[str, int]:
        """Return, for each part that is not the same, where it is not."""
        diagrams, found = self._space.diagrams, {}
        for part in dict.fromkeys((*self._parts, *parts)):
            nothing = absent(diagrams, part)
            one, two = self._parts.get(part, nothing), parts.get(part, nothing)
            if one != two:
                found[part] = diagrams.apply(DIFFERS, one, two)
        return found

    def _broken(self, protocol: Protocol) -> set[tuple[str, str]]:
        study = Study(self._space, protocol, self._space.outcome(protocol.logic))
        return broken_promises(study)
