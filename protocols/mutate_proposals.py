"""The fewest patients that would notice the slips left, their outcome still to be written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from protocols.diagram_paths import simplest
from protocols.diagram_space import Space
from protocols.model import Protocol
from protocols.witness import Witness, answers_to, patient_of

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "level": "level",
        "points": "points",
        "teleconsultation": "teleconsultation",
        "route": "route",
        "flag": "flags",
        "score": "scores",
        "treatment": "treatments, doses",
    }
)
"""For each part of a decision, the key of ``expect`` that states it."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A slip that nothing notices.

    ``where`` gives, for each part that moves, the diagram of the patients who would see it, and
    ``anywhere`` their union, both over ``space``.
    """

    slip: str
    space: Space
    where: Mapping[str, int]
    anywhere: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A patient to add to the vignettes, with the ``slips`` it would notice.

    ``keys`` are those of ``expect`` that its outcome must state.
    """

    patient: Witness
    keys: tuple[str, ...]
    slips: tuple[str, ...]


def proposals(protocol: Protocol, survivors: Sequence[Survivor]) -> tuple[Proposal, ...]:
    """Return patients that together notice every survivor, the one that notices most first."""
    patients = [_simplest(one) for one in survivors]
    noticed = [_noticed(protocol, patient, survivors) for patient in patients]
    left = {one.slip for one in survivors}
    found: list[Proposal] = []
    while left:
        best = max(range(len(patients)), key=lambda place: len(left & noticed[place].keys()))
        slips = tuple(one.slip for one in survivors if one.slip in left & noticed[best].keys())
        keys = dict.fromkeys(key for slip in slips for key in noticed[best][slip])
        found.append(Proposal(patients[best], tuple(keys), slips))
        left -= set(slips)
    return tuple(found)


def _simplest(survivor: Survivor) -> Witness:
    """Return the simplest patient who would see a slip."""
    diagrams, where = survivor.space.diagrams, survivor.anywhere
    path = simplest(diagrams, where, bool, survivor.space.costs) or {}
    return patient_of(survivor.space, path, lambda answers: bool(diagrams.at(where, answers)))


def _noticed(
    protocol: Protocol, patient: Witness, survivors: Sequence[Survivor]
) -> Mapping[str, tuple[str, ...]]:
    """Return the slips a patient would see, each with the keys its outcome must state."""
    answers = answers_to(protocol, patient.answers)
    found = {}
    for one in survivors:
        keys = tuple(_keys(one, one.space.places(answers)))
        if keys:
            found[one.slip] = keys
    return found


def _keys(survivor: Survivor, answers: list[int]) -> Iterator[str]:
    for part, where in survivor.where.items():
        if bool(survivor.space.diagrams.at(where, answers)):
            yield KEYS[part.partition(" ")[0]]
