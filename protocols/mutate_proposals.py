"""The fewest patients that would notice the slips left, their outcome still to be written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from protocols.diagram_paths import simplest
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.model import Decision, Protocol
from protocols.witness import Witness, answers_to, patient_of

KEYS = (
    *("level", "case", "points", "teleconsultation", "route", "flags", "scores"),
    *("treatments", "doses", "actions"),
)
"""The keys of ``expect`` that a proposed patient may have to state."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A slip that nothing notices: the protocol it gives, and the simplest patient to see it."""

    slip: str
    changed: Protocol
    patient: Witness


@dataclass(frozen=True, slots=True)
class Proposal:
    """A patient to add to the vignettes, with the ``slips`` it would notice.

    ``keys`` are those of ``expect`` that its outcome must state.
    """

    patient: Witness
    keys: tuple[str, ...]
    slips: tuple[str, ...]


def survivor(
    space: Space, protocol: Protocol, changed: Protocol, slip: str, moved: Mapping[str, int]
) -> Survivor | None:
    """Return a slip with its patient, ``None`` when no vignette can state what moves.

    ``moved`` gives, for each part of the decision that moves, the diagram of where it does.
    """
    for where in moved.values():
        patient = _simplest(space, where)
        if next(stated_keys(protocol, changed, patient), ""):
            return Survivor(slip, changed, patient)
    return None


def _simplest(space: Space, where: int) -> Witness:
    path = simplest(space.diagrams, where, bool, space.costs) or {}
    return patient_of(space, path, lambda answers: bool(space.diagrams.at(where, answers)))


def stated_keys(protocol: Protocol, changed: Protocol, patient: Witness) -> Iterator[str]:
    """Yield the keys of ``expect`` by which a patient tells two protocols apart."""
    answers = answers_to(protocol, patient.answers)
    one, two = (_stated(evaluate(side, answers)) for side in (protocol, changed))
    yield from (key for key in KEYS if one[key] != two[key])


def _stated(decision: Decision) -> Mapping[str, object]:
    """Return what a vignette can state of a decision, by key of ``expect``."""
    return {
        "level": decision.level,
        "case": decision.branch,
        "actions": tuple(one.id for one in decision.actions),
        "points": (decision.points.minimum, decision.points.maximum),
        "teleconsultation": decision.teleconsultation,
        "route": decision.route,
        "flags": decision.flags,
        "scores": {one.id: (one.minimum, one.maximum) for one in decision.scores},
        "treatments": tuple(one.substance for one in decision.treatments),
        "doses": {one.substance: one.dose for one in decision.treatments},
    }


def proposals(protocol: Protocol, survivors: Sequence[Survivor]) -> tuple[Proposal, ...]:
    """Return patients that together notice every survivor, the one that notices most first."""
    patients = list({tuple(one.patient.answers.items()): one.patient for one in survivors}.values())
    noticed = [_noticed(protocol, patient, survivors) for patient in patients]
    left = {one.slip for one in survivors}
    found: list[Proposal] = []
    while left:
        best = max(range(len(patients)), key=lambda place: len(left & noticed[place].keys()))
        slips = tuple(one.slip for one in survivors if one.slip in left & noticed[best].keys())
        keys = {key for slip in slips for key in noticed[best][slip]}
        told = tuple(key for key in KEYS if key in keys)
        found.append(Proposal(patients[best], told, slips))
        left -= set(slips)
    return tuple(found)


def _noticed(
    protocol: Protocol, patient: Witness, survivors: Sequence[Survivor]
) -> Mapping[str, tuple[str, ...]]:
    """Return the slips a patient would see, each with the keys its outcome must state."""
    found = {one.slip: tuple(stated_keys(protocol, one.changed, patient)) for one in survivors}
    return {slip: keys for slip, keys in found.items() if keys}
