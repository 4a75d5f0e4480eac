"""Every outcome that the shipped protocols reach: one sheet for each, by their own patients.

An outcome is a level, a route and a case. The consultation is put at its decision with the
answers of an invented patient of the protocol; the sheet is built from there as it always is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from types import MappingProxyType

from app.encounter.build import build_sheet
from app.encounter.model import Encounter, Step
from app.encounter.sheet import OrientationSheet
from protocols.answers import from_json
from protocols.load import shipped_library
from protocols.model import Level, Route
from protocols.vignettes import decide
from tests.builders import AT, an_identified_visit
from tests.exchange.facts import PATIENT


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way out of one protocol, and the rank of the first patient who takes it."""

    protocol: str
    level: Level
    route: Route
    branch: str
    rank: int

    def __str__(self) -> str:
        return f"{self.protocol} {self.level.name} {self.route.value} {self.branch}"


@cache
def all_outcomes() -> tuple[Outcome, ...]:
    """Return each outcome once, in the order of the protocols and of their patients."""
    return tuple(_all())


def _all() -> Iterator[Outcome]:
    for name, protocol in sorted(shipped_library().items()):
        seen = set()
        for rank, vignette in enumerate(protocol.vignettes):
            decision = decide(protocol, vignette)
            way = (decision.level, decision.route, decision.branch)
            if way not in seen:
                seen.add(way)
                yield Outcome(name, *way, rank)


def some_outcomes() -> tuple[Outcome, ...]:
    """Return one outcome for each level and route, from as many protocols as there are."""
    chosen: dict[tuple[Level, Route], Outcome] = {}
    used: set[str] = set()
    for one in sorted(all_outcomes(), key=lambda one: (one.rank, one.protocol)):
        way = (one.level, one.route)
        if way not in chosen or (chosen[way].protocol in used and one.protocol not in used):
            chosen[way] = one
            used.add(one.protocol)
    return tuple(chosen.values())


def sheet_of(outcome: Outcome) -> OrientationSheet:
    """Return the sheet that the first patient of this outcome leaves with."""
    protocol = shipped_library()[outcome.protocol]
    vignette = protocol.vignettes[outcome.rank]
    visit = _identified(outcome.protocol)
    answers = from_json(protocol, vignette.answers)
    encounter = replace(
        visit,
        answers=MappingProxyType(answers),
        decision=decide(protocol, vignette),
        called_at=AT if outcome.level is Level.SAMU_15 else None,
        step=Step.DECIDE,
    )
    return replace(build_sheet(encounter, AT + timedelta(minutes=12)), patient=PATIENT)


@cache
def _identified(protocol: str) -> Encounter:
    return an_identified_visit(protocol).encounter
